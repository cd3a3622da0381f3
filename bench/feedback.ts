// Does it help to mutate cases that showed something new? As many graphs with and without: what they cover, what they
// make the passes do, and the planted faults that they find.
import { Lanes } from '../fuzzer/feedback.ts';
import { featuresOf } from '../fuzzer/coverage.ts';
import { passMarks } from '../fuzzer/marks.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import type { Executor } from '../oracle/executors/executor.ts';
import { judgeOne } from '../oracle/judge.ts';
import { PLANTED_NAMES } from '../oracle/planted.ts';
import type { Bench } from './bench.ts';
import { numberOf, processorSeconds, rounded } from './bench.ts';

const GRAPHS = 1500;
const NODES = 10;
const SHARES = [0, 0.15, 0.5] as const;
const SEEDS = [1, 2] as const;

interface Yield {
  readonly features: number;
  readonly passMarks: number;
  readonly kills: number;
  /** For those faults that were found, summed. */
  readonly graphsToKills: number;
  readonly seconds: number;
}

async function yieldOf(seed: number, mutate: number, graphs: number): Promise<Yield> {
  const lanes = new Lanes(seed, { nodes: NODES, mutate });
  const [features, marks] = [new Set<string>(), new Set<string>()];
  const alive = new Set<Executor>(PLANTED_NAMES.map((name) => executorNamed(`wasm:${name}`)!));
  let graphsToKills = 0;
  let seconds = 0;
  for (let index = 0; index < graphs; index++) {
    // Modules that are gone give their memory back between tasks only.
    await new Promise((resolve) => { setImmediate(resolve); });
    const begin = processorSeconds();
    const lane = lanes.of(index);
    const made = lane.case(index);
    const fired = passMarks(made.graph);
    lane.learn(made, fired);
    seconds += processorSeconds() - begin;
    for (const feature of featuresOf(made.graph)) features.add(feature);
    for (const mark of fired) marks.add(mark);
    const expected = made.graph.outputs.map((id) => made.values[id]!);
    for (const executor of alive) {
      if (!(await judgeOne(made, executor, expected))) continue;
      alive.delete(executor);
      graphsToKills += index + 1;
    }
  }
  return { features: features.size, passMarks: marks.size, kills: PLANTED_NAMES.length - alive.size, graphsToKills, seconds: rounded(seconds) };
}

export const feedbackBench: Bench = {
  name: 'feedback',
  doc: 'what mutating earlier cases gains over fresh ones, for as many graphs',
  flags: { graphs: { takes: 'N', doc: `how many (${GRAPHS})` } },
  async run(flags) {
    const graphs = numberOf(flags, 'graphs', GRAPHS);
    const rows: Record<string, unknown> = {};
    for (const share of SHARES) for (const seed of SEEDS) rows[`${100 * share} % mutated, seed ${seed}`] = await yieldOf(seed, share, graphs);
    return { graphs, planted: PLANTED_NAMES.length, ...rows };
  },
};
