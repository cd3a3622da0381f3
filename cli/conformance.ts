// `dimwright conformance ARCHIVE_OR_FOLDER --engine NAME`: ONNX's own node tests on an engine. Each test is passed,
// failed or unsupported, the last two with a reason; none is left out.
import { Command, Option } from 'commander';
import type { Executor } from '../oracle/executors/executor.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import type { NodeTest, Outcome } from '../runtime/onnx/node-tests.ts';
import { judgeResults, readNodeTest } from '../runtime/onnx/node-tests.ts';
import { EXIT, UsageError } from './failure.ts';
import type { NamedTest } from './node-test-files.ts';
import { nodeTestsIn } from './node-test-files.ts';
import { traceFrom } from './trace.ts';
import { world } from './world.ts';

interface ConformanceOptions {
  readonly engine: string;
  readonly only?: string;
  readonly format: 'text' | 'json';
}

interface Result extends Outcome {
  readonly name: string;
}

export function conformanceCommand(): Command {
  return new Command('conformance')
    .description('run the node tests of ONNX on an engine')
    .argument('<archive or folder>', 'the tests: a folder, or a .tar or .tar.gz of one')
    .option('--engine <name>', 'engine to run them on', 'reference')
    .option('--only <text>', 'only tests with this text in their name')
    .addOption(new Option('--format <format>', 'how to print the outcomes').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nAn engine passes where it agrees with the specification within its bounds, and the specification with ONNX.\nExit code 0: none failed; 1: some failed.')
    .action(async (path: string, options: ConformanceOptions) => { process.exitCode = await conformance(path, options); });
}

async function conformance(path: string, { engine, only, format }: ConformanceOptions): Promise<number> {
  const executor = executorNamed(engine, { trace: traceFrom(process.env['DIMWRIGHT_TRACE']), world });
  if (!executor) throw new UsageError(`there is no engine ${engine}`);
  const results: Result[] = [];
  try {
    for (const test of nodeTestsIn(path)) if (only === undefined || test.name.includes(only)) results.push({ name: test.name, ...(await outcomeOf(test, executor)) });
  } finally {
    executor.close?.();
  }
  process.stdout.write(format === 'json' ? `${JSON.stringify({ engine, ...countsOf(results), tests: results }, null, 2)}\n` : text(engine, results));
  return results.some(({ outcome }) => outcome === 'failed') ? EXIT.findings : EXIT.clean;
}

/** A test passes with all its data sets. */
async function outcomeOf({ sets }: NamedTest, executor: Executor): Promise<Outcome> {
  let worst: Outcome = sets.length > 0 ? { outcome: 'passed' } : { outcome: 'unsupported', reason: 'the test has no data' };
  for (const set of sets) {
    const outcome = await outcomeOfSet(set, executor);
    if (outcome.outcome !== 'passed') return outcome;
    if (outcome.reason !== undefined) worst = outcome;
  }
  return worst;
}

async function outcomeOfSet(set: NodeTest, executor: Executor): Promise<Outcome> {
  const read = readNodeTest(set);
  if ('outcome' in read) return read;
  const ran = await executor.run(read.graph, read.inputs);
  if (ran.kind === 'results') return judgeResults(read, ran.results);
  return { outcome: ran.kind === 'failure' ? 'failed' : 'unsupported', reason: ran.message };
}

function countsOf(results: readonly Result[]): Readonly<Record<Outcome['outcome'] | 'total', number>> {
  const count = (which: Outcome['outcome']): number => results.filter(({ outcome }) => outcome === which).length;
  return { total: results.length, passed: count('passed'), failed: count('failed'), unsupported: count('unsupported') };
}

function text(engine: string, results: readonly Result[]): string {
  const { total, passed, failed, unsupported } = countsOf(results);
  const lines = [`${total} node tests on ${engine}: ${passed} passed, ${failed} failed, ${unsupported} unsupported`];
  for (const { name, reason } of results.filter(({ outcome, reason }) => outcome === 'passed' && reason !== undefined)) lines.push(`passed      ${name}: ${reason}`);
  for (const { name, reason } of results.filter(({ outcome }) => outcome === 'failed')) lines.push(`failed      ${name}: ${reason}`);
  for (const [reason, names] of byReason(results)) lines.push(`unsupported ${String(names.length).padStart(4)}  ${reason}: ${names.join(' ')}`);
  return `${lines.join('\n')}\n`;
}

/** Most common first; what only differs in the names of values is one reason. */
function byReason(results: readonly Result[]): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const { name, outcome, reason = '' } of results) {
    if (outcome !== 'unsupported') continue;
    const general = reason.replaceAll(/'[^']*'/g, '…').replace(/ \(node .*\)$/, '');
    groups.set(general, [...(groups.get(general) ?? []), name]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
