// How long a graph takes from graph to callable and to its first result: what a fuzzer pays for each case, in a process
// that has compiled before. Larger graphs are small ones side by side.
import { generateCase } from '../fuzzer/generate.ts';
import type { Executable } from '../runtime/backends/backend.ts';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import { interpret } from '../runtime/interpret/interpret.ts';
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { Graph, GraphValue } from '../runtime/ir/graph.ts';
import { valueOf } from '../runtime/ir/graph.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import type { Bench } from './bench.ts';
import { meanCpuMs, medianMs, rounded } from './bench.ts';

const CASES = 300;
const NODES = 10;
/** Graphs that are compiled before anything is timed, and how often: what a fuzzer compiles in its first minute. */
const KNOWN = 600;
const WARM_UP = 12;
/** Operators of the larger graphs, and how many of each are compiled. */
const LARGER = [[100, 60], [1000, 10]] as const;

type Cases = readonly ReturnType<typeof generateCase>[];

export const compileBench: Bench = {
  name: 'compile',
  doc: `milliseconds for a graph of ${NODES} operators, medians: passes, compilation, both, both for graphs that were compiled before, run, the interpreter beside them; and for larger graphs`,
  run() {
    const some = (from: number, count: number): Cases => Array.from({ length: count }, (_, i) => generateCase(1, from + i, { nodes: NODES }));
    // V8 knows a module that is still in memory by its bytes, hence each figure has graphs that nothing has compiled yet.
    const part = (n: number): Cases => some(KNOWN + n * CASES, CASES);
    const [known, first, second, third] = [some(0, KNOWN), part(0), part(1), part(2)];
    for (let round = 0; round < WARM_UP; round++) for (const { graph } of known) { compileGraph(graph); compileGraph(optimize(graph)); }
    const both = (i: number): void => { compileGraph(optimize(first[i]!.graph)); };
    let total = 0;
    const totalCpu = meanCpuMs(1, () => { total = medianMs(CASES, both); }) / CASES;
    const optimized = second.map(({ graph }) => optimize(graph));
    const ready: Executable[] = [];
    const compileOptimizedMs = medianMs(CASES, (i) => { ready[i] = compileGraph(optimized[i]!); });
    const run = medianMs(CASES, (i) => { ready[i]!.run(second[i]!.inputs); });
    const interpreted = medianMs(CASES, (i) => { interpret(second[i]!.graph, second[i]!.inputs); });
    const larger = LARGER.map(([nodes, count]) => {
      const graphs = Array.from({ length: count }, (_, i) => sideBySide(known.slice((i * nodes) / NODES % CASES, (i * nodes) / NODES % CASES + nodes / NODES).map(({ graph }) => graph)));
      const ms = medianMs(count, (i) => { compileGraph(optimize(graphs[i]!)); });
      return [`operators${nodes}`, { totalMs: rounded(ms), timesThatOf10: rounded(ms / total) }] as const;
    });
    return {
      passesMs: rounded(medianMs(CASES, (i) => { optimize(third[i]!.graph); })),
      compileMs: rounded(medianMs(CASES, (i) => { compileGraph(third[i]!.graph); })),
      compileOptimizedMs: rounded(compileOptimizedMs),
      totalMs: rounded(total),
      againMs: rounded(medianMs(CASES, (i) => { compileGraph(optimize(known[i]!.graph)); })),
      totalCpuMs: rounded(totalCpu),
      runMs: rounded(run),
      interpretMs: rounded(interpreted),
      ratioInterpretToRun: rounded(interpreted / run),
      ...Object.fromEntries(larger),
    };
  },
};

/** One graph with the inputs and results of all. */
function sideBySide(graphs: readonly Graph[]): Graph {
  const g = new GraphBuilder();
  const results = graphs.flatMap((graph, part) => {
    const now: GraphValue[] = [];
    for (const id of graph.inputs) {
      const { dtype, shape } = valueOf(graph, id);
      now[id] = g.input(`x${part}_${id}`, dtype, shape);
    }
    for (const node of graph.nodes) {
      const made = g.copy(node, node.inputs.map((id) => (id === undefined ? undefined : now[id])), node.outputs.map((id) => valueOf(graph, id)));
      node.outputs.forEach((id, i) => { now[id] = made[i]!; });
    }
    return graph.outputs.map((id) => now[id]!);
  });
  return g.finish(results);
}
