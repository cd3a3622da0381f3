// Models of a few nodes, for tests: what matters is said, the rest is filled in.
import type { Tensor } from '../ir/tensor.ts';
import { dtypes } from './dtype.ts';
import type { OnnxAttribute, OnnxAttributeValue, OnnxDim, OnnxModel, OnnxNode, OnnxValueInfo } from './model.ts';
import { onnxTensor } from './values.ts';

const nothing = { doc: '', metadata: [] } as const;

export interface ModelParts {
  readonly opset?: number;
  /** Name → dimensions; float32 where not said: `{ x: ['N', 3], 'i:int64': [2] }`. */
  readonly inputs?: Readonly<Record<string, readonly OnnxDim[]>>;
  readonly initializers?: Readonly<Record<string, Tensor>>;
  readonly nodes: readonly OnnxNode[];
  /** Names, or names with declared dimensions. */
  readonly outputs: readonly string[] | Readonly<Record<string, readonly OnnxDim[]>>;
  readonly valueInfo?: Readonly<Record<string, readonly OnnxDim[]>>;
}

export function modelOf({ opset = 17, inputs = {}, initializers = {}, nodes, outputs, valueInfo = {} }: ModelParts): OnnxModel {
  return {
    ...nothing, irVersion: 8, opsets: [{ domain: '', version: opset }], producer: { name: 'test', version: '' }, domain: '', modelVersion: 0n, functions: [],
    graph: {
      ...nothing, name: 'test', nodes, initializers: Object.entries(initializers).map(([name, tensor]) => onnxTensor(name, tensor)), sparseInitializers: [],
      inputs: infos(inputs), outputs: isNames(outputs) ? outputs.map((name) => ({ name, type: undefined })) : infos(outputs), valueInfo: infos(valueInfo),
    },
  };
}

function isNames(outputs: ModelParts['outputs']): outputs is readonly string[] {
  return Array.isArray(outputs);
}

function infos(declared: Readonly<Record<string, readonly OnnxDim[]>>): readonly OnnxValueInfo[] {
  return Object.entries(declared).map(([key, dims]) => {
    const [name = '', dtype = 'float32'] = key.split(':');
    return { name, type: { kind: 'tensor', dtype: dtypes.find((known) => known.name === dtype)!, dims } };
  });
}

/** `nodeOf('Gather', 'shape, index', 'size', { axis: 0 })`; an empty name is an input left out. */
export function nodeOf(op: string, inputs: string, outputs: string, attributes: Readonly<Record<string, number | string | readonly number[] | OnnxAttributeValue>> = {}): OnnxNode {
  return {
    ...nothing, name: '', op, domain: '', overload: '', inputs: inputs === '' ? [] : inputs.split(',').map((s) => s.trim()), outputs: outputs.split(',').map((s) => s.trim()),
    attributes: Object.entries(attributes).map(([name, value]): OnnxAttribute => ({ name, ...attributeValue(value) })),
  };
}

/** Whole numbers are integers; a float is given as such. */
function attributeValue(value: number | string | readonly number[] | OnnxAttributeValue): OnnxAttributeValue {
  if (typeof value === 'number') return Number.isInteger(value) ? { kind: 'int', value: BigInt(value) } : { kind: 'float', value };
  if (typeof value === 'string') return { kind: 'string', value };
  return 'kind' in value ? value : { kind: 'ints', value: value.map(BigInt) };
}
