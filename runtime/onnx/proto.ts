// The messages of ONNX's protocol buffers: for each the TypeScript type of its fields and the table of their
// numbers, in the order in which they are written. Numbers follow onnx.proto of the ONNX IR specification up to
// IR 14. Left out, hence skipped when read: training information, quantisation annotations, device placement,
// denotations.

import { field, type Table, type Wire } from './wire.ts';

const { int, int64, float, text, bytes, message, many } = field;

export interface EntryProto { key: string; value: string }
export const entryProto: Table<EntryProto> = { key: text(1), value: text(2) };

export interface OpsetProto { domain: string; version: number }
export const opsetProto: Table<OpsetProto> = { domain: text(1), version: int(2) };

export interface TensorProto {
  dims: readonly number[];
  dataType: number;
  segment: Wire<SegmentProto>;
  floatData: Uint8Array;
  int32Data: readonly number[];
  stringData: readonly Uint8Array[];
  int64Data: readonly bigint[];
  name: string;
  rawData: Uint8Array;
  doubleData: Uint8Array;
  uint64Data: readonly bigint[];
  externalData: readonly Wire<EntryProto>[];
  dataLocation: number;
}
export interface SegmentProto { begin: number; end: number }
export const segmentProto: Table<SegmentProto> = { begin: int(1), end: int(2) };
export const tensorProto: Table<TensorProto> = {
  dims: many(int(1)),
  dataType: int(2),
  segment: message(3, () => segmentProto),
  floatData: field.fixed32s(4),
  int32Data: many(int(5)),
  stringData: many(bytes(6)),
  int64Data: many(int64(7)),
  name: text(8),
  rawData: bytes(9),
  doubleData: field.fixed64s(10),
  uint64Data: many(int64(11)),
  externalData: many(message(13, () => entryProto)),
  dataLocation: int(14),
};

export interface SparseTensorProto {
  values: Wire<TensorProto>;
  indices: Wire<TensorProto>;
  dims: readonly number[];
}
export const sparseTensorProto: Table<SparseTensorProto> = {
  values: message(1, () => tensorProto),
  indices: message(2, () => tensorProto),
  dims: many(int(3)),
};

export interface DimProto { value: number; param: string }
export const dimProto: Table<DimProto> = { value: int(1), param: text(2) };
export interface ShapeProto { dim: readonly Wire<DimProto>[] }
export const shapeProto: Table<ShapeProto> = { dim: many(message(1, () => dimProto)) };

export interface TensorTypeProto { elemType: number; shape: Wire<ShapeProto> }
const tensorTypeProto: Table<TensorTypeProto> = { elemType: int(1), shape: message(2, () => shapeProto) };
export interface ElementTypeProto { elemType: Wire<TypeProto> }
const elementTypeProto: Table<ElementTypeProto> = { elemType: message(1, () => typeProto) };
export interface MapTypeProto { keyType: number; valueType: Wire<TypeProto> }
const mapTypeProto: Table<MapTypeProto> = { keyType: int(1), valueType: message(2, () => typeProto) };
export interface OpaqueTypeProto { domain: string; name: string }
const opaqueTypeProto: Table<OpaqueTypeProto> = { domain: text(1), name: text(2) };
export interface TypeProto {
  tensor: Wire<TensorTypeProto>;
  sequence: Wire<ElementTypeProto>;
  map: Wire<MapTypeProto>;
  opaque: Wire<OpaqueTypeProto>;
  sparse: Wire<TensorTypeProto>;
  optional: Wire<ElementTypeProto>;
}
export const typeProto: Table<TypeProto> = {
  tensor: message(1, () => tensorTypeProto),
  sequence: message(4, () => elementTypeProto),
  map: message(5, () => mapTypeProto),
  opaque: message(7, () => opaqueTypeProto),
  sparse: message(8, () => tensorTypeProto),
  optional: message(9, () => elementTypeProto),
};

export interface ValueInfoProto { name: string; type: Wire<TypeProto> }
export const valueInfoProto: Table<ValueInfoProto> = { name: text(1), type: message(2, () => typeProto) };

export interface AttributeProto {
  name: string;
  f: number;
  i: bigint;
  s: Uint8Array;
  t: Wire<TensorProto>;
  g: Wire<GraphProto>;
  floats: Uint8Array;
  ints: readonly bigint[];
  strings: readonly Uint8Array[];
  tensors: readonly Wire<TensorProto>[];
  graphs: readonly Wire<GraphProto>[];
  tp: Wire<TypeProto>;
  typeProtos: readonly Wire<TypeProto>[];
  type: number;
  refAttrName: string;
  sparse: Wire<SparseTensorProto>;
  sparses: readonly Wire<SparseTensorProto>[];
}
export const attributeProto: Table<AttributeProto> = {
  name: text(1),
  f: float(2),
  i: int64(3),
  s: bytes(4),
  t: message(5, () => tensorProto),
  g: message(6, () => graphProto),
  floats: field.fixed32s(7),
  ints: many(int64(8)),
  strings: many(bytes(9)),
  tensors: many(message(10, () => tensorProto)),
  graphs: many(message(11, () => graphProto)),
  tp: message(14, () => typeProto),
  typeProtos: many(message(15, () => typeProto)),
  type: int(20),
  refAttrName: text(21),
  sparse: message(22, () => sparseTensorProto),
  sparses: many(message(23, () => sparseTensorProto)),
};

/** AttributeProto.AttributeType: the number that stands in `type`, for each field that can hold the value. */
export const attributeTypes = {
  f: 1, i: 2, s: 3, t: 4, g: 5, floats: 6, ints: 7, strings: 8, tensors: 9, graphs: 10,
  sparse: 11, sparses: 12, tp: 13, typeProtos: 14,
} as const satisfies Partial<Record<keyof AttributeProto, number>>;

export interface NodeProto {
  input: readonly string[];
  output: readonly string[];
  name: string;
  opType: string;
  attribute: readonly Wire<AttributeProto>[];
  doc: string;
  domain: string;
  overload: string;
  metadata: readonly Wire<EntryProto>[];
}
export const nodeProto: Table<NodeProto> = {
  input: many(text(1)),
  output: many(text(2)),
  name: text(3),
  opType: text(4),
  attribute: many(message(5, () => attributeProto)),
  doc: text(6),
  domain: text(7),
  overload: text(8),
  metadata: many(message(9, () => entryProto)),
};

export interface GraphProto {
  node: readonly Wire<NodeProto>[];
  name: string;
  initializer: readonly Wire<TensorProto>[];
  doc: string;
  input: readonly Wire<ValueInfoProto>[];
  output: readonly Wire<ValueInfoProto>[];
  valueInfo: readonly Wire<ValueInfoProto>[];
  sparseInitializer: readonly Wire<SparseTensorProto>[];
  metadata: readonly Wire<EntryProto>[];
}
export const graphProto: Table<GraphProto> = {
  node: many(message(1, () => nodeProto)),
  name: text(2),
  initializer: many(message(5, () => tensorProto)),
  doc: text(10),
  input: many(message(11, () => valueInfoProto)),
  output: many(message(12, () => valueInfoProto)),
  valueInfo: many(message(13, () => valueInfoProto)),
  sparseInitializer: many(message(15, () => sparseTensorProto)),
  metadata: many(message(16, () => entryProto)),
};

export interface FunctionProto {
  name: string;
  input: readonly string[];
  output: readonly string[];
  attribute: readonly string[];
  node: readonly Wire<NodeProto>[];
  doc: string;
  opset: readonly Wire<OpsetProto>[];
  domain: string;
  attributeProto: readonly Wire<AttributeProto>[];
  valueInfo: readonly Wire<ValueInfoProto>[];
  overload: string;
  metadata: readonly Wire<EntryProto>[];
}
export const functionProto: Table<FunctionProto> = {
  name: text(1),
  input: many(text(4)),
  output: many(text(5)),
  attribute: many(text(6)),
  node: many(message(7, () => nodeProto)),
  doc: text(8),
  opset: many(message(9, () => opsetProto)),
  domain: text(10),
  attributeProto: many(message(11, () => attributeProto)),
  valueInfo: many(message(12, () => valueInfoProto)),
  overload: text(13),
  metadata: many(message(14, () => entryProto)),
};

export interface ModelProto {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  domain: string;
  modelVersion: bigint;
  doc: string;
  graph: Wire<GraphProto>;
  opset: readonly Wire<OpsetProto>[];
  metadata: readonly Wire<EntryProto>[];
  functions: readonly Wire<FunctionProto>[];
}
export const modelProto: Table<ModelProto> = {
  irVersion: int(1),
  producerName: text(2),
  producerVersion: text(3),
  domain: text(4),
  modelVersion: int64(5),
  doc: text(6),
  graph: message(7, () => graphProto),
  opset: many(message(8, () => opsetProto)),
  metadata: many(message(14, () => entryProto)),
  functions: many(message(25, () => functionProto)),
};
