// The WebAssembly backend as an engine: behind a pipeline of passes, or plain.
import { compileGraph } from '../../runtime/backends/wasm/wasm.ts';
import type { Pass } from '../../runtime/passes/pass.ts';
import type { Trace } from '../../runtime/passes/pipeline.ts';
import { PIPELINE, optimize } from '../../runtime/passes/pipeline.ts';
import type { Executor } from './executor.ts';
import { attempt } from './executor.ts';

export function wasmWith(name: string, passes: readonly Pass[], trace?: Trace): Executor {
  return {
    name,
    run: (graph, inputs) => attempt(() => compileGraph(optimize(graph, { passes, trace })).run(inputs)),
    stages: () => [undefined, ...passes].map((pass, i) => ({ name: pass?.name ?? 'kernels', executor: wasmWith(name, passes.slice(0, i)) })),
  };
}

export const wasm = (trace?: Trace): Executor => wasmWith('wasm', PIPELINE, trace);
export const wasmPlain = (trace?: Trace): Executor => wasmWith('wasm:plain', [], trace);
