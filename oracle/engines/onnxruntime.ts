// ONNX Runtime, native (`onnxruntime`) and as WebAssembly (`onnxruntime-web`). Variants name its levels of
// optimisation: `onnxruntime:disabled`, `:basic`, `:extended`, `:layout`; all of them where none is named.
import type { Tensor } from '../../runtime/ir/tensor.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import { fromHalfBits, toHalfBits } from '../../runtime/ir/half.ts';
import type { Outcome } from '../executors/executor.ts';
import type { Engine, LoadEngine } from './engine.ts';
import { failure } from './engine.ts';
import { importPackage } from './package.ts';

/** The part of its interface that both packages share. */
interface Runtime {
  readonly InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> };
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => OrtTensor;
  readonly env: { readonly versions: Readonly<Record<string, string | undefined>>; logLevel?: string; readonly wasm?: { numThreads?: number } };
}
interface OrtTensor { readonly type: string; readonly dims: readonly number[]; readonly data: Tensor['data'] }
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

export const LEVELS: readonly string[] = ['disabled', 'basic', 'extended', 'layout', 'all'];

export const loadOnnxRuntime: LoadEngine = async (variant, environment) => {
  const name = 'onnxruntime-node';
  return engineOf(name, await importPackage(name, environment) as Runtime, variant);
};

export const loadOnnxRuntimeWeb: LoadEngine = async (variant, environment) => {
  const name = 'onnxruntime-web';
  const runtime = await importPackage(name, environment) as Runtime;
  if (runtime.env.wasm) runtime.env.wasm.numThreads = 1;
  return engineOf(name, runtime, variant);
};

function engineOf(name: string, runtime: Runtime, level: string): Engine {
  runtime.env.logLevel = 'fatal';
  const options = {
    graphOptimizationLevel: level === '' ? 'all' : level,
    // One thread: additions in one order. No arena: memory goes back, and reads beyond a buffer show.
    intraOpNumThreads: 1, interOpNumThreads: 1, enableCpuMemArena: false, logSeverityLevel: 4,
    ...(name === 'onnxruntime-web' ? { executionProviders: ['wasm'] } : {}),
  };
  return {
    version: `${name} ${Object.values(runtime.env.versions).at(-1) ?? ''}`.trim(),
    async run(model, inputs) {
      if (inputs.some(({ dtype }) => dtype === 'bfloat16')) return { kind: 'unsupported', message: `${name} has no tensors of bfloat16` };
      try {
        const session = await runtime.InferenceSession.create(model, options);
        try {
          return { kind: 'results', results: await runOnce(runtime, session, inputs) };
        } finally {
          await session.release();
        }
      } catch (error) {
        return refused(error);
      }
    },
    // As people run it: with its arena, and on as many threads as they like.
    async prepare(model, threads) {
      if (runtime.env.wasm) runtime.env.wasm.numThreads = threads;
      const session = await runtime.InferenceSession.create(model, { ...options, intraOpNumThreads: threads, enableCpuMemArena: true });
      return (inputs) => runOnce(runtime, session, inputs);
    },
  };
}

async function runOnce(runtime: Runtime, session: Session, inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
  const feeds = Object.fromEntries(session.inputNames.map((input, i) => [input, feedOf(runtime, inputs[i]!)] as const));
  const results = await session.run(feeds);
  return session.outputNames.map((output) => tensorFrom(results[output]!));
}

/** Half precision travels as bits. */
function feedOf(runtime: Runtime, { dtype, shape, data }: Tensor): OrtTensor {
  return new runtime.Tensor(dtype, dtype === 'float16' ? toHalfBits(dtype, data as Float32Array) : data, shape);
}

function tensorFrom({ type, dims, data }: OrtTensor): Tensor {
  const dtype = type as DType;
  // An array of half floats where the language has one, else of their bits.
  const plain = dtype !== 'float16' ? data : data instanceof Uint16Array ? fromHalfBits(dtype, data) : Float32Array.from(data as ArrayLike<number>);
  return { dtype, shape: dims, data: plain };
}

/** What it has not implemented it says in these words; everything else is a failure. */
function refused(error: unknown): Outcome {
  const outcome = failure(error);
  return outcome.kind === 'failure' && /NOT_IMPLEMENTED|ERROR_CODE: 9\b|Could not find an implementation/.test(outcome.message) ? { ...outcome, kind: 'unsupported' } : outcome;
}
