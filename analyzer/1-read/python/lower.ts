// The text of a Python file comes in, its program IR goes out. Any text will do: what cannot be read or expressed is an
// `unknown` node in its place and, where it is not Python, an entry of `problems`. Assumes that `loadPython` has finished.

import type * as ir from '../../program.ts';
import type { Section } from '../assembled.ts';
import { assembled } from '../assembled.ts';
import type { PyModule } from './ast.ts';
import { longestText, parsePython } from './parse.ts';
import type { ToProgram } from './program/context.ts';
import { lowerExpression } from './program/expressions.ts';
import { lowerBlock } from './program/statements.ts';
import { lowerTarget } from './program/targets.ts';
import { sectionsOf } from './sections.ts';

export function readPython(text: string, file: string): ir.Program {
  const starts = startsOf(text);
  const read = readWhole(text, file, starts) ?? starts.map((start, i) => readSection(text.slice(start, starts[i + 1]), file, start));
  return assembled('python', text, file, read);
}

export const startsOf = (text: string): readonly number[] => (text.length > longestText ? [0] : sectionsOf(text));

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
