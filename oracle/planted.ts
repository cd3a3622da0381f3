// Everything that is wrong on purpose, as engines by name: passes around the real pipeline, and kernels behind it. They
// measure the fuzzer.
import { lowerGraph } from '../runtime/backends/lower-graph.ts';
import { PLANTED_KERNELS } from '../runtime/backends/planted-kernels.ts';
import { compileProgram } from '../runtime/backends/wasm/wasm.ts';
import { PLANTED_OPERATORS } from '../runtime/passes/planted-operators.ts';
import { PLANTED_REWRITES } from '../runtime/passes/planted.ts';
import type { Trace } from '../runtime/passes/pipeline.ts';
import { PIPELINE, optimize } from '../runtime/passes/pipeline.ts';
import type { Executor } from './executors/executor.ts';
import { attempt } from './executors/executor.ts';
import { wasmWith } from './executors/wasm.ts';

const PASSES = [...PLANTED_REWRITES, ...PLANTED_OPERATORS];

/** What stands behind `wasm:` in their names. */
export const PLANTED_NAMES: readonly string[] = [...PASSES, ...PLANTED_KERNELS].map(({ name }) => name);

export function plantedExecutor(name: string, trace?: Trace): Executor | undefined {
  const pass = PASSES.find((each) => each.name === name);
  // The wrong pass runs first, where it sees the graph as the user wrote it, and once more behind the rest.
  if (pass) return wasmWith(`wasm:${name}`, [pass, ...PIPELINE, pass], trace);
  const kernel = PLANTED_KERNELS.find((each) => each.name === name);
  return kernel && { name: `wasm:${name}`, run: (graph, inputs) => attempt(() => compileProgram(kernel.change(lowerGraph(optimize(graph, { trace })))).run(inputs)) };
}
