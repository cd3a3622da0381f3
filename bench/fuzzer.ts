// How many complete cases (graph, sizes, values verified by the reference) a second of processor time, how many are
// finite everywhere, and what they cover. Processor time of one thread, because machines are shared.
import { Coverage, total } from '../fuzzer/coverage.ts';
import { generateCase } from '../fuzzer/generate.ts';
import type { Bench } from './bench.ts';
import { rounded } from './bench.ts';

const SIZES = [5, 10, 20, 40] as const;
const SECONDS = 5;
const WARM_UP_SECONDS = 3;
const LARGE = 1000;

/**
 * Complete models a second of NNSmith's default method on one thread of a machine of two shared cores (main of
 * January 2025, Python 3.11, Z3 4.8): graph, weights, search and oracle.
 */
const NNSMITH: Readonly<Record<(typeof SIZES)[number], number>> = { 5: 75, 10: 50, 20: 27, 40: 7.9 };

function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Only a compiled generator is measured: a campaign runs for hours. */
function warmUp(): void {
  const begin = processorSeconds();
  for (let i = 0; processorSeconds() - begin < WARM_UP_SECONDS; i++) generateCase(2, i, { nodes: SIZES[i % SIZES.length]! });
}

export const fuzzerBench: Bench = {
  name: 'fuzzer',
  doc: 'complete valid graphs generated per second of processor time on one thread, by number of operators',
  run() {
    warmUp();
    const graphsPerSecond: Record<string, number> = {};
    const finiteShare: Record<string, number> = {};
    const ratioToNNSmith: Record<string, number> = {};
    const medianMs: Record<string, number> = {};
    for (const nodes of SIZES) {
      const durations: number[] = [];
      let finite = 0;
      const begin = processorSeconds();
      while (processorSeconds() - begin < SECONDS) {
        const start = performance.now();
        finite += Number(generateCase(1, durations.length, { nodes, special: 0 }).finite);
        durations.push(performance.now() - start);
      }
      graphsPerSecond[nodes] = rounded(durations.length / (processorSeconds() - begin));
      finiteShare[nodes] = rounded(finite / durations.length);
      ratioToNNSmith[nodes] = rounded(graphsPerSecond[nodes] / NNSMITH[nodes]);
      medianMs[nodes] = rounded(durations.sort((a, b) => a - b)[durations.length >> 1]!);
    }
    const begin = processorSeconds();
    generateCase(1, 0, { nodes: LARGE });
    return { graphsPerSecond, finiteShare, medianMs, ratioToNNSmith, secondsForOneOf1000: rounded(processorSeconds() - begin), covered: covered() };
  },
};

const COVERED_GRAPHS = 1000;

function covered(): Readonly<Record<string, unknown>> {
  const coverage = new Coverage();
  for (let i = 0; i < COVERED_GRAPHS; i++) coverage.add(generateCase(3, i, { nodes: 10 }).graph);
  const counts = [...coverage.operators.values()];
  const shares = (of: ReadonlyMap<string, number>, whole: number): Readonly<Record<string, number>> => Object.fromEntries([...of].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, n]) => [name, rounded(n / whole)]));
  return {
    graphs: coverage.graphs, operators: coverage.operators.size, mostToLeastCommon: rounded(Math.max(...counts) / Math.min(...counts)),
    operatorDtypeRankCells: coverage.cells.size, operatorPairs: coverage.pairs.size,
    sizes: shares(coverage.sizes, total(coverage.sizes)), ranks: shares(coverage.ranks, total(coverage.ranks)),
    dtypes: shares(coverage.dtypes, total(coverage.dtypes)), graphsWith: shares(coverage.features, coverage.graphs),
  };
}
