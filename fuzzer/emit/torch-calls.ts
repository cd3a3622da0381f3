// Calls of PyTorch for each operator, spelled now one way and now another, as people do: methods, functions and signs;
// axes from either end; sizes as numbers, as -1 and as sizes of other tensors. What PyTorch cannot say is left out.
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { toNumbers } from '../../runtime/ir/tensor.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import { isFloat } from '../../runtime/ir/dtype.ts';
import type { Draw } from '../../runtime/spec/draw.ts';
import type { Call, EmitCall, Operand } from './program.ts';
import { flag, list, number, numbers, rankOf } from './program.ts';

export const torchType = (dtype: DType): string => `torch.${dtype}`;
export const tupleText = (items: readonly (number | string)[]): string => (items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`);

/** One number where all are the same and luck has it, as PyTorch takes windows. */
export function windowText(draw: Draw, sizes: readonly number[]): string {
  return sizes.every((n) => n === sizes[0]) && draw.chance(0.7) ? String(sizes[0]) : tupleText(sizes);
}

/** Padding in front and behind that is the same, which layers take; undefined where it differs. */
export function evenPads(call: Call): readonly number[] | undefined {
  const pads = numbers(call, 'pads');
  const front = pads.slice(0, pads.length / 2);
  return front.every((n, i) => n === pads[i + front.length]) ? front : undefined;
}

const at = ({ operands }: Call, position: number): Operand => operands[position]!;
const ones = (values: readonly number[]): boolean => values.every((n) => n === 1);
const spatial = (call: Call): number => rankOf(call) - 2;

/** Pairs from the last axis to the first, as `F.pad` takes them. */
function padPairs(pads: readonly number[], rank: number): string {
  const pairs = Array.from({ length: rank }, (_, axis) => [pads[axis]!, pads[axis + rank]!] as const);
  const padded = pairs.slice(pairs.findIndex(([before, after]) => before !== 0 || after !== 0));
  return tupleText(padded.toReversed().flat());
}

/** An expression of a call, in one of the ways that people write it. */
type Spell = (call: Call, draw: Draw) => string | undefined;

const axisText = (draw: Draw, axis: number, rank: number): string => String(draw.chance(0.4) ? axis - rank : axis);
const floats = (emit: Spell): Spell => (call, draw) => (isFloat(at(call, 0).dtype) ? emit(call, draw) : undefined);
const numeric = (emit: Spell): Spell => (call, draw) => (at(call, 0).dtype === 'bool' ? undefined : emit(call, draw));
const unary = (...names: readonly string[]): Spell => (call, draw) => {
  const x = at(call, 0).name;
  return draw.pick(names.flatMap((name) => (name.startsWith('F.') ? [`${name}(${x})`] : [`torch.${name}(${x})`, `${x}.${name}()`])));
};
const binary = (sign: string | undefined, name: string): Spell => (call, draw) => {
  const [a, b] = [at(call, 0).name, at(call, 1).name];
  return draw.pick([...(sign ? [`${a} ${sign} ${b}`, `${a} ${sign} ${b}`] : []), `torch.${name}(${a}, ${b})`, `${a}.${name}(${b})`]);
};
const chained = (name: string): Spell => ({ operands }) => (operands.length === 1 ? `${operands[0]!.name}.clone()` : operands.slice(1).reduce((sum, y) => `torch.${name}(${sum}, ${y!.name})`, operands[0]!.name));
const method = (draw: Draw, name: string, x: Operand, rest: string): string => (draw.chance(0.5) ? `torch.${name}(${x.name}${rest === '' ? '' : `, ${rest}`})` : `${x.name}.${name}(${rest})`);

const dims = (draw: Draw, axes: readonly number[], rank: number): string => (axes.length === 1 && draw.chance(0.6) ? axisText(draw, axes[0]!, rank) : draw.pick([list, tupleText])(axes.map((axis) => axisText(draw, axis, rank))));
const keeps = (call: Call): string => (flag(call, 'keepdims') ? ', keepdim=True' : '');
const named = (draw: Draw): string => draw.pick(['dim=', '']);
const reduction = (name: string, whole: string): Spell => (call, draw) => {
  const [x, axes] = [at(call, 0), numbers(call, 'axes')];
  if (axes.length === 0) return undefined;
  // Sums and products of int32 are int64 unless it is said otherwise.
  const typed = ['sum', 'prod'].includes(name) && x.dtype === 'int32' ? 'dtype=torch.int32' : '';
  if (axes.length === rankOf(call) && !flag(call, 'keepdims') && draw.chance(0.5)) return method(draw, whole, x, typed);
  if (name === 'prod' && axes.length > 1) return undefined;
  return method(draw, name, x, `${named(draw)}${name === 'prod' ? axisText(draw, axes[0]!, rankOf(call)) : dims(draw, axes, rankOf(call))}${keeps(call)}${typed === '' ? '' : `, ${typed}`}`);
};
const extreme = (name: string): Spell => (call, draw) => {
  const [axis, ...others] = numbers(call, 'axes');
  if (axis === undefined || others.length > 0 || draw.chance(0.5)) return reduction(`a${name}`, name)(call, draw);
  return `${method(draw, name, at(call, 0), `${named(draw)}${axisText(draw, axis, rankOf(call))}${keeps(call)}`)}${draw.pick(['[0]', '.values'])}`;
};
const along = (name: string): Spell => floats((call, draw) => {
  const [x, axis] = [at(call, 0), axisText(draw, number(call, 'axis'), rankOf(call))];
  return draw.pick([`torch.${name}(${x.name}, dim=${axis})`, `F.${name}(${x.name}, dim=${axis})`, `${x.name}.${name}(${axis})`]);
});
const position = (name: string): Spell => numeric((call, draw) => (flag(call, 'select_last_index') ? undefined : method(draw, name, at(call, 0), `${named(draw)}${axisText(draw, number(call, 'axis'), rankOf(call))}${keeps(call)}`)));

const sizesText = (draw: Draw, shape: readonly number[], from: Operand): readonly string[] => shape.map((n) => {
  const axis = from.shape.indexOf(n);
  return axis < 0 || draw.chance(0.75) ? String(n) : draw.pick([`${from.name}.shape[${axisText(draw, axis, from.shape.length)}]`, `${from.name}.size(${axis})`]);
});
const reshaped: Spell = ({ operands, results }, draw) => {
  const [x, shape] = [operands[0]!, results[0]!.shape];
  const texts = [...sizesText(draw, shape, x)];
  if (shape.length > 0 && !shape.includes(0) && draw.chance(0.5)) texts[draw.integer(0, shape.length - 1)] = '-1';
  return draw.pick([`${x.name}.${draw.pick(['reshape', 'view'])}(${texts.length === 0 ? '()' : texts.join(', ')})`, `torch.reshape(${x.name}, ${tupleText(texts)})`]);
};
const flatten: Spell = (call, draw) => {
  const x = at(call, 0);
  return number(call, 'axis') === 1 && x.shape.length > 1 && draw.chance(0.8) ? draw.pick([`torch.flatten(${x.name}, 1)`, `${x.name}.flatten(1)`, `torch.flatten(${x.name}, start_dim=1)`]) : reshaped(call, draw);
};
const transpose: Spell = (call, draw) => {
  const [x, perm] = [at(call, 0), numbers(call, 'perm')];
  const [a, b, ...others] = perm.flatMap((from, to) => (from === to ? [] : [to]));
  const ways = [`${x.name}.permute(${perm.join(', ')})`, `torch.permute(${x.name}, ${tupleText(perm)})`];
  if (perm.length === 0) return undefined;
  if (a !== undefined && b !== undefined && others.length === 0) {
    ways.push(`${x.name}.transpose(${axisText(draw, a, perm.length)}, ${axisText(draw, b, perm.length)})`, `torch.transpose(${x.name}, ${a}, ${b})`);
    if (perm.length === 2) ways.push(`${x.name}.t()`, `${x.name}.T`);
  }
  return draw.pick(ways);
};
const squeeze: Spell = (call, draw) => {
  const axes = numbers(call, 'axes').toSorted((a, b) => b - a);
  let rank = rankOf(call);
  return axes.reduce((x, axis) => `${x}.squeeze(${axisText(draw, axis, rank--)})`, at(call, 0).name);
};
const unsqueeze: Spell = (call, draw) => {
  const axes = numbers(call, 'axes').toSorted((a, b) => a - b);
  if (axes.length === 1 && draw.chance(0.3)) return `${at(call, 0).name}[${[...Array.from({ length: axes[0]! }, () => ':'), 'None'].join(', ')}]`;
  return axes.reduce((x, axis) => `${x}.unsqueeze(${axis})`, at(call, 0).name);
};
const expand: Spell = ({ operands, results }, draw) => {
  const [x, shape] = [operands[0]!, results[0]!.shape];
  const kept = shape.map((n, axis) => (n === x.shape[axis - shape.length + x.shape.length] && draw.chance(0.3) ? -1 : n));
  return draw.pick([`${x.name}.expand(${shape.length === 0 ? '()' : kept.join(', ')})`, `torch.broadcast_to(${x.name}, ${tupleText(shape)})`]);
};
const concat: Spell = (call, draw) => `torch.cat([${call.operands.map((x) => x!.name).join(', ')}], ${named(draw)}${axisText(draw, number(call, 'axis'), rankOf(call))})`;
const split: Spell = (call, draw) => {
  const [x, axis] = [at(call, 0), number(call, 'axis')];
  const sizes = call.results.map(({ shape }) => shape[axis]!);
  const [first] = sizes;
  const equal = sizes.every((n) => n === first) && first! > 0;
  const text = draw.pick([`torch.split(${x.name}, ${list(sizes)}, dim=${axis})`, `${x.name}.split(${list(sizes)}, ${axisText(draw, axis, rankOf(call))})`,
    ...(equal ? [`torch.split(${x.name}, ${first}, dim=${axis})`, `${x.name}.chunk(${sizes.length}, dim=${axis})`] : [])]);
  return sizes.length === 1 ? `${text}[0]` : text;
};
const slice: Spell = (call, draw) => {
  const [starts, ends, steps, axes] = ['starts', 'ends', 'steps', 'axes'].map((name) => numbers(call, name)) as [readonly number[], readonly number[], readonly number[], readonly number[]];
  if (steps.some((step) => step < 1) || axes.length === 0 || [...starts, ...ends].some((n) => !Number.isSafeInteger(n))) return undefined;
  const items = Array.from({ length: Math.max(...axes) + 1 }, (_, axis) => {
    const i = axes.indexOf(axis);
    if (i < 0) return ':';
    const [start, end, extent] = [starts[i]!, ends[i]!, at(call, 0).shape[axis]!];
    return `${start === 0 && draw.chance(0.5) ? '' : start}:${end >= extent && draw.chance(0.5) ? '' : end}${(steps[i] ?? 1) === 1 ? '' : `:${steps[i]}`}`;
  });
  return `${at(call, 0).name}[${items.join(', ')}]`;
};
const gather: Spell = (call, draw) => {
  const [data, indices, axis] = [at(call, 0), at(call, 1), number(call, 'axis')];
  if (indices.shape.length === 1 && draw.chance(0.4)) return method(draw, 'index_select', data, `${axis}, ${indices.name}`);
  return `${data.name}[${[...Array.from({ length: axis }, () => ':'), indices.name].join(', ')}]`;
};
const pad: Spell = (call) => {
  const [x, pads, rank] = [at(call, 0), numbers(call, 'pads'), rankOf(call)];
  if (call.operands[1] || pads.every((n) => n === 0)) return undefined;
  const mode = { constant: '', reflect: ", mode='reflect'", edge: ", mode='replicate'", wrap: ", mode='circular'" }[String(call.attributes['mode'])]!;
  return `F.pad(${x.name}, ${padPairs(pads, rank)}${mode})`;
};
const matMul: Spell = numeric((call, draw) => {
  const [a, b] = [at(call, 0), at(call, 1)];
  const ranks = `${a.shape.length} ${b.shape.length}`;
  const exact = ranks === '2 2' ? ['mm'] : ranks === '3 3' && a.shape[0] === b.shape[0] ? ['bmm'] : [];
  return draw.pick([`${a.name} @ ${b.name}`, ...['matmul', ...exact].flatMap((name) => [`torch.${name}(${a.name}, ${b.name})`, `${a.name}.${name}(${b.name})`])]);
});
const gemm: Spell = (call, draw) => {
  const [a, b, c] = call.operands;
  const [alpha, beta] = [number(call, 'alpha'), c ? number(call, 'beta') : 1];
  const plain = alpha === 1 && beta === 1;
  if (!plain && !isFloat(a!.dtype)) return undefined;
  const left = flag(call, 'transA') ? `${a!.name}.${draw.pick(['T', 't()'])}` : a!.name;
  const right = flag(call, 'transB') ? `${b!.name}.${draw.pick(['T', 't()'])}` : b!.name;
  if (flag(call, 'transB') && plain && isFloat(a!.dtype) && (!c || c.shape.length === 1) && draw.chance(0.7)) return `F.linear(${left}, ${b!.name}${c ? `, ${c.name}` : ''})`;
  const product = draw.pick([`${left} @ ${right}`, `torch.matmul(${left}, ${right})`]);
  if (plain) return c ? draw.pick([`torch.addmm(${c.name}, ${left}, ${right})`, `${product} + ${c.name}`]) : product;
  return `${alpha} * (${product})${c ? ` + ${beta} * ${c.name}` : ''}`;
};
/** What windows slide over, and the padding that the call itself adds. */
const padded = (call: Call): readonly [x: string, pads: readonly number[]] => {
  const even = evenPads(call);
  return even ? [at(call, 0).name, even] : [`F.pad(${at(call, 0).name}, ${padPairs([0, 0, ...numbers(call, 'pads').slice(0, spatial(call)), 0, 0, ...numbers(call, 'pads').slice(spatial(call))], rankOf(call))})`, numbers(call, 'pads').slice(spatial(call)).map(() => 0)];
};
const conv: Spell = (call, draw) => {
  const [x, pads] = padded(call);
  const [, weight, bias] = call.operands;
  const options = [['stride', numbers(call, 'strides'), 1], ['padding', pads, 0], ['dilation', numbers(call, 'dilations'), 1], ['groups', [number(call, 'group')], 1]] as const;
  return `F.conv${spatial(call)}d(${x}, ${weight!.name}${bias ? `, ${bias.name}` : ''}${optionsText(draw, options)})`;
};
const convTranspose: Spell = (call, draw) => {
  const even = evenPads(call);
  const [x, weight, bias] = call.operands;
  const options = [['stride', numbers(call, 'strides'), 1], ['padding', even ?? [], 0], ['output_padding', numbers(call, 'output_padding'), 0], ['groups', [number(call, 'group')], 1], ['dilation', numbers(call, 'dilations'), 1]] as const;
  return even && `F.conv_transpose${spatial(call)}d(${x!.name}, ${weight!.name}${bias ? `, ${bias.name}` : ''}${optionsText(draw, options)})`;
};
const pool = (name: 'max' | 'avg'): Spell => (call, draw) => {
  const [even, dilations] = [evenPads(call), numbers(call, 'dilations')];
  if (!even || (name === 'avg' && !ones(dilations))) return undefined;
  const options = [['stride', numbers(call, 'strides'), undefined], ['padding', even, 0], ['dilation', name === 'max' ? dilations : [], 1], ['ceil_mode', flag(call, 'ceil_mode') ? ['True'] : [], undefined],
    ['count_include_pad', name === 'avg' && !flag(call, 'count_include_pad') ? ['False'] : [], undefined]] as const;
  return `F.${name}_pool${spatial(call)}d(${at(call, 0).name}, ${windowText(draw, numbers(call, 'kernel_shape'))}${optionsText(draw, options)})`;
};
const globalPool: Spell = (call, draw) => {
  const x = at(call, 0);
  return draw.pick([`F.adaptive_avg_pool${spatial(call)}d(${x.name}, 1)`, `${x.name}.mean(dim=${tupleText(x.shape.slice(2).map((_, axis) => axis + 2))}, keepdim=True)`]);
};
const layerNorm: Spell = (call) => {
  const [x, scale, bias] = call.operands;
  const shape = x!.shape.slice(number(call, 'axis')).join();
  if (scale!.shape.join() !== shape || (bias && bias.shape.join() !== shape)) return undefined;
  return `F.layer_norm(${x!.name}, ${tupleText(scale!.shape)}, ${scale!.name}${bias ? `, ${bias.name}` : ''})`;
};
const clip: Spell = ({ operands: [x, low, high] }, draw) => {
  if (!low && !high) return undefined;
  return draw.pick(['clamp', 'clip'].flatMap((name) => [`torch.${name}(${x!.name}${low ? `, min=${low.name}` : ''}${high ? `, max=${high.name}` : ''})`, `${x!.name}.${name}(${low?.name ?? 'None'}, ${high?.name ?? 'None'})`]));
};
const cast: Spell = ({ operands: [x], results }, draw) => {
  const short = { float32: 'float', float64: 'double', int32: 'int', int64: 'long', bool: 'bool' }[results[0]!.dtype as string];
  return draw.pick([`${x!.name}.to(${torchType(results[0]!.dtype)})`, `${x!.name}.to(dtype=${torchType(results[0]!.dtype)})`, ...(short ? [`${x!.name}.${short}()`] : [])]);
};

const TABLE: Readonly<Record<string, Spell>> = {
  Abs: numeric(unary('abs')), Neg: numeric((call, draw) => draw.pick([`-${at(call, 0).name}`, `torch.neg(${at(call, 0).name})`, `${at(call, 0).name}.neg()`])), Sign: numeric(unary('sign')), Relu: numeric(unary('relu', 'F.relu')),
  Exp: floats(unary('exp')), Log: floats(unary('log')), Sqrt: floats(unary('sqrt')), Tanh: floats(unary('tanh')), Sigmoid: floats(unary('sigmoid')), Erf: floats(unary('erf')),
  Floor: floats(unary('floor')), Ceil: floats(unary('ceil')), Round: floats(unary('round')), Reciprocal: floats(unary('reciprocal')), IsNaN: unary('isnan'),
  Add: numeric(binary('+', 'add')), Sub: numeric(binary('-', 'sub')), Mul: numeric(binary('*', 'mul')), Div: floats(binary('/', 'div')), Pow: floats(binary('**', 'pow')),
  Max: chained('maximum'), Min: chained('minimum'), Equal: binary('==', 'eq'), Less: binary('<', 'lt'), LessOrEqual: binary('<=', 'le'),
  And: binary('&', 'logical_and'), Or: binary('|', 'logical_or'), Xor: binary('^', 'logical_xor'), Not: (call, draw) => draw.pick([`~${at(call, 0).name}`, `torch.logical_not(${at(call, 0).name})`]),
  Where: (call) => `torch.where(${at(call, 0).name}, ${at(call, 1).name}, ${at(call, 2).name})`, LeakyRelu: floats((call) => `F.leaky_relu(${at(call, 0).name}, ${number(call, 'alpha')})`), Clip: clip, Cast: cast,
  ReduceSum: numeric(reduction('sum', 'sum')), ReduceMean: floats(reduction('mean', 'mean')), ReduceProd: numeric(reduction('prod', 'prod')), ReduceMax: extreme('max'), ReduceMin: extreme('min'), ArgMax: position('argmax'),
  Softmax: along('softmax'), LogSoftmax: along('log_softmax'),
  Reshape: reshaped, Flatten: flatten, Transpose: transpose, Squeeze: squeeze, Unsqueeze: unsqueeze, Expand: expand, Concat: concat, Split: split, Slice: slice, Gather: gather, Pad: pad,
  MatMul: matMul, Gemm: gemm, Conv: conv, ConvTranspose: convTranspose, MaxPool: pool('max'), AveragePool: pool('avg'), GlobalAveragePool: globalPool, LayerNormalization: layerNorm,
  BatchNormalization: (call) => { const [x, scale, bias, mean, variance] = call.operands.map((operand) => operand?.name); return `F.batch_norm(${x}, ${mean}, ${variance}, ${scale}, ${bias})`; },
  Shape: (call) => `torch.tensor(${at(call, 0).name}.shape[${number(call, 'start')}:${number(call, 'end')}], dtype=torch.int64)`,
  Range: ({ attributes: { start, delta, count, dtype } }) => (dtype === 'int64' || dtype === 'int32' ? `torch.arange(${start as number}, ${(start as number) + (delta as number) * (count as number)}, ${delta as number}, dtype=${torchType(dtype)})` : undefined),
  Constant: ({ attributes, results }) => constantText(attributes['value'] as Tensor, results[0]!.shape),
};


export function torchCalls(draw: Draw): Readonly<Record<string, EmitCall>> {
  return Object.fromEntries(Object.entries(TABLE).map(([op, spell]) => [op, (call) => spell(call, draw)] satisfies [string, EmitCall]));
}

/** `, name=value` for what is not as it is anyway. */
export function optionsText(draw: Draw, options: readonly (readonly [name: string, values: readonly (number | string)[], otherwise: number | undefined])[]): string {
  return options.flatMap(([name, values, otherwise]) => {
    if (values.length === 0 || (values.every((n) => n === otherwise) && draw.chance(0.8))) return [];
    return `, ${name}=${values.every((n) => typeof n === 'number') && values.length > 1 ? windowText(draw, values) : values[0]}`;
  }).join('');
}

function constantText({ data, dtype }: Tensor, shape: readonly number[]): string {
  const literals = toNumbers({ data, dtype, shape }).map((value) => (dtype === 'bool' ? (value ? 'True' : 'False') : Number.isFinite(value) ? String(value) : `float('${value}')`));
  const flat = `torch.tensor(${shape.length === 0 ? literals[0] : list(literals)}, dtype=${torchType(dtype)})`;
  return shape.length < 2 ? flat : `${flat}.reshape(${shape.join(', ')})`;
}
