// `dimwright fuzz`: random valid graphs through several engines, disagreements reduced into folders.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { DType } from '../runtime/ir/dtype.ts';
import { COMMAND, DEFAULT_ENGINES, commonDTypes, engineNames, executorNamed } from '../oracle/executors/named.ts';
import { OUTSIDE_LIMITS } from '../oracle/executors/outside.ts';
import type { EngineCounts } from '../oracle/executors/executor.ts';
import { writeFolder } from '../oracle/triage/folder.ts';
import type { ReducedFinding } from '../oracle/triage/reduced-finding.ts';
import type { FuzzFinding, FuzzReport } from '../reports/fuzz.ts';
import { fuzzJson, fuzzText, progressText } from '../reports/fuzz.ts';
import { EXIT, UsageError, fileProblem } from './failure.ts';
import { startPool } from './fuzz-pool.ts';
import { count, dtypes, listed, positive, seed, share } from './numbers.ts';
import { LiveLine } from './live-line.ts';
import { NARROW_SHARE } from '../fuzzer/types.ts';
import { operatorsOf } from '../fuzzer/vocabulary.ts';
import { world } from './world.ts';

export interface FuzzOptions {
  readonly seconds: number;
  readonly graphs?: number;
  readonly seed?: number;
  readonly from?: number;
  readonly nodes: number;
  readonly mutate?: number;
  readonly relate?: number;
  readonly operators?: readonly string[];
  readonly dtypes?: readonly DType[];
  readonly narrow?: number;
  readonly written?: number;
  readonly engineCommand?: readonly string[];
  readonly patience?: number;
  readonly engines: string;
  readonly workers: number;
  readonly out: string;
  readonly format: 'text' | 'json';
}

/** From a terminal, and from what limits the time of a job: either way what was found is told. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** More threads than this gain nothing for graphs of this size. */
const MOST_WORKERS = 8;

export function fuzzCommand(): Command {
  return new Command('fuzz')
    .description('generate valid graphs, run them on several engines and report where they disagree')
    .option('--seconds <n>', 'how long to run', positive, 60)
    .option('--graphs <n>', 'stop after this many graphs', count)
    .option('--seed <n>', 'the same seed gives the same graphs (default: from the clock)', seed)
    .option('--from <n>', 'number of the first graph, to go on where a campaign ended', seed, 0)
    .option('--nodes <n>', 'operators in a graph', count, 10)
    .option('--mutate <share>', 'share of graphs that are mutated from earlier ones that showed something new (default: 0; see npm run bench -- feedback)', share)
    .option('--written <share>', 'share of graphs that onnxruntime gets with parts in If or Loop, symbolic sizes or computed shapes', share, 0.15)
    .option('--relate <share>', 'share of graphs asked as one that follows from them: its gradients, one row of its batch, another layout (default: 0)', share)
    .option('--operators <a,b,…>', 'operators to use (default: all)', listed)
    .option('--dtypes <a,b,…>', 'element types to use (default: all that the engines have in common)', dtypes)
    .option('--narrow <share>', 'share of graphs with float16, bfloat16 or small or unsigned integers', share, NARROW_SHARE)
    .option('--engines <a,b,…>', `engines to compare: ${DEFAULT_ENGINES.join(', ')}, or wasm:PASS with a wrong pass planted`, DEFAULT_ENGINES.join(','))
    .option('--engine-command <command…>', 'an engine of your own: a command that speaks the adapter protocol (oracle/adapters/README.md)', collected, [])
    .option('--patience <seconds>', `an engine outside that takes longer for one answer hangs; compilers may need more (default: ${OUTSIDE_LIMITS.answerMs / 1000}, or what the engine is known to need)`, positive)
    .option('--workers <n>', 'threads', count, Math.min(MOST_WORKERS, availableParallelism()))
    .option('--out <dir>', 'where findings are kept, a folder each', 'dimwright-out')
    .addOption(new Option('--format <format>', 'how to print the summary').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExit code 0: no disagreement; 1: disagreements found. `dimwright replay FOLDER` runs one again.')
    .action(async (options: FuzzOptions) => { process.exitCode = await fuzz(options); });
}

export async function fuzz(options: FuzzOptions): Promise<number> {
  const engines = enginesFrom([options.engines, ...(options.engineCommand ?? []).map((command) => `${COMMAND}${command}`)]);
  const vocabulary = { operators: options.operators, dtypes: options.dtypes ?? commonDTypes(engines.map((name) => executorNamed(name, { world })!)) };
  if (operatorsOf(vocabulary).length === 0) throw new UsageError('no operator is left: see --operators and --dtypes');
  const campaign = new Tally(options.seed ?? Date.now() % 1_000_000, engines, options.out);
  const line = new LiveLine(options.format === 'text');
  const pool = startPool({
    again: (signature) => campaign.again(signature),
    known: (name) => campaign.known(name),
    engine: (name, counts) => campaign.engine(name, counts),
    seed: campaign.seed, nodes: options.nodes, mutate: options.mutate, relate: options.relate, engines, workers: options.workers, seconds: options.seconds, vocabulary, narrow: options.narrow, written: options.written, patience: options.patience, first: options.from ?? 0, end: (options.from ?? 0) + (options.graphs ?? Infinity),
    ran: (graph) => campaign.ran(graph.operators, graph.digest),
    found: (finding) => { const text = campaign.found(finding); if (text && options.format === 'text') line.above(text); },
  });
  const interrupted = (): void => { line.above('stopping: waiting for the graphs under way …'); pool.stop(); };
  for (const signal of SIGNALS) process.once(signal, interrupted);
  const drawing = setInterval(() => line.draw((width) => progressText(campaign.progress(options.seconds), { color: process.stdout.isTTY, width })), 200);
  try {
    await pool.done;
  } finally {
    clearInterval(drawing);
    line.clear();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
  const report = campaign.report();
  process.stdout.write(options.format === 'json' ? fuzzJson(report) : fuzzText(report, { color: process.stdout.isTTY }));
  return report.findings.length > 0 ? EXIT.findings : EXIT.clean;
}

function collected(value: string, sofar: readonly string[]): readonly string[] {
  return [...sofar, value];
}

/** A list of names, then the names of commands, which may have commas in them. */
function enginesFrom([list = '', ...commands]: readonly string[]): readonly string[] {
  const names = [...new Set([...list.split(',').map((name) => name.trim()).filter((name) => name !== ''), ...commands])];
  for (const name of names) {
    if (!executorNamed(name, { world })) throw new UsageError(`there is no engine ${name}; there are ${engineNames().join(', ')}`);
  }
  if (names.every((name) => name === 'reference')) throw new UsageError('name at least one engine besides reference');
  return names;
}

/** Counts and findings of a campaign as they come in. */
class Tally {
  readonly seed: number;
  readonly #engines: readonly string[];
  readonly #out: string;
  readonly #operators: Record<string, number> = {};
  readonly #findings = new Map<string, Omit<FuzzFinding, 'times'>>();
  readonly #times: Record<string, number> = {};
  readonly #outside: Record<string, EngineCounts> = {};
  readonly #known: Record<string, number> = {};
  readonly #started = Date.now();
  #graphs = 0;
  #digest = 0;

  constructor(campaignSeed: number, engines: readonly string[], out: string) {
    this.seed = campaignSeed;
    this.#engines = engines;
    this.#out = out;
  }

  ran(operators: readonly string[], digest: number): void {
    this.#graphs++;
    // Exclusive or: the order in which threads report does not matter.
    this.#digest = (this.#digest ^ digest) >>> 0;
    for (const op of operators) this.#operators[op] = (this.#operators[op] ?? 0) + 1;
  }

  /** Keeps the finding in a folder; returns a line about it where it is new. */
  found(finding: ReducedFinding): string | undefined {
    this.again(finding.signature);
    if (this.#findings.has(finding.signature)) return undefined;
    const folder = freeFolder(this.#out, finding);
    try {
      writeFolder(folder, finding);
      const { stored } = finding;
      const { message } = stored;
      this.#findings.set(finding.signature, { folder, message, engines: [finding.disagreement.engine], operators: stored.operators, signature: finding.signature, blame: stored.blame });
      return `found: ${message}\n       ${folder}`;
    } catch (error) {
      throw fileProblem(folder, error);
    }
  }

  again(signature: string): void {
    this.#times[signature] = (this.#times[signature] ?? 0) + 1;
  }

  known(name: string): void {
    this.#known[name] = (this.#known[name] ?? 0) + 1;
  }

  engine(name: string, { graphs, unsupported, lacks, unrepeated, grown }: EngineCounts): void {
    const sofar = this.#outside[name] ?? { graphs: 0, unsupported: 0, lacks: {}, unrepeated: 0, grown: 0 };
    const all = { ...sofar.lacks };
    for (const [lack, times] of Object.entries(lacks)) all[lack] = (all[lack] ?? 0) + times;
    this.#outside[name] = { graphs: sofar.graphs + graphs, unsupported: sofar.unsupported + unsupported, lacks: all, unrepeated: sofar.unrepeated + unrepeated, grown: sofar.grown + grown };
  }

  progress(limit: number) {
    return { graphs: this.#graphs, seconds: this.#seconds(), limit, operators: Object.keys(this.#operators).length, disagreements: this.#findings.size, known: sumOf(this.#known) };
  }

  report(): FuzzReport {
    return {
      seed: this.seed, engines: this.#engines, graphs: this.#graphs, seconds: this.#seconds(), operators: this.#operators,
      findings: [...this.#findings.values()].map((finding) => ({ ...finding, times: this.#times[finding.signature] ?? 1 })), known: this.#known, outside: this.#outside, digest: this.#digest.toString(16).padStart(8, '0'),
    };
  }

  #seconds(): number {
    return (Date.now() - this.#started) / 1000;
  }
}

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, n) => sum + n, 0);

/** `out/wasm-transpose-transpose`, with a number where that is taken. */
function freeFolder(out: string, { disagreement, subject }: ReducedFinding): string {
  const words = [disagreement.engine.replace(/\W+/g, '-'), ...subject.graph.nodes.map((node) => node.op.toLowerCase()).filter((op) => op !== 'constant')];
  const base = join(out, words.join('-').slice(0, 80));
  for (let n = 1; ; n++) {
    const folder = n === 1 ? base : `${base}-${n}`;
    if (!existsSync(folder)) return folder;
  }
}
