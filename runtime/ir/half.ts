// float16 and bfloat16 in JavaScript, which has no arrays of them before Node 24: tensors hold their numbers as
// float32, each one representable, and files and engines hold their bits. Rounds to nearest, ties to even.
import type { HalfDType } from './dtype.ts';
import { LARGEST, ROUNDOFF, SMALLEST_NORMAL } from './dtype.ts';

const wide = new DataView(new ArrayBuffer(8));

/** The nearest number of the type, from binary64 in one rounding. */
export function roundToHalf(dtype: HalfDType, value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  wide.setFloat64(0, value);
  const exponent = ((wide.getUint32(0) >>> 20) & 0x7ff) - 1023;
  const unit = Math.max(2 ** exponent, SMALLEST_NORMAL[dtype]) * 2 * ROUNDOFF[dtype];
  // Adding and subtracting 1.5·2⁵² rounds to a multiple of 1, ties to even; quotients by powers of two are exact.
  const rounded = ((value / unit + 1.5 * 2 ** 52) - 1.5 * 2 ** 52) * unit;
  if (Math.abs(rounded) > LARGEST[dtype]) return Math.sign(value) * Infinity;
  return rounded === 0 && value < 0 ? -0 : rounded;
}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/** Assumes representable numbers, as tensors hold them. */
export function toHalfBits(dtype: HalfDType, values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => {
    single[0] = value;
    const word = bits[0]!;
    if (dtype === 'bfloat16') return Number.isNaN(value) ? 0x7fc0 : word >>> 16;
    const sign = (word >>> 16) & 0x8000;
    if (Number.isNaN(value)) return 0x7e00;
    const size = Math.abs(value);
    if (size === Infinity) return sign | 0x7c00;
    if (size < SMALLEST_NORMAL.float16) return sign | (size * 2 ** 24);
    return sign | (((word & 0x7fffffff) - 0x38000000) >>> 13);
  });
}

export function fromHalfBits(dtype: HalfDType, patterns: Uint16Array): Float32Array {
  return Float32Array.from(patterns, (pattern) => {
    if (dtype === 'bfloat16') {
      bits[0] = pattern << 16;
      return single[0]!;
    }
    const sign = pattern & 0x8000 ? -1 : 1;
    const exponent = (pattern >> 10) & 31, fraction = pattern & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
