// Bytes of a .onnx file in; a model or the reason why there is none out. Never throws on any input. Guarantees
// about the model: it has a graph, versions for its operators, and tensors whose data fit their shapes. That names
// resolve and operators exist is the importer's question.

import { dtypeOf } from './dtype.ts';
import type {
  OnnxAttribute, OnnxAttributeValue, OnnxDim, OnnxEntry, OnnxError, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode,
  OnnxOpset, OnnxType, OnnxValueInfo,
} from './model.ts';
import {
  attributeTypes, modelProto, type AttributeProto, type DimProto, type EntryProto, type FunctionProto, type GraphProto,
  type ModelProto, type NodeProto, type OpsetProto, type TypeProto, type ValueInfoProto,
} from './proto.ts';
import { toSparse, toTensor } from './tensor.ts';
import { readMessage, utf8, WireError, type Wire } from './wire.ts';

export type Decoded = { readonly ok: true; readonly model: OnnxModel } | { readonly ok: false; readonly error: OnnxError };

/** Protocol buffers end at 2 GiB: their lengths are signed numbers of 32 bits. */
export const maxBytes = 2 ** 31 - 1;

export function decodeModel(bytes: Uint8Array, limit = maxBytes): Decoded {
  try {
    refuseForeign(bytes, limit);
    return { ok: true, model: toModel(readMessage(bytes, modelProto), bytes.length) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { ok: false, error: { kind: error.kind, reason: error.message, offset: error.offset } };
  }
}

/** What people hand over in place of a model, by the bytes that give it away. */
const foreign: readonly (readonly [at: number, bytes: string, sentence: string])[] = [
  [0, 'version https://git-lfs', 'This is a Git LFS pointer, not the model itself (`git lfs pull` fetches it).'],
  [0, 'PK\x03\x04', 'This is a zip archive (PyTorch saves its own format so), not an ONNX file.'],
  [0, '\x80\x02', 'This is a Python pickle, not an ONNX file.'],
  [0, '\x89HDF', 'This is an HDF5 file (Keras saves so), not an ONNX file.'],
  [4, 'TFL3', 'This is a TensorFlow Lite model, not an ONNX file.'],
  [4, 'ORTM', 'This is a model in the ORT format of ONNX Runtime, not an ONNX file.'],
];

function refuseForeign(bytes: Uint8Array, limit: number): void {
  if (bytes.length === 0) throw new WireError('not-onnx', 'The file is empty.', 0);
  if (bytes.length > limit) throw new WireError('too-large', `The file has ${bytes.length} bytes, and at most ${limit} are read.`, limit);
  for (const [at, signature, sentence] of foreign) {
    const there = String.fromCharCode(...bytes.subarray(at, at + signature.length));
    if (there === signature) throw new WireError('not-onnx', sentence, at);
  }
}

function toModel(proto: Wire<ModelProto>, size: number): OnnxModel {
  const irVersion = proto.irVersion ?? 0;
  if (irVersion < 1) throw new WireError('not-onnx', 'This is not an ONNX file: it has no version of the format.', 0);
  if (!proto.graph) throw new WireError('truncated', 'The file ends before its graph.', size);
  // Formats 1 and 2 had no versions of operators.
  const opsets = irVersion < 3 ? [{ domain: '', version: 1 }] : list(proto.opset, toOpset);
  if (opsets.length === 0) throw new WireError('truncated', 'The file ends before the versions of its operators.', size);
  return {
    irVersion,
    opsets,
    producer: { name: proto.producerName ?? '', version: proto.producerVersion ?? '' },
    domain: proto.domain ?? '',
    modelVersion: proto.modelVersion ?? 0n,
    doc: proto.doc ?? '',
    graph: toGraph(proto.graph),
    functions: list(proto.functions, toFunction),
    metadata: list(proto.metadata, toEntry),
  };
}

const list = <From, To>(items: readonly From[] | undefined, convert: (item: From) => To): readonly To[] =>
  (items ?? []).map((item) => convert(item));

const toOpset = (proto: Wire<OpsetProto>): OnnxOpset => ({ domain: proto.domain ?? '', version: proto.version ?? 0 });
const toEntry = (proto: Wire<EntryProto>): OnnxEntry => ({ key: proto.key ?? '', value: proto.value ?? '' });

function toGraph(proto: Wire<GraphProto>): OnnxGraph {
  return {
    name: proto.name ?? '',
    nodes: list(proto.node, toNode),
    initializers: list(proto.initializer, toTensor),
    sparseInitializers: list(proto.sparseInitializer, toSparse),
    inputs: list(proto.input, toValueInfo),
    outputs: list(proto.output, toValueInfo),
    valueInfo: list(proto.valueInfo, toValueInfo),
    doc: proto.doc ?? '',
    metadata: list(proto.metadata, toEntry),
  };
}

function toNode(proto: Wire<NodeProto>): OnnxNode {
  return {
    name: proto.name ?? '',
    op: proto.opType ?? '',
    domain: proto.domain ?? '',
    overload: proto.overload ?? '',
    inputs: proto.input ?? [],
    outputs: proto.output ?? [],
    attributes: list(proto.attribute, toAttribute),
    doc: proto.doc ?? '',
    metadata: list(proto.metadata, toEntry),
  };
}

function toFunction(proto: Wire<FunctionProto>): OnnxFunction {
  return {
    name: proto.name ?? '',
    domain: proto.domain ?? '',
    overload: proto.overload ?? '',
    inputs: proto.input ?? [],
    outputs: proto.output ?? [],
    attributes: proto.attribute ?? [],
    defaults: list(proto.attributeProto, toAttribute),
    nodes: list(proto.node, toNode),
    opsets: list(proto.opset, toOpset),
    valueInfo: list(proto.valueInfo, toValueInfo),
    doc: proto.doc ?? '',
    metadata: list(proto.metadata, toEntry),
  };
}

const toValueInfo = (proto: Wire<ValueInfoProto>): OnnxValueInfo => ({ name: proto.name ?? '', type: proto.type && toType(proto.type) });

function toType(proto: Wire<TypeProto>): OnnxType | undefined {
  const { tensor, sparse, sequence, optional, map, opaque } = proto;
  const dense = tensor ?? sparse;
  if (dense) {
    return { kind: tensor ? 'tensor' : 'sparse', dtype: dtypeOf(dense.elemType ?? 0), dims: dense.shape && list(dense.shape.dim, toDim) };
  }
  const wrapped = sequence ?? optional;
  if (wrapped) return { kind: sequence ? 'sequence' : 'optional', of: wrapped.elemType && toType(wrapped.elemType) };
  if (map) return { kind: 'map', key: dtypeOf(map.keyType ?? 0), of: map.valueType && toType(map.valueType) };
  if (opaque) return { kind: 'opaque', domain: opaque.domain ?? '', name: opaque.name ?? '' };
  return undefined;
}

/** A symbol without a name says nothing, as does a negative number, which some exporters write for "unknown". */
function toDim(proto: Wire<DimProto>): OnnxDim {
  if (proto.value !== undefined) return proto.value < 0 ? undefined : proto.value;
  return proto.param === '' ? undefined : proto.param;
}

function toAttribute(proto: Wire<AttributeProto>): OnnxAttribute {
  const name = proto.name ?? '';
  if (proto.refAttrName) return { name, kind: 'reference', to: proto.refAttrName, type: proto.type ?? 0 };
  return { name, ...attributeValue(proto, name) };
}

type ValueField = keyof typeof attributeTypes;
const valueFields = Object.keys(attributeTypes) as ValueField[];

/** Writers of proto3 leave zeros out, so the type decides, not the presence; format 1 had no type. */
function valueField(proto: Wire<AttributeProto>, name: string): ValueField {
  const typed = valueFields.find((f) => (proto.type ? attributeTypes[f] === proto.type : proto[f] !== undefined));
  if (!typed) throw new WireError('unsupported', `Attribute '${name}' has the type ${proto.type ?? 0}, which we do not know.`, proto.at ?? 0);
  return typed;
}

function attributeValue(proto: Wire<AttributeProto>, name: string): OnnxAttributeValue {
  const required = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new WireError('malformed', `Attribute '${name}' has no value.`, proto.at ?? 0);
    return value;
  };
  const which = valueField(proto, name);
  switch (which) {
    case 'f': return { kind: 'float', value: proto.f ?? 0 };
    case 'i': return { kind: 'int', value: proto.i ?? 0n };
    case 's': return toText(proto.s ?? new Uint8Array(0));
    case 't': return { kind: 'tensor', value: toTensor(required(proto.t)) };
    case 'g': return { kind: 'graph', value: toGraph(required(proto.g)) };
    case 'sparse': return { kind: 'sparse', value: toSparse(required(proto.sparse)) };
    case 'tp': return { kind: 'type', value: toType(required(proto.tp)) };
    case 'floats': return { kind: 'floats', value: floats(proto.floats) };
    case 'ints': return { kind: 'ints', value: proto.ints ?? [] };
    case 'strings': return toTexts(proto.strings ?? []);
    case 'tensors': return { kind: 'tensors', value: list(proto.tensors, toTensor) };
    case 'graphs': return { kind: 'graphs', value: list(proto.graphs, toGraph) };
    case 'sparses': return { kind: 'sparses', value: list(proto.sparses, toSparse) };
    case 'typeProtos': return { kind: 'types', value: list(proto.typeProtos, toType) };
  }
}

function toText(bytes: Uint8Array): OnnxAttributeValue {
  const value = utf8(bytes);
  return value === undefined ? { kind: 'bytes', value: bytes.slice() } : { kind: 'string', value };
}

function toTexts(all: readonly Uint8Array[]): OnnxAttributeValue {
  const value = all.map(utf8);
  return value.every((text) => text !== undefined)
    ? { kind: 'strings', value }
    : { kind: 'bytesList', value: all.map((bytes) => bytes.slice()) };
}

function floats(bytes: Uint8Array | undefined): readonly number[] {
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength / 4 }, (_, i) => view.getFloat32(i * 4, true));
}
