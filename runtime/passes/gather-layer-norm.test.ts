// Layer normalisation written out in the ways in which it is written: one node where the side conditions hold, and none
// where one of them does not; results within the bounds of what was written.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileGraph } from '../backends/wasm/wasm.ts';
import { firstDifference } from '../interpret/difference.ts';
import { interpret } from '../interpret/interpret.ts';
import { GraphBuilder } from '../ir/build.ts';
import type { DType } from '../ir/dtype.ts';
import type { Graph, GraphValue } from '../ir/graph.ts';
import { elementCount, tensor } from '../ir/tensor.ts';
import { gatherLayerNorm } from './gather-layer-norm.ts';
import { optimize } from './pipeline.ts';

interface Written {
  readonly shape?: readonly number[];
  readonly dtype?: DType;
  readonly axes?: readonly number[];
  readonly squaredAxes?: readonly number[];
  readonly keepdims?: boolean;
  readonly epsilon?: number | readonly number[];
  readonly power?: number;
  readonly scale?: readonly number[];
  readonly shift?: readonly number[];
  readonly swapped?: boolean;
  /** Squares of something else. */
  readonly otherSquares?: boolean;
  readonly returnsDistance?: boolean;
}

function written({ shape = [2, 3, 8], dtype = 'float32', axes = [-1], squaredAxes = axes, keepdims = true, epsilon = 1e-5, power, scale = [8], shift = [8], swapped = false, otherSquares = false, returnsDistance = false }: Written): Graph {
  const g = new GraphBuilder();
  const x = g.input('x', dtype, shape);
  const both = (op: string, a: GraphValue, b: GraphValue): GraphValue => g.op(op, swapped ? [b, a] : [a, b]);
  const distance = g.op('Sub', [x, g.op('ReduceMean', [x], { axes, keepdims })]);
  const squared = otherSquares ? g.op('Neg', [distance]) : distance;
  const squares = power === undefined ? g.op('Mul', [squared, squared]) : g.op('Pow', [squared, g.scalar(dtype, power)]);
  const number = typeof epsilon === 'number' ? g.scalar(dtype, epsilon) : g.constant(tensor(dtype, [epsilon.length], epsilon));
  const normal = g.op('Div', [distance, g.op('Sqrt', [both('Add', g.op('ReduceMean', [squares], { axes: squaredAxes, keepdims }), number)])]);
  const scaled = both('Mul', normal, g.input('scale', dtype, scale));
  const shifted = both('Add', scaled, g.input('shift', dtype, shift));
  return g.finish(returnsDistance ? [shifted, distance] : [shifted]);
}

const operators = (graph: Graph): readonly string[] => gatherLayerNorm.run(graph).nodes.map(({ op }) => op);

describe('one node for', () => {
  test.each<[string, Written]>([
    ['squares by multiplication', {}], ['squares by a power', { power: 2 }], ['operands in the other order', { swapped: true }], ['two axes', { axes: [1, 2], scale: [3, 8], shift: [8] }],
    ['a scale for all', { scale: [], shift: [1] }], ['float64', { dtype: 'float64' }], ['axes from the end', { axes: [-1, -2], scale: [8] }],
  ])('%s', (_, how) => {
    expect(operators(written(how)).filter((op) => op !== 'Constant')).toEqual(['LayerNormalization']);
  });

  test('what is read elsewhere stays beside it', () => {
    expect(operators(written({ returnsDistance: true })).filter((op) => op !== 'Constant').sort()).toEqual(['LayerNormalization', 'ReduceMean', 'Sub']);
  });
});

describe('no node for', () => {
  test.each<[string, Written]>([
    ['narrow types', { dtype: 'float16' }], ['means over other axes than the last', { axes: [1], scale: [8] }], ['means over two different sets of axes', { squaredAxes: [1, 2] }],
    ['another power', { power: 3 }], ['squares of something else', { otherSquares: true }], ['a number under the root that is negative', { epsilon: -1 }], ['several numbers under the root', { epsilon: [1, 2, 3, 4, 5, 6, 7, 8] }],
  ])('%s', (_, how) => {
    expect(operators(written(how))).not.toContain('LayerNormalization');
  });

  test('a scale of more axes than are normalised: the normal alone is one node', () => {
    expect(operators(written({ scale: [3, 8] })).filter((op) => op !== 'Constant')).toEqual(['LayerNormalization', 'Mul', 'Add']);
  });
});

test('results are within the bounds of what was written, at any size', () => {
  let gathered = 0;
  fc.assert(fc.property(fc.constantFrom(1, 2, 7, 16, 64, 65, 130), fc.constantFrom(1, 3), fc.constantFrom<DType>('float32', 'float64'), fc.constantFrom(0, 1e-12, 1e-5, 1), fc.constantFrom(0, 1, 1e-20, 1e4), fc.boolean(), (n, rows, dtype, epsilon, spread, power) => {
    const graph = written({ shape: [rows, n], dtype, epsilon, scale: [n], shift: [n], ...(power ? { power: 2 } : {}) });
    const inputs = graph.inputs.map((id, i) => tensor(dtype, graph.values[id]!.shape, Array.from({ length: elementCount(graph.values[id]!.shape) }, (_, at) => (i === 0 ? 3 + spread * Math.sin(at * 1.7) : Math.cos(at + i)))));
    const expected = interpret(graph, inputs);
    const optimized = optimize(graph);
    gathered += Number(optimized.nodes.some(({ op }) => op === 'LayerNormalization'));
    for (const options of [{}, { loops: { eager: true }, leastVectorWork: 0, leastTiledWork: 0 }]) compileGraph(optimized, options).run(inputs).forEach((result, i) => expect(firstDifference(expected[i]!, result)).toBeUndefined());
  }), { numRuns: 150, seed: 11 });
  expect(gathered).toBe(150);
});
