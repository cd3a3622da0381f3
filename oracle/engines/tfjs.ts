// TensorFlow.js: `tfjs` on its plain JavaScript backend, `tfjs:wasm` on WebAssembly. The model becomes a program of
// its calls (fuzzer/emit/tfjs.ts), which is run.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { emitTfjs, tfjsStatements, tfjsType } from '../../fuzzer/emit/tfjs.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import { emptyData } from '../../runtime/ir/tensor.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import { importModel } from '../../runtime/onnx/import.ts';
import { decodeModel } from '../../runtime/onnx/decode.ts';
import type { Engine, LoadEngine } from './engine.ts';
import { failure } from './engine.ts';
import { importPackage } from './package.ts';

interface Tf {
  readonly version: { readonly tfjs: string };
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(data: unknown, shape: readonly number[], dtype: string): TfTensor;
  tidy<T>(run: () => T): T;
  engine(): { startScope(): void; endScope(): void };
}
interface TfTensor { readonly dtype: string; readonly shape: readonly number[]; dataSync(): ArrayLike<number> }

export const loadTfjs: LoadEngine = async (variant, environment) => {
  const backend = variant === '' ? 'cpu' : variant;
  const name = '@tensorflow/tfjs';
  const tf = (await importPackage(name, environment) as { default?: Tf } & Tf);
  const library = tf.default ?? tf;
  if (backend === 'wasm') {
    const wasm = '@tensorflow/tfjs-backend-wasm';
    const loaded = await import(wasm) as { default?: { setWasmPaths(path: string): void }; setWasmPaths(path: string): void };
    const folder = dirname(createRequire(import.meta.url).resolve(wasm));
    (loaded.default ?? loaded).setWasmPaths(`${join(folder)}/`);
  }
  if (!(await library.setBackend(backend))) throw new Error(`TensorFlow.js has no backend ${backend}`);
  await library.ready();
  return engineOf(library, backend);
};

function engineOf(tf: Tf, backend: string): Engine {
  return {
    version: `@tensorflow/tfjs ${tf.version.tfjs} (${backend})`,
    async run(model, inputs) {
      const decoded = decodeModel(model);
      if (!decoded.ok) return { kind: 'unsupported', message: decoded.error.reason };
      const imported = importModel(decoded.model);
      if (!imported.ok) return { kind: 'unsupported', message: imported.reason };
      const { graph } = imported;
      const emitted = emitTfjs(graph);
      if (!emitted.ok) return { kind: 'unsupported', message: emitted.reason };
      const { program } = emitted;
      tf.engine().startScope();
      try {
        const values = inputs.map(({ data, dtype, shape }) => tf.tensor(dtype === 'int64' ? Int32Array.from(data as BigInt64Array, Number) : data, shape, tfjsType(dtype)));
        // The text is ours: names, numbers and calls of the table.
        const run = new Function('tf', ...program.inputs, `${tfjsStatements(program)}return [${program.outputs.join(', ')}];`) as (tf: Tf, ...values: readonly TfTensor[]) => readonly TfTensor[];
        const results = run(tf, ...values);
        return { kind: 'results', results: results.map((result, i) => tensorFrom(result, valueOf(graph, graph.outputs[i]!).dtype)) };
      } catch (error) {
        // A trap leaves the module in any state: the process has to go.
        if (error instanceof Error && error.name === 'RuntimeError') throw error;
        return notThere(error) ? { kind: 'unsupported', message: String(error) } : failure(error);
      } finally {
        tf.engine().endScope();
      }
    },
  };
}

/** What it says about kernels and ranks that it does not have. */
function notThere(error: unknown): boolean {
  return /not registered for|not (yet )?supported|not yet implemented|NotImplemented/i.test(String(error));
}

function tensorFrom(result: TfTensor, wanted: DType): Tensor {
  const { dtype, shape } = result;
  const values = result.dataSync();
  const own = dtype === tfjsType(wanted) ? wanted : (dtype as DType);
  const data = emptyData(own, values.length);
  for (let i = 0; i < values.length; i++) data[i] = (own === 'int64' ? BigInt(values[i]!) : values[i]) as never;
  return { dtype: own, shape, data };
}
