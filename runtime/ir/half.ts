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
  const patterns = new Uint16Array(values.length);
  // A plain loop: a mapping by `from` walks an iterator, which takes ten times as long.
  for (let i = 0; i < values.length; i++) patterns[i] = dtype === 'bfloat16' ? bfloat16Bits(values[i]!) : float16Bits(values[i]!);
  return patterns;
}

function bfloat16Bits(value: number): number {
  single[0] = value;
  return Number.isNaN(value) ? 0x7fc0 : bits[0]! >>> 16;
}

function float16Bits(value: number): number {
  single[0] = value;
  const word = bits[0]!;
  const sign = (word >>> 16) & 0x8000;
  if (Number.isNaN(value)) return 0x7e00;
  const size = Math.abs(value);
  if (size === Infinity) return sign | 0x7c00;
  if (size < SMALLEST_NORMAL.float16) return sign | (size * 2 ** 24);
  return sign | (((word & 0x7fffffff) - 0x38000000) >>> 13);
}

export function fromHalfBits(dtype: HalfDType, patterns: Uint16Array): Float32Array {
  const values = new Float32Array(patterns.length);
  const words = new Uint32Array(values.buffer);
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i]!;
    if (dtype === 'bfloat16') words[i] = pattern << 16;
    else if (isNormal(pattern)) words[i] = ((pattern & 0x8000) << 16) | (((pattern & 0x7fff) << 13) + 0x38000000);
    else values[i] = unusual(pattern);
  }
  return values;
}

const isNormal = (pattern: number): boolean => (pattern & 0x7c00) !== 0 && (pattern & 0x7c00) !== 0x7c00;

/** Zeros, subnormal numbers, infinities and NaN of float16. */
function unusual(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const fraction = pattern & 1023;
  if ((pattern & 0x7c00) !== 0) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * fraction * 2 ** -24;
}
