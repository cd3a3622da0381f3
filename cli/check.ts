// `dimwright check PATH…`: programs and models in, findings out as text, JSON or SARIF.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { checkFiles } from '../analyzer/check.ts';
import type { ProjectResult } from '../analyzer/check-project.ts';
import { checkProject } from '../analyzer/check-project.ts';
import type { Finding } from '../reports/finding.ts';
import { sorted } from '../reports/finding.ts';
import { checkJson } from '../reports/json.ts';
import { checkSarif } from '../reports/sarif.ts';
import { checkText } from '../reports/text.ts';
import type { Watch } from './check-threads.ts';
import { MOST_CHECK_WORKERS, checkOnThreads, paysOnThreads } from './check-threads.ts';
import { discover } from './discover.ts';
import { EXIT, fileProblem } from './failure.ts';
import { LiveLine } from './live-line.ts';
import { count } from './numbers.ts';
import { ruleHelp } from './rule-help.ts';
import { statsText } from './stats-text.ts';
import { VERSION } from './version.ts';

interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif';
  readonly stats?: boolean;
  readonly strict?: boolean;
  readonly contracts?: boolean;
  readonly progress?: boolean;
  readonly workers?: number;
}

export function checkCommand(): Command {
  return new Command('check')
    .description('find tensor shapes that cannot work in programs (Python, TypeScript, JavaScript) and ONNX models')
    .argument('<path...>', 'files, or folders to search')
    .addOption(new Option('--format <format>', 'how to print findings').choices(['text', 'json', 'sarif']).default('text'))
    .option('--stats', 'say what was proved and what was not understood, on standard error')
    .option('--contracts', 'print the signature of each function that nobody calls, as its uses of its inputs tell')
    .option('--workers <n>', 'threads', count, Math.min(MOST_CHECK_WORKERS, availableParallelism()))
    .option('--progress', 'say how far the check has come, on standard error, where that is no terminal, too')
    .option('--strict', 'end with exit code 1 where there are only warnings, too')
    .addHelpText('after', '\nExit code 0: no errors (warnings alone are none, unless --strict is given); 1: errors found; 2: something could not be read; 130: broken off by Ctrl-C, with what was found until then.')
    .action(async (paths: readonly string[], options: CheckOptions) => { process.exitCode = await check(paths, options); });
}

export async function check(paths: readonly string[], { format, stats, contracts = false, strict = false, progress = false, workers = 1 }: CheckOptions): Promise<number> {
  const { programs, models, skipped } = discover(paths);
  for (const { path, reason } of skipped) process.stderr.write(`dimwright: ${path}: skipped: ${reason}\n`);
  const sources = programs.map((path) => ({ path: forward(path), text: read(path).toString('utf8') }));
  const live = new LiveLine(progress || process.stderr.isTTY);
  let begun = 0;
  let stopped = false;
  const watch: Watch = {
    begun(file) {
      begun++;
      live.draw((width) => `checking ${begun} of ${sources.length} files: ${file}`.slice(0, width - 1));
    },
    stoppedBy: (stop) => process.once('SIGINT', () => { stopped = true; stop(); }),
  };
  const onThreads = paysOnThreads(sources, workers);
  const result = await checkProject(sources, models.map((path) => ({ path: forward(path), bytes: read(path) })), (files) => (onThreads ? checkOnThreads(files, workers, watch) : checkFiles(files, watch.begun)));
  live.clear();
  if (stopped) process.stderr.write(`dimwright: broken off: what follows is of ${result.files} of ${sources.length} files\n`);
  for (const line of complaints(result)) process.stderr.write(`dimwright: ${line}\n`);
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  process.stdout.write(printed(result, format, contracts, (file) => texts.get(file)));
  if (stats) process.stderr.write(statsText(result));
  if (stopped) return EXIT.interrupted;
  if (result.unreadable.length + result.problems.length > 0) return EXIT.usage;
  return result.findings.some((finding) => strict || finding.severity === 'error') ? EXIT.findings : EXIT.clean;
}

/** One line for each file that cannot be read, or not wholly. */
function complaints({ unreadable, problems }: ProjectResult): readonly string[] {
  const firsts = problems.filter(({ file }, i) => problems.findIndex((other) => other.file === file) === i);
  return [
    ...unreadable.map(({ path, reason }) => `${path}: ${reason}`),
    ...firsts.map(({ file, line, column, reason }) => {
      const more = problems.filter((other) => other.file === file).length - 1;
      return `${file}:${line}:${column}: ${reason}${more > 0 ? ` (and ${more} more in this file)` : ''}; what does parse was checked`;
    }),
  ];
}

function printed(result: ProjectResult, format: CheckOptions['format'], contracts: boolean, source: (file: string) => string | undefined): string {
  const report = { findings: sorted(result.findings as readonly Finding[]), files: result.files, unknown: result.unknown, tensors: result.stats.tensors, ...(contracts ? { contracts: result.contracts } : {}) };
  switch (format) {
    case 'json': return checkJson(report);
    case 'sarif': return checkSarif(report, { version: VERSION, root: process.cwd(), rules: ruleHelp, source });
    case 'text': return (contracts ? result.contracts.map(({ file, line, text }) => `${file}:${line}: ${text}\n`).join('') : '') + checkText(report, { source, color: process.stdout.isTTY, ...(process.stdout.isTTY ? { width: process.stdout.columns } : {}) });
  }
}

/** Reports name files with forward slashes on every system. */
function forward(path: string): string {
  return path.replaceAll('\\', '/');
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}

