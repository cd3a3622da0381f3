// Narrow element types as arithmetic on the types that they are computed in, for backends that only load and store
// them. Assumes rounding to nearest even.
import type { DType, HalfDType, IntegerDType } from './dtype.ts';
import { INTEGER_FORMAT, isHalf, isInteger, isNarrow } from './dtype.ts';
import type { BinaryOp, CompareOp, Expr } from './loops.ts';
import { binaryOf, bitsOf, castOf, compareOf, literal, selectOf } from './make.ts';

/** Names a value that is used more than once. */
type Once = (e: Expr) => Expr;

const whole = (value: number): Expr => literal('int32', value);
const binary = (op: BinaryOp, x: Expr, y: Expr | number): Expr => binaryOf(op, x.type, x, typeof y === 'number' ? literal(x.type, x.type === 'int64' ? BigInt(y) : y) : y);
const compare = (op: CompareOp, x: Expr, y: number): Expr => compareOf(op, x, literal(x.type, y));

/** An element from what a load of its bytes gives. */
export function fromStored(dtype: DType, loaded: Expr, once: Once): Expr {
  return isHalf(dtype) ? fromHalf(dtype, once(loaded)) : loaded;
}

/** What a store of an element writes: stores of integers wrap by themselves. */
export function toStored(dtype: DType, value: Expr, once: Once): Expr {
  return isHalf(dtype) ? toHalf(dtype, once(value)) : value;
}

/** The nearest number of the type, or the number wrapped into it, still as what it is computed in. */
export function narrowed(dtype: DType, value: Expr): Expr {
  if (!isNarrow(dtype) || dtype === 'uint64') return value;
  if (isHalf(dtype)) return fromHalf(dtype, toHalf(dtype, value));
  return isInteger(dtype) ? wrapped(dtype, value) : value;
}

function wrapped(dtype: IntegerDType, value: Expr): Expr {
  const { bits: width, signed } = INTEGER_FORMAT[dtype];
  if (signed) return binary('shr', binary('shl', value, 32 - width), 32 - width);
  return binary('and', value, 2 ** width - 1);
}

function fromHalf(dtype: HalfDType, pattern: Expr): Expr {
  if (dtype === 'bfloat16') return bitsOf('float32', binary('shl', pattern, 16));
  const magnitude = binary('and', pattern, 0x7fff);
  const sign = binary('shl', binary('and', pattern, 0x8000), 16);
  const wide = binary('shl', magnitude, 13);
  // The exponent's bias is 112 less. Subnormal numbers count units of 2⁻²⁴; some GPUs have no subnormal float32 numbers.
  const normal = binary('add', wide, 112 << 23);
  const subnormal = bitsOf('int32', binary('mul', castOf('float32', magnitude), 2 ** -24));
  const finite = selectOf(compare('lt', magnitude, 0x400), subnormal, normal);
  return bitsOf('float32', binary('or', sign, selectOf(compare('lt', magnitude, 0x7c00), finite, binary('or', wide, 0x7f800000))));
}

/** Backends that have float16 know its conversions again: the bits whose number an expression is. */
export function halfBitsIn(e: Expr): Expr | undefined {
  if (e.kind !== 'bits' || e.type !== 'float32' || e.x.kind !== 'binary' || e.x.op !== 'or' || e.x.y.kind !== 'select') return undefined;
  const bit = shiftedBy16('shl', e.x.x);
  return bit?.kind === 'binary' && bit.op === 'and' && isWhole(bit.y, 0x8000) ? bit.x : undefined;
}

/** The number as whose nearest float16 an expression gives the bits. */
export function halvedIn(e: Expr): Expr | undefined {
  if (e.kind !== 'binary' || e.op !== 'or' || e.y.kind !== 'select' || !isWhole(e.y.yes, 0x7e00)) return undefined;
  const word = e.x.kind === 'binary' && e.x.op === 'and' && isWhole(e.x.y, 0x8000) ? shiftedBy16('shr', e.x.x) : undefined;
  return word?.kind === 'bits' && word.x.type === 'float32' ? word.x : undefined;
}

const isWhole = (e: Expr, value: number): boolean => e.kind === 'const' && e.value === value;
const shiftedBy16 = (op: 'shl' | 'shr', e: Expr): Expr | undefined => (e.kind === 'binary' && e.op === op && isWhole(e.y, 16) ? e.x : undefined);

function toHalf(dtype: HalfDType, value: Expr): Expr {
  const word = bitsOf('int32', value);
  const magnitude = binary('and', word, 0x7fffffff);
  const isNaN = compareOf('lt', whole(0x7f800000), magnitude);
  if (dtype === 'bfloat16') {
    const even = binary('and', binary('shr', word, 16), 1);
    const rounded = binary('shr', binary('add', binary('add', word, 0x7fff), even), 16);
    return binary('and', selectOf(isNaN, whole(0x7fc0), rounded), 0xffff);
  }
  const sign = binary('and', binary('shr', word, 16), 0x8000);
  const even = binary('and', binary('shr', magnitude, 13), 1);
  const normal = binary('min', binary('shr', binary('add', binary('add', magnitude, 0xfff - 0x38000000), even), 13), 0x7c00);
  // 1/2 has the unit of subnormal half precision, 2⁻²⁴: adding it rounds to that.
  const subnormal = binary('sub', bitsOf('int32', binary('add', bitsOf('float32', magnitude), 0.5)), 0x3f000000);
  const finite = selectOf(compare('lt', magnitude, 0x38800000), subnormal, normal);
  return binary('or', sign, selectOf(isNaN, whole(0x7e00), finite));
}
