// A check report as a person reads it in a terminal. The first line of a finding is `file:line:column: severity:
// message [rule]`, which editors and people's scripts recognise; below it the line itself, then where the numbers
// come from. Assumes nothing about the terminal but what the options say.

import pc from 'picocolors';
import { excerpt, visible } from './excerpt.ts';
import { sorted, type CheckReport, type Finding, type Severity, type SourceOf } from './finding.ts';

export interface TextOptions {
  readonly source: SourceOf;
  readonly color: boolean;
  /** Columns of the terminal; undefined where the output is no terminal, and nothing is then shortened. */
  readonly width?: number | undefined;
}

type Colors = ReturnType<typeof pc.createColors>;

export function checkText(report: CheckReport, options: TextOptions): string {
  const colors = pc.createColors(options.color);
  const findings = sorted(report.findings).map((finding) => `${findingText(finding, options, colors)}\n\n`);
  return `${findings.join('')}${summary(report, colors)}\n`;
}

function findingText(finding: Finding, options: TextOptions, colors: Colors): string {
  const tint = tintOf(finding.severity, colors);
  const where = colors.bold(`${visible(finding.file)}:${finding.line}:${finding.column}:`);
  const head = `${where} ${tint(colors.bold(`${finding.severity}:`))} ${visible(finding.message)} ${colors.dim(`[${finding.rule}]`)}`;
  const digits = String(Math.max(finding.line, ...finding.related.map((place) => place.line))).length;
  const page: Page = { options, colors, digits, room: (options.width ?? Infinity) - digits - 5 };
  const end = finding.endLine > finding.line ? Infinity : finding.endColumn;
  const primary: Mark = { ...finding, end, message: '', sign: '^', tint };
  const marks = [primary, ...finding.related.map((place): Mark => (
    { ...place, end: place.endColumn ?? place.column + wordLength(place, options), sign: '~', tint: colors.cyan }))];
  return [head, ...marks.flatMap((mark, i) => markLines(mark, marks[i - 1] ?? primary, i === 0, page))].join('\n');
}

interface Place { readonly file: string; readonly line: number; readonly column: number }

/** A stretch of a line with what is to be said about it. */
interface Mark extends Place {
  readonly end: number;
  readonly message: string;
  readonly sign: '^' | '~';
  readonly tint: (text: string) => string;
}

interface Page {
  readonly options: TextOptions;
  readonly colors: Colors;
  /** Of the widest line number. */
  readonly digits: number;
  /** Columns right of the gutter. */
  readonly room: number;
}

function markLines(mark: Mark, above: Mark, isFirst: boolean, page: Page): readonly string[] {
  const { options, colors, digits, room } = page;
  const place = `${visible(mark.file)}:${mark.line}:${mark.column}`;
  const message = visible(mark.message);
  const line = lineOf(mark, options.source);
  if (line === undefined) return message === '' ? [] : [`  ${colors.dim(place)} ${mark.tint(message)}`];
  const gutter = (label: string): string => `  ${colors.dim(`${label.padStart(digits)} │`)} `;
  const { text, marks } = excerpt(line, mark.column, mark.end, room);
  const isSameFile = isFirst || mark.file === above.file;
  const isSameLine = !isFirst && isSameFile && mark.line === above.line
    && text === excerpt(line, above.column, above.end, room).text;
  const column = marks.indexOf('^');
  const drawn = ' '.repeat(column) + mark.tint(mark.sign.repeat(marks.length - column));
  const fits = marks.length + 1 + message.length <= room;
  return [
    ...(isSameFile ? [] : [`  ${colors.dim(`${' '.repeat(digits)} ┌ ${place}`)}`]),
    ...(isSameLine ? [] : [gutter(String(mark.line)) + text]),
    gutter('') + drawn + (fits && message !== '' ? ` ${mark.tint(message)}` : ''),
    ...(fits ? [] : wrap(message, room).map((part) => gutter('') + mark.tint(part))),
  ];
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function lineOf(place: Place, source: SourceOf): string | undefined {
  const line = source(place.file)?.split(/\r\n|\r|\n/)[place.line - 1];
  return line?.trim() === '' ? undefined : line;
}

/** Dotted names count as one word. */
function wordLength(place: Place, options: TextOptions): number {
  const rest = lineOf(place, options.source)?.slice(place.column - 1) ?? '';
  return /^[\p{L}\p{N}_.]+/u.exec(rest)?.[0].replace(/\.+$/, '').length ?? 1;
}

function tintOf(severity: Severity, colors: Colors): (text: string) => string {
  return { error: colors.red, warning: colors.yellow, note: colors.blue }[severity];
}

function summary({ findings, files, unknown }: CheckReport, colors: Colors): string {
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const parts = (['error', 'warning', 'note'] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => tintOf(severity, colors)(counted(count(severity), severity)));
  const found = parts.length > 0 ? parts.join(', ') : colors.green('Nothing found');
  const doubt = unknown === 0 ? '' : `; ${counted(unknown, 'place')} not understood, hence not checked`;
  return `${found} in ${counted(files, 'file')}${doubt}.`;
}

/** `1 file`, `2,000 files`. */
export function counted(n: number, thing: string): string {
  return `${grouped(n)} ${thing}${n === 1 ? '' : 's'}`;
}

/** `1,234,567` */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
