// `dimwright replay FOLDER…`: runs kept findings again and compares byte for byte.
import { Command } from 'commander';
import { executorNamed } from '../oracle/executors/named.ts';
import type { Executor } from '../oracle/executors/executor.ts';
import { NoEngineError } from '../oracle/executors/outside.ts';
import type { Subject } from '../oracle/judge.ts';
import { readFolder } from '../oracle/triage/folder.ts';
import type { StoredFinding } from '../oracle/triage/stored.ts';
import { findingText, storedFinding } from '../oracle/triage/stored.ts';
import { BuildError } from '../runtime/ir/build.ts';
import { printGraph } from '../runtime/ir/text-print.ts';
import { TextError } from '../runtime/ir/text-scan.ts';
import { traceFrom } from './trace.ts';
import { world } from './world.ts';
import { EXIT, UsageError, fileProblem } from './failure.ts';

export function replayCommand(): Command {
  return new Command('replay')
    .description('run findings of `dimwright fuzz` again')
    .argument('<folder...>', 'folders that fuzzing kept, or entries of corpus/known')
    .addHelpText('after', '\nExit code 1: one still disagrees; 0: none does any more. Of several, those whose engine is not here are told and left out.')
    .action(async (folders: readonly string[]) => { process.exitCode = await (folders.length === 1 ? replay(folders[0]!) : replayAll(folders)); });
}

async function replay(folder: string): Promise<number> {
  const { subject, engines, finding } = opened(folder);
  const executors = engines.map((name) => engineNamed(folder, name));
  const again = await asked(subject, executors, finding);
  for (const executor of executors) executor.close?.();
  process.stdout.write(`${printGraph(subject.graph)}\n`);
  for (const { engine, message } of again.disagreements) process.stdout.write(`${engine}: ${message}\n`);
  process.stdout.write(`${verdictOf(again, finding)}\n`);
  return again.disagreements.length > 0 ? EXIT.findings : EXIT.clean;
}

/** A line each; an engine is started once for all of them. */
async function replayAll(folders: readonly string[]): Promise<number> {
  const started = new Map<string, Executor>();
  const counts = { disagrees: 0, agrees: 0, absent: 0 };
  const said = (folder: string, count: keyof typeof counts, words: string): void => { counts[count]++; process.stdout.write(`${folder}: ${words}\n`); };
  for (const folder of folders) {
    const { subject, engines, finding } = opened(folder);
    try {
      const executors = engines.map((name) => started.get(name) ?? engineNamed(folder, name));
      for (const executor of executors) started.set(executor.name, executor);
      const again = await asked(subject, executors, finding);
      said(folder, again.disagreements.length > 0 ? 'disagrees' : 'agrees', verdictOf(again, finding));
    } catch (error) {
      if (!(error instanceof NoEngineError)) throw error;
      said(folder, 'absent', error.message);
    }
  }
  for (const executor of started.values()) executor.close?.();
  process.stdout.write(`${counts.disagrees} of ${folders.length} disagree, ${counts.agrees} no longer${counts.absent > 0 ? `, ${counts.absent} have no engine here` : ''}\n`);
  return counts.disagrees > 0 ? EXIT.findings : EXIT.clean;
}

function engineNamed(folder: string, name: string): Executor {
  return executorNamed(name, { trace: traceFrom(process.env['DIMWRIGHT_TRACE']), world }) ?? missing(folder, name);
}

function verdictOf(again: StoredFinding, finding: string): string {
  if (again.disagreements.length === 0) return 'no longer disagrees';
  return findingText(again) === finding ? 'reproduced, byte for byte' : 'still disagrees, but differently from finding.json';
}

/** What reads memory that nobody wrote does not show every time. */
const MOST_TRIES = 30;

async function asked(subject: Subject, executors: readonly Executor[], finding: string): Promise<StoredFinding> {
  let again = await storedFinding(subject, executors);
  for (let tries = 1; tries < MOST_TRIES && again.disagreements.length === 0 && (JSON.parse(finding) as StoredFinding).disagreements.length > 0; tries++) again = await storedFinding(subject, executors);
  return again;
}

function missing(folder: string, name: string): never {
  throw new UsageError(`${folder}: it was found with the engine ${name}, which is not here`);
}

export function opened(folder: string): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder);
  } catch (error) {
    if (error instanceof TextError || error instanceof BuildError || error instanceof SyntaxError) throw new UsageError(`${folder}: not a finding of dimwright: ${error.message}`);
    throw fileProblem(folder, error);
  }
}
