// The element types of ONNX tensors: a number from a file comes in, its name, width and array come out.
// Numbers and names follow TensorProto.DataType of the ONNX IR specification (IR 14).

export type ElementArray =
  | Float32Array | Float64Array
  | Int8Array | Int16Array | Int32Array | BigInt64Array
  | Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** How a type lies in `raw_data`: bits of one element, and the array whose items hold its bytes. */
export interface Layout {
  readonly bits: number;
  readonly array: (bytes: ArrayBuffer) => ElementArray;
}

export interface OnnxDtype {
  /** The number that stands in the file. */
  readonly id: number;
  /** `unknown` for a number that no specification that we know defines. */
  readonly name: string;
}

const f32 = (b: ArrayBuffer): ElementArray => new Float32Array(b);
const f64 = (b: ArrayBuffer): ElementArray => new Float64Array(b);
const u8 = (b: ArrayBuffer): ElementArray => new Uint8Array(b);
const u16 = (b: ArrayBuffer): ElementArray => new Uint16Array(b);

// Types narrower than a byte stay packed, first element in the low bits. float16 and bfloat16 stay bit patterns.
const table: readonly (readonly [id: number, name: string, layout: Layout | undefined])[] = [
  [0, 'undefined', undefined],
  [1, 'float32', { bits: 32, array: f32 }],
  [2, 'uint8', { bits: 8, array: u8 }],
  [3, 'int8', { bits: 8, array: (b) => new Int8Array(b) }],
  [4, 'uint16', { bits: 16, array: u16 }],
  [5, 'int16', { bits: 16, array: (b) => new Int16Array(b) }],
  [6, 'int32', { bits: 32, array: (b) => new Int32Array(b) }],
  [7, 'int64', { bits: 64, array: (b) => new BigInt64Array(b) }],
  [8, 'string', undefined],
  [9, 'bool', { bits: 8, array: u8 }],
  [10, 'float16', { bits: 16, array: u16 }],
  [11, 'float64', { bits: 64, array: f64 }],
  [12, 'uint32', { bits: 32, array: (b) => new Uint32Array(b) }],
  [13, 'uint64', { bits: 64, array: (b) => new BigUint64Array(b) }],
  [14, 'complex64', { bits: 64, array: f32 }],
  [15, 'complex128', { bits: 128, array: f64 }],
  [16, 'bfloat16', { bits: 16, array: u16 }],
  [17, 'float8e4m3fn', { bits: 8, array: u8 }],
  [18, 'float8e4m3fnuz', { bits: 8, array: u8 }],
  [19, 'float8e5m2', { bits: 8, array: u8 }],
  [20, 'float8e5m2fnuz', { bits: 8, array: u8 }],
  [21, 'uint4', { bits: 4, array: u8 }],
  [22, 'int4', { bits: 4, array: u8 }],
  [23, 'float4e2m1', { bits: 4, array: u8 }],
  [24, 'float8e8m0', { bits: 8, array: u8 }],
  [25, 'uint2', { bits: 2, array: u8 }],
  [26, 'int2', { bits: 2, array: u8 }],
  [27, 'float6e2m3', { bits: 6, array: u8 }],
  [28, 'float6e3m2', { bits: 6, array: u8 }],
];

const byId = new Map(table.map(([id, name, layout]) => [id, { dtype: { id, name }, layout }] as const));

export const dtypes: readonly OnnxDtype[] = table.map(([id, name]) => ({ id, name }));

export function dtypeOf(id: number): OnnxDtype {
  return byId.get(id)?.dtype ?? { id, name: 'unknown' };
}

/** Undefined for strings, and for types without elements. */
export function layoutOf(dtype: OnnxDtype): Layout | undefined {
  return byId.get(dtype.id)?.layout;
}

export const stringDtype: OnnxDtype = { id: 8, name: 'string' };
