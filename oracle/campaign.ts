// The loop of a fuzzing campaign on one page: generate, judge, reduce, group. One worker's share of the indices in,
// findings and counts out as they come; time and threads belong to the caller.
import type { FuzzCase } from '../fuzzer/generate.ts';
import { Choices } from '../fuzzer/choices.ts';
import { isSound } from '../fuzzer/values.ts';
import { LANES, Lanes } from '../fuzzer/feedback.ts';
import { passMarks } from '../fuzzer/marks.ts';
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import type { Operator } from '../runtime/spec/spec.ts';
import { printGraph } from '../runtime/ir/text-print.ts';
import { digestOf } from './digest.ts';
import type { Executor } from './executors/executor.ts';
import type { Disagreement, Subject } from './judge.ts';
import { judge, judgeOne } from './judge.ts';
import { related } from './relations/relations.ts';
import type { Ledger } from './triage/ledger.ts';
import { avoided, knownAs } from './triage/ledger.ts';
import type { ReducedFinding } from './triage/reduced-finding.ts';
import { reduceFinding } from './triage/reduced-finding.ts';
import { siteOf } from './triage/diverging.ts';
import { signatureOf } from './triage/signature.ts';

export interface CampaignOptions {
  readonly seed: number;
  /** Operators a graph. */
  readonly nodes: number;
  readonly executors: readonly Executor[];
  /** What graphs are made of; everything where it is not said. */
  readonly operators?: readonly Operator[];
  readonly dtypes?: readonly DType[] | undefined;
  /** Share of cases with narrow element types. */
  readonly narrow?: number | undefined;
  /** Share of cases that are mutated from earlier ones of their lane; 0 draws every case afresh. */
  readonly mutate?: number | undefined;
  /** Share of cases that engines which read files are asked in other words; 0 where it is not said. */
  readonly written?: number | undefined;
  /** Share of cases of which another case is asked that follows from them by a relation (relations/); none where it is not said. */
  readonly relate?: number | undefined;
  /** Indices from `from`, below `end`; of these, this share runs the lanes `first`, `first + step`, …. */
  readonly from: number;
  readonly end: number;
  readonly first: number;
  readonly step: number;
  /** Asked before each graph. */
  readonly stop: () => boolean;
  /** When what is under way is no longer waited for; for ever where it is not said. */
  readonly late?: Promise<void>;
  /** Lets messages and signals in, now and then. */
  readonly breathe: () => Promise<void>;
  readonly found: (finding: ReducedFinding) => void;
  /** Hears of disagreements that look like one that was found before: the signature. */
  readonly again: (signature: string) => void;
  /** Upstream bugs that are no news. */
  readonly ledger: Ledger;
  /** Hears of disagreements that the ledger knows: the name of the entry. */
  readonly known: (name: string) => void;
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

/** Kinds of disagreement of one engine that are reduced; beyond it the engine is plainly broken, and they are only counted. */
const MOST_REDUCED = 40;
const GRAPHS_A_BREATH = 16;
/** Choices of how a case is asked, apart from those that make it. */
const WRITTEN_STREAM = 0x77726974;
/**
 * Graphs of a lane under way at once: engines in other processes work while the next graphs are made. A lane learns
 * from a graph just this many graphs later, so that what it makes does not depend on how fast engines answer.
 */
const MOST_UNDER_WAY = 2;

export async function runCampaign(options: CampaignOptions): Promise<void> {
  const { seed, nodes, mutate, relate = 0, operators, dtypes, narrow, executors, written = 0, from, end, first, step, stop, breathe, ran, ledger, known } = options;
  const sort = sorter(options);
  const lanes = new Lanes(seed, { nodes, dtypes, narrow, ...(operators ? { operators } : {}), ...(mutate === undefined ? {} : { mutate }) });
  let graphs = 0;
  const cases = new WeakMap<Graph, UnderWay>();
  const leaks: (readonly string[])[] = [];
  /** Weighing takes seconds: once for each leak, and no graph that has one which was found before. */
  const weigh = async (): Promise<void> => {
    for (const { weighing, growers } of executors.map((executor) => ({ weighing: executor.weighing, growers: executor.growers?.() ?? [] }))) {
      for (const { made, index } of growers.flatMap(({ graph }) => cases.get(graph) ?? [])) {
        const kept = keepersOf(made.graph);
        if (!weighing || leaks.some((leak) => leak.every((keeper) => kept.includes(keeper)))) continue;
        const grown = await judgeOne(made, weighing, expectedOf(made));
        const finding = grown && (await sort(grown, made, { seed, index, nodes }));
        if (finding) leaks.push(keepersOf(finding.subject.graph));
      }
      if (growers.length > 0) weighing?.close?.();
    }
  };
  let isLate = false;
  const late = options.late?.then(() => { isLate = true; return undefined; });
  const inTime = <T>(work: Promise<T>): Promise<T | undefined> => (late ? Promise.race([work, late]) : work);
  const finish = async (one: UnderWay): Promise<void> => { if (!isLate) await inTime(finished(one)); };
  const finished = async ({ index, made, judged }: UnderWay): Promise<void> => {
    const disagreements = await judged;
    for (const disagreement of disagreements) await sort((await plainly(disagreement, made, executors)) ?? disagreement, made, { seed, index, nodes });
    await weigh();
    const lane = lanes.of(index);
    if (lane.mutates) lane.learn(made, [...passMarks(made.graph), ...disagreements.map(behaviourOf)]);
    ran({ index, operators: made.graph.nodes.map((node) => node.op), finite: made.finite, digest: digestOf(printGraph(made.graph)) });
    if (++graphs % GRAPHS_A_BREATH === 0) await breathe();
  };
  const mine = Array.from({ length: LANES }, (_, lane) => lane).filter((lane) => lane % step === first).map((lane) => ({ lane, underWay: [] as UnderWay[] }));
  for (let round = from - (from % LANES); round < end && !stop(); round += LANES) {
    for (const { lane, underWay } of mine) {
      const index = round + lane;
      if (index < from || index >= end || stop()) continue;
      if (underWay.length >= MOST_UNDER_WAY) await finish(underWay.shift()!);
      const made = followed(lanes.of(index).case(index), Choices.random(seed ^ RELATING, index), relate);
      const asked = executors.filter(({ name }) => { const bug = avoided(ledger, name, made.graph); if (bug) known(bug.name); return !bug; });
      const otherwise = written > 0 && Choices.random(seed ^ WRITTEN_STREAM, index).chance(written);
      const judged = judge(made, asked.map((executor) => (otherwise ? (executor.written ?? executor) : executor)), expectedOf(made));
      // Its error is thrown where it is awaited, which may be later.
      judged.catch(() => undefined);
      const one = { index, made, judged };
      cases.set(made.graph, one);
      underWay.push(one);
    }
  }
  for (const one of mine.flatMap(({ underWay }) => underWay)) await finish(one);
}

/** What is wrong in plain words too is found in them: they reduce further. */
async function plainly({ engine }: Disagreement, made: FuzzCase, executors: readonly Executor[]): Promise<Disagreement | undefined> {
  const plain = executors.find(({ written }) => written?.name === engine);
  return plain && judgeOne(made, plain, expectedOf(made));
}

/** What may keep memory: a leak is the same one whether it was given elements or none. */
const keepersOf = (graph: Graph): readonly string[] => graph.nodes.map((node) => siteOf(graph, node).replaceAll(' empty', ''));
const expectedOf = ({ graph, values }: FuzzCase): readonly BoundedTensor[] => graph.outputs.map((id) => values[id]!);

/** Sets the choices of relations apart from those of graphs. */
const RELATING = 0x7e1a7e;

/** The case, or now and then one that follows from it. */
function followed(made: FuzzCase, draw: Draw, share: number): FuzzCase {
  const other = share > 0 && draw.chance(share) ? related(draw, made) : undefined;
  return other ? { ...made, graph: other.graph, inputs: other.inputs, values: other.values, finite: other.values.every(isSound) } : made;
}

/** How an engine disagrees, without the numbers: what feedback tells behaviours apart by. */
function behaviourOf({ engine, kind, message }: Disagreement): string {
  return `${engine} ${kind} ${message.replace(/[-+\d.e]+/g, '')}`;
}

/** New disagreements are reduced and found, and given back; known and repeated ones are counted, before the work where one can tell. */
function sorter({ executors: asked, ledger, found, again, known }: CampaignOptions): (disagreement: Disagreement, made: FuzzCase, origin: ReducedFinding['origin']) => Promise<ReducedFinding | undefined> {
  const executors = asked.flatMap((executor) => [executor, executor.written ?? [], executor.weighing ?? []].flat());
  const seen = new Set<string>();
  const reduced = new Map<string, number>();
  const isOld = async (executor: Executor, text: string, subject: Subject): Promise<boolean> => {
    const signature = `${executor.name} ${text}`;
    const bug = await knownAs(ledger, executor, text, subject);
    if (bug) known(bug.name);
    else if (seen.has(signature)) again(signature);
    return bug !== undefined || seen.has(signature);
  };
  return async (disagreement, made, origin) => {
    const { engine } = disagreement;
    const executor = executors.find(({ name }) => name === engine)!;
    const early = await signatureOf(disagreement, made, executor);
    if (early.alone && (await isOld(executor, early.text, made))) return undefined;
    const count = reduced.get(engine) ?? 0;
    if (count >= MOST_REDUCED) { again(`${engine} beyond ${MOST_REDUCED} kinds, not looked at`); return undefined; }
    const finding = await reduceFinding(made, disagreement, executors.filter(({ name }) => name === engine || asked.some((plain) => plain.name === name)), origin);
    if (await isOld(executor, finding.signature.slice(engine.length + 1), finding.subject)) return finding;
    reduced.set(engine, count + 1);
    seen.add(finding.signature);
    found(finding);
    return finding;
  };
}

interface UnderWay {
  readonly index: number;
  readonly made: FuzzCase;
  readonly judged: Promise<readonly Disagreement[]>;
}
