// The engines that the CPU bench compares, each behind the same contract: typed arrays in, typed arrays out, weights
// resident. An engine runs in a process of its own, because their runtimes disturb each other.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { encodeModel } from '../runtime/onnx/encode.ts';
import { exportModel } from '../runtime/onnx/export.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import type { Tf } from './tfjs-graph.ts';
import { Unsupported, tfjsGraph } from './tfjs-graph.ts';

type Arrays = readonly ArrayLike<number | bigint>[];

export interface Engine {
  /** One run. Throws `Unsupported` where the engine does not have what the graph asks for. */
  prepare(graph: Graph, inputs: readonly Tensor[]): Promise<() => Arrays | Promise<Arrays>>;
}

export interface EngineKind {
  /** Part of the names of figures: `geomeanVs…`. */
  readonly key: string;
  readonly title: string;
  /** What must be installed. */
  readonly packages: readonly string[];
  /** False where the engine has one thread whatever is asked for. */
  readonly threaded: boolean;
  /** Plain JavaScript: a model takes it seconds. */
  readonly isSlow?: boolean;
  load(threads: number): Promise<Engine>;
}

const require = createRequire(import.meta.url);

export function isInstalled({ packages }: EngineKind): boolean {
  return packages.every((name) => {
    try {
      require.resolve(name);
      return true;
    } catch {
      return false;
    }
  });
}

export const OWN: EngineKind = {
  key: 'Own', title: 'dimwright', packages: [], threaded: true,
  async load(threads) {
    return { async prepare(graph, inputs) {
      const executable = compileGraph(optimize(graph), { threads });
      return () => executable.run(inputs).map(({ data }) => data);
    } };
  },
};

interface OnnxRuntime {
  readonly env: { readonly wasm?: { numThreads?: number } };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<{ run(feeds: object): Promise<Readonly<Record<string, { readonly data: ArrayLike<number | bigint> }>>> }> };
  readonly Tensor: new (type: string, data: unknown, shape: readonly number[]) => object;
}

async function onnxRuntime(module: string, provider: string, threads: number): Promise<Engine> {
  const runtime = (await import(module)) as OnnxRuntime;
  if (runtime.env.wasm) runtime.env.wasm.numThreads = threads;
  return { async prepare(graph, inputs) {
    const exported = exportModel(graph);
    if (!exported.ok) throw new Unsupported(exported.reason);
    const session = await runtime.InferenceSession.create(encodeModel(exported.model), { executionProviders: [provider], intraOpNumThreads: threads, interOpNumThreads: 1 });
    return async () => {
      const feeds = Object.fromEntries(exported.inputNames.map((name, i) => [name, new runtime.Tensor(inputs[i]!.dtype, inputs[i]!.data, inputs[i]!.shape)]));
      const results = await session.run(feeds);
      return exported.outputNames.map((name) => results[name]!.data);
    };
  } };
}

async function tensorFlow(backend: 'wasm' | 'cpu'): Promise<Engine> {
  const tf = require('@tensorflow/tfjs') as Tf & { setBackend(name: string): Promise<boolean>; ready(): Promise<void> };
  if (backend === 'wasm') {
    const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
    setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'))}/`);
  }
  await tf.setBackend(backend);
  await tf.ready();
  return { async prepare(graph, inputs) {
    const run = tfjsGraph(tf, graph, inputs);
    return () => run() as Arrays;
  } };
}

export const PEERS: readonly EngineKind[] = [
  { key: 'OrtWeb', packages: ['onnxruntime-web'], title: 'onnxruntime-web (wasm)', threaded: true, load: (threads) => onnxRuntime('onnxruntime-web', 'wasm', threads) },
  { key: 'OrtNode', packages: ['onnxruntime-node'], title: 'onnxruntime-node (native)', threaded: true, load: (threads) => onnxRuntime('onnxruntime-node', 'cpu', threads) },
  { key: 'TfjsWasm', packages: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'], title: 'tfjs-backend-wasm', threaded: false, load: () => tensorFlow('wasm') },
  { key: 'Tfjs', packages: ['@tensorflow/tfjs'], title: 'tfjs (plain)', threaded: false, isSlow: true, load: () => tensorFlow('cpu') },
];
