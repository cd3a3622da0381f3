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
  readonly outside: Readonly<Record<string, { readonly graphs: number; readonly unsupported: number; readonly unrepeated: number; readonly grown: number }>>;
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
  readonly disagreements: number;
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
    ...Object.entries(report.outside).flatMap(([name, { graphs: asked, unsupported, unrepeated, grown }]) => [
      ...(unsupported > 0 ? [`${name} lacks what ${counted(unsupported, 'graph')} of ${grouped(asked)} ask for`] : []),
      ...(unrepeated > 0 ? [colors.yellow(`${name} died ${unrepeated} times on graphs that do not kill it alone`)] : []),
      ...(grown > 0 ? [colors.yellow(`${name} was started anew ${grown === 1 ? 'once' : `${grown} times`} because it had grown; what keeps memory by itself is told below`)] : []),
    ]),
    '',
  ];
  if (findings.length === 0) lines.push(graphs === 0 ? colors.yellow('Nothing was compared.') : colors.green('No disagreement.'));
  else lines.push(colors.red(`${counted(findings.length, 'disagreement')}:`));
  for (const finding of findings) {
    lines.push('', `  ${colors.bold(visible(finding.message))}`);
    lines.push(`  ${colors.dim('reduced to')} ${finding.operators.join(' → ')}${finding.times > 1 ? ` ${colors.dim('met')} ${finding.times} times` : ''}`);
    for (const { engine, node, pass } of finding.blame) {
      if (node ?? pass) lines.push(`  ${colors.dim('begins at')} ${[node, pass && `${engine} since ${pass}`].filter(Boolean).join(', ')}`);
    }
    lines.push(`  ${colors.dim('replay with')} dimwright replay ${visible(finding.folder)}`);
  }
  const known = Object.entries(report.known).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (known.length > 0) lines.push('', `${counted(known.length, 'known bug')} met again, see corpus/FOUND.md:`, ...known.map(([name, times]) => `  ${String(times).padStart(6)}  ${name}`));
  return `${lines.join('\n')}\n`;
}

/** One line without its end; the caller returns the carriage. */
export function progressText(progress: FuzzProgress, options: { readonly color: boolean; readonly width?: number | undefined }): string {
  const { disagreements, limit, seconds } = progress;
  const time = `${Math.floor(seconds)}${limit === undefined ? '' : ` of ${limit}`} s`;
  const said = counted(disagreements, 'disagreement');
  const parts = [counted(progress.graphs, 'graph'), rate(progress), counted(progress.operators, 'operator'), said, time];
  const line = parts.join(' · ');
  const width = options.width ?? Infinity;
  const fitting = line.length < width ? line : `${line.slice(0, Math.max(0, width - 2))}…`;
  return disagreements === 0 ? fitting : fitting.replace(said, pc.createColors(options.color).red(said));
}

interface Speed { readonly graphs: number; readonly seconds: number }

const perSecond = ({ graphs, seconds }: Speed): number => (seconds > 0 ? graphs / seconds : 0);
const rate = (speed: Speed): string => `${counted(Math.round(perSecond(speed)), 'graph')}/s`;
const rounded = (n: number): number => Math.round(n * 1000) / 1000;
