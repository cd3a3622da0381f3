// Operators of ONNX that are compositions of others, written out once for every engine. Source of each formula: the
// operator's page in ONNX, and its function body where it has one.
import type { DType } from '../ir/dtype.ts';
import { isFloat } from '../ir/dtype.ts';
import { elementCount, tensor } from '../ir/tensor.ts';
import { attention } from './compose-attention.ts';
import { einsum } from './compose-einsum.ts';
import { negativeLogLikelihood, softmaxCrossEntropy } from './compose-losses.ts';
import { convInteger, dequantize, dynamicQuantize, matMulInteger, qLinearConv, qLinearMatMul, quantize } from './compose-quantized.ts';
import { resize } from './compose-resize.ts';
import { rotaryEmbedding } from './compose-rotary.ts';
import type { CallWriter } from './write-calls.ts';
import { refuse } from './write-calls.ts';

/** The last operator that is written makes the result. */
export type Composition = (w: CallWriter) => unknown;

type Step = (w: CallWriter, x: string, dtype: DType) => unknown;

/** A function of one float tensor. */
const float = (step: Step): Composition => (w) => step(w, w.input(0), w.floatType());

const times = (w: CallWriter, x: string, dtype: DType, factor: number): string => w.op('Mul', [x, w.number(dtype, factor)]);
const plus = (w: CallWriter, x: string, dtype: DType, term: number): string => w.op('Add', [x, w.number(dtype, term)]);
const below = (w: CallWriter, x: string, dtype: DType, limit: number): string => w.op('Less', [x, w.number(dtype, limit)]);
/** ln(1 + eˣ) without overflow. */
const softplus: Step = (w, x, dtype) => w.op('Add', [w.op('Relu', [x]), w.op('Log', [plus(w, w.op('Exp', [w.op('Neg', [w.op('Abs', [x])])]), dtype, 1)])]);
const expMinusOne = (w: CallWriter, x: string, dtype: DType): string => w.op('Sub', [w.op('Exp', [w.op('Min', [x, w.number(dtype, 0)])]), w.number(dtype, 1)]);

function elu(w: CallWriter, x: string, dtype: DType, alpha: number, scale = 1): string {
  const low = times(w, expMinusOne(w, x, dtype), dtype, alpha);
  const both = w.op('Where', [below(w, x, dtype, 0), low, x]);
  return scale === 1 ? both : times(w, both, dtype, scale);
}

function gelu(w: CallWriter, x: string, dtype: DType): string {
  if (w.text('approximate', 'none') === 'tanh') {
    const cubed = times(w, w.op('Mul', [w.op('Mul', [x, x]), x]), dtype, 0.044715);
    const inner = times(w, w.op('Add', [x, cubed]), dtype, Math.sqrt(2 / Math.PI));
    return w.op('Mul', [times(w, x, dtype, 0.5), plus(w, w.op('Tanh', [inner]), dtype, 1)]);
  }
  return w.op('Mul', [times(w, x, dtype, 0.5), plus(w, w.op('Erf', [times(w, x, dtype, Math.SQRT1_2)]), dtype, 1)]);
}

function hardSigmoid(w: CallWriter, x: string, dtype: DType, alpha: number, beta: number): string {
  return w.op('Clip', [plus(w, times(w, x, dtype, alpha), dtype, beta), w.number(dtype, 0), w.number(dtype, 1)]);
}

/** A reduction with the node's own axes and flags behind a function of the elements. */
function reduced(op: string, before: Step, after?: Step): Composition {
  return (w) => {
    const x = w.input(0), dtype = w.dtype();
    const axes = w.list('axes') ?? (w.optional(1) === undefined ? undefined : w.integers(1));
    const keepdims = w.attribute('keepdims', 1), noop = w.attribute('noop_with_empty_axes', 0);
    const inner = before(w, x, dtype) as string;
    const folded = w.op(op, [inner], { keepdims, noop_with_empty_axes: noop, ...(axes ? { axes } : {}) });
    after?.(w, folded, dtype);
  };
}

const squared: Step = (w, x) => w.op('Mul', [x, x]);

/** (x − mean) / deviation over some axes. */
function standardised(w: CallWriter, x: string, dtype: DType, axes: readonly number[], epsilon: number): string {
  const centred = w.op('Sub', [x, w.op('ReduceMean', [x], { axes, keepdims: 1 })]);
  const variance = w.op('ReduceMean', [w.op('Mul', [centred, centred])], { axes, keepdims: 1 });
  return w.op('Div', [centred, w.op('Sqrt', [plus(w, variance, dtype, epsilon)])]);
}

const alongChannels = (w: CallWriter, name: string, rank: number): string => w.op('Reshape', [name], { shape: [1, -1, ...Array.from({ length: rank - 2 }, () => 1)] });
const from = (first: number, rank: number): readonly number[] => Array.from({ length: rank - first }, (_, i) => first + i);

function scaled(w: CallWriter, x: string, factor: string, term: string): string {
  return w.op('Add', [w.op('Mul', [x, factor]), term]);
}

/** A sum over the elements before: a product with a triangle of ones. */
function cumSum(w: CallWriter): void {
  const x = w.input(0), dtype = w.dtype(), shape = w.shape();
  const [at = 0] = w.integers(1);
  const axis = w.axis(at, shape.length), n = shape[axis]!;
  const exclusive = w.attribute('exclusive', 0) !== 0, reverse = w.attribute('reverse', 0) !== 0;
  const counts = (from_: number, to: number): boolean => (reverse ? (exclusive ? from_ > to : from_ >= to) : exclusive ? from_ < to : from_ <= to);
  const triangle = w.constant(tensor(dtype, [n, n], Array.from({ length: n * n }, (_, i) => (counts(Math.floor(i / n), i % n) ? 1 : 0))));
  if (shape.length === 1) { w.op('Reshape', [w.op('MatMul', [w.op('Reshape', [x], { shape: [1, n] }), triangle])], { shape }); return; }
  const last = shape.length - 1;
  const swap = shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  const product = w.op('MatMul', [w.op('Transpose', [x], { perm: swap }), triangle]);
  w.op('Transpose', [product], { perm: swap });
}

function trilu(w: CallWriter): void {
  const shape = w.shape(), dtype = w.dtype();
  const [k = 0] = w.optional(1) === undefined ? [0] : w.integers(1);
  const [rows, columns] = [shape.at(-2) ?? 0, shape.at(-1) ?? 0];
  const upper = w.attribute('upper', 1) !== 0;
  const kept = Array.from({ length: rows * columns }, (_, i) => (upper ? (i % columns) - Math.floor(i / columns) >= k : (i % columns) - Math.floor(i / columns) <= k));
  w.op('Where', [w.constant(tensor('bool', [rows, columns], kept)), w.input(0), w.number(dtype, 0)]);
}

function depthToSpace(w: CallWriter): void {
  const [n = 0, c = 0, h = 0, wide = 0] = w.shape();
  const b = w.attribute('blocksize', 1), inner = c / (b * b);
  const columnFirst = w.text('mode', 'DCR') === 'CRD';
  const split = w.op('Reshape', [w.input(0)], { shape: columnFirst ? [n, inner, b, b, h, wide] : [n, b, b, inner, h, wide] });
  w.op('Reshape', [w.op('Transpose', [split], { perm: columnFirst ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2] })], { shape: [n, inner, h * b, wide * b] });
}

function spaceToDepth(w: CallWriter): void {
  const [n = 0, c = 0, h = 0, wide = 0] = w.shape();
  const b = w.attribute('blocksize', 1);
  const split = w.op('Reshape', [w.input(0)], { shape: [n, c, h / b, b, wide / b, b] });
  w.op('Reshape', [w.op('Transpose', [split], { perm: [0, 3, 5, 1, 2, 4] })], { shape: [n, c * b * b, h / b, wide / b] });
}

function tile(w: CallWriter): void {
  const shape = w.shape(), repeats = w.integers(1);
  const spread = w.op('Reshape', [w.input(0)], { shape: shape.flatMap((extent) => [1, extent]) });
  const repeated = w.op('Expand', [spread], { shape: shape.flatMap((extent, i) => [repeats[i]!, extent]) });
  w.op('Reshape', [repeated], { shape: shape.map((extent, i) => extent * repeats[i]!) });
}

function groupNormalization(w: CallWriter): void {
  const shape = w.shape(), dtype = w.floatType(), groups = w.attribute('num_groups', 1);
  if (w.around.opset < 21) refuse('GroupNormalization is specified as of opset 21');
  const grouped = w.op('Reshape', [w.input(0)], { shape: [shape[0]!, groups, -1] });
  const normal = w.op('Reshape', [standardised(w, grouped, dtype, [2], w.attribute('epsilon', 1e-5))], { shape });
  scaled(w, normal, alongChannels(w, w.input(1), shape.length), alongChannels(w, w.input(2), shape.length));
}

function rmsNormalization(w: CallWriter): void {
  const x = w.input(0), dtype = w.floatType(), shape = w.shape();
  const axes = from(w.axis(w.attribute('axis', -1), shape.length), shape.length);
  const mean = w.op('ReduceMean', [w.op('Mul', [x, x])], { axes, keepdims: 1 });
  w.op('Mul', [w.op('Div', [x, w.op('Sqrt', [plus(w, mean, dtype, w.attribute('epsilon', 1e-5))])]), w.input(1)]);
}

/** Of integers; what is left of floats is not specified. */
function mod(w: CallWriter): void {
  const [x, y, dtype] = [w.input(0), w.input(1), w.dtype()];
  if (isFloat(dtype)) refuse(`Mod of ${dtype} is not specified`);
  const rest = w.op('Sub', [x, w.op('Mul', [w.op('Div', [x, y]), y])]);
  if (w.attribute('fmod', 0) !== 0) { w.op('Add', [rest, w.number(dtype, 0)]); return; }
  const zero = w.number(dtype, 0);
  const differ = w.op('Xor', [w.op('Less', [rest, zero]), w.op('Less', [y, zero])]);
  const wrong = w.op('And', [differ, w.op('Not', [w.op('Equal', [rest, zero])])]);
  w.op('Where', [wrong, w.op('Add', [rest, y]), rest]);
}

/** The order of integers turned around without overflow: −1 − x. */
function argMin(w: CallWriter): void {
  const x = w.input(0), dtype = w.dtype();
  const turned = isFloat(dtype) ? w.op('Neg', [x]) : w.op('Sub', [w.number(dtype, -1), x]);
  w.op('ArgMax', [turned], { axis: w.attribute('axis', 0), keepdims: w.attribute('keepdims', 1), select_last_index: w.attribute('select_last_index', 0) });
}

function hardmax(w: CallWriter): void {
  const shape = w.shape(), dtype = w.floatType();
  if (w.around.opset < 13) refuse('Hardmax is specified as of opset 13');
  const axis = w.axis(w.attribute('axis', -1), shape.length);
  const place = w.op('ArgMax', [w.input(0)], { axis, keepdims: 1 });
  const positions = tensor('int64', shape.map((extent, i) => (i === axis ? extent : 1)), Array.from({ length: shape[axis]! }, (_, i) => i));
  w.op('Cast', [w.op('Equal', [place, w.constant(positions)])], { to: dtype });
}

function mean(w: CallWriter): void {
  const dtype = w.floatType();
  const sum = w.node.inputs.slice(1).reduce((total, name) => w.op('Add', [total, name]), w.input(0));
  w.op('Div', [sum, w.number(dtype, w.node.inputs.length)]);
}

function lpNormalization(w: CallWriter): void {
  const x = w.input(0), p = w.attribute('p', 2), axes = [w.attribute('axis', -1)], dtype = w.floatType();
  const size = p === 1 ? w.op('ReduceSum', [w.op('Abs', [x])], { axes, keepdims: 1 }) : w.op('Sqrt', [w.op('ReduceSum', [w.op('Mul', [x, x])], { axes, keepdims: 1 })]);
  const zero = w.number(dtype, 0);
  w.op('Where', [w.op('Equal', [size, zero]), zero, w.op('Div', [x, size])]);
}

function oneHot(w: CallWriter): void {
  const indices = w.shape(), index = w.dtype();
  const [depth = 0] = w.integers(1);
  const axis = w.axis(w.attribute('axis', -1), indices.length + 1);
  if (isFloat(index)) refuse(`OneHot of ${index} is not specified`);
  const negative = w.op('Less', [w.input(0), w.number(index, 0)]);
  const counted = w.op('Where', [negative, w.op('Add', [w.input(0), w.number(index, depth)]), w.input(0)]);
  const wide = w.op('Unsqueeze', [counted], { axes: [axis] });
  const places = w.constant(tensor(index, [...indices, 1].map((_, i) => (i === axis ? depth : 1)), Array.from({ length: depth }, (_, i) => i)));
  const pick = (at: number): string => w.op('Gather', [w.input(2), w.number('int64', at)], { axis: 0 });
  w.op('Where', [w.op('Equal', [wide, places]), pick(1), pick(0)]);
}

/** Products of the elements before: of a table whose rows have ones in the place of the others. */
function cumProd(w: CallWriter): void {
  const shape = w.shape(), dtype = w.dtype();
  const [at = 0] = w.integers(1);
  const axis = w.axis(at, shape.length), n = shape[axis]!;
  const exclusive = w.attribute('exclusive', 0) !== 0, reverse = w.attribute('reverse', 0) !== 0;
  const counts = (to: number, from_: number): boolean => (from_ === to ? !exclusive : reverse ? from_ > to : from_ < to);
  // [.., to, from, ..] with the table along both.
  const spread = w.op('Unsqueeze', [w.input(0)], { axes: [axis] });
  const table = tensor('bool', [n, n, ...shape.slice(axis + 1).map(() => 1)], Array.from({ length: n * n }, (_, i) => counts(Math.floor(i / n), i % n)));
  w.op('ReduceProd', [w.op('Where', [w.constant(table), spread, w.number(dtype, 1)])], { axes: [axis + 1], keepdims: 0 });
}

/** Of unsigned integers, as products with and quotients by powers of two. */
function bitShift(w: CallWriter): void {
  const power = w.op('Pow', [w.number(w.dtype(), 2), w.input(1)]);
  w.op(w.text('direction', '') === 'LEFT' ? 'Mul' : 'Div', [w.input(0), power]);
}

function isInf(w: CallWriter): void {
  const dtype = w.floatType();
  const equals = (value: number): string => w.op('Equal', [w.input(0), w.number(dtype, value)]);
  const [negative, positive] = [w.attribute('detect_negative', 1) !== 0, w.attribute('detect_positive', 1) !== 0];
  if (negative && positive) w.op('Or', [equals(Infinity), equals(-Infinity)]);
  else if (negative || positive) equals(positive ? Infinity : -Infinity);
  else w.op('Expand', [w.constant(tensor('bool', [], [false]))], { shape: w.shape() });
}

/** Means of powers, times the number of elements: what is padded counts as 0. */
function lpPool(w: CallWriter): void {
  const x = w.input(0), dtype = w.floatType(), p = w.attribute('p', 2), kernel = w.list('kernel_shape') ?? [];
  if (w.attribute('ceil_mode', 0) !== 0) refuse('LpPool with ceil_mode is not specified');
  const lists = Object.fromEntries(['dilations', 'pads', 'strides'].flatMap((name) => { const list = w.list(name); return list ? [[name, list]] : []; }));
  const powers = p === 2 ? w.op('Mul', [x, x]) : w.op('Pow', [w.op('Abs', [x]), w.number(dtype, p)]);
  const averages = w.op('AveragePool', [powers], { kernel_shape: kernel, auto_pad: w.text('auto_pad', 'NOTSET'), count_include_pad: 1, ...lists });
  const sums = times(w, averages, dtype, kernel.reduce((n, extent) => n * extent, 1));
  if (p === 2) w.op('Sqrt', [sums]);
  else w.op('Pow', [sums, w.number(dtype, 1 / p)]);
}

/** Means and reciprocal deviations beside the result, in float32 at least. */
function layerNormalization(w: CallWriter): void {
  const x = w.input(0), dtype = w.floatType(), rank = w.shape().length, axis = w.attribute('axis', -1), epsilon = w.attribute('epsilon', 1e-5);
  const axes = from(w.axis(axis, rank), rank), exact: DType = 'float32';
  const wide = dtype === exact ? x : w.op('Cast', [x], { to: exact });
  const middle = w.op('ReduceMean', [wide], { axes, keepdims: 1 });
  w.result(1, middle);
  const centred = w.op('Sub', [wide, middle]);
  const variance = w.op('ReduceMean', [w.op('Mul', [centred, centred])], { axes, keepdims: 1 });
  w.result(2, w.op('Reciprocal', [w.op('Sqrt', [plus(w, variance, exact, epsilon)])]));
  w.op('LayerNormalization', [x, w.input(1), w.optional(2)], { axis, epsilon });
}

const greaterOrEqual: Composition = (w) => w.op('LessOrEqual', [w.input(1), w.input(0)]);

/** Operators of ours that are compositions where somebody asks for results that they do not have. */
export const ONLY_FOR_MORE_RESULTS: ReadonlySet<string> = new Set(['LayerNormalization']);

export const COMPOSITIONS: Readonly<Record<string, Composition>> = {
  ArgMin: argMin,
  Attention: attention,
  CastLike: (w) => w.op('Cast', [w.input(0)], { to: w.dtype(w.input(1)) }),
  BitShift: bitShift,
  Celu: float((w, x, dtype) => { const alpha = w.attribute('alpha', 1); return w.op('Add', [w.op('Relu', [x]), times(w, expMinusOne(w, times(w, x, dtype, 1 / alpha), dtype), dtype, alpha)]); }),
  ConvInteger: convInteger,
  CumProd: cumProd,
  CumSum: cumSum,
  DepthToSpace: depthToSpace,
  DequantizeLinear: dequantize,
  DynamicQuantizeLinear: dynamicQuantize,
  Einsum: einsum,
  Elu: float((w, x, dtype) => elu(w, x, dtype, w.attribute('alpha', 1))),
  Gelu: float(gelu),
  GlobalMaxPool: (w) => w.op('ReduceMax', [w.input(0)], { axes: from(2, w.shape().length), keepdims: 1 }),
  GreaterOrEqual: greaterOrEqual,
  GroupNormalization: groupNormalization,
  Hardmax: hardmax,
  HardSigmoid: float((w, x, dtype) => hardSigmoid(w, x, dtype, w.attribute('alpha', 0.2), w.attribute('beta', 0.5))),
  HardSwish: float((w, x, dtype) => w.op('Mul', [x, hardSigmoid(w, x, dtype, 1 / 6, 0.5)])),
  InstanceNormalization(w) {
    const rank = w.shape().length;
    scaled(w, standardised(w, w.input(0), w.floatType(), from(2, rank), w.attribute('epsilon', 1e-5)), alongChannels(w, w.input(1), rank), alongChannels(w, w.input(2), rank));
  },
  IsInf: isInf,
  LayerNormalization: layerNormalization,
  LpNormalization: lpNormalization,
  LpPool: lpPool,
  MatMulInteger: matMulInteger,
  Mean: mean,
  MeanVarianceNormalization: float((w, x, dtype) => standardised(w, x, dtype, w.list('axes') ?? [0, 2, 3], 1e-9)),
  Mish: float((w, x, dtype) => w.op('Mul', [x, w.op('Tanh', [softplus(w, x, dtype) as string])])),
  Mod: mod,
  NegativeLogLikelihoodLoss: negativeLogLikelihood,
  OneHot: oneHot,
  PRelu: (w) => w.op('Where', [below(w, w.input(0), w.dtype(), 0), w.op('Mul', [w.input(0), w.input(1)]), w.input(0)]),
  QLinearConv: qLinearConv,
  QLinearMatMul: qLinearMatMul,
  QuantizeLinear: quantize,
  ReduceL1: reduced('ReduceSum', (w, x) => w.op('Abs', [x])),
  ReduceL2: reduced('ReduceSum', squared, (w, x) => w.op('Sqrt', [x])),
  ReduceLogSum: reduced('ReduceSum', (_, x) => x, (w, x) => w.op('Log', [x])),
  ReduceLogSumExp: reduced('ReduceSum', (w, x) => w.op('Exp', [x]), (w, x) => w.op('Log', [x])),
  ReduceSumSquare: reduced('ReduceSum', squared),
  Resize: resize,
  RotaryEmbedding: rotaryEmbedding,
  RMSNormalization: rmsNormalization,
  Selu: float((w, x, dtype) => elu(w, x, dtype, w.attribute('alpha', 1.6732632423543772), w.attribute('gamma', 1.0507009873554805))),
  Shrink: float((w, x, dtype) => {
    const [bias, lambd] = [w.attribute('bias', 0), w.attribute('lambd', 0.5)];
    const high = w.op('Where', [w.op('Less', [w.number(dtype, lambd), x]), plus(w, x, dtype, -bias), w.number(dtype, 0)]);
    return w.op('Where', [below(w, x, dtype, -lambd), plus(w, x, dtype, bias), high]);
  }),
  Size: (w) => w.number('int64', elementCount(w.shape())),
  SoftmaxCrossEntropyLoss: softmaxCrossEntropy,
  Softplus: float(softplus),
  Softsign: float((w, x, dtype) => w.op('Div', [x, plus(w, w.op('Abs', [x]), dtype, 1)])),
  SpaceToDepth: spaceToDepth,
  SwiGLU: (w) => w.op('Mul', [w.op('Mul', [w.input(0), w.op('Sigmoid', [times(w, w.input(0), w.floatType(), w.attribute('alpha', 1))])]), w.input(1)]),
  Swish: float((w, x, dtype) => w.op('Mul', [x, w.op('Sigmoid', [times(w, x, dtype, w.attribute('alpha', 1))])])),
  ThresholdedRelu: float((w, x, dtype) => w.op('Where', [w.op('Less', [w.number(dtype, w.attribute('alpha', 1)), x]), x, w.number(dtype, 0)])),
  Tile: tile,
  Trilu: trilu,
  Upsample: resize,
};
