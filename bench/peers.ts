// Other engines, found at run time: each takes a graph as an ONNX model and gives something that runs.
import { encodeModel } from '../runtime/onnx/encode.ts';
import { exportModel } from '../runtime/onnx/export.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';

export interface Peer {
  /** Part of the names of figures: `geomeanVs…`. */
  readonly key: string;
  /** Nothing where the engine cannot run the graph. */
  prepare(graph: Graph, inputs: readonly Tensor[]): Promise<(() => Promise<unknown>) | undefined>;
}

interface OnnxRuntime {
  readonly env: { readonly wasm?: { numThreads?: number } };
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: string, data: unknown, shape: readonly number[]) => object;
}

interface Session {
  run(feeds: Record<string, object>): Promise<unknown>;
}

const PEERS: readonly { readonly key: string; readonly module: string; readonly provider: string }[] = [
  { key: 'OrtWeb', module: 'onnxruntime-web', provider: 'wasm' },
  { key: 'OrtNode', module: 'onnxruntime-node', provider: 'cpu' },
];

export async function loadPeers(): Promise<{ readonly peers: readonly Peer[]; readonly absent: readonly string[] }> {
  const peers: Peer[] = [];
  const absent: string[] = [];
  for (const { key, module, provider } of PEERS) {
    const runtime = await optional(module);
    if (runtime) peers.push(onnxPeer(key, runtime, provider));
    else absent.push(module);
  }
  return { peers, absent };
}

async function optional(module: string): Promise<OnnxRuntime | undefined> {
  try {
    return (await import(module)) as OnnxRuntime;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function onnxPeer(key: string, runtime: OnnxRuntime, executionProvider: string): Peer {
  if (runtime.env.wasm) runtime.env.wasm.numThreads = 1;
  return {
    key,
    async prepare(graph, inputs) {
      const exported = exportModel(graph);
      if (!exported.ok) return undefined;
      const session = await runtime.InferenceSession.create(encodeModel(exported.model), {
        executionProviders: [executionProvider], intraOpNumThreads: 1, interOpNumThreads: 1,
      });
      const feeds = Object.fromEntries(exported.inputNames.map((name, i) => {
        const { dtype, data, shape } = inputs[i]!;
        return [name, new runtime.Tensor(dtype, data, shape)];
      }));
      return () => session.run(feeds);
    },
  };
}
