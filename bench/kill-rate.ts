// Is the fuzzer any good? How many of the planted wrong passes and kernels it finds in a given time, how small it makes
// them, and the same with graphs as NNSmith makes them.
import type { FuzzCase } from '../fuzzer/generate.ts';
import { generateCase } from '../fuzzer/generate.ts';
import type { CaseOptions } from '../fuzzer/generate.ts';
import { LIKE_NNSMITH } from '../fuzzer/like-nnsmith.ts';
import type { Executor } from '../oracle/executors/executor.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import type { Disagreement } from '../oracle/judge.ts';
import { judgeOne } from '../oracle/judge.ts';
import { PLANTED_NAMES } from '../oracle/planted.ts';
import { reduceFinding } from '../oracle/triage/reduced-finding.ts';
import type { Bench } from './bench.ts';
import { numberOf, processorSeconds, rounded } from './bench.ts';

const NODES = 10;
const SEED = 1;
const DEFAULT_SECONDS = 60;

interface Kill {
  readonly graphs: number;
  readonly seconds: number;
  readonly made: FuzzCase;
  readonly index: number;
  readonly disagreement: Disagreement;
}

/** All that are not found yet share each graph; making and running count, reducing does not. */
async function hunt(executors: readonly Executor[], seconds: number, options: Partial<CaseOptions>): Promise<ReadonlyMap<string, Kill>> {
  const kills = new Map<string, Kill>();
  const begin = processorSeconds();
  for (let index = 0; processorSeconds() - begin < seconds && kills.size < executors.length; index++) {
    // Modules that are gone give their memory back between tasks only.
    await new Promise((resolve) => { setImmediate(resolve); });
    const made = generateCase(SEED, index, { nodes: NODES, ...options });
    const expected = made.graph.outputs.map((id) => made.values[id]!);
    for (const executor of executors) {
      if (kills.has(executor.name)) continue;
      const disagreement = await judgeOne(made, executor, expected);
      if (disagreement) kills.set(executor.name, { graphs: index + 1, seconds: processorSeconds() - begin, made, index, disagreement });
    }
  }
  return kills;
}

export const killRateBench: Bench = {
  name: 'kill-rate',
  doc: 'planted wrong passes and kernels that fuzzing finds, and how small it makes them',
  flags: { seconds: { takes: 'N', doc: `processor time to look for them (default ${DEFAULT_SECONDS})` }, baseline: { doc: 'the same once more with graphs as NNSmith makes them' } },
  async run(flags) {
    const seconds = numberOf(flags, 'seconds', DEFAULT_SECONDS);
    const executors = PLANTED_NAMES.map((name) => executorNamed(`wasm:${name}`)!);
    const kills = await hunt(executors, seconds, {});
    const baseline = flags['baseline'] === true ? await hunt(executors, seconds, LIKE_NNSMITH) : undefined;
    const rows: Record<string, unknown> = {};
    const sizes: number[] = [];
    const reductions: number[] = [];
    for (const executor of executors) {
      const kill = kills.get(executor.name);
      const plain = baseline ? { baselineGraphs: baseline.get(executor.name)?.graphs ?? null } : {};
      if (!kill) { rows[executor.name] = { found: false, ...plain }; continue; }
      const begin = processorSeconds();
      const { subject } = await reduceFinding(kill.made, kill.disagreement, [executor], { seed: SEED, index: kill.index, nodes: NODES });
      const took = processorSeconds() - begin;
      sizes.push(subject.graph.nodes.length);
      reductions.push(took);
      rows[executor.name] = { found: true, graphs: kill.graphs, seconds: rounded(kill.seconds), reducedOperators: subject.graph.nodes.length, reductionSeconds: rounded(took), ...plain };
    }
    return {
      seconds, planted: executors.length, killed: kills.size, share: rounded(kills.size / executors.length),
      survivors: executors.filter(({ name }) => !kills.has(name)).map(({ name }) => name.slice('wasm:'.length)).join(' '),
      medianReducedOperators: median(sizes), slowestReductionSeconds: rounded(Math.max(0, ...reductions)),
      ...(baseline ? { baseline: { killed: baseline.size, share: rounded(baseline.size / executors.length) } } : {}), rows,
    };
  },
};

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
}
