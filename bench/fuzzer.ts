// How many complete cases (graph, sizes, values verified by the reference) a second of processor time, how many are
// finite everywhere, and what they cover. Processor time of one thread, because machines are shared.
import type { Z3 } from '../analyzer/3-solve/z3.ts';
import { loadZ3 } from '../analyzer/3-solve/z3.ts';
import { Coverage, total } from '../fuzzer/coverage.ts';
import { generateCase } from '../fuzzer/generate.ts';
import type { Appeal } from '../fuzzer/solve.ts';
import type { Bench } from './bench.ts';
import { processorSeconds, rounded } from './bench.ts';
import { NNSMITH_FLAGS, nnsmithFigures } from './nnsmith.ts';

const SIZES = [5, 10, 20, 40] as const;
const SECONDS = 5;
const WARM_UP_SECONDS = 15;
/** Graphs whose growth is watched: the time for one operator stays the same. */
const LARGE = [100, 300, 1000] as const;

/** Only a compiled generator is measured: a campaign runs for hours. The optimising threads of V8 count as processor time and need about ten seconds. */
function warmUp(): void {
  const begin = processorSeconds();
  for (let i = 0; processorSeconds() - begin < WARM_UP_SECONDS; i++) generateCase(2, i, { nodes: SIZES[i % SIZES.length]! });
}

export const fuzzerBench: Bench = {
  name: 'fuzzer',
  doc: 'complete valid graphs generated per second of processor time on one thread, by number of operators',
  flags: NNSMITH_FLAGS,
  async run(flags) {
    const nnsmith = nnsmithFigures(flags);
    warmUp();
    const graphsPerSecond: Record<string, number> = {};
    const finiteShare: Record<string, number> = {};
    const ratioToNNSmith: Record<string, number> = {};
    const medianMs: Record<string, number> = {};
    const searches = { tried: 0, found: 0 };
    for (const nodes of SIZES) {
      const durations: number[] = [];
      let finite = 0;
      const begin = processorSeconds();
      while (processorSeconds() - begin < SECONDS) {
        const start = performance.now();
        const made = generateCase(1, durations.length, { nodes, special: 0 });
        durations.push(performance.now() - start);
        finite += Number(made.finite);
        searches.tried += made.searches.tried;
        searches.found += made.searches.found;
      }
      graphsPerSecond[nodes] = rounded(durations.length / (processorSeconds() - begin));
      finiteShare[nodes] = rounded(finite / durations.length);
      ratioToNNSmith[nodes] = rounded(graphsPerSecond[nodes] / nnsmith.graphsPerSecond[nodes]!);
      medianMs[nodes] = rounded(durations.sort((a, b) => a - b)[durations.length >> 1]!);
    }
    return {
      solving: solving(await loadZ3()),
      graphsPerSecond, finiteShare, medianMs, ratioToNNSmith, nnsmith, msForOneOperatorOf: Object.fromEntries(LARGE.map((nodes) => [nodes, msForOneOperator(nodes)])),
      valueSearches: { ...searches, share: rounded(searches.found / Math.max(1, searches.tried)) }, covered: covered(),
    };
  },
};

/** Over as many operators for every size of graph. */
function msForOneOperator(nodes: number): number {
  const graphs = Math.max(1, Math.round(LARGE.at(-1)! / nodes));
  const begin = processorSeconds();
  for (let i = 0; i < graphs; i++) generateCase(1, i, { nodes });
  return rounded((1000 * (processorSeconds() - begin)) / (graphs * nodes));
}

const SOLVED_GRAPHS = 1000;

/** How sizes are found: forms first, and what they leave to Z3 where it may be asked, which campaigns do not. */
function solving(z3: Z3): Readonly<Record<string, unknown>> {
  const counts = { questions: 0, openAfterForms: 0, z3Calls: 0, z3Answers: 0 };
  let seconds = 0;
  const appeal: Appeal = (claims) => {
    counts.z3Calls++;
    const begin = processorSeconds();
    const solution = z3.solveClaims(claims);
    seconds += processorSeconds() - begin;
    return solution.status === 'sat' ? solution.witness : undefined;
  };
  for (let i = 0; i < SOLVED_GRAPHS; i++) {
    const { solves } = generateCase(4, i, { nodes: 10, appeal });
    counts.questions += solves.asked;
    counts.openAfterForms += solves.corners;
    counts.z3Answers += solves.appealed;
  }
  return { graphs: SOLVED_GRAPHS, ...counts, z3MsEach: rounded((1000 * seconds) / Math.max(1, counts.z3Calls)) };
}

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
