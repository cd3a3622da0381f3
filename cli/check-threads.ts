// The programs of a project on several threads: sources in, what one thread would find out, in the same order. Groups of
// files that may run each other stay together; the largest begin first.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckResult, SourceFile } from '../analyzer/check.ts';
import { NOTHING, joined } from '../analyzer/join-results.ts';
import { packageRoot } from '../analyzer/package-root.ts';
import { together } from '../analyzer/together.ts';

const WORKER = join(packageRoot(), 'dist', 'cli', 'check-worker.js');

/** Characters of programs below which starting threads costs more than it gives. */
const MIN_TEXT = 100_000;
/** Each takes some 150 MB. */
export const MOST_CHECK_WORKERS = 3;

/** `partly`: what a group that is under way has given so far. */
export type FromCheckWorker =
  | { readonly kind: 'begun'; readonly file: string }
  | { readonly kind: 'partly' | 'done'; readonly group: number; readonly result: CheckResult };

export interface Watch {
  begun(file: string): void;
  /** Takes what ends the check early. */
  stoppedBy(stop: () => void): void;
}

export function paysOnThreads(sources: readonly SourceFile[], workers: number): boolean {
  return workers > 1 && lengthOf(sources) >= MIN_TEXT && together(sources).length > 1 && existsSync(WORKER);
}

export async function checkOnThreads(sources: readonly SourceFile[], workers: number, watch: Watch): Promise<CheckResult> {
  const groups = together(sources);
  const waiting = [...groups.keys()].sort((a, b) => lengthOf(groups[b]!) - lengthOf(groups[a]!));
  const results: (CheckResult | undefined)[] = groups.map(() => undefined);
  const threads = Array.from({ length: Math.min(workers, groups.length) }, () => new Worker(WORKER, { workerData: sources }));
  const served = (thread: Worker): Promise<void> => new Promise((resolve, reject) => {
    const next = (): void => {
      const group = waiting.shift();
      if (group === undefined) resolve();
      else thread.postMessage(group);
    };
    thread.on('error', reject);
    thread.on('message', (message: FromCheckWorker) => {
      if (message.kind === 'begun') return watch.begun(message.file);
      results[message.group] = message.result;
      if (message.kind === 'done') next();
    });
    next();
  });
  const stopped = new Promise<void>((resolve) => {
    watch.stoppedBy(() => {
      waiting.length = 0;
      resolve();
    });
  });
  try {
    await Promise.race([stopped, Promise.all(threads.map(served))]);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return results.reduce<CheckResult>((all, result) => (result ? joined(all, result) : all), NOTHING);
}

const lengthOf = (sources: readonly SourceFile[]): number => sources.reduce((length, { text }) => length + text.length, 0);
