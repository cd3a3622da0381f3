// The WebAssembly backend as an engine: behind a pipeline of passes, or plain, on one thread or several.
import type { WasmOptions } from '../../runtime/backends/wasm/wasm.ts';
import { compileGraph } from '../../runtime/backends/wasm/wasm.ts';
import type { Pass } from '../../runtime/passes/pass.ts';
import type { Trace } from '../../runtime/passes/pipeline.ts';
import { optimize, PIPELINE } from '../../runtime/passes/pipeline.ts';
import { wasmSettings } from '../../runtime/schedule.ts';
import type { Executor } from './executor.ts';
import { attempt } from './executor.ts';

export function wasmWith(name: string, passes: readonly Pass[], trace?: Trace, options: WasmOptions = {}): Executor {
  return {
    name,
    run: (graph, inputs) => attempt(() => compileGraph(optimize(graph, { passes, trace }), options).run(inputs)),
    stages: () => [undefined, ...passes].map((pass, i) => ({ name: pass?.name ?? 'kernels', executor: wasmWith(name, passes.slice(0, i), undefined, options) })),
  };
}

export const wasm = (trace?: Trace): Executor => wasmWith('wasm', PIPELINE, trace);
export const wasmPlain = (trace?: Trace): Executor => wasmWith('wasm:plain', [], trace);

export function wasmVariant(name: string, trace?: Trace): Executor | undefined {
  const settings = wasmSettings(name);
  return settings && wasmWith(name, settings.passes, trace, settings.options);
}

export const VARIANTS: readonly string[] = ['wasm:O0', 'wasm:O1', 'wasm:O2', 'wasm:threads=2', 'wasm:tiles', 'wasm:large', 'wasm:exact', 'wasm:scalar', 'wasm:O0+threads=2'];
