// The loop of a fuzzing campaign on one page: generate, judge, reduce, group. One worker's share of the indices in,
// findings and counts out as they come; time and threads belong to the caller.
import type { FuzzCase } from '../fuzzer/generate.ts';
import { generateCase } from '../fuzzer/generate.ts';
import { printGraph } from '../runtime/ir/text-print.ts';
import type { Executor } from './executors/executor.ts';
import type { Disagreement } from './judge.ts';
import { judge } from './judge.ts';
import type { ReducedFinding } from './triage/reduced-finding.ts';
import { reduceFinding } from './triage/reduced-finding.ts';

export interface CampaignOptions {
  readonly seed: number;
  /** Operators a graph. */
  readonly nodes: number;
  readonly executors: readonly Executor[];
  /** This share runs indices `first`, `first + step`, … below `end`. */
  readonly first: number;
  readonly step: number;
  readonly end: number;
  /** Asked before each graph. */
  readonly stop: () => boolean;
  /** Lets messages and signals in, now and then. */
  readonly breathe: () => Promise<void>;
  readonly found: (finding: ReducedFinding) => void;
  /** Hears of every graph that ran. */
  readonly ran: (graph: RanGraph) => void;
}

export interface RanGraph {
  readonly index: number;
  readonly operators: readonly string[];
  readonly finite: boolean;
  /** 32-bit digest of the graph's text: the same seed and index always give the same. */
  readonly digest: number;
}

/** Disagreements of one engine that are reduced; beyond it the engine is plainly broken, and they are only counted. */
const MOST_REDUCED = 12;
const GRAPHS_A_BREATH = 16;
/** Graphs under way at once: engines in other processes work while the next graphs are made. */
const MOST_UNDER_WAY = 32;

export async function runCampaign(options: CampaignOptions): Promise<void> {
  const { seed, nodes, executors, first, step, end, stop, breathe, found, ran } = options;
  const reduced = new Map<string, number>();
  let graphs = 0;
  const finish = async ({ index, made, judged }: UnderWay): Promise<void> => {
    for (const disagreement of await judged) {
      const count = reduced.get(disagreement.engine) ?? 0;
      reduced.set(disagreement.engine, count + 1);
      if (count < MOST_REDUCED) found(await reduceFinding(made, disagreement, executors, { seed, index, nodes }));
    }
    ran({ index, operators: made.graph.nodes.map((node) => node.op), finite: made.finite, digest: digestOf(printGraph(made.graph)) });
    if (++graphs % GRAPHS_A_BREATH === 0) await breathe();
  };
  const underWay: UnderWay[] = [];
  for (let index = first; index < end && !stop(); index += step) {
    const made = generateCase(seed, index, { nodes });
    const judged = judge(made, executors, made.graph.outputs.map((id) => made.values[id]!));
    // Its error is thrown where it is awaited, which may be later.
    judged.catch(() => undefined);
    underWay.push({ index, made, judged });
    if (underWay.length >= MOST_UNDER_WAY) await finish(underWay.shift()!);
  }
  for (const one of underWay) await finish(one);
}

interface UnderWay {
  readonly index: number;
  readonly made: FuzzCase;
  readonly judged: Promise<readonly Disagreement[]>;
}

/** FNV-1a, 32 bits (public domain). */
export function digestOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
