// What a real engine computes for each operator (corpus/facts), against the specification: results within the
// reference's own bound, refusals refused.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '../interpret/difference.ts';
import { interpret } from '../interpret/interpret.ts';
import type { DType } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import { tensor } from '../ir/tensor.ts';
import { importModel } from '../onnx/import.ts';
import type { OnnxAttribute, OnnxModel } from '../onnx/model.ts';
import { onnxDType, onnxTensor } from '../onnx/values.ts';
import { OPERATORS, operatorNamed } from './index.ts';

interface RecordedTensor { readonly dtype: DType; readonly shape: readonly number[]; readonly data: readonly (number | string)[] }
type RecordedAttribute = number | string | readonly number[] | RecordedTensor;
interface Case {
  readonly name: string;
  readonly attributes: Readonly<Record<string, RecordedAttribute>>;
  readonly inputs: readonly (RecordedTensor | null)[];
  readonly outputs?: readonly RecordedTensor[];
  /** How many results a refused node names; one where it is not said. */
  readonly results?: number;
  /** Why the engine is wrong, or free, here: the case is kept, and must differ. */
  readonly differs?: string;
}
interface Facts { readonly operator: string; readonly opset: number; readonly cases: readonly Case[] }

const folder = join(import.meta.dirname, '../../corpus/facts');
const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Facts);

function tensorOf({ dtype, shape, data }: RecordedTensor): Tensor {
  return tensor(dtype, shape, data.map((v) => (dtype === 'int64' ? BigInt(v) : Number(v))));
}

function attributeOf(operator: string, name: string, value: RecordedAttribute): OnnxAttribute {
  const real = operatorNamed(operator)?.attributes[name]?.kind === 'real' || name.startsWith('value_float');
  if (typeof value === 'string') return { name, kind: 'string', value };
  if (typeof value === 'number') return real ? { name, kind: 'float', value } : { name, kind: 'int', value: BigInt(value) };
  if (!('data' in value)) return real ? { name, kind: 'floats', value } : { name, kind: 'ints', value: value.map(BigInt) };
  return { name, kind: 'tensor', value: onnxTensor('', tensorOf(value)) };
}

const none = { doc: '', metadata: [] } as const;

/** The case as a model of one node, as the engine saw it. */
function modelOf({ operator, opset }: Facts, fact: Case): OnnxModel {
  const outputs = Array.from({ length: fact.outputs?.length ?? fact.results ?? 1 }, (_, i) => `y${i}`);
  const node = {
    ...none, name: 'node', op: operator, domain: '', overload: '', inputs: fact.inputs.map((x, i) => (x ? `x${i}` : '')), outputs,
    attributes: Object.entries(fact.attributes).map(([name, value]) => attributeOf(operator, name, value)),
  };
  const inputs = fact.inputs.flatMap((x, i) => (x ? [{ name: `x${i}`, type: { kind: 'tensor' as const, dtype: onnxDType(x.dtype), dims: x.shape } }] : []));
  return {
    ...none, irVersion: 8, opsets: [{ domain: '', version: opset }], producer: { name: '', version: '' }, domain: '', modelVersion: 0n, functions: [],
    // Results beyond the first few are not specified for every operator; the first always is.
    graph: { ...none, name: operator, nodes: [specified(node)], inputs, outputs: specified(node).outputs.map((name) => ({ name, type: undefined })), initializers: [], sparseInitializers: [], valueInfo: [] },
  };
}

/** LayerNormalization's mean and inverse deviation are for training. */
function specified<N extends { readonly op: string; readonly outputs: readonly string[] }>(node: N): N {
  return node.op === 'Split' ? node : { ...node, outputs: node.outputs.slice(0, 1) };
}

/** The first difference, as a sentence; undefined where the specification and the engine agree. */
function difference(facts: Facts, fact: Case): string | undefined {
  const values = fact.inputs.map((x) => (x ? tensorOf(x) : undefined));
  const imported = importModel(modelOf(facts, fact), { values: Object.fromEntries(values.flatMap((x, i) => (x ? [[`x${i}`, x]] : []))) });
  if (!imported.ok) return fact.outputs || imported.kind !== 'wrong' ? imported.reason : undefined;
  if (!fact.outputs) return 'the engine refuses it';
  const results = interpret(imported.graph, imported.inputNames.map((name) => values[Number(name.slice(1))]!));
  return results.map((result, i) => firstDifference(result, tensorOf(fact.outputs![i]!))).find((d) => d !== undefined);
}

it('every operator has facts from a real engine', () => {
  const recorded = new Set(files.map(({ operator }) => operator));
  expect(OPERATORS.map(({ name }) => name).filter((name) => !recorded.has(name))).toEqual([]);
});

for (const facts of files) {
  describe(`${facts.operator} as the engine has it`, () => {
    for (const fact of facts.cases.filter(({ differs }) => differs === undefined)) {
      it(fact.name, () => expect(difference(facts, fact)).toBe(undefined));
    }
    for (const fact of facts.cases.filter(({ differs }) => differs !== undefined)) {
      it(`${fact.name}, otherwise: ${fact.differs}`, () => expect(difference(facts, fact)).toBeDefined());
    }
  });
}
