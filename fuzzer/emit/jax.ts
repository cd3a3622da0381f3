// Graphs as jax-js programs: `np`, `nn` and `lax` are its modules. An array is given away when it is used, so that each
// use is of a reference. What it cannot say is left out, never bent; int64 stands for positions only.
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { toNumbers } from '../../runtime/ir/tensor.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import type { Call, EmitCall, EmitResult, Operand } from './program.ts';
import { emitGraph, flag, list, number, numbers, rankOf } from './program.ts';

/** Operators that give or take positions; everything else keeps away from int64. */
const POSITIONS = new Set(['ArgMax', 'Shape', 'Gather', 'Reshape', 'Transpose', 'Squeeze', 'Unsqueeze', 'Flatten']);
const TYPES = new Set(['float32', 'int32', 'bool', 'int64']);

export function emitJax(graph: Graph): EmitResult {
  const foreign = graph.values.some(({ dtype }) => !TYPES.has(dtype));
  const arithmetic = graph.nodes.some(({ op, inputs, outputs }) => !POSITIONS.has(op) && [...inputs, ...outputs].some((id) => id !== undefined && graph.values[id]!.dtype === 'int64'));
  return foreign || arithmetic ? { ok: false, reason: 'it has float32, int32 and bool' } : emitGraph(graph, TABLE);
}

const at = ({ operands }: Call, position: number): Operand => operands[position]!;
const use = (operand: Operand | undefined): string => `${operand!.name}.ref`;
const isFloat = (call: Call): boolean => at(call, 0).dtype === 'float32';
const floats = (emit: EmitCall): EmitCall => (call) => (isFloat(call) ? emit(call) : undefined);
const numeric = (emit: EmitCall): EmitCall => (call) => (at(call, 0).dtype === 'bool' ? undefined : emit(call));
const unary = (name: string): EmitCall => (call) => `${name}(${use(at(call, 0))})`;
const binary = (name: string): EmitCall => (call) => `np.${name}(${use(at(call, 0))}, ${use(at(call, 1))})`;
const chained = (name: string): EmitCall => ({ operands }) => operands.slice(1).reduce((sum, y) => `np.${name}(${sum}, ${use(y)})`, use(operands[0]));
const reduction = (name: string): EmitCall => (call) => (numbers(call, 'axes').length === 0 ? undefined : `np.${name}(${use(at(call, 0))}, ${list(numbers(call, 'axes'))}, { keepdims: ${flag(call, 'keepdims')} })`);
const along = (name: string): EmitCall => floats((call) => (rankOf(call) === 0 ? undefined : `nn.${name}(${use(at(call, 0))}, ${number(call, 'axis')})`));
const reshaped: EmitCall = ({ operands, results }) => `np.reshape(${use(operands[0])}, ${list(results[0]!.shape)})`;

const conv: EmitCall = (call) => {
  const [x, weight, bias] = call.operands;
  const pads = numbers(call, 'pads');
  const half = pads.length / 2;
  const pairs = list(pads.slice(0, half).map((before, i) => list([before, pads[i + half]!])));
  const made = `lax.convGeneralDilated(${use(x)}, ${use(weight)}, ${list(numbers(call, 'strides'))}, ${pairs}, { rhsDilation: ${list(numbers(call, 'dilations'))}, featureGroupCount: ${number(call, 'group')} })`;
  return bias ? `np.add(${made}, np.reshape(${use(bias)}, ${list([1, bias.shape[0]!, ...pads.slice(half).map(() => 1)])}))` : made;
};

const gemm: EmitCall = (call) => {
  const [a, b, c] = call.operands;
  if (!isFloat(call) || number(call, 'alpha') !== 1 || (c && number(call, 'beta') !== 1)) return undefined;
  const product = `np.matmul(${flag(call, 'transA') ? `np.transpose(${use(a)})` : use(a)}, ${flag(call, 'transB') ? `np.transpose(${use(b)})` : use(b)})`;
  return c ? `np.add(${product}, ${use(c)})` : product;
};

const pad: EmitCall = (call) => {
  const [pads, rank] = [numbers(call, 'pads'), rankOf(call)];
  if (rank === 0 || call.operands[1] || call.attributes['mode'] !== 'constant' || at(call, 0).dtype === 'bool' || pads.some((n) => n < 0)) return undefined;
  return `np.pad(${use(at(call, 0))}, ${list(Array.from({ length: rank }, (_, axis) => list([pads[axis]!, pads[axis + rank]!])))})`;
};

const split: EmitCall = (call) => {
  const axis = number(call, 'axis');
  let sum = 0;
  const cuts = call.results.slice(0, -1).map(({ shape }) => (sum += shape[axis]!));
  return `np.split(${use(at(call, 0))}, ${list(cuts)}, ${axis})${call.results.length === 1 ? '[0]' : ''}`;
};

const slice: EmitCall = (call) => {
  const [starts, steps, axes] = [numbers(call, 'starts'), numbers(call, 'steps'), numbers(call, 'axes')];
  const { shape } = at(call, 0);
  if (steps.some((n) => n !== 1) || shape.length === 0 || call.results[0]!.shape.includes(0)) return undefined;
  const parts = shape.map((extent, axis) => {
    const i = axes.indexOf(axis);
    const start = i < 0 ? 0 : Math.min(extent, Math.max(0, starts[i]! < 0 ? starts[i]! + extent : starts[i]!));
    return list([start, start + call.results[0]!.shape[axis]!]);
  });
  return `${use(at(call, 0))}.slice(${parts.join(', ')})`;
};

const gather: EmitCall = (call) => {
  const [data, indices, axis] = [at(call, 0), at(call, 1), number(call, 'axis')];
  // Negative positions count from the end in ONNX only.
  return `np.take(${use(data)}, np.where(np.less(${use(indices)}, 0), np.add(${use(indices)}, ${data.shape[axis]}), ${use(indices)}), ${axis})`;
};

const clip: EmitCall = numeric(({ operands: [x, low, high] }) => {
  const raised = low ? `np.maximum(${use(x)}, ${use(low)})` : use(x);
  return high ? `np.minimum(${raised}, ${use(high)})` : low ? raised : undefined;
});

const constant: EmitCall = ({ attributes, results }) => {
  const { data, dtype } = attributes['value'] as Tensor;
  if (dtype === 'int64' || results[0]!.shape.includes(0)) return undefined;
  const values = toNumbers({ data, dtype, shape: results[0]!.shape }).map((v) => (dtype === 'bool' ? String(v !== 0) : Object.is(v, -0) ? '-0' : String(v)));
  return `np.reshape(np.array([${values.join(', ')}], { dtype: np.${dtype === 'bool' ? 'bool' : dtype} }), ${list(results[0]!.shape)})`;
};

const TABLE: Readonly<Record<string, EmitCall>> = {
  Abs: numeric(unary('np.absolute')), Neg: numeric(unary('np.negative')), Sign: numeric(unary('np.sign')), Relu: numeric(unary('nn.relu')),
  Exp: floats(unary('np.exp')), Log: floats(unary('np.log')), Sqrt: floats(unary('np.sqrt')), Tanh: floats(unary('np.tanh')), Sigmoid: floats(unary('nn.sigmoid')), Erf: floats(unary('lax.erf')),
  Floor: floats(unary('np.floor')), Ceil: floats(unary('np.ceil')), Round: floats(unary('np.rint')), Reciprocal: floats(unary('np.reciprocal')), IsNaN: floats(unary('np.isnan')), Not: unary('np.logicalNot'),
  Add: numeric(binary('add')), Sub: numeric(binary('subtract')), Mul: numeric(binary('multiply')), Div: floats(binary('trueDivide')), Pow: floats(binary('power')),
  Max: numeric(chained('maximum')), Min: numeric(chained('minimum')), Equal: binary('equal'), Less: numeric(binary('less')), LessOrEqual: numeric(binary('lessEqual')),
  And: binary('logicalAnd'), Or: binary('logicalOr'), Xor: binary('logicalXor'),
  Where: ({ operands: [c, x, y] }) => `np.where(${use(c)}, ${use(x)}, ${use(y)})`, Clip: clip, LeakyRelu: floats((call) => `nn.leakyRelu(${use(at(call, 0))}, ${number(call, 'alpha')})`),
  Cast: (call) => `np.astype(${use(at(call, 0))}, np.${call.results[0]!.dtype === 'int64' ? 'int32' : call.results[0]!.dtype})`,
  ReduceSum: numeric(reduction('sum')), ReduceMean: floats(reduction('mean')), ReduceMax: numeric(reduction('max')), ReduceMin: numeric(reduction('min')), ReduceProd: numeric(reduction('prod')),
  Softmax: along('softmax'), LogSoftmax: along('logSoftmax'),
  ArgMax: (call) => (flag(call, 'select_last_index') || at(call, 0).dtype === 'bool' ? undefined : `np.argmax(${use(at(call, 0))}, ${number(call, 'axis')}, { keepdims: ${flag(call, 'keepdims')} })`),
  Reshape: reshaped, Flatten: reshaped, Squeeze: reshaped, Unsqueeze: reshaped,
  Transpose: (call) => (rankOf(call) === 0 ? undefined : `np.transpose(${use(at(call, 0))}, ${list(numbers(call, 'perm'))})`), Expand: (call) => `np.broadcastTo(${use(at(call, 0))}, ${list(call.results[0]!.shape)})`,
  Concat: ({ operands, attributes }) => `np.concatenate([${operands.map(use).join(', ')}], ${String(attributes['axis'])})`,
  Split: split, Slice: slice, Pad: pad, Gather: gather, MatMul: floats((call) => (rankOf(call) === 0 ? undefined : `np.matmul(${use(at(call, 0))}, ${use(at(call, 1))})`)), Gemm: gemm, Conv: conv, Constant: constant,
  GlobalAveragePool: (call) => `np.mean(${use(at(call, 0))}, ${list(at(call, 0).shape.slice(2).map((_, axis) => axis + 2))}, { keepdims: true })`,
};
