// Tensors with their elements: a dtype, a shape and one typed array in row-major order. Assumes that nobody
// writes into `data` after handing the tensor on.
import { invariant, unreachable } from '../invariant.ts';
import type { DType } from './dtype.ts';
import { INTEGER_FORMAT, isHalf, isInteger } from './dtype.ts';
import { roundToHalf } from './half.ts';

/** float16 and bfloat16 numbers lie in a Float32Array, each one representable. */
export type TensorData = Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Number of elements; 1 for a scalar, 0 as soon as one extent is 0. */
export function elementCount(shape: readonly number[]): number {
  let count = 1;
  for (let axis = 0; axis < shape.length; axis++) count *= shape[axis]!;
  return count;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Row-major strides in elements; the last is 1. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.slice();
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

export function emptyData(dtype: DType, count: number): TensorData {
  switch (dtype) {
    case 'float32': case 'float16': case 'bfloat16': return new Float32Array(count);
    case 'float64': return new Float64Array(count);
    case 'int8': return new Int8Array(count);
    case 'int16': return new Int16Array(count);
    case 'int32': return new Int32Array(count);
    case 'int64': return new BigInt64Array(count);
    case 'uint8': case 'bool': return new Uint8Array(count);
    case 'uint16': return new Uint16Array(count);
    case 'uint32': return new Uint32Array(count);
    case 'uint64': return new BigUint64Array(count);
  }
}

/**
 * One number as an element of `dtype`: floats round to nearest, integers truncate and wrap, a bool is 0 or 1.
 * Integers beyond 2⁵³ need a bigint.
 */
export function toElement(dtype: DType, value: number | bigint | boolean): number | bigint {
  if (dtype === 'bool') return value ? 1 : 0;
  if (dtype === 'float32') return Math.fround(Number(value));
  if (dtype === 'float64') return Number(value);
  if (isHalf(dtype)) return roundToHalf(dtype, Number(value));
  if (!isInteger(dtype)) return unreachable(dtype);
  const { bits, signed } = INTEGER_FORMAT[dtype];
  if (bits < 64 && typeof value !== 'bigint') {
    const low = Number(value) << (32 - bits);
    return signed ? low >> (32 - bits) : low >>> (32 - bits);
  }
  const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)));
  const wrapped = signed ? BigInt.asIntN(bits, whole) : BigInt.asUintN(bits, whole);
  return bits === 64 ? wrapped : Number(wrapped);
}

export function tensor(dtype: DType, shape: readonly number[], values: ArrayLike<number | bigint | boolean>): Tensor {
  const count = elementCount(shape);
  invariant(values.length === count, `a tensor of shape [${shape.join(', ')}] needs ${count} values, not ${values.length}`);
  const data = emptyData(dtype, count);
  for (let i = 0; i < count; i++) data[i] = toElement(dtype, values[i]!) as never;
  return { dtype, shape: [...shape], data };
}

export function scalar(dtype: DType, value: number | bigint | boolean): Tensor {
  return tensor(dtype, [], [value]);
}

/** Elements as numbers; int64 beyond 2⁵³ loses precision. */
export function toNumbers(t: Tensor): number[] {
  return Array.from(t.data as ArrayLike<number | bigint>, Number);
}

/** Bit equality of elements, so that NaN equals itself and +0 differs from −0; plus dtype and shape. */
export function sameTensor(a: Tensor, b: Tensor): boolean {
  if (a.dtype !== b.dtype || !sameShape(a.shape, b.shape)) return false;
  return (a.data as ArrayLike<number | bigint> & { every: Uint8Array['every'] }).every((v: number | bigint, i: number) => Object.is(v, b.data[i]));
}
