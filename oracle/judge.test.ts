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
  it('lets pass what agrees', async () => expect(await judge(subject, [answering([4, 6])])).toEqual([]));
  it('names the first wrong element', async () => {
    expect(await judge(subject, [answering([4, 7])])).toEqual([{ engine: 'other', kind: 'result', output: 0, message: 'result 0: element 1 is 7, not 6 ± 0' }]);
  });
  it('reports an engine that fails', async () => {
    const failing: Executor = { name: 'other', run: () => ({ kind: 'failure', message: 'boom' }) };
    expect(await judge(subject, [failing])).toEqual([{ engine: 'other', kind: 'failure', output: -1, message: 'boom' }]);
  });
  it('reports an engine that forgets results', async () => {
    expect(await judge(subject, [{ name: 'other', run: () => ({ kind: 'results', results: [] }) }])).toHaveLength(1);
  });
  it('waits for an engine that answers later', async () => {
    const later: Executor = { name: 'other', run: () => Promise.resolve({ kind: 'failure', message: 'late' }) };
    expect(await judge(subject, [later])).toMatchObject([{ message: 'late' }]);
  });
  it('takes no part in what an engine does not have', async () => {
    expect(await judge(subject, [{ name: 'other', run: () => ({ kind: 'unsupported', message: 'no Add' }) }])).toEqual([]);
  });
});

describe('reduce', () => {
  it('keeps only the operator that matters, on one plain element', async () => {
    const graph = parseGraph('a = Exp(x:[4,5]); b = Tanh(a); c = Relu(b); d = Neg(c); return d, a');
    const inputs = [tensor('float32', [4, 5], Array.from({ length: 20 }, (_, i) => i / 7))];
    const reduced = await reduce({ graph, inputs }, (candidate) => candidate.graph.nodes.some((node) => node.op === 'Tanh'));
    expect(printGraph(reduced.graph)).toBe('x0: float32[1,1]\nv1 = Tanh(x0)\nreturn v1\n');
    expect(reduced.inputs).toEqual([tensor('float32', [1, 1], [1])]);
  });
});
