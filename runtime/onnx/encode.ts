// A model in, the bytes of its .onnx file out. The same model gives the same bytes: fields go in the order of their
// numbers, tensors as raw data, and what is empty is left out.

import type {
  OnnxAttribute, OnnxDim, OnnxEntry, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxOpset, OnnxType, OnnxValueInfo,
} from './model.ts';
import {
  attributeTypes, modelProto, type AttributeProto, type DimProto, type EntryProto, type FunctionProto, type GraphProto,
  type NodeProto, type OpsetProto, type TypeProto, type ValueInfoProto,
} from './proto.ts';
import { fromSparse, fromTensor } from './tensor.ts';
import { writeMessage, type Wire } from './wire.ts';

export function encodeModel(model: OnnxModel): Uint8Array {
  return writeMessage(modelProto, {
    irVersion: model.irVersion,
    producerName: text(model.producer.name),
    producerVersion: text(model.producer.version),
    domain: text(model.domain),
    modelVersion: model.modelVersion === 0n ? undefined : model.modelVersion,
    doc: text(model.doc),
    graph: fromGraph(model.graph),
    opset: model.irVersion < 3 ? [] : model.opsets.map(fromOpset),
    metadata: model.metadata.map(fromEntry),
    functions: model.functions.map(fromFunction),
  });
}

const text = (value: string): string | undefined => (value === '' ? undefined : value);

/** The domain is written even where it is '': some readers insist on it. */
const fromOpset = (opset: OnnxOpset): Wire<OpsetProto> => ({ domain: opset.domain, version: opset.version });
const fromEntry = (entry: OnnxEntry): Wire<EntryProto> => ({ key: entry.key, value: entry.value });

function fromGraph(graph: OnnxGraph): Wire<GraphProto> {
  return {
    node: graph.nodes.map(fromNode),
    name: text(graph.name),
    initializer: graph.initializers.map(fromTensor),
    doc: text(graph.doc),
    input: graph.inputs.map(fromValueInfo),
    output: graph.outputs.map(fromValueInfo),
    valueInfo: graph.valueInfo.map(fromValueInfo),
    sparseInitializer: graph.sparseInitializers.map(fromSparse),
    metadata: graph.metadata.map(fromEntry),
  };
}

function fromNode(node: OnnxNode): Wire<NodeProto> {
  return {
    input: node.inputs,
    output: node.outputs,
    name: text(node.name),
    opType: node.op,
    attribute: node.attributes.map(fromAttribute),
    doc: text(node.doc),
    domain: text(node.domain),
    overload: text(node.overload),
    metadata: node.metadata.map(fromEntry),
  };
}

function fromFunction(fn: OnnxFunction): Wire<FunctionProto> {
  return {
    name: fn.name,
    input: fn.inputs,
    output: fn.outputs,
    attribute: fn.attributes,
    node: fn.nodes.map(fromNode),
    doc: text(fn.doc),
    opset: fn.opsets.map(fromOpset),
    domain: text(fn.domain),
    attributeProto: fn.defaults.map(fromAttribute),
    valueInfo: fn.valueInfo.map(fromValueInfo),
    overload: text(fn.overload),
    metadata: fn.metadata.map(fromEntry),
  };
}

const fromValueInfo = (info: OnnxValueInfo): Wire<ValueInfoProto> => ({ name: info.name, type: info.type && fromType(info.type) });

function fromType(type: OnnxType): Wire<TypeProto> {
  switch (type.kind) {
    case 'tensor': case 'sparse':
      return { [type.kind]: { elemType: type.dtype.id, shape: type.dims && { dim: type.dims.map(fromDim) } } };
    case 'sequence': case 'optional': return { [type.kind]: { elemType: type.of && fromType(type.of) } };
    case 'map': return { map: { keyType: type.key.id, valueType: type.of && fromType(type.of) } };
    case 'opaque': return { opaque: { domain: text(type.domain), name: text(type.name) } };
  }
}

const fromDim = (dim: OnnxDim): Wire<DimProto> => (typeof dim === 'number' ? { value: dim } : { param: dim });

function fromAttribute(attribute: OnnxAttribute): Wire<AttributeProto> {
  if (attribute.kind === 'reference') return { name: attribute.name, type: attribute.type, refAttrName: attribute.to };
  const value = valueFields(attribute);
  const which = Object.keys(value)[0] as keyof typeof attributeTypes;
  return { name: attribute.name, ...value, type: attributeTypes[which] };
}

const encoder = new TextEncoder();

/** Exactly one field: the one that holds the value. */
function valueFields(attribute: Exclude<OnnxAttribute, { kind: 'reference' }>): Wire<AttributeProto> {
  switch (attribute.kind) {
    case 'float': return { f: attribute.value };
    case 'int': return { i: attribute.value };
    case 'string': return { s: encoder.encode(attribute.value) };
    case 'bytes': return { s: attribute.value };
    case 'tensor': return { t: fromTensor(attribute.value) };
    case 'graph': return { g: fromGraph(attribute.value) };
    case 'sparse': return { sparse: fromSparse(attribute.value) };
    case 'type': return { tp: attribute.value ? fromType(attribute.value) : {} };
    case 'floats': return { floats: new Uint8Array(Float32Array.from(attribute.value).buffer) };
    case 'ints': return { ints: attribute.value };
    case 'strings': return { strings: attribute.value.map((value) => encoder.encode(value)) };
    case 'bytesList': return { strings: attribute.value };
    case 'tensors': return { tensors: attribute.value.map(fromTensor) };
    case 'graphs': return { graphs: attribute.value.map(fromGraph) };
    case 'sparses': return { sparses: attribute.value.map(fromSparse) };
    case 'types': return { typeProtos: attribute.value.map((type) => (type ? fromType(type) : {})) };
  }
}
