import { beforeAll, describe, expect, it } from 'vitest';
import { firstDifference } from '../../runtime/interpret/difference.ts';
import { interpret } from '../../runtime/interpret/interpret.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import { DTYPES } from '../../runtime/ir/dtype.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { encodeModel } from '../../runtime/onnx/encode.ts';
import { exportModel } from '../../runtime/onnx/export.ts';
import { importModel } from '../../runtime/onnx/import.ts';
import { operatorNamed } from '../../runtime/operators/index.ts';
import type { Operator } from '../../runtime/spec/spec.ts';
import { Choices } from '../choices.ts';
import { generateCase } from '../generate.ts';
import { withSayablePools } from './ceil-mode.ts';
import type { EmitOptions, EmittedModel } from './onnx.ts';
import { emitOnnx } from './onnx.ts';

/** Models that were written in one way. */
function emitted(options: EmitOptions, way: string, count: number, operators?: readonly Operator[]): readonly EmittedModel[] {
  const found: EmittedModel[] = [];
  for (let index = 0; found.length < count && index < 60 * count; index++) {
    const made = emitOnnx(Choices.random(1, index), generateCase(52, index, { nodes: 8, special: 0, dtypes: DTYPES, ...(operators ? { operators } : {}) }), options);
    if (made.ok && made.emitted.ways.includes(way)) found.push(made.emitted);
  }
  return found;
}

/** Our own reader and interpreter on one data set. */
function difference({ model }: EmittedModel, { inputs, expected }: EmittedModel['dataSets'][number]): string | undefined {
  const shapes = Object.fromEntries(model.graph.inputs.map(({ name }, i) => [name, inputs[i]!.shape]));
  const symbol = model.graph.inputs.flatMap(({ type }, i) => (type?.kind === 'tensor' ? (type.dims ?? []).flatMap((dim, axis) => (dim === 'N' ? [inputs[i]!.shape[axis]!] : [])) : []))[0];
  const read = importModel(model, { shapes, symbols: symbol === undefined ? {} : { N: symbol } });
  if (!read.ok) return read.reason;
  const results = interpret(read.graph, inputs);
  return expected.map((output, i) => firstDifference(output, results[i]!)).find((found) => found);
}

describe('a model with a symbolic size', () => {
  const models = emitted({ symbolic: 1 }, 'symbolic', 50);

  it('is found for most cases', () => {
    expect(models).toHaveLength(50);
  });

  it('gives what is expected at each of its sizes', () => {
    for (const one of models) for (const set of one.dataSets) expect(difference(one, set)).toBeUndefined();
  });

  it('is run at two sizes or more, and says so in its inputs', () => {
    for (const { model, dataSets } of models) {
      expect(new Set(dataSets.map(({ inputs }) => inputs.map(({ shape }) => shape.join()).join(' '))).size).toBeGreaterThan(1);
      expect(model.graph.inputs.some(({ type }) => type?.kind === 'tensor' && type.dims?.includes('N'))).toBe(true);
    }
  });

  it('computes shapes that follow the symbol while it runs', () => {
    expect(models.some(({ model }) => model.graph.nodes.some((node) => node.inputs[1]?.endsWith('_computed')))).toBe(true);
  });
});

describe('a model that computes its shapes', () => {
  it('gives what is expected', () => {
    const models = emitted({ runTimeSizes: 1 }, 'run-time sizes', 10);
    expect(models).toHaveLength(10);
    for (const one of models) {
      expect(one.model.graph.nodes.map((node) => node.op)).toEqual(expect.arrayContaining(['Shape', 'Gather', 'Concat']));
      expect(difference(one, one.dataSets[0]!)).toBeUndefined();
    }
  });
});

/** What ONNX Runtime has for every type. */
const EVERYWHERE = ['Add', 'Sub', 'Mul', 'Neg', 'Abs', 'Transpose', 'Concat', 'MatMul', 'Unsqueeze'].map((name) => operatorNamed(name)!);

interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: object): Promise<Readonly<Record<string, { readonly type: Tensor['dtype']; readonly dims: readonly number[]; readonly data: Tensor['data'] }>>>;
}

describe('a model with control flow', () => {
  let runtime: { readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> }; readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => object } | undefined;
  beforeAll(async () => { runtime = await import('onnxruntime-node' as string).catch(() => undefined) as typeof runtime; });

  it.each(['If', 'Loop'])('gives what is expected on ONNX Runtime around %s', async (kind) => {
    const models = emitted({ controlFlow: 1 }, kind, 12, EVERYWHERE);
    expect(models).toHaveLength(12);
    if (!runtime) return;
    for (const { model, dataSets } of models) {
      const session = await runtime.InferenceSession.create(encodeModel(model), { logSeverityLevel: 4 });
      const { inputs, expected } = dataSets[0]!;
      const results = await session.run(Object.fromEntries(session.inputNames.map((name, i) => [name, new runtime!.Tensor(inputs[i]!.dtype, inputs[i]!.data, inputs[i]!.shape)])));
      expected.forEach((output, i) => {
        const { type, dims, data } = results[session.outputNames[i]!]!;
        expect(firstDifference(output, { dtype: type, shape: dims, data })).toBeUndefined();
      });
    }
  });
});

describe('pooling that rounds up', () => {
  const ceilOf = (text: string): readonly unknown[] | undefined => {
    const graph = parseGraph(text);
    const exported = exportModel(graph);
    const model = exported.ok ? withSayablePools(exported.model, [graph]) : undefined;
    return model?.graph.nodes.flatMap((node) => node.attributes.filter(({ name }) => name === 'ceil_mode').map((attribute) => 'value' in attribute && attribute.value));
  };

  it('rounds down in the file where no window is gained', () => {
    expect(ceilOf('MaxPool(x:[1,1,3], kernel_shape=[1], strides=[3], ceil_mode=true)')).toEqual([0n]);
  });

  it('stays where a window is gained', () => {
    expect(ceilOf('MaxPool(x:[1,1,3], kernel_shape=[2], strides=[2], ceil_mode=true)')).toEqual([1n]);
  });

  it('cannot be said where one axis gains a window and another loses one', () => {
    expect(ceilOf('MaxPool(x:[1,1,3,3], kernel_shape=[1,2], strides=[3,2], ceil_mode=true)')).toBeUndefined();
  });
});
