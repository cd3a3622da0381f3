// One thread of a check: the sources in `workerData`, numbers of groups in, what was found in them out as messages.
import { parentPort, workerData } from 'node:worker_threads';
import type { SourceFile } from '../analyzer/check.ts';
import { openProject } from '../analyzer/check.ts';
import type { FromCheckWorker } from './check-threads.ts';

/** What was found so far is told so often, for when the check is broken off. */
const TELL_EVERY_MS = 1000;

export function serveChecks(): void {
  const project = openProject(workerData as readonly SourceFile[]);
  const tell = (message: FromCheckWorker): void => parentPort?.postMessage(message);
  const check = async (group: number): Promise<void> => {
    const { groups, check: run } = await project;
    let told = Date.now();
    const result = await run(groups[group] ?? [], (file, soFar) => {
      tell({ kind: 'begun', file });
      if (Date.now() - told < TELL_EVERY_MS) return;
      tell({ kind: 'partly', group, result: soFar() });
      told = Date.now();
    });
    tell({ kind: 'done', group, result });
  };
  parentPort?.on('message', (group: number) => { void check(group); });
}
