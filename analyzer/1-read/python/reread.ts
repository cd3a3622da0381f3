// A file that was read before and its new text in; the same out as reading the text anew, mostly without reading it all:
// statements at the outermost level that stay as they are, on both sides of the edit, are kept with their places moved.
// One unchanged statement on each side is read again, so that what the edit opens (a bracket, a string, a block) shows.

import type { Program, Span, Statement } from '../../program.ts';
import { meansTheSame } from '../meaning.ts';
import { readPython } from './lower.ts';

export function rereadPython(text: string, before: Program): Program {
  const old = before.text;
  const starts = startsOf(before);
  if (!starts) return readPython(text, before.file);
  const [same, sameBehind] = inCommon(old, text);
  const by = text.length - old.length;
  // All before the last statement that starts in what is the same, and the one before that.
  const first = Math.max(0, starts.findLastIndex((start) => start <= same) - 1);
  const found = starts.findIndex((start) => start > old.length - sameBehind);
  const next = found < 0 || found + 1 >= starts.length ? undefined : starts[found + 1];
  const [from, to] = [first === 0 ? 0 : starts[first] as number, next === undefined ? text.length : next + by];
  if (from === 0 && to === text.length) return readPython(text, before.file);
  const middle = text.slice(from, to);
  const read = readPython(middle, before.file, from);
  if (read.problems.length > 0 || /\\\s*$/.test(middle)) return readPython(text, before.file);
  const behind = ({ span }: { readonly span: Span }): boolean => next !== undefined && span.start >= next;
  const around = <T extends { readonly span: Span }>(kept: readonly T[], between: readonly T[]): readonly T[] => [
    ...kept.filter(({ span }) => span.start < from), ...between, ...kept.filter(behind).map((one) => moved(one, by)),
  ];
  const body = around<Statement>(before.body, read.body);
  for (const [i, statement] of before.body.filter(behind).toReversed().entries()) meansTheSame(body.at(-1 - i) as Statement, statement);
  return { ...before, text, body, comments: around(before.comments, read.comments) };
}

/** Where the lines of statements at the outermost level start; undefined where that says too little about the text. */
function startsOf({ body, text, problems }: Program): readonly number[] | undefined {
  if (problems.length > 0 || text.includes('\r')) return undefined;
  const starts = body.map((statement) => text.lastIndexOf('\n', firstOf(statement) - 1) + 1);
  return starts.every((start, i) => i === 0 || start > (starts[i - 1] as number)) && starts.every((start) => !/\s/.test(text[start] ?? ' ')) ? starts : undefined;
}

const firstOf = (statement: Statement): number =>
  Math.min(statement.span.start, ...(statement.kind === 'function' || statement.kind === 'class' ? statement.decorators.map(({ span }) => span.start) : []));

/** How much two texts share at the start, and at the end of what is left. */
function inCommon(a: string, b: string): readonly [number, number] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  return [start, end];
}

/** The same with all places moved. */
function moved<T>(node: T, by: number): T {
  if (by === 0 || typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((part: unknown) => moved(part, by)) as T;
  if ('file' in node && 'start' in node && 'end' in node) return { ...node, start: Number(node.start) + by, end: Number(node.end) + by };
  const copy: Record<string, unknown> = {};
  for (const key in node) copy[key] = moved(node[key], by);
  return copy as T;
}
