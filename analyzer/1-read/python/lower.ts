// The text of a Python file comes in, its program IR goes out. Any text will do: what cannot be read or expressed is an
// `unknown` node in its place and, where it is not Python, an entry of `problems`. Assumes that `loadPython` has finished.

import type * as ir from '../../program.ts';
import type { PyModule } from './ast.ts';
import { parsePython } from './parse.ts';
import type { ToProgram } from './program/context.ts';
import { lowerExpression } from './program/expressions.ts';
import { lowerBlock } from './program/statements.ts';
import { lowerTarget } from './program/targets.ts';

/** `from`: where the text stands in its file. */
export function readPython(text: string, file: string, from = 0): ir.Program {
  const to: ToProgram = {
    text,
    span: ({ start, end }) => ({ file, start: start + from, end: end + from }),
    expression: (expression) => lowerExpression(to, expression),
    target: (expression) => lowerTarget(to, expression),
  };
  const module = parsePython(text);
  const comments = module.comments.map((comment) => ({ span: to.span(comment.range), text: comment.text.slice(1) }));
  const problems = module.errors.map((error) => ({ span: to.span(error.range), reason: error.message }));
  return { language: 'python', file, text, comments, ...lowerBody(to, module, problems) };
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
