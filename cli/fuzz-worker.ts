// One thread of a campaign: its share in `workerData`, counts and findings out as messages.
import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../runtime/invariant.ts';
import type { RanGraph } from '../oracle/campaign.ts';
import { runCampaign } from '../oracle/campaign.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import { NoEngineError } from '../oracle/executors/outside.ts';
import { readLedger } from '../oracle/triage/ledger.ts';
import type { EngineCounts } from '../oracle/executors/executor.ts';
import type { Vocabulary } from '../fuzzer/vocabulary.ts';
import { operatorsOf } from '../fuzzer/vocabulary.ts';
import { world } from './world.ts';
import type { ReducedFinding } from '../oracle/triage/reduced-finding.ts';

export interface Share {
  readonly seed: number;
  readonly nodes: number;
  readonly engines: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly mutate: number | undefined;
  readonly relate: number | undefined;
  readonly narrow: number | undefined;
  readonly written: number | undefined;
  readonly patience: number | undefined;
  readonly from: number;
  readonly end: number;
  readonly first: number;
  readonly step: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export type FromWorker =
  | { readonly kind: 'ran'; readonly graphs: readonly RanGraph[] }
  | { readonly kind: 'found'; readonly finding: ReducedFinding }
  | { readonly kind: 'again'; readonly signature: string }
  | { readonly kind: 'known'; readonly name: string }
  | { readonly kind: 'engine'; readonly name: string; readonly counts: EngineCounts }
  | { readonly kind: 'noEngine'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done' };

/** Counts travel in batches: a message a graph would cost as much as a graph. */
const BATCH_MS = 100;

/** Beyond the deadline, for what is under way: an engine that compiles for seconds would keep a campaign for minutes. */
const GRACE_MS = 10_000;
/** Timers count to there. */
const LONGEST_MS = 2 ** 31 - 1;

const port = parentPort;
invariant(port, 'a fuzz worker runs in a thread');
const share = workerData as Share;
let stopped = false;
let waiting: RanGraph[] = [];
let sent = Date.now();

port.on('message', () => { stopped = true; });

function flush(): void {
  if (waiting.length > 0) port!.postMessage({ kind: 'ran', graphs: waiting } satisfies FromWorker);
  waiting = [];
  sent = Date.now();
}

const executors = share.engines.map((name) => executorNamed(name, { world, answerMs: share.patience === undefined ? undefined : share.patience * 1000 })!);
try {
  await runCampaign({
    ...share,
    executors,
    operators: operatorsOf(share.vocabulary),
    dtypes: share.vocabulary.dtypes,
    stop: () => stopped || Date.now() >= share.deadline,
    late: new Promise((resolve) => { setTimeout(resolve, Math.min(LONGEST_MS, share.deadline + GRACE_MS - Date.now())).unref(); }),
    breathe: () => new Promise((resolve) => { setImmediate(resolve); }),
    found: (finding) => port.postMessage({ kind: 'found', finding } satisfies FromWorker),
    ledger: readLedger(),
    again: (signature) => port.postMessage({ kind: 'again', signature } satisfies FromWorker),
    known: (name) => port.postMessage({ kind: 'known', name } satisfies FromWorker),
    ran: (graph) => { waiting.push(graph); if (Date.now() - sent >= BATCH_MS) flush(); },
  });
} catch (error) {
  if (error instanceof NoEngineError) port.postMessage({ kind: 'noEngine', message: error.message } satisfies FromWorker);
  else port.postMessage({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) } satisfies FromWorker);
}
for (const executor of executors) {
  const counts = executor.counts?.();
  if (counts) port.postMessage({ kind: 'engine', name: executor.name, counts } satisfies FromWorker);
  executor.close?.();
}
flush();
// What was not waited for may still be at work.
port.postMessage({ kind: 'done' } satisfies FromWorker);
