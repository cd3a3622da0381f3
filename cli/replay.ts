// `dimwright replay FOLDER`: runs a kept finding again and compares byte for byte.
import { Command } from 'commander';
import { executorNamed } from '../oracle/executors/named.ts';
import type { Executor } from '../oracle/executors/executor.ts';
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
    .description('run a finding of `dimwright fuzz` again')
    .argument('<folder>', 'a folder that fuzzing kept')
    .addHelpText('after', '\nExit code 1: it still disagrees; 0: it no longer does.')
    .action(async (folder: string) => { process.exitCode = await replay(folder); });
}

async function replay(folder: string): Promise<number> {
  const { subject, engines, finding } = opened(folder);
  const executors = engines.map((name) => executorNamed(name, { trace: traceFrom(process.env['DIMWRIGHT_TRACE']), world }) ?? missing(folder, name));
  const again = await asked(subject, executors, finding);
  process.stdout.write(`${printGraph(subject.graph)}\n`);
  for (const { engine, message } of again.disagreements) process.stdout.write(`${engine}: ${message}\n`);
  for (const executor of executors) executor.close?.();
  const same = findingText(again) === finding;
  const verdict = again.disagreements.length === 0 ? 'no longer disagrees' : same ? 'reproduced, byte for byte' : 'still disagrees, but differently from finding.json';
  process.stdout.write(`${verdict}\n`);
  return again.disagreements.length > 0 ? EXIT.findings : EXIT.clean;
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
