// Graphs as TensorFlow.js programs. Its types are float32, int32 and bool, its layout is channels last, its softmax
// works along the last axis: what it cannot say is left out, never bent. int64 stands for positions only.
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { toNumbers } from '../../runtime/ir/tensor.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import type { Call, EmitCall, EmitResult, Emitted, Operand } from './program.ts';
import { emitGraph, flag, list, number, numbers, rankOf } from './program.ts';

const NHWC = '[0, 2, 3, 1]';
const NCHW = '[0, 3, 1, 2]';
/** Operators that give or take positions; everything else keeps away from int64. */
const POSITIONS = new Set(['ArgMax', 'Shape', 'Gather', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten']);

export function emitTfjs(graph: Graph): EmitResult {
  const float64 = graph.values.some(({ dtype }) => dtype === 'float64');
  const arithmetic = graph.nodes.some(({ op, inputs, outputs }) => !POSITIONS.has(op) && [...inputs, ...outputs].some((id) => id !== undefined && graph.values[id]!.dtype === 'int64'));
  return float64 || arithmetic ? { ok: false, reason: 'it has neither float64 nor int64' } : emitGraph(graph, TABLE);
}

/** The statements of a program, where `tf` is the library and the inputs are there. */
export function tfjsStatements({ statements }: Emitted): string {
  return statements.map(({ names, expression }) => `const ${names.length === 1 ? names[0] : `[${names.join(', ')}]`} = ${expression};\n`).join('');
}

export function tfjsType(dtype: DType): string {
  return dtype === 'int64' ? 'int32' : dtype;
}

const at = ({ operands }: Call, position: number): Operand => operands[position]!;
const unary = (name: string): EmitCall => (call) => (isFloat(call) ? `tf.${name}(${at(call, 0).name})` : undefined);
const binary = (name: string): EmitCall => (call) => `tf.${name}(${at(call, 0).name}, ${at(call, 1).name})`;
const isFloat = (call: Call): boolean => at(call, 0).dtype === 'float32';
const chained = (name: string): EmitCall => ({ operands }) => operands.slice(1).reduce((sum, y) => `tf.${name}(${sum}, ${y!.name})`, operands[0]!.name);
/** Of float32 only: integers divide, overflow and take powers in ways of their own there. */
const floats = (emit: EmitCall): EmitCall => (call) => (isFloat(call) ? emit(call) : undefined);
const numeric = (emit: EmitCall): EmitCall => (call) => (at(call, 0).dtype === 'bool' ? undefined : emit(call));
const reduction = (name: string): EmitCall => (call) => (numbers(call, 'axes').length === 0 ? undefined : `tf.${name}(${at(call, 0).name}, ${list(numbers(call, 'axes'))}, ${flag(call, 'keepdims')})`);
const lastAxis = (name: string): EmitCall => (call) => (rankOf(call) > 0 && number(call, 'axis') === rankOf(call) - 1 ? `tf.${name}(${at(call, 0).name})` : undefined);
const reshaped = ({ operands, results }: Call): string => `tf.reshape(${operands[0]!.name}, ${list(results[0]!.shape)})`;
const ones = (values: readonly number[]): boolean => values.every((n) => n === 1);

/** Spatial padding as TensorFlow.js takes it. */
function explicitPads([top, left, bottom, right]: readonly number[]): string {
  return `[[0, 0], [${top}, ${bottom}], [${left}, ${right}], [0, 0]]`;
}

function pool(name: string): EmitCall {
  return (call) => {
    if (rankOf(call) !== 4 || flag(call, 'ceil_mode') || flag(call, 'count_include_pad') || !ones(numbers(call, 'dilations'))) return undefined;
    const window = `${list(numbers(call, 'kernel_shape'))}, ${list(numbers(call, 'strides'))}, ${explicitPads(numbers(call, 'pads'))}`;
    return `tf.transpose(tf.${name}(tf.transpose(${at(call, 0).name}, ${NHWC}), ${window}), ${NCHW})`;
  };
}

const conv: EmitCall = (call) => {
  const [strides, dilations] = [numbers(call, 'strides'), numbers(call, 'dilations')];
  // Either of them, not both; groups only where each channel is a group.
  if (rankOf(call) !== 4 || number(call, 'group') !== 1 || !(ones(strides) || ones(dilations))) return undefined;
  const [x, weight, bias] = call.operands;
  const result = `tf.transpose(tf.conv2d(tf.transpose(${x!.name}, ${NHWC}), tf.transpose(${weight!.name}, [2, 3, 1, 0]), ${list(strides)}, ${explicitPads(numbers(call, 'pads'))}, 'NHWC', ${list(dilations)}), ${NCHW})`;
  return bias ? `tf.add(${result}, tf.reshape(${bias.name}, [1, ${bias.shape[0]}, 1, 1]))` : result;
};

const pad: EmitCall = (call) => {
  const { attributes } = call;
  const rank = rankOf(call);
  const pads = numbers(call, 'pads');
  // `axes` says which axes the padding is for; all of them where it is not said.
  const axes = (attributes['axes'] as readonly number[] | undefined) ?? Array.from({ length: rank }, (_, axis) => axis);
  const around = Array.from({ length: rank }, (_, axis) => { const i = axes.indexOf(axis); return i < 0 ? [0, 0] : [pads[i]!, pads[i + axes.length]!]; });
  if (rank === 0 || rank > 4 || around.flat().some((n) => n < 0) || attributes['mode'] === 'wrap' || attributes['mode'] === 'edge') return undefined;
  const pairs = list(around.map((pair) => list(pair)));
  // It refuses an axis of nothing there, even where nothing is put around it.
  if (attributes['mode'] === 'reflect' && at(call, 0).shape.includes(0)) return undefined;
  if (attributes['mode'] === 'reflect') return `tf.mirrorPad(${at(call, 0).name}, ${pairs}, 'reflect')`;
  return call.operands[1] ? undefined : `tf.pad(${at(call, 0).name}, ${pairs})`;
};

const gather: EmitCall = (call) => {
  const [data, indices] = [at(call, 0), at(call, 1)];
  const axis = number(call, 'axis');
  const extent = data.shape[axis]!;
  // Negative positions count from the end in ONNX only.
  return `tf.gather(${data.name}, tf.where(tf.less(${indices.name}, tf.scalar(0, 'int32')), tf.add(${indices.name}, tf.scalar(${extent}, 'int32')), ${indices.name}), ${axis})`;
};

const matMul: EmitCall = (call) => {
  const [a, b] = [at(call, 0), at(call, 1)];
  return isFloat(call) && a.shape.length >= 2 && b.shape.length >= 2 ? `tf.matMul(${a.name}, ${b.name})` : undefined;
};

const gemm: EmitCall = (call) => {
  const [a, b, c] = call.operands;
  const product = `tf.matMul(${a!.name}, ${b!.name}, ${flag(call, 'transA')}, ${flag(call, 'transB')})`;
  if (!isFloat(call) || (call.attributes['alpha'] ?? 1) !== 1 || (c && (call.attributes['beta'] ?? 1) !== 1)) return undefined;
  return c ? `tf.add(${product}, ${c.name})` : product;
};

const slice: EmitCall = (call) => {
  const [starts, steps] = [numbers(call, 'starts'), numbers(call, 'steps')];
  const axes = numbers(call, 'axes');
  const { shape, name } = at(call, 0);
  if (!ones(steps) || shape.length === 0) return undefined;
  const begin = shape.map((extent, axis) => { const i = axes.indexOf(axis); if (i < 0) return 0; const s = starts[i]!; return Math.min(extent, Math.max(0, s < 0 ? s + extent : s)); });
  return `tf.slice(${name}, ${list(begin)}, ${list(call.results[0]!.shape)})`;
};

const batchNorm: EmitCall = (call) => {
  const [x, scale, bias, mean, variance] = call.operands.map((operand) => operand?.name);
  return rankOf(call) === 4 ? `tf.transpose(tf.batchNorm(tf.transpose(${x}, ${NHWC}), ${mean}, ${variance}, ${bias}, ${scale}, ${number(call, 'epsilon')}), ${NCHW})` : undefined;
};

const constant: EmitCall = ({ attributes, results }) => {
  const { data, dtype } = attributes['value'] as Tensor;
  if (dtype === 'int64' || dtype === 'float64') return undefined;
  return `tf.tensor([${toNumbers({ data, dtype, shape: results[0]!.shape }).map(literal).join(', ')}], ${list(results[0]!.shape)}, '${dtype}')`;
};

const literal = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

const TABLE: Readonly<Record<string, EmitCall>> = {
  Abs: unary('abs'), Exp: unary('exp'), Log: unary('log'), Sqrt: unary('sqrt'), Tanh: unary('tanh'), Sigmoid: unary('sigmoid'),
  Neg: numeric((call) => `tf.neg(${at(call, 0).name})`), Relu: numeric((call) => `tf.relu(${at(call, 0).name})`),
  Sin: unary('sin'), Cos: unary('cos'), Tan: unary('tan'), Atan: unary('atan'), Floor: unary('floor'), Ceil: unary('ceil'), Sign: unary('sign'), Reciprocal: unary('reciprocal'), Round: unary('round'),
  Add: numeric(binary('add')), Sub: numeric(binary('sub')), Mul: floats(binary('mul')), Div: floats(binary('div')), Pow: floats(binary('pow')),
  Max: numeric(chained('maximum')), Min: numeric(chained('minimum')),
  Equal: numeric(binary('equal')), Less: numeric(binary('less')), Greater: numeric(binary('greater')), LessOrEqual: numeric(binary('lessEqual')), GreaterOrEqual: numeric(binary('greaterEqual')),
  And: binary('logicalAnd'), Or: binary('logicalOr'), Xor: binary('logicalXor'), Not: (call) => `tf.logicalNot(${at(call, 0).name})`,
  Where: (call) => `tf.where(${at(call, 0).name}, ${at(call, 1).name}, ${at(call, 2).name})`,
  LeakyRelu: (call) => (isFloat(call) ? `tf.leakyRelu(${at(call, 0).name}, ${number(call, 'alpha')})` : undefined),
  Elu: (call) => (number(call, 'alpha') === 1 ? `tf.elu(${at(call, 0).name})` : undefined),
  Clip: ({ operands: [x, min, max] }) => {
    const low = min ? `tf.maximum(${x!.name}, ${min.name})` : x!.name;
    return max ? `tf.minimum(${low}, ${max.name})` : min ? low : undefined;
  },
  Cast: (call) => `tf.cast(${at(call, 0).name}, '${call.results[0]!.dtype}')`,
  ReduceSum: numeric(reduction('sum')), ReduceMean: floats(reduction('mean')), ReduceMax: numeric(reduction('max')), ReduceMin: numeric(reduction('min')), ReduceProd: floats(reduction('prod')),
  Softmax: floats(lastAxis('softmax')), LogSoftmax: floats(lastAxis('logSoftmax')),
  ArgMax: (call) => (flag(call, 'keepdims') || at(call, 0).dtype === 'bool' ? undefined : `tf.argMax(${at(call, 0).name}, ${number(call, 'axis')})`),
  ArgMin: (call) => (flag(call, 'keepdims') || at(call, 0).dtype === 'bool' ? undefined : `tf.argMin(${at(call, 0).name}, ${number(call, 'axis')})`),
  Reshape: reshaped, Flatten: reshaped,
  Squeeze: (call) => (numbers(call, 'axes').length === 0 ? `tf.reshape(${at(call, 0).name}, ${list(call.results[0]!.shape)})` : `tf.squeeze(${at(call, 0).name}, ${list(numbers(call, 'axes'))})`),
  Unsqueeze: (call) => numbers(call, 'axes').toSorted((a, b) => a - b).reduce((x, axis) => `tf.expandDims(${x}, ${axis})`, at(call, 0).name),
  Transpose: (call) => (rankOf(call) === 0 ? undefined : `tf.transpose(${at(call, 0).name}, ${list(numbers(call, 'perm'))})`),
  Expand: (call) => `tf.broadcastTo(${at(call, 0).name}, ${list(call.results[0]!.shape)})`,
  Concat: ({ operands, attributes }) => `tf.concat([${operands.map((x) => x!.name).join(', ')}], ${String(attributes['axis'])})`,
  Split: (call) => `tf.split(${at(call, 0).name}, ${list(call.results.map(({ shape }) => shape[number(call, 'axis')]!))}, ${number(call, 'axis')})${call.results.length === 1 ? '[0]' : ''}`,
  Slice: slice, Pad: pad, Gather: gather, MatMul: matMul, Gemm: gemm, Conv: conv, MaxPool: pool('maxPool'), AveragePool: pool('avgPool'),
  GlobalAveragePool: (call) => `tf.mean(${at(call, 0).name}, ${list(at(call, 0).shape.slice(2).map((_, axis) => axis + 2))}, true)`,
  BatchNormalization: batchNorm, Constant: constant,
  Shape: (call) => `tf.tensor1d(${list(at(call, 0).shape.slice(number(call, 'start'), number(call, 'end')))}, 'int32')`,
};

/** One call; undefined where it is not there, or where what it needs is not known. */
export function emitTfjsCall(call: Call): string | undefined {
  return call.op in SELF_CONTAINED ? TABLE[call.op]?.(call) : undefined;
}

/** Operators whose calls follow from operands and attributes as they are given, without the shape of the result. */
const SELF_CONTAINED: Readonly<Record<string, true>> = {
  Add: true, Sub: true, Mul: true, Div: true, Pow: true, Max: true, Min: true, Equal: true, Less: true, Where: true, MatMul: true, Concat: true,
};
