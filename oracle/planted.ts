// Everything that is wrong on purpose, as engines by name: passes around the real pipeline, and kernels behind it. They
// measure the fuzzer.
import { lowerGraph } from '../runtime/backends/lower-graph.ts';
import { PLANTED_KERNELS } from '../runtime/backends/planted-kernels.ts';
import { compileProgram } from '../runtime/backends/wasm/wasm.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import { printGraph } from '../runtime/ir/text-print.ts';
import { PLANTED_OPERATORS } from '../runtime/passes/planted-operators.ts';
import { PLANTED_REWRITES } from '../runtime/passes/planted.ts';
import type { Pass } from '../runtime/passes/pass.ts';
import type { Trace } from '../runtime/passes/pipeline.ts';
import { PIPELINE, optimize } from '../runtime/passes/pipeline.ts';
import type { Executor } from './executors/executor.ts';
import { attempt } from './executors/executor.ts';
import { wasmWith } from './executors/wasm.ts';

const PASSES = [...PLANTED_REWRITES, ...PLANTED_OPERATORS];

/** What stands behind `wasm:` in their names. */
export const PLANTED_NAMES: readonly string[] = [...PASSES, ...PLANTED_KERNELS].map(({ name }) => name);

/** The wrong pass runs where it sees the graph as the user wrote it, or else behind the rest; never twice, for some mistakes undo themselves. */
function around(pass: Pass, trace?: Trace): Executor {
  const name = `wasm:${pass.name}`;
  const [first, last] = [wasmWith(name, [pass, ...PIPELINE], trace), wasmWith(name, [...PIPELINE, pass], trace)];
  const executor: Executor = {
    name,
    run: (graph, inputs) => (changes(pass, graph) ? first : last).run(graph, inputs),
    stages: () => [...first.stages!(), { name: pass.name, executor }],
  };
  return executor;
}

function changes(pass: Pass, graph: Graph): boolean {
  try {
    return printGraph(pass.run(graph)) !== printGraph(graph);
  } catch {
    // What it makes of the graph does not even build, which its pipeline says again.
    return true;
  }
}

export function plantedExecutor(name: string, trace?: Trace): Executor | undefined {
  const pass = PASSES.find((each) => each.name === name);
  if (pass) return around(pass, trace);
  const kernel = PLANTED_KERNELS.find((each) => each.name === name);
  return kernel && { name: `wasm:${name}`, run: (graph, inputs) => attempt(() => compileProgram(kernel.change(lowerGraph(optimize(graph, { trace })))).run(inputs)) };
}
