// What a fuzzing campaign found, as text and as JSON, and the line that is drawn while it runs.

import pc from 'picocolors';
import { counted, grouped } from './text.ts';
import { visible } from './excerpt.ts';

/** One group of disagreements, reduced. */
export interface FuzzFinding {
  /** Where it can be replayed from. */
  readonly folder: string;
  /** One sentence: who disagrees with whom, and how. */
  readonly message: string;
  /** The engines that disagree. */
  readonly engines: readonly string[];
  /** The operators of the reduced graph, in order. */
  readonly operators: readonly string[];
  /** What disagreements of this kind have in common. */
  readonly signature: string;
  /** How often this kind was met. */
  readonly times: number;
  /** Where it begins and which pass is to blame, as far as that is known. */
  readonly blame: readonly { readonly engine: string; readonly node?: string; readonly pass?: string }[];
}

export interface FuzzReport {
  readonly seed: number;
  readonly engines: readonly string[];
  readonly graphs: number;
  readonly seconds: number;
  /** How often each operator stood in a graph that ran. */
  readonly operators: Readonly<Record<string, number>>;
  readonly findings: readonly FuzzFinding[];
  /** Upstream bugs that are in the ledger, and how often each was met. */
  readonly known: Readonly<Record<string, number>>;
  /** Engines in processes of their own: graphs that they were asked about (reduction included), and what became of them. */
  readonly outside: Readonly<Record<string, { readonly graphs: number; readonly unsupported: number; readonly lacks: Readonly<Record<string, number>>; readonly unrepeated: number; readonly grown: number }>>;
  /** Of all graphs together, in hexadecimal: the same seed and number of graphs give the same. */
  readonly digest: string;
}

export interface FuzzProgress {
  readonly graphs: number;
  readonly seconds: number;
  /** How long the campaign is to last. */
  readonly limit?: number;
  /** How many operators have been covered. */
  readonly operators: number;
  /** Kinds that are new. */
  readonly disagreements: number;
  /** Disagreements that the ledger knows. */
  readonly known: number;
}

export function fuzzJson(report: FuzzReport): string {
  const { graphs, seconds, seed, engines } = report;
  return `${JSON.stringify({
    graphs,
    seconds: rounded(seconds),
    graphsPerSecond: rounded(perSecond(report)),
    findings: report.findings.map(({ folder, message, engines: those, operators, signature, times, blame }) => ({ folder, message, engines: those, operators, signature, times, blame })),
    known: report.known,
    outside: report.outside,
    operators: Object.fromEntries(Object.entries(report.operators).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    seed,
    engines,
    digest: report.digest,
  }, null, 2)}\n`;
}

export function fuzzText(report: FuzzReport, options: { readonly color: boolean }): string {
  const colors = pc.createColors(options.color);
  const { graphs, seconds, findings, engines, seed } = report;
  const operators = Object.keys(report.operators).length;
  const lines = [
    `${counted(graphs, 'graph')} in ${seconds.toFixed(1)} s (${rate(report)}), ${counted(operators, 'operator')}, seed ${seed}`,
    `engines: ${engines.join(', ')}`,
    ...Object.entries(report.outside).flatMap(([name, { graphs: asked, unsupported, lacks, unrepeated, grown }]) => [
      ...(unsupported > 0 ? [`${name} lacks what ${counted(unsupported, 'graph')} of ${grouped(asked)} ask for: ${most(lacks)}`] : []),
      ...(unrepeated > 0 ? [colors.yellow(`${name} died ${unrepeated} times on graphs that do not kill it alone`)] : []),
      ...(grown > 0 ? [colors.yellow(`${name} was started anew ${grown === 1 ? 'once' : `${grown} times`} because it had grown; what keeps memory by itself is told below`)] : []),
    ]),
    '',
  ];
  const known = descending(report.known);
  const kind = known.length > 0 ? 'new disagreement' : 'disagreement';
  if (findings.length === 0) lines.push(graphs === 0 ? colors.yellow('Nothing was compared.') : colors.green(`No ${kind}.`));
  else lines.push(colors.red(`${counted(findings.length, kind)}:`));
  for (const finding of findings) {
    lines.push('', `  ${colors.bold(visible(shortened(finding.message)))}`);
    lines.push(`  ${colors.dim('reduced to')}  ${finding.operators.join(' → ') || 'no operator at all'}${finding.times > 1 ? `, met ${finding.times} times` : ''}`);
    for (const { engine, node, pass } of finding.blame) {
      if (node ?? pass) lines.push(`  ${colors.dim('begins')}      ${[node && `at ${node}`, pass && `in stage ${pass} of ${engine}`].filter(Boolean).join(', ')}`);
    }
    lines.push(`  ${colors.dim('replay with')} dimwright replay ${visible(finding.folder)}`);
  }
  if (known.length > 0) {
    const times = known.reduce((sum, [, n]) => sum + n, 0);
    lines.push('', `${counted(known.length, 'known bug')} met ${grouped(times)} times; corpus/FOUND.md says what each is:`, ...known.map(([name, n]) => `  ${grouped(n).padStart(7)}  ${name}`));
  }
  return `${lines.join('\n')}\n`;
}

const MOST_LACKS = 6;
const MOST_MESSAGE = 300;

/** The most frequent first. */
function descending(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

/** `Conv 1,203, Erf 990, 4 others 20` */
function most(counts: Readonly<Record<string, number>>): string {
  const [named, others] = [descending(counts).slice(0, MOST_LACKS), descending(counts).slice(MOST_LACKS)];
  const rest = others.length === 0 ? [] : [`${counted(others.length, 'other')} ${grouped(others.reduce((sum, [, n]) => sum + n, 0))}`];
  return [...named.map(([name, n]) => `${visible(name)} ${grouped(n)}`), ...rest].join(', ');
}

/** Engines tell where in their own sources they stood, and end their words with empty lines. */
function shortened(message: string): string {
  const words = message.replaceAll(/(?:\/[\w.-]+)+\/(?=[\w.-]+\.\w+:\d+)/g, '').replaceAll(/\s+/g, ' ').trim();
  return words.length <= MOST_MESSAGE ? words : `${words.slice(0, MOST_MESSAGE)}…`;
}

/** One line without its end; the caller returns the carriage. */
export function progressText(progress: FuzzProgress, options: { readonly color: boolean; readonly width?: number | undefined }): string {
  const { disagreements, known, limit, seconds } = progress;
  const time = `${Math.floor(seconds)}${limit === undefined ? '' : ` of ${limit}`} s`;
  const said = counted(disagreements, known > 0 ? 'new disagreement' : 'disagreement');
  const parts = [counted(progress.graphs, 'graph'), rate(progress), counted(progress.operators, 'operator'), said, ...(known > 0 ? [`${grouped(known)} known`] : []), time];
  const line = parts.join(' · ');
  const width = options.width ?? Infinity;
  const fitting = line.length < width ? line : `${line.slice(0, Math.max(0, width - 2))}…`;
  return disagreements === 0 ? fitting : fitting.replace(said, pc.createColors(options.color).red(said));
}

interface Speed { readonly graphs: number; readonly seconds: number }

const perSecond = ({ graphs, seconds }: Speed): number => (seconds > 0 ? graphs / seconds : 0);
const rate = (speed: Speed): string => `${counted(Math.round(perSecond(speed)), 'graph')}/s`;
const rounded = (n: number): number => Math.round(n * 1000) / 1000;
