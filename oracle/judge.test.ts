import { describe, expect, it } from 'vitest';
import { parseGraph } from '../runtime/ir/text-parse.ts';
import { printGraph } from '../runtime/ir/text-print.ts';
import { tensor } from '../runtime/ir/tensor.ts';
import type { Executor } from './executors/executor.ts';
import { judge } from './judge.ts';
import { reduce } from './reduce/reduce.ts';

const subject = { graph: parseGraph('Add(x:[2], y:[2])'), inputs: [tensor('float32', [2], [1, 2]), tensor('float32', [2], [3, 4])] };
const answering = (values: readonly number[]): Executor => ({ name: 'other', run: () => ({ kind: 'results', results: [tensor('float32', [2], values)] }) });

describe('judge', () => {
  it('lets pass what agrees', () => expect(judge(subject, [answering([4, 6])])).toEqual([]));
  it('names the first wrong element', () => {
    expect(judge(subject, [answering([4, 7])])).toEqual([{ engine: 'other', kind: 'result', output: 0, message: 'result 0: element 1 is 7, not 6 ± 0' }]);
  });
  it('reports an engine that fails', () => {
    const failing: Executor = { name: 'other', run: () => ({ kind: 'failure', message: 'boom' }) };
    expect(judge(subject, [failing])).toEqual([{ engine: 'other', kind: 'failure', output: -1, message: 'boom' }]);
  });
  it('reports an engine that forgets results', () => {
    expect(judge(subject, [{ name: 'other', run: () => ({ kind: 'results', results: [] }) }])).toHaveLength(1);
  });
});

describe('reduce', () => {
  it('keeps only the operator that matters, on one plain element', () => {
    const graph = parseGraph('a = Exp(x:[4,5]); b = Tanh(a); c = Relu(b); d = Neg(c); return d, a');
    const inputs = [tensor('float32', [4, 5], Array.from({ length: 20 }, (_, i) => i / 7))];
    const reduced = reduce({ graph, inputs }, (candidate) => candidate.graph.nodes.some((node) => node.op === 'Tanh'));
    expect(printGraph(reduced.graph)).toBe('x0: float32[1,1]\nv1 = Tanh(x0)\nreturn v1\n');
    expect(reduced.inputs).toEqual([tensor('float32', [1, 1], [1])]);
  });
});
