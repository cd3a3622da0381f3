// Element types, and what is known about each. Names are those of ONNX in lower case; nothing is assumed.

export const DTYPES = ['float32', 'float64', 'int32', 'int64', 'bool'] as const;
export type DType = (typeof DTYPES)[number];

export const FLOATS: readonly DType[] = ['float32', 'float64'];
export const INTEGERS: readonly DType[] = ['int32', 'int64'];
export const NUMBERS: readonly DType[] = [...FLOATS, ...INTEGERS];
export const ANY: readonly DType[] = DTYPES;

/** Bytes of one element in memory; a bool takes a whole byte, 0 or 1. */
export const BYTES = { float32: 4, float64: 8, int32: 4, int64: 8, bool: 1 } as const satisfies Record<DType, number>;

export function isDType(text: unknown): text is DType {
  return DTYPES.includes(text as DType);
}

export function isFloat(dtype: DType): dtype is 'float32' | 'float64' {
  return dtype === 'float32' || dtype === 'float64';
}

export function isInteger(dtype: DType): dtype is 'int32' | 'int64' {
  return dtype === 'int32' || dtype === 'int64';
}

/**
 * Unit roundoff of one rounding to nearest, relative to the result: 2⁻²⁴ and 2⁻⁵³; 0 for exact types.
 * Source: IEEE 754-2019, binary32 and binary64.
 */
export const ROUNDOFF = { float32: 2 ** -24, float64: 2 ** -53, int32: 0, int64: 0, bool: 0 } as const satisfies Record<DType, number>;

/** Largest finite magnitude of the floating-point types. */
export const LARGEST = { float32: 3.4028234663852886e38, float64: Number.MAX_VALUE } as const;

/** Smallest positive normal number; below it roundings are absolute, not relative. */
export const SMALLEST_NORMAL = { float32: 2 ** -126, float64: 2 ** -1022 } as const;
