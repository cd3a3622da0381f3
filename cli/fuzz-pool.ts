// A campaign over several threads: options in, messages merged, a report out. Lanes of indices are dealt out in turn, so the
// graphs are the same for any number of threads.
import { Worker } from 'node:worker_threads';
import { LANES } from '../fuzzer/feedback.ts';
import type { Vocabulary } from '../fuzzer/vocabulary.ts';
import { InvariantError } from '../runtime/invariant.ts';
import type { RanGraph } from '../oracle/campaign.ts';
import type { ReducedFinding } from '../oracle/triage/reduced-finding.ts';
import type { EngineCounts } from '../oracle/executors/executor.ts';
import { UsageError } from './failure.ts';
import type { FromWorker, Share } from './fuzz-worker.ts';

export interface PoolOptions {
  readonly seed: number;
  readonly nodes: number;
  readonly engines: readonly string[];
  readonly vocabulary: Vocabulary;
  /** Share of cases that are mutated from earlier ones. */
  readonly mutate?: number | undefined;
  /** Share of cases that follow from others by a relation. */
  readonly relate?: number | undefined;
  /** Share of cases in other words. */
  readonly written?: number | undefined;
  /** Share of cases with narrow element types. */
  readonly narrow?: number | undefined;
  /** Seconds that an engine outside may take for one answer. */
  readonly patience?: number | undefined;
  /** More than there are lanes are not started. */
  readonly workers: number;
  readonly seconds: number;
  /** Numbers of the first graph, and of the one behind the last. */
  readonly first: number;
  readonly end: number;
  readonly ran: (graph: RanGraph) => void;
  readonly found: (finding: ReducedFinding) => void;
  readonly again: (signature: string) => void;
  readonly known: (name: string) => void;
  readonly engine: (name: string, counts: EngineCounts) => void;
}

export interface Pool {
  readonly done: Promise<void>;
  stop(): void;
}

export function startPool(options: PoolOptions): Pool {
  const deadline = Date.now() + options.seconds * 1000;
  const { seed, nodes, engines, vocabulary, mutate, relate, narrow, written, patience, first: from, end } = options;
  const step = Math.min(options.workers, LANES);
  const workers = Array.from({ length: step }, (_, first) => {
    const share: Share = { seed, nodes, engines, vocabulary, mutate, relate, narrow, written, patience, from, end, first, step, deadline };
    return new Worker(new URL('./fuzz-worker.js', import.meta.url), { workerData: share });
  });
  const stop = (): void => { for (const worker of workers) worker.postMessage('stop'); };
  const done = Promise.all(workers.map((worker) => finished(worker, options))).then(() => undefined, (error: unknown) => { stop(); throw error; });
  return { done, stop };
}

function finished(worker: Worker, { ran, found, again, known, engine }: PoolOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ran') for (const graph of message.graphs) ran(graph);
      else if (message.kind === 'found') found(message.finding);
      else if (message.kind === 'again') again(message.signature);
      else if (message.kind === 'known') known(message.name);
      else if (message.kind === 'engine') engine(message.name, message.counts);
      else if (message.kind === 'done') void worker.terminate();
      else if (message.kind === 'noEngine') reject(new UsageError(message.message));
      else reject(new InvariantError(`a fuzzing thread stopped: ${message.message}`));
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}
