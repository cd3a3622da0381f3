// The text of a Python file comes in, its program IR goes out. Any text will do: what cannot be read or expressed is an
// `unknown` node in its place and, where it is not Python, an entry of `problems`. Assumes that `loadPython` has finished.

import type * as ir from '../../program.ts';
import type { PyModule } from './ast.ts';
import { longestText, parsePython } from './parse.ts';
import type { ToProgram } from './program/context.ts';
import { lowerExpression } from './program/expressions.ts';
import { lowerBlock } from './program/statements.ts';
import { lowerTarget } from './program/targets.ts';
import { sectionsOf } from './sections.ts';

/** What a section was read as; `start`: where it lies in the program's text. */
export interface Section extends Pick<ir.Program, 'text' | 'body' | 'comments' | 'problems'> { readonly start: number }

const sections = new WeakMap<ir.Program, readonly Section[]>();

export function readPython(text: string, file: string): ir.Program {
  const starts = startsOf(text);
  const read = readWhole(text, file, starts) ?? starts.map((start, i) => readSection(text.slice(start, starts[i + 1]), file, start));
  return assembled(text, file, read);
}

export const startsOf = (text: string): readonly number[] => (text.length > longestText ? [0] : sectionsOf(text));

/** A program of its sections, in their order in the file. */
export function assembled(text: string, file: string, read: readonly Section[]): ir.Program {
  const all = <T>(part: (section: Section) => readonly T[], from = read): readonly T[] => from.flatMap(part);
  const [laid, source] = laidOut(text, read);
  const program: ir.Program = {
    language: 'python', file, text: source ? textOf(laid) : text, ...(source ? { source } : {}),
    comments: all(({ comments }) => comments, laid), body: all(({ body }) => body), problems: all(({ problems }) => problems),
  };
  sections.set(program, read);
  return program;
}

/** The sections as they lie, and how they lie where that is not as in the file. */
function laidOut(text: string, read: readonly Section[]): readonly [readonly Section[], ir.Source | undefined] {
  let at = 0;
  const places = new Map(read.map((section) => {
    const place = { start: section.start, at };
    at = place.at + section.text.length;
    return [section, place];
  }));
  if ([...places.values()].every((place) => place.start === place.at)) return [read, undefined];
  const laid = read.toSorted((a, b) => a.start - b.start);
  return [laid, { text, sections: laid.map((section) => places.get(section)!) }];
}

function textOf(laid: readonly Section[]): string {
  let text = '';
  for (const section of laid) text += '\n'.repeat(section.start - text.length) + section.text;
  return text;
}

/** All sections at once, which is faster and the same where nothing is wrong. */
function readWhole(text: string, file: string, starts: readonly number[]): readonly Section[] | undefined {
  const { body, comments, problems } = readSection(text, file, 0);
  if (problems.length > 0) return undefined;
  let [statement, comment] = [0, 0];
  const read: Section[] = [];
  for (const [i, start] of starts.entries()) {
    const end = starts[i + 1] ?? text.length;
    const [first, firstComment] = [statement, comment];
    while (startsBefore(body[statement], end)) statement++;
    while (startsBefore(comments[comment], end)) comment++;
    if (statement > first && (body[statement - 1] as ir.Statement).span.end > end) return undefined;
    read.push({ text: text.slice(start, end), start, body: body.slice(first, statement), comments: comments.slice(firstComment, comment), problems });
  }
  return read;
}

const startsBefore = (one: { readonly span: ir.Span } | undefined, end: number): boolean => one !== undefined && one.span.start < end;

export const sectionsRead = (program: ir.Program): readonly Section[] => sections.get(program) ?? [];

export function readSection(text: string, file: string, start: number): Section {
  const to: ToProgram = {
    text,
    span: (range) => ({ file, start: range.start + start, end: range.end + start }),
    expression: (expression) => lowerExpression(to, expression),
    target: (expression) => lowerTarget(to, expression),
  };
  const module = parsePython(text);
  const comments = module.comments.map((comment) => ({ span: to.span(comment.range), text: comment.text.slice(1) }));
  const problems = module.errors.map((error) => ({ span: to.span(error.range), reason: error.message }));
  return { text, start, comments, ...lowerBody(to, module, problems) };
}

function lowerBody(to: ToProgram, module: PyModule, problems: readonly ir.Problem[]): Pick<ir.Program, 'body' | 'problems'> {
  try {
    return { body: lowerBlock(to, module.body), problems };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Only the stack can be exhausted: the tree's depth has a limit, but chains of `elif` may multiply it.
    const reason = 'nested too deeply: not analysed';
    const span = to.span(module.range);
    return { body: [{ kind: 'unknown', span, reason }], problems: [...problems, { span: { ...span, end: span.start }, reason }] };
  }
}
