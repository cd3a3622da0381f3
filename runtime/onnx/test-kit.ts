// Arbitrary models for the tests of this folder: everything that the format can hold, meaningful or not.

import fc from 'fast-check';
import { dtypeOf, dtypes, layoutOf, stringDtype, type OnnxDtype } from './dtype.ts';
import type {
  OnnxAttribute, OnnxDim, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxSparseTensor, OnnxTensor, OnnxType, OnnxValueInfo,
} from './model.ts';

const small = { maxLength: 3 } as const;
/** No lone surrogates: UTF-8 cannot carry them. */
const name = fc.string({ unit: 'grapheme', maxLength: 6 });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const entry = fc.record({ key: name, value: name });
const opset = fc.record({ domain: name, version: fc.integer({ min: 1, max: 30 }) });
const dtype: fc.Arbitrary<OnnxDtype> = fc.constantFrom(...dtypes.slice(1));

export const tensor: fc.Arbitrary<OnnxTensor> = fc
  .record({ name, dtype, dims: fc.array(fc.nat(3), small) })
  .chain(({ name: called, dtype: type, dims }) => {
    const count = dims.reduce((product, d) => product * d, 1);
    const layout = layoutOf(type);
    const data = layout
      ? fc.uint8Array({ minLength: Math.ceil(count * layout.bits / 8), maxLength: Math.ceil(count * layout.bits / 8) })
        .map((bytes) => layout.array(Uint8Array.from(bytes).buffer))
      : fc.array(name, { minLength: count, maxLength: count });
    return data.map((elements) => ({ name: called, dtype: type, dims, data: elements }));
  });

const sparse: fc.Arbitrary<OnnxSparseTensor> = fc.record({ values: tensor, indices: tensor, dims: fc.array(fc.nat(9), small) });
const dim: fc.Arbitrary<OnnxDim> = fc.oneof(fc.nat(), name.map((text) => (text === '' ? undefined : text)));

const { type } = fc.letrec<{ type: OnnxType }>((tie) => {
  const of = fc.option(tie('type'), { nil: undefined, maxDepth: 2 });
  return {
    type: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.record({ kind: fc.constantFrom('tensor' as const, 'sparse' as const), dtype, dims: fc.option(fc.array(dim, small), { nil: undefined }) }),
      fc.record({ kind: fc.constantFrom('sequence' as const, 'optional' as const), of }),
      fc.record({ kind: fc.constant('map' as const), key: dtype, of }),
      fc.record({ kind: fc.constant('opaque' as const), domain: name, name }),
    ),
  };
});

const valueInfo: fc.Arbitrary<OnnxValueInfo> = fc.record({ name, type: fc.option(type, { nil: undefined }) });
const float = fc.float();
const notText = fc.uint8Array(small).map((bytes) => Uint8Array.from([255, ...bytes]));

const { graph, node, attribute } = fc.letrec<{ graph: OnnxGraph; node: OnnxNode; attribute: OnnxAttribute }>((tie) => {
  const kind = <K extends string, V>(k: K, value: fc.Arbitrary<V>): fc.Arbitrary<{ name: string; kind: K; value: V }> =>
    fc.record({ name, kind: fc.constant(k), value });
  const many = <V>(value: fc.Arbitrary<V>): fc.Arbitrary<V[]> => fc.array(value, small);
  return {
    attribute: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      kind('int', int64), kind('float', float), kind('string', name), kind('bytes', notText), kind('tensor', tensor),
      kind('sparse', sparse), kind('type', type), kind('floats', many(float)), kind('ints', many(int64)),
      kind('strings', many(name)), kind('bytesList', many(notText).map((list) => [...list, Uint8Array.of(254)])),
      kind('tensors', many(tensor)), kind('sparses', many(sparse)), kind('types', many(type)),
      fc.record({ name, kind: fc.constant('reference' as const), to: name.map((to) => `${to}!`), type: fc.nat(14) }),
      kind('graph', tie('graph')), kind('graphs', many(tie('graph'))),
    ),
    node: fc.record({
      name, op: name, domain: name, overload: name, inputs: many(name), outputs: many(name),
      attributes: many(tie('attribute')), doc: name, metadata: many(entry),
    }),
    graph: fc.record({
      name, nodes: many(tie('node')), initializers: many(tensor), sparseInitializers: many(sparse), inputs: many(valueInfo),
      outputs: many(valueInfo), valueInfo: many(valueInfo), doc: name, metadata: many(entry),
    }),
  };
});

const fn: fc.Arbitrary<OnnxFunction> = fc.record({
  name, domain: name, overload: name, inputs: fc.array(name, small), outputs: fc.array(name, small),
  attributes: fc.array(name, small), defaults: fc.array(attribute, small), nodes: fc.array(node, small),
  opsets: fc.array(opset, small), valueInfo: fc.array(valueInfo, small), doc: name, metadata: fc.array(entry, small),
});

export const model: fc.Arbitrary<OnnxModel> = fc.record({
  irVersion: fc.integer({ min: 3, max: 14 }), opsets: fc.array(opset, { minLength: 1, maxLength: 2 }),
  producer: fc.record({ name, version: name }), domain: name, modelVersion: int64, doc: name, graph,
  functions: fc.array(fn, { maxLength: 1 }), metadata: fc.array(entry, small),
});

/** `y = Relu(x + w)` with symbols, the model of the example tests. */
export const addRelu: OnnxModel = {
  irVersion: 8, opsets: [{ domain: '', version: 18 }], producer: { name: 'test', version: '1' }, domain: '', modelVersion: 0n,
  doc: '', functions: [], metadata: [],
  graph: {
    name: 'main', doc: '', metadata: [], sparseInitializers: [], valueInfo: [],
    nodes: [
      { name: 'add', op: 'Add', domain: '', overload: '', inputs: ['x', 'w'], outputs: ['s'], attributes: [], doc: '', metadata: [] },
      { name: 'relu', op: 'Relu', domain: '', overload: '', inputs: ['s'], outputs: ['y'],
        attributes: [{ name: 'alpha', kind: 'ints', value: [-1n, 2n ** 63n - 1n] }], doc: '', metadata: [] },
    ],
    initializers: [{ name: 'w', dtype: dtypeOf(1), dims: [3], data: Float32Array.of(1, 2, 3) },
      { name: 'labels', dtype: stringDtype, dims: [2], data: ['cat', 'dög'] }],
    inputs: [{ name: 'x', type: { kind: 'tensor', dtype: dtypeOf(1), dims: ['batch', 3] } }],
    outputs: [{ name: 'y', type: { kind: 'tensor', dtype: dtypeOf(1), dims: ['batch', undefined] } }],
  },
};
