// The WebAssembly backend as an engine: behind a pipeline of passes, or plain.
import { compileGraph } from '../../runtime/backends/wasm/wasm.ts';
import type { Pass } from '../../runtime/passes/pass.ts';
import { PIPELINE, optimize } from '../../runtime/passes/pipeline.ts';
import type { Executor } from './executor.ts';
import { attempt } from './executor.ts';

export function wasmWith(name: string, passes: readonly Pass[]): Executor {
  return { name, run: (graph, inputs) => attempt(() => compileGraph(optimize(graph, { passes })).run(inputs)) };
}

export const wasm = wasmWith('wasm', PIPELINE);
export const wasmPlain = wasmWith('wasm:plain', []);
