// Quantised operators: numbers as integers times a scale, counted from a zero point. Source: ONNX, QuantizeLinear,
// DequantizeLinear, DynamicQuantizeLinear, MatMulInteger, ConvInteger, QLinearMatMul, QLinearConv. Products are exact:
// of matrices in int32, of filters in floats that hold every sum: float32 where the filters are small, else float64.
import type { DType } from '../ir/dtype.ts';
import type { Loose } from '../spec/loose.ts';
import { runtimeDTypeNumbered } from './values.ts';
import type { CallWriter } from './write-calls.ts';
import { refuse } from './write-calls.ts';

const RANGES: Partial<Record<DType, readonly [number, number]>> = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767], uint16: [0, 65535] };

const cast = (w: CallWriter, x: string, to: DType): string => w.op('Cast', [x], { to });

/** Rounded half to even, counted from the zero point and kept in the type's range. */
function stored(w: CallWriter, x: string, to: DType): string {
  const [least, most] = RANGES[to] ?? refuse(`${w.node.op} to ${to} is not specified`);
  return cast(w, w.op('Clip', [x, w.number('float32', least), w.number('float32', most)]), to);
}

function chosenType(w: CallWriter): DType | undefined {
  const number = w.attribute('output_dtype', 0);
  return number === 0 ? undefined : runtimeDTypeNumbered(number) ?? refuse(`output_dtype=${number} of ${w.node.op} is not specified`);
}

/** One number, one for each place along the axis, or one for each block of places, as a tensor that fits the first input. */
function along(w: CallWriter, name: string): string {
  const shape = w.shape(), given = w.shape(name);
  if (given.length === 0) return name;
  const axis = w.axis(w.attribute('axis', 1), shape.length), block = w.attribute('block_size', 0);
  if (block === 0) return w.op('Reshape', [name], { shape: given.length === 1 ? shape.map((_, i) => (i === axis && given[0] !== 1 ? given[0]! : 1)) : given });
  if (given[axis]! * block !== shape[axis]) refuse(`${w.node.op} with a block that is left over is not specified`);
  const apart = [...given.slice(0, axis + 1), 1, ...given.slice(axis + 1)];
  const repeated = w.op('Expand', [w.op('Reshape', [name], { shape: apart })], { shape: apart.map((extent, i) => (i === axis + 1 ? block : extent)) });
  return w.op('Reshape', [repeated], { shape });
}

export function quantize(w: CallWriter): void {
  if (w.attribute('precision', 0) !== 0) refuse('precision of QuantizeLinear is not specified');
  const zero = w.optional(2);
  const to = zero === undefined ? chosenType(w) ?? 'uint8' : w.dtype(zero);
  const scale = w.input(1), type = w.dtype(scale), x = w.input(0);
  const steps = w.op('Round', [w.op('Div', [w.dtype() === type ? x : cast(w, x, type), along(w, scale)])]);
  const wide = cast(w, steps, 'float32');
  stored(w, zero === undefined ? wide : w.op('Add', [wide, cast(w, along(w, zero), 'float32')]), to);
}

export function dequantize(w: CallWriter): void {
  const zero = w.optional(2), scale = w.input(1);
  const x = cast(w, w.input(0), 'float32');
  const moved = zero === undefined ? x : w.op('Sub', [x, cast(w, along(w, zero), 'float32')]);
  cast(w, w.op('Mul', [moved, cast(w, along(w, scale), 'float32')]), chosenType(w) ?? w.dtype(scale));
}

export function dynamicQuantize(w: CallWriter): void {
  const x = w.input(0);
  if (w.dtype() !== 'float32') refuse(`DynamicQuantizeLinear of ${w.dtype()} is not specified`);
  const zero = w.number('float32', 0);
  const extreme = (fold: string, pick: string): string => w.op(pick, [w.op(fold, [x], { keepdims: 0 }), zero]);
  const [high, low] = [extreme('ReduceMax', 'Max'), extreme('ReduceMin', 'Min')];
  const span = w.op('Where', [w.op('Equal', [high, low]), w.number('float32', 1), w.op('Sub', [high, low])]);
  const scale = w.op('Div', [span, w.number('float32', 255)]);
  w.result(1, scale);
  const start = w.op('Round', [w.op('Clip', [w.op('Neg', [w.op('Div', [low, scale])]), zero, w.number('float32', 255)])]);
  w.result(2, cast(w, start, 'uint8'));
  stored(w, w.op('Add', [w.op('Round', [w.op('Div', [x, scale])]), start]), 'uint8');
}

/** Elements counted from their zero point. */
function centred(w: CallWriter, name: string, zero: string | undefined, to: DType): string {
  const x = cast(w, name, to);
  return zero === undefined ? x : w.op('Sub', [x, cast(w, zero, to)]);
}

/** What has one number for each row, as a column. */
function byRow(w: CallWriter, name: string | undefined): string | undefined {
  return name !== undefined && w.shape(name).length === 1 ? w.op('Reshape', [name], { shape: [-1, 1] }) : name;
}

export function matMulInteger(w: CallWriter): void {
  w.op('MatMul', [centred(w, w.input(0), byRow(w, w.optional(2)), 'int32'), centred(w, w.input(1), w.optional(3), 'int32')]);
}

/** Sums times scales, counted from the result's zero point. */
function rescaled(w: CallWriter, sums: string, scales: readonly [string, string, string], zero: string): void {
  const [x, y, result] = scales.map((scale) => cast(w, scale, 'float32')) as [string, string, string];
  const factor = w.op('Div', [w.op('Mul', [x, y]), result]);
  const exact = w.op('Mul', [cast(w, sums, 'float32'), factor]);
  stored(w, w.op('Round', [w.op('Add', [exact, cast(w, zero, 'float32')])]), w.dtype(zero));
}

export function qLinearMatMul(w: CallWriter): void {
  const sums = w.op('MatMul', [centred(w, w.input(0), byRow(w, w.input(2)), 'int32'), centred(w, w.input(3), w.input(5), 'int32')]);
  rescaled(w, sums, [byRow(w, w.input(1))!, w.input(4), w.input(6)], w.input(7));
}

/** What has one number for each filter, beside filters (first axis) or beside results (second). */
function byFilter(w: CallWriter, name: string | undefined, filters: string, isResult: boolean): string | undefined {
  if (name === undefined || w.shape(name).length === 0) return name;
  const ones = w.shape(filters).slice(1).map(() => 1);
  return w.op('Reshape', [name], { shape: isResult ? [1, -1, ...ones.slice(1)] : [-1, ...ones] });
}

/** Of differences of bytes so many products add up to a whole number that float32 has. */
const MOST_EXACT_TERMS = Math.floor(2 ** 24 / 255 ** 2);

/** Sums in int32. Filters of more terms go over some channels at a time; float64 is for those that cannot, and not every engine has it. */
function convolved(w: CallWriter, zeroOfX: string | undefined, filters: string, zeroOfFilters: string | undefined, bias: string | undefined): string {
  const group = w.attribute('group', 1);
  const attributes: Record<string, unknown> = { group, auto_pad: w.text('auto_pad', 'NOTSET') };
  for (const name of ['dilations', 'pads', 'strides']) if (w.list(name)) attributes[name] = w.list(name);
  const [, channels = 1, ...taps] = w.shape(filters);
  const most = Math.floor(MOST_EXACT_TERMS / taps.reduce((n, extent) => n * extent, 1));
  const isParted = channels > most && group === 1 && most > 0;
  const exact = channels <= most || isParted ? 'float32' : 'float64';
  const operands = [centred(w, w.input(0), zeroOfX, exact), centred(w, filters, byFilter(w, zeroOfFilters, filters, false), exact)];
  const sumOf = (parts: readonly string[]): string => cast(w, w.op('Conv', parts, attributes as Loose), 'int32');
  const channelsFrom = (from: number): string => sumOf(operands.map((name) => w.op('Slice', [name], { starts: [from], ends: [Math.min(from + most, channels)], axes: [1], steps: [1] })));
  const sums = isParted ? Array.from({ length: Math.ceil(channels / most) }, (_, i) => channelsFrom(i * most)).reduce((sum, more) => w.op('Add', [sum, more])) : sumOf(operands);
  return bias === undefined ? sums : w.op('Add', [sums, byFilter(w, bias, filters, true)!]);
}

export function convInteger(w: CallWriter): void {
  convolved(w, w.optional(2), w.input(1), w.optional(3), undefined);
}

export function qLinearConv(w: CallWriter): void {
  const filters = w.input(3);
  const sums = convolved(w, w.input(2), filters, w.input(5), w.optional(8));
  rescaled(w, sums, [w.input(1), byFilter(w, w.input(4), filters, true)!, w.input(6)], w.input(7));
}
