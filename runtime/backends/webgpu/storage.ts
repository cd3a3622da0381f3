// How elements lie in GPU buffers: everything narrower than 32 bits takes a whole word, so that no two invocations write
// to one, but for float16 where shaders have it; a 64-bit integer is its low and its high word. Typed arrays to bytes and
// back, and the same in WGSL.
import type { DType, HalfDType } from '../../ir/dtype.ts';
import { BYTES, isHalf } from '../../ir/dtype.ts';
import { fromHalfBits, toHalfBits } from '../../ir/half.ts';
import type { ScalarType, StoredDType } from '../../ir/loops.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount, emptyData } from '../../ir/tensor.ts';
import { laneType, wordsOf } from './operations.ts';

interface Kept {
  readonly dtype: DType;
  readonly bitsOf?: HalfDType | undefined;
}

/** `halves`: the shader has float16. */
export const isNativeHalf = ({ dtype, bitsOf }: Kept, halves: boolean): boolean => halves && (bitsOf ?? dtype) === 'float16';

export const elementBytes = (kept: Kept, halves: boolean): number => (isNativeHalf(kept, halves) ? 2 : Math.max(4, BYTES[kept.dtype]));

/** With room for whole vectors behind the last element. */
export function bytesOf(kept: Kept & { readonly shape: readonly number[] }, halves: boolean): number {
  return Math.max(1, Math.ceil((elementCount(kept.shape) * elementBytes(kept, halves)) / 16)) * 16;
}

/** Whole words. What lies in shared memory is copied, which `writeBuffer` refuses. */
export function encoded({ dtype, data }: Tensor, halves: boolean): ArrayBufferView {
  if (dtype === 'float16' && halves) {
    const words = new Uint16Array(2 * Math.ceil(data.length / 2));
    words.set(toHalfBits(dtype, data as Float32Array));
    return words;
  }
  if (isHalf(dtype)) return Uint32Array.from(toHalfBits(dtype, data as Float32Array));
  switch (dtype) {
    case 'bool': case 'uint8': case 'uint16': return Uint32Array.from(data as Uint8Array);
    case 'int8': case 'int16': return Int32Array.from(data as Int8Array);
    default: return data.buffer instanceof ArrayBuffer ? data : data.slice();
  }
}

/** The tensor that begins at a byte, in an array of its own. */
export function decoded({ dtype, shape }: { readonly dtype: DType; readonly shape: readonly number[] }, bytes: ArrayBuffer, at: number, halves: boolean): Tensor {
  const count = elementCount(shape);
  if (dtype === 'float16' && halves) return { dtype, shape, data: fromHalfBits(dtype, new Uint16Array(bytes, at, count)) };
  if (isHalf(dtype)) return { dtype, shape, data: fromHalfBits(dtype, Uint16Array.from(new Uint32Array(bytes, at, count))) };
  const data = emptyData(dtype, count);
  switch (dtype) {
    case 'float32': data.set(new Float32Array(bytes, at, count) as never); break;
    case 'int64': data.set(new BigInt64Array(bytes, at, count) as never); break;
    case 'uint64': data.set(new BigUint64Array(bytes, at, count) as never); break;
    case 'int8': case 'int16': case 'int32': data.set(new Int32Array(bytes, at, count) as never); break;
    default: data.set(new Uint32Array(bytes, at, count) as never);
  }
  return { dtype, shape, data };
}

interface Element {
  readonly dtype: StoredDType;
  readonly isHalf: boolean;
}

/** The type of an array's elements, one by one or four at a time. */
export function elementType({ dtype, isHalf: isNative }: Element, vector: boolean): string {
  if (isNative) return vector ? 'vec4<f16>' : 'f16';
  if (dtype === 'bool' || dtype === 'uint32') return vector ? 'vec4<u32>' : 'u32';
  return laneType(isNarrowInteger(dtype) ? 'int32' : dtype, vector);
}

const isNarrowInteger = (dtype: StoredDType): dtype is 'int8' | 'uint8' | 'int16' | 'uint16' => /^u?int(8|16)$/.test(dtype);

/** What is computed with, from an element. Functions of the prelude are called with a leading @. */
export function loaded({ dtype, isHalf: isNative }: Element, element: string, vector: boolean, type: ScalarType): string {
  if (isNative && type === 'float32') return `${laneType(type, vector)}(${element})`;
  if (isNative) return `@half_bits${vector ? '4' : ''}(${element})`;
  if (dtype === 'bool') return `${element} != ${wordsOf('0u', vector)}`;
  return dtype === 'uint32' ? `vec2<u32>(${element}, 0u)` : element;
}

/** The element for what was computed: integers wrap. */
export function stored({ dtype, isHalf: isNative }: Element, value: string, vector: boolean): string {
  if (isNative) return `@half_of${vector ? '4' : ''}(${value})`;
  switch (dtype) {
    case 'bool': return `select(${wordsOf('0u', vector)}, ${wordsOf('1u', vector)}, ${value})`;
    case 'int8': return signed(value, 24, vector);
    case 'int16': return signed(value, 16, vector);
    case 'uint8': return `${value} & ${laneType('int32', vector)}(255)`;
    case 'uint16': return `${value} & ${laneType('int32', vector)}(65535)`;
    case 'uint32': return `${value}.x`;
    default: return value;
  }
}

function signed(value: string, bits: number, vector: boolean): string {
  const by = wordsOf(`${bits}u`, vector);
  return `(${value} << ${by}) >> ${by}`;
}
