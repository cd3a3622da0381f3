// A recorded fact (corpus/facts: one operator, its inputs, what an engine computed or that it refused) in, the model
// of one node that the engine saw out. For the tests that hold specification and checker against the facts.
import type { DType } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import { tensor } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { OnnxAttribute, OnnxModel, OnnxValueInfo } from './model.ts';
import { onnxDType, onnxTensor } from './values.ts';

export interface RecordedTensor { readonly dtype: DType; readonly shape: readonly number[]; readonly data: readonly (number | string)[] }
type RecordedAttribute = number | string | readonly number[] | RecordedTensor;

export interface Fact {
  readonly name: string;
  readonly attributes: Readonly<Record<string, RecordedAttribute>>;
  readonly inputs: readonly (RecordedTensor | null)[];
  readonly outputs?: readonly RecordedTensor[];
  /** How many results a refused node names; one where it is not said. */
  readonly results?: number;
  /** Why the engine is wrong, or free, here: the case is kept, and must differ. */
  readonly differs?: string;
}

export interface Facts { readonly operator: string; readonly opset: number; readonly cases: readonly Fact[] }

export function recordedTensor({ dtype, shape, data }: RecordedTensor): Tensor {
  return tensor(dtype, shape, data.map((v) => (dtype === 'int64' ? BigInt(v) : Number(v))));
}

function attributeOf(operator: string, name: string, value: RecordedAttribute): OnnxAttribute {
  const real = operatorNamed(operator)?.attributes[name]?.kind === 'real' || name.startsWith('value_float');
  if (typeof value === 'string') return { name, kind: 'string', value };
  if (typeof value === 'number') return real ? { name, kind: 'float', value } : { name, kind: 'int', value: BigInt(value) };
  if (!('data' in value)) return real ? { name, kind: 'floats', value } : { name, kind: 'ints', value: value.map(BigInt) };
  return { name, kind: 'tensor', value: onnxTensor('', recordedTensor(value)) };
}

const none = { doc: '', metadata: [] } as const;

/** Inputs are named x0, x1, …, results y0, y1, …; `constants` puts the inputs into the file. */
export function modelOfFact({ operator, opset }: Pick<Facts, 'operator' | 'opset'>, fact: Fact, inputsAre: 'given' | 'constants'): OnnxModel {
  const outputs = Array.from({ length: fact.outputs?.length ?? fact.results ?? 1 }, (_, i) => `y${i}`);
  const node = {
    ...none, name: 'node', op: operator, domain: '', overload: '', inputs: fact.inputs.map((x, i) => (x ? `x${i}` : '')), outputs,
    attributes: Object.entries(fact.attributes).map(([name, value]) => attributeOf(operator, name, value)),
  };
  const given = fact.inputs.flatMap((x, i) => (x ? [{ name: `x${i}`, recorded: x }] : []));
  // Only Split's other results are specified: positions and statistics are for training.
  const asked = operator === 'Split' ? outputs : outputs.slice(0, 1);
  return {
    ...none, irVersion: 8, opsets: [{ domain: '', version: opset }], producer: { name: '', version: '' }, domain: '', modelVersion: 0n, functions: [],
    graph: {
      ...none, name: operator, nodes: [node], sparseInitializers: [], valueInfo: [], outputs: asked.map((name) => ({ name, type: undefined })),
      inputs: inputsAre === 'constants' ? [] : given.map(({ name, recorded }): OnnxValueInfo => ({ name, type: { kind: 'tensor', dtype: onnxDType(recorded.dtype), dims: recorded.shape } })),
      initializers: inputsAre === 'constants' ? given.map(({ name, recorded }) => onnxTensor(name, recordedTensor(recorded))) : [],
    },
  };
}
