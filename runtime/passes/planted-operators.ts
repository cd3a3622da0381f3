// More passes that are wrong on purpose (see planted.ts): slips about one operator, each with the class of bug that it
// stands for.
import type { Tensor } from '../ir/tensor.ts';
import { isFloat } from '../ir/dtype.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import type { Pass, Site } from './pass.ts';
import { rebuild } from './pass.ts';
import { replacing } from './planted.ts';

const list = (node: Node, name: string): readonly number[] => node.attributes[name] as readonly number[];
const result = ({ graph, node }: Site): GraphValue => valueOf(graph, node.outputs[0]!);
const same = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/** An operator with another value for an attribute. */
const withAttribute = (name: string, ops: readonly string[], attribute: string, value: (site: Site) => unknown): Pass => replacing(name, ops, (site) => {
  const { g, node, operands } = site;
  const wanted = value(site);
  return wanted === undefined || String(wanted) === String(node.attributes[attribute]) ? undefined : g.op(node.op, operands, { ...node.attributes, [attribute]: wanted as number });
});

/** The first half of a list and the second change places. */
const swapped = (numbers: readonly number[]): readonly number[] => [...numbers.slice(numbers.length / 2), ...numbers.slice(0, numbers.length / 2)];

/** Padding in front and behind change places (TVM 9835, ORT 11828). */
const padsAreSwapped = withAttribute('pads-are-swapped', ['Pad', 'Conv', 'MaxPool', 'AveragePool'], 'pads', ({ node }) => swapped(list(node, 'pads')));

/** Softmax always runs along the last axis (TVM 11719). */
const softmaxOverLastAxis = withAttribute('softmax-over-last-axis', ['Softmax', 'LogSoftmax'], 'axis', ({ operands }) => operands[0]!.shape.length - 1);

/** The small number that keeps from dividing by zero is the default one. */
const epsilonIsDefault = withAttribute('epsilon-is-default', ['BatchNormalization', 'LayerNormalization'], 'epsilon', () => 1e-5);

/** Dilation is forgotten where a stride hides the difference in shape. */
const dilationIsForgotten = withAttribute('dilation-is-forgotten', ['Conv', 'MaxPool', 'AveragePool'], 'dilations', ({ node }) => list(node, 'dilations').map(() => 1));

/** The axis counts from the other end (negative axes read wrongly). */
const axisCountsBackwards = withAttribute('axis-counts-backwards', ['ArgMax', 'Softmax', 'LogSoftmax', 'Concat'], 'axis', ({ node, operands }) => operands[0]!.shape.length - 1 - (node.attributes['axis'] as number));

/** A product with a transposed square matrix takes it as it stands (ORT 12071). */
const gemmForgetsTranspose = withAttribute('gemm-forgets-transpose', ['Gemm'], 'transB', () => false);

/** Reductions over some axes run over their neighbours instead. */
const reductionMovesAxis = withAttribute('reduction-moves-axis', ['ReduceSum', 'ReduceMean', 'ReduceMax'], 'axes', ({ node, operands }) => {
  const axes = list(node, 'axes');
  const rank = operands[0]!.shape.length;
  return axes.length === 1 && rank > 1 ? [(axes[0]! + 1) % rank] : undefined;
});

/** A slice begins one element early (TVM 11679). */
const sliceStartsEarly = replacing('slice-starts-early', ['Slice'], ({ g, node, operands }) => {
  const [starts, ends] = [list(node, 'starts'), list(node, 'ends')];
  const at = starts.findIndex((start) => start > 0);
  if (at < 0) return undefined;
  return g.op('Slice', operands, { ...node.attributes, starts: starts.with(at, starts[at]! - 1), ends: ends.with(at, ends[at]! > 0 ? ends[at]! - 1 : ends[at]!) });
});

/** A transpose is taken for a reshape. */
const transposeIsReshape = replacing('transpose-is-reshape', ['Transpose'], (site) => site.g.op('Reshape', [site.operands[0]], { shape: result(site).shape }));

/** Both branches of a choice change places. */
const whereSwapsBranches = replacing('where-swaps-branches', ['Where'], ({ g, operands: [condition, x, y] }) => g.op('Where', [condition, y, x]));

/** Concatenation of equal shapes repeats the first part (TVM 11895 gave random data). */
const concatRepeatsFirst = replacing('concat-repeats-first', ['Concat'], ({ g, node, operands }) => (
  operands.every((x) => same(x!.shape, operands[0]!.shape)) ? g.op('Concat', operands.map(() => operands[0]), node.attributes) : undefined));

/** √(x·x) is taken for x. */
const rootOfSquareDropsSign = replacing('root-of-square-drops-sign', ['Sqrt'], (site) => {
  const inner = site.producer(0);
  return inner?.op === 'Mul' && inner.inputs[0] === inner.inputs[1] ? site.now(inner.inputs[0]!) : undefined;
});

/** Below or equal is taken for the negation of above, on floats that may be NaN; and below for below or equal. */
const lessHoldsForEqual = replacing('less-holds-for-equal', ['Less'], ({ g, operands: [x, y] }) => g.op('Where', [g.op('Less', [y, x]), g.scalar('bool', 0), g.scalar('bool', 1)]));

/** The average of a pool divides by the whole window also where it reaches into padding on one side only. */
const globalPoolIsMax = replacing('global-pool-is-max', ['GlobalAveragePool'], ({ g, operands: [x] }) => g.op('ReduceMax', [x], { axes: x!.shape.slice(2).map((_, axis) => axis + 2), keepdims: true }));

/** A bias that broadcasts is added to the wrong axis of a square product. */
const biasAlongRows = replacing('bias-along-rows', ['Gemm'], ({ g, node, operands: [a, b, c] }) => (
  c?.shape.length === 2 && c.shape[0] === c.shape[1] ? g.op('Gemm', [a, b, g.op('Transpose', [c], { perm: [1, 0] })], node.attributes) : undefined));

/** Constants are stored with eight bits of mantissa (folding in another type). */
const constantsLosePrecision: Pass = {
  name: 'constants-lose-precision',
  run: (graph: Graph) => rebuild(graph, ({ node, g }) => {
    const value = node.op === 'Constant' ? (node.attributes['value'] as Tensor) : undefined;
    if (!value || !isFloat(value.dtype)) return undefined;
    const data = (value.data as Float32Array).map((x) => { const scale = 2 ** (8 - Math.ceil(Math.log2(Math.abs(x) || 1))); return Math.round(x * scale) / scale; });
    return g.ops('Constant', [], { value: { ...value, data } });
  }),
};

/** Parts of a split come in the wrong order where their shapes do not tell. */
const splitReversesParts: Pass = {
  name: 'split-reverses-parts',
  run: (graph: Graph) => rebuild(graph, ({ node, operands, g }) => {
    if (node.op !== 'Split' || node.outputs.length < 2) return undefined;
    const results = g.copy(node, operands, node.outputs.map((id) => valueOf(graph, id)));
    return results.every((part) => same(part.shape, results[0]!.shape)) ? results.toReversed() : results;
  }),
};

export const PLANTED_OPERATORS: readonly Pass[] = [
  padsAreSwapped, softmaxOverLastAxis, epsilonIsDefault, dilationIsForgotten, axisCountsBackwards, gemmForgetsTranspose, reductionMovesAxis,
  sliceStartsEarly, transposeIsReshape, whereSwapsBranches, concatRepeatsFirst, rootOfSquareDropsSign, lessHoldsForEqual, globalPoolIsMax,
  biasAlongRows, constantsLosePrecision, splitReversesParts,
];
