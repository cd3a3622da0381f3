// `dimwright bisect FOLDER`: in which release of an engine's npm package did a finding appear, or go? Each release is
// installed once into a cache outside of the project, its scripts not run, and asked in a process of its own.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { PACKAGES_OF } from '../oracle/engines/index.ts';
import { splitName } from '../oracle/engines/engine.ts';
import { NoEngineError, OutsideExecutor } from '../oracle/executors/outside.ts';
import type { Disagreement, Subject } from '../oracle/judge.ts';
import { judgeOne } from '../oracle/judge.ts';
import type { Says } from '../oracle/triage/bisect.ts';
import { bisect, releases } from '../oracle/triage/bisect.ts';
import type { StoredFinding } from '../oracle/triage/stored.ts';
import { wordsOf } from '../oracle/triage/signature.ts';
import { interpret } from '../runtime/interpret/interpret.ts';
import { EXIT, UsageError } from './failure.ts';
import { opened } from './replay.ts';
import { world } from './world.ts';

interface BisectOptions {
  readonly engine?: string;
  readonly versions?: string;
  readonly versionsDir?: string;
  readonly cache: string;
}

const run = promisify(execFile);
const NPM_MS = 300_000;

export function bisectCommand(): Command {
  return new Command('bisect')
    .description('tell in which release of an engine a finding appeared, or was fixed')
    .argument('<folder>', 'a folder that fuzzing kept, or an entry of corpus/known')
    .option('--engine <name>', `the engine: ${Object.keys(PACKAGES_OF).join(', ')} (default: the first of the finding that is one)`)
    .option('--versions <a,b,…>', 'releases to look at (default: all of the registry)')
    .option('--versions-dir <dir>', 'a folder with a folder for each release, named by it, with the package in its node_modules: no registry is asked')
    .option('--cache <dir>', 'where releases are installed', join(homedir(), '.cache', 'dimwright', 'engines'))
    .addHelpText('after', '\nExit code 1: the newest release has it; 0: it does not.')
    .action(async (folder: string, options: BisectOptions) => { process.exitCode = await runBisect(folder, options); });
}

async function runBisect(folder: string, options: BisectOptions): Promise<number> {
  const { subject, engines, finding } = opened(folder);
  const engine = options.engine ?? engines.find((name) => Object.hasOwn(PACKAGES_OF, splitName(name)[0]));
  const from = engine === undefined ? undefined : PACKAGES_OF[splitName(engine)[0]];
  if (engine === undefined || from === undefined) throw new UsageError(`${folder}: name an engine that comes from npm with --engine: ${Object.keys(PACKAGES_OF).join(', ')}`);
  const seen = (JSON.parse(finding) as StoredFinding).disagreements.find((one) => splitName(one.engine)[0] === splitName(engine)[0]);
  const versions = await versionsFrom(from, options);
  if (versions.length === 0) throw new UsageError(`there is no release of ${from} to look at`);
  const { asked, changed } = await bisect(versions, async (version) => {
    const at = options.versionsDir === undefined ? await installed(from, version, options.cache) : join(resolve(options.versionsDir), version);
    const says = at === undefined ? 'cannot say' : await askRelease(engine, at, subject, seen);
    process.stdout.write(`${from} ${version}: ${says}\n`);
    return says;
  });
  const newest = asked.find(({ says }) => says !== 'cannot say');
  process.stdout.write(changed ? `${changed.kind} in ${from} ${changed.version} (${changed.before} ${changed.kind === 'appeared' ? 'does not have it' : 'still has it'})\n`
    : newest ? `all releases that can say agree: each ${newest.says}\n` : 'no release can say\n');
  return newest?.says === 'shows it' ? EXIT.findings : EXIT.clean;
}

async function askRelease(engine: string, folder: string, subject: Subject, seen: Disagreement | undefined): Promise<Says> {
  const executor = new OutsideExecutor(engine, [...world.hostOf(engine), '--from', folder], world);
  try {
    const found = await judgeOne(subject, executor, interpret(subject.graph, subject.inputs));
    if (executor.counts().unsupported > 0) return 'cannot say';
    if (!found) return 'does not';
    // Releases that know less fail in ways of their own.
    const same = !seen || (found.kind === seen.kind && (found.kind === 'result' || wordsOf(found.message) === wordsOf(seen.message)));
    return same ? 'shows it' : 'cannot say';
  } catch (error) {
    if (error instanceof NoEngineError) return 'cannot say';
    throw error;
  } finally {
    executor.close();
  }
}

async function versionsFrom(from: string, { versions, versionsDir }: BisectOptions): Promise<readonly string[]> {
  if (versionsDir !== undefined) {
    if (!existsSync(versionsDir)) throw new UsageError(`${versionsDir}: no such folder`);
    return releases(readdirSync(versionsDir));
  }
  if (versions !== undefined) return releases(versions.split(',').map((version) => version.trim()));
  const { stdout } = await npm(['view', from, 'versions', '--json']).catch((error: unknown) => { throw new UsageError(`no registry tells the releases of ${from} (${firstLine(error)}); name them with --versions, or folders with --versions-dir`); });
  return releases(JSON.parse(stdout) as readonly string[]);
}

/** The folder that it was installed into; nothing where that fails. */
async function installed(from: string, version: string, cache: string): Promise<string | undefined> {
  const folder = join(resolve(cache), `${from.replaceAll('/', '+')}-${version}`);
  if (existsSync(join(folder, 'node_modules', from))) return folder;
  mkdirSync(folder, { recursive: true });
  try {
    await npm(['install', '--prefix', folder, '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', `${from}@${version}`]);
    return folder;
  } catch (error) {
    process.stderr.write(`${from} ${version} cannot be installed: ${firstLine(error)}\n`);
    return undefined;
  }
}

function npm(args: readonly string[]): Promise<{ readonly stdout: string }> {
  // npm's own patience with a registry that does not answer is minutes.
  return run('npm', [...args, '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=2000'], { timeout: NPM_MS, maxBuffer: 2 ** 26 });
}

function firstLine(error: unknown): string {
  const text = typeof error === 'object' && error !== null && 'stderr' in error && typeof error.stderr === 'string' && error.stderr.trim() !== '' ? error.stderr : String(error);
  return text.split('\n').find((line) => /error/i.test(line) && !/warn/i.test(line))?.trim().slice(0, 200) ?? text.split('\n')[0]!.slice(0, 200);
}
