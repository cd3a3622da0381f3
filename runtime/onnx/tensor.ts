// One tensor of a file. Seven encodings of its elements come in (raw bytes and the six typed fields), one array
// goes out; on the way back everything but strings is raw bytes. Assumes a little-endian host, as the format's raw
// bytes are little-endian and typed arrays follow the host.

import { dtypeOf, layoutOf, stringDtype, type ElementArray, type Layout, type OnnxDtype } from './dtype.ts';
import type { OnnxData, OnnxSparseTensor, OnnxTensor } from './model.ts';
import type { SparseTensorProto, TensorProto } from './proto.ts';
import { utf8, WireError, type Wire } from './wire.ts';

export function toTensor(proto: Wire<TensorProto>): OnnxTensor {
  const at = proto.at ?? 0;
  const name = proto.name ?? '';
  const what = name === '' ? 'An unnamed tensor' : `Tensor '${name}'`;
  const refuse = (kind: 'malformed' | 'unsupported', reason: string): never => {
    throw new WireError(kind, `${what} ${reason}.`, at);
  };
  if (proto.dataLocation === 1) {
    const file = proto.externalData?.find((entry) => entry.key === 'location')?.value ?? '';
    return refuse('unsupported', `keeps its data in another file ('${file}'), and only models that hold their data are read`);
  }
  if (proto.segment) return refuse('unsupported', 'is split into segments');
  const dims = proto.dims ?? [];
  const negative = dims.find((d) => d < 0);
  if (negative !== undefined) return refuse('malformed', `has a dimension of ${negative}`);
  const dtype = dtypeOf(proto.dataType ?? 0);
  const count = dims.reduce((product, d) => product * d, 1);
  if (dtype.id === stringDtype.id) return { name, dtype, dims, data: strings(proto, count, refuse) };
  const layout = layoutOf(dtype);
  if (!layout) return refuse('unsupported', `has the element type ${dtype.id} (${dtype.name})`);
  const bytes = elementBytes(proto, dtype, layout);
  const expected = Math.ceil(count * layout.bits / 8);
  if (bytes.length !== expected) {
    return refuse('malformed', `has ${bytes.length} bytes of data where ${dtype.name} of shape [${dims.join(', ')}] needs ${expected}`);
  }
  return { name, dtype, dims, data: layout.array(copy(bytes)) };
}

type Refuse = (kind: 'malformed', reason: string) => never;

function strings(proto: Wire<TensorProto>, count: number, refuse: Refuse): readonly string[] {
  const found = proto.stringData ?? [];
  if (found.length !== count) return refuse('malformed', `has ${found.length} strings where its shape needs ${count}`);
  return found.map((bytes, i) => utf8(bytes) ?? refuse('malformed', `has a string that is not UTF-8 (element ${i})`));
}

/** Which typed field may hold a type is the specification's; a writer that picks another one is not read. */
function elementBytes(proto: Wire<TensorProto>, dtype: OnnxDtype, layout: Layout): Uint8Array {
  if (proto.rawData !== undefined) return proto.rawData;
  switch (dtype.name) {
    case 'float32': case 'complex64': return proto.floatData ?? none;
    case 'float64': case 'complex128': return proto.doubleData ?? none;
    case 'int64': return bytesOf(BigInt64Array.from(proto.int64Data ?? []));
    case 'uint64': return bytesOf(BigUint64Array.from(proto.uint64Data ?? []));
    case 'uint32': return bytesOf(Uint32Array.from(proto.uint64Data ?? [], Number));
    case 'int32': return bytesOf(Int32Array.from(proto.int32Data ?? []));
    case 'float6e2m3': case 'float6e3m2': return packSixBits(proto.int32Data ?? []);
    default: return layout.bits === 16 ? bytesOf(Uint16Array.from(proto.int32Data ?? [])) : Uint8Array.from(proto.int32Data ?? []);
  }
}

const none = new Uint8Array(0);

/** Six-bit types stand one an entry in `int32_data`, but as a stream of bits in `raw_data`. */
function packSixBits(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length * 6 / 8));
  values.forEach((value, i) => {
    const bit = i * 6, byte = bit >> 3, shifted = (value & 63) << (bit & 7);
    bytes[byte]! |= shifted & 255;
    if (shifted > 255) bytes[byte + 1]! |= shifted >> 8;
  });
  return bytes;
}

function bytesOf(array: ElementArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** A copy starts where typed arrays can: the file's bytes lie at any offset. */
function copy(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

export function fromTensor(tensor: OnnxTensor): Wire<TensorProto> {
  return { dims: tensor.dims, dataType: tensor.dtype.id, name: tensor.name === '' ? undefined : tensor.name, ...dataFields(tensor.data) };
}

function dataFields(data: OnnxData): Wire<TensorProto> {
  if (ArrayBuffer.isView(data)) return { rawData: bytesOf(data as ElementArray) };
  const encoder = new TextEncoder();
  return { stringData: (data as readonly string[]).map((text) => encoder.encode(text)) };
}

export function toSparse(proto: Wire<SparseTensorProto>): OnnxSparseTensor {
  if (!proto.values || !proto.indices) throw new WireError('malformed', 'A sparse tensor lacks its values or its indices.', proto.at ?? 0);
  return { values: toTensor(proto.values), indices: toTensor(proto.indices), dims: proto.dims ?? [] };
}

export function fromSparse(sparse: OnnxSparseTensor): Wire<SparseTensorProto> {
  return { values: fromTensor(sparse.values), indices: fromTensor(sparse.indices), dims: sparse.dims };
}
