// The text of a TypeScript or JavaScript file comes in, its program IR goes out; nothing but the text is looked at. Any
// text will do: what cannot be read or expressed is an `unknown` node in its place and, where it is no program, an entry
// of `problems`. Assumes that `loadTypeScript` has finished.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import { lowerClass } from './classes.ts';
import { commentsOf } from './comments.ts';
import type { Compiler } from './compiler.ts';
import { compiler } from './compiler.ts';
import type { ToProgram } from './context.ts';
import { lowerExpression } from './expressions.ts';
import { lowerFunction } from './functions.ts';
import { lowerBlock } from './statements.ts';
import { lowerBinding, lowerTarget } from './targets.ts';

export { loadTypeScript } from './compiler.ts';

/** Code units; generated data, not programs, is larger. */
const LONGEST_TEXT = 4_000_000;

export function readTypeScript(text: string, file: string): ir.Program {
  if (text.length > LONGEST_TEXT) return refused(text, file, `longer than ${LONGEST_TEXT} characters: not analysed`);
  try {
    return read(compiler(), text, file);
  } catch (error) {
    // The only thing that a text can exhaust is the stack.
    if (error instanceof RangeError) return refused(text, file, 'nested too deeply: not analysed');
    throw error;
  }
}

function read(api: Compiler, text: string, file: string): ir.Program {
  const source = api.createSourceFile(file, text, { languageVersion: api.ScriptTarget.Latest }, true, kindOf(api, file));
  const to: ToProgram = {
    ts: api, source,
    span: (node) => ({ file, start: node.getStart(source), end: Math.max(node.getStart(source), node.end) }),
    expression: (node) => lowerExpression(to, node),
    target: (node) => lowerTarget(to, node),
    binding: (node) => lowerBinding(to, node),
    block: (statements) => lowerBlock(to, statements),
    callable: (node, name) => lowerFunction(to, node, name),
    class: (node) => lowerClass(to, node),
  };
  const problems = diagnosticsOf(source).map(({ start, length, messageText }) => (
    { span: { file, start, end: start + length }, reason: api.flattenDiagnosticMessageText(messageText, '\n') }));
  return { language: 'typescript', file, text, body: to.block(source.statements), comments: commentsOf(api, source, file), problems };
}

/** JSX is read only where the name allows it: elsewhere `<T>x` is a cast. */
function kindOf(api: Compiler, file: string): ts.ScriptKind {
  if (/\.tsx$/i.test(file)) return api.ScriptKind.TSX;
  if (/\.[cm]?jsx?$/i.test(file)) return api.ScriptKind.JSX;
  return api.ScriptKind.TS;
}

/** The compiler keeps what it could not parse on the tree, in a place that its types do not mention. */
function diagnosticsOf(source: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return 'parseDiagnostics' in source ? source.parseDiagnostics as readonly ts.DiagnosticWithLocation[] : [];
}

function refused(text: string, file: string, reason: string): ir.Program {
  const span = { file, start: 0, end: text.length };
  return { language: 'typescript', file, text, body: [{ kind: 'unknown', span, reason }], comments: [], problems: [{ span: { ...span, end: 0 }, reason }] };
}
