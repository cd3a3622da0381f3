// `dimwright keep FOLDER NAME …`: puts a finding into the ledger of known upstream bugs, so that campaigns no longer
// report it. Runs it once more: what is kept is what happens now.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../analyzer/package-root.ts';
import { COMMAND, executorNamed } from '../oracle/executors/named.ts';
import { OutsideExecutor } from '../oracle/executors/outside.ts';
import { KNOWN_FOLDER } from '../oracle/triage/ledger.ts';
import { signatureOf } from '../oracle/triage/signature.ts';
import { findingText, storedFinding } from '../oracle/triage/stored.ts';
import { EXIT, UsageError } from './failure.ts';
import { opened } from './replay.ts';
import { world } from './world.ts';

interface KeepOptions {
  readonly title: string;
  readonly why: string;
  readonly kind: string;
  readonly engine?: string;
}

export function keepCommand(): Command {
  return new Command('keep')
    .description('put a finding into the ledger of known upstream bugs')
    .argument('<folder>', 'a folder that fuzzing kept')
    .argument('<name>', 'how the entry is called')
    .requiredOption('--title <text>', 'the bug in one sentence')
    .requiredOption('--why <text>', 'what the specification says, and where')
    .requiredOption('--kind <kind>', 'wrong result, wrong shape, refuses what is valid, crash or hang')
    .option('--engine <name>', 'the engine that has it (default: the first that disagrees)')
    .action(async (folder: string, name: string, options: KeepOptions) => { process.exitCode = await keep(folder, name, options); });
}

async function keep(folder: string, name: string, { title, why, kind, engine }: KeepOptions): Promise<number> {
  const { subject, engines } = opened(folder);
  const executors = (engine === undefined ? engines : [engine]).map((each) => executorNamed(each, { world }) ?? unknown(each));
  try {
    const stored = await storedFinding(subject, executors);
    const [disagreement] = stored.disagreements;
    if (!disagreement) throw new UsageError(`${folder}: it does not disagree any more`);
    const executor = executors.find((each) => each.name === disagreement.engine)!;
    const { text } = await signatureOf(disagreement, subject, executor);
    const version = executor instanceof OutsideExecutor ? (executor.version ?? executor.name) : executor.name;
    const to = join(packageRoot(), KNOWN_FOLDER, name);
    mkdirSync(to, { recursive: true });
    for (const file of ['graph.txt', 'inputs.txt']) copyFileSync(join(folder, file), join(to, file));
    const only = await storedFinding(subject, [executor]);
    writeFileSync(join(to, 'finding.json'), findingText(only));
    writeFileSync(join(to, 'known.json'), `${JSON.stringify({ title, kind, engines: [nameIn(executor.name)], version, signatures: [text], why }, null, 2)}\n`);
    process.stdout.write(`${to}: ${disagreement.engine} ${text}\n`);
    return EXIT.clean;
  } finally {
    for (const executor of executors) executor.close?.();
  }
}

/** An engine without its variant; of a command its program: `pytorch.py`. */
function nameIn(name: string): string {
  if (!name.startsWith(COMMAND)) return name.split(/[:+]/)[0]!;
  const words = name.slice(COMMAND.length).split(/\s+/);
  return basename(words.findLast((word) => /\.\w+$/.test(word)) ?? words[0]!);
}

function unknown(name: string): never {
  throw new UsageError(`there is no engine ${name}`);
}
