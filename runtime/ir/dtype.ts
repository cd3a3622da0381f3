// Element types, and what is known about each. Names are those of ONNX in lower case; nothing is assumed.

/** What engines compute in. */
export const DTYPES = ['float32', 'float64', 'int32', 'int64', 'bool'] as const;
/** Types that are stored narrow, or without a sign, and computed in a wider one. */
export const NARROW = ['float16', 'bfloat16', 'int8', 'uint8', 'int16', 'uint16', 'uint32', 'uint64'] as const;
/** All that tensors may hold. */
export const EVERY_DTYPE = [...DTYPES, ...NARROW] as const;
export type CoreDType = (typeof DTYPES)[number];
export type NarrowDType = (typeof NARROW)[number];
export type DType = CoreDType | NarrowDType;
export type HalfDType = 'float16' | 'bfloat16';
export type FloatDType = 'float32' | 'float64' | HalfDType;
export type IntegerDType = Exclude<DType, FloatDType | 'bool'>;

export const FLOATS: readonly DType[] = ['float32', 'float64'];
export const INTEGERS: readonly DType[] = ['int32', 'int64'];
export const NUMBERS: readonly DType[] = [...FLOATS, ...INTEGERS];
export const ANY: readonly DType[] = DTYPES;

/** Bytes of one element in memory; a bool takes a whole byte, 0 or 1. */
export const BYTES = {
  float32: 4, float64: 8, int32: 4, int64: 8, bool: 1, float16: 2, bfloat16: 2, int8: 1, uint8: 1, int16: 2, uint16: 2, uint32: 4, uint64: 8,
} as const satisfies Record<DType, number>;

/** What an element is while it is computed with. A uint32 does not fit into an int32; uint64 has arithmetic of its own. */
export type ComputeType = CoreDType | 'uint64';
export const COMPUTED_IN = {
  float32: 'float32', float64: 'float64', int32: 'int32', int64: 'int64', bool: 'bool', float16: 'float32', bfloat16: 'float32',
  int8: 'int32', uint8: 'int32', int16: 'int32', uint16: 'int32', uint32: 'int64', uint64: 'uint64',
} as const satisfies Record<DType, ComputeType>;

/** Specifications name core types; where they allow one, they allow the narrow types of its kind. */
const KIND: Readonly<Record<NarrowDType, CoreDType>> = {
  float16: 'float32', bfloat16: 'float32', int8: 'int32', uint8: 'int32', int16: 'int32', uint16: 'int32', uint32: 'int64', uint64: 'int64',
};

export function allows(allowed: readonly DType[], dtype: DType): boolean {
  return allowed.includes(dtype) || (isNarrow(dtype) && allowed.includes(KIND[dtype]));
}

export function isDType(text: unknown): text is DType {
  return EVERY_DTYPE.includes(text as DType);
}

export function isNarrow(dtype: DType): dtype is NarrowDType {
  return NARROW.includes(dtype as NarrowDType);
}

export function isHalf(dtype: DType): dtype is HalfDType {
  return dtype === 'float16' || dtype === 'bfloat16';
}

export function isFloat(dtype: DType): dtype is FloatDType {
  return dtype === 'float32' || dtype === 'float64' || isHalf(dtype);
}

export function isInteger(dtype: DType): dtype is IntegerDType {
  return !isFloat(dtype) && dtype !== 'bool';
}

/** Bits, and whether negative numbers exist. */
export const INTEGER_FORMAT = {
  int8: { bits: 8, signed: true }, int16: { bits: 16, signed: true }, int32: { bits: 32, signed: true }, int64: { bits: 64, signed: true },
  uint8: { bits: 8, signed: false }, uint16: { bits: 16, signed: false }, uint32: { bits: 32, signed: false }, uint64: { bits: 64, signed: false },
} as const satisfies Record<IntegerDType, { readonly bits: number; readonly signed: boolean }>;

/** Least and largest value; the ends of 64 bits are rounded inwards to numbers. */
export function integerRange(dtype: IntegerDType): readonly [number, number] {
  const { bits, signed } = INTEGER_FORMAT[dtype];
  const [least, most] = signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1)] : [0, 2 ** bits];
  return [least, bits < 64 ? most - 1 : most - (signed ? 1024 : 2048)];
}

/** What no element is below: what the largest of nothing is. */
export function lowestOf(dtype: DType): number | bigint {
  if (isFloat(dtype)) return -Infinity;
  if (dtype === 'bool') return 0;
  const { bits, signed } = INTEGER_FORMAT[dtype];
  return signed ? -(2n ** BigInt(bits - 1)) : 0n;
}

/** What no element is above. */
export function highestOf(dtype: DType): number | bigint {
  if (isFloat(dtype)) return Infinity;
  if (dtype === 'bool') return 1;
  const { bits, signed } = INTEGER_FORMAT[dtype];
  return 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
}

/**
 * Unit roundoff of one rounding to nearest, relative to the result: 2⁻ᵖ for p bits of precision; 0 for exact types.
 * Source: IEEE 754-2019, binary16, binary32 and binary64; bfloat16 is binary32 cut to 8 bits of precision.
 */
export const ROUNDOFF = { float32: 2 ** -24, float64: 2 ** -53, float16: 2 ** -11, bfloat16: 2 ** -8 } as const satisfies Record<FloatDType, number>;

/** Largest finite magnitude of the floating-point types. */
export const LARGEST = { float32: 3.4028234663852886e38, float64: Number.MAX_VALUE, float16: 65504, bfloat16: 3.3895313892515355e38 } as const satisfies Record<FloatDType, number>;

/** Smallest positive normal number; below it roundings are absolute, not relative. */
export const SMALLEST_NORMAL = { float32: 2 ** -126, float64: 2 ** -1022, float16: 2 ** -14, bfloat16: 2 ** -126 } as const satisfies Record<FloatDType, number>;
