// How long a tiny graph takes from graph to first result: what a fuzzer pays for each case.
import { generateCase } from '../fuzzer/generate.ts';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import { interpret } from '../runtime/interpret/interpret.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import type { Bench } from './bench.ts';
import { meanCpuMs, medianMs, rounded } from './bench.ts';

const CASES = 300;

export const compileBench: Bench = {
  name: 'compile',
  doc: 'milliseconds for a graph of 10 operators, medians: passes, compilation, first run, the interpreter beside them',
  run() {
    const cases = Array.from({ length: CASES }, (_, i) => generateCase(1, i, { nodes: 10 }));
    const optimized = cases.map(({ graph }) => optimize(graph));
    const warm = cases.map(({ graph }) => compileGraph(graph));
    const compile = medianMs(CASES, (i) => { compileGraph(cases[i]!.graph); });
    const interpreted = medianMs(CASES, (i) => { interpret(cases[i]!.graph, cases[i]!.inputs); });
    const run = medianMs(CASES, (i) => { warm[i]!.run(cases[i]!.inputs); });
    return {
      passesMs: rounded(medianMs(CASES, (i) => { optimize(cases[i]!.graph); })),
      compileMs: rounded(compile),
      totalMs: rounded(medianMs(CASES, (i) => { compileGraph(optimize(cases[i]!.graph)); })),
      totalCpuMs: rounded(meanCpuMs(CASES, (i) => { compileGraph(optimize(cases[i]!.graph)); })),
      compileOptimizedMs: rounded(medianMs(CASES, (i) => { compileGraph(optimized[i]!); })),
      runMs: rounded(run),
      interpretMs: rounded(interpreted),
      ratioInterpretToRun: rounded(interpreted / run),
    };
  },
};
