// The text of a TypeScript or JavaScript file comes in, its program IR goes out; nothing but the text is looked at. Any
// text will do: what cannot be read or expressed is an `unknown` node in its place and, where it is no program, an entry
// of `problems`. Assumes that `loadTypeScript` has finished.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import { fileText } from '../../source.ts';
import type { Section } from '../assembled.ts';
import { Gaps, assembled, sectionsRead } from '../assembled.ts';
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
  const { sections, problems, comments, body } = readFrom(api, text, file, 0);
  return sections ? assembled('typescript', text, file, sections) : { language: 'typescript', file, text, body, comments, problems };
}

type Read = Pick<ir.Program, 'body' | 'comments' | 'problems'> & { readonly sections: readonly Section[] | undefined; readonly source: ts.SourceFile };

/** `start`: where the text lies in the program's. */
function readFrom(api: Compiler, text: string, file: string, start: number): Read {
  const source = api.createSourceFile(file, text, { languageVersion: api.ScriptTarget.Latest }, true, kindOf(api, file));
  const to: ToProgram = {
    ts: api, source,
    span: (node) => ({ file, start: node.getStart(source) + start, end: Math.max(node.getStart(source), node.end) + start }),
    expression: (node) => lowerExpression(to, node),
    target: (node) => lowerTarget(to, node),
    binding: (node) => lowerBinding(to, node),
    block: (statements) => lowerBlock(to, statements),
    callable: (node, name) => lowerFunction(to, node, name),
    class: (node) => lowerClass(to, node),
  };
  const problems = diagnosticsOf(source).map(({ start: at, length, messageText }) => (
    { span: { file, start: at + start, end: at + length + start }, reason: api.flattenDiagnosticMessageText(messageText, '\n') }));
  const comments = commentsOf(api, source, file, start);
  const parts = source.statements.map((statement) => to.block([statement]));
  const sections = problems.length > 0 ? undefined : sectionsIn(source, parts, comments, start);
  return { body: parts.flat(), comments, problems, sections, source };
}

/** From the line on which a statement starts to that of the next one. */
function sectionsIn(source: ts.SourceFile, parts: readonly ir.Block[], comments: readonly ir.Comment[], start: number): readonly Section[] {
  const { text, statements } = source;
  const cuts: { at: number; first: number }[] = [{ at: 0, first: 0 }];
  for (const [i, statement] of statements.entries()) {
    const at = text.lastIndexOf('\n', statement.getStart(source) - 1) + 1;
    const isCut = i > 0 && at >= (statements[i - 1] as ts.Statement).end && !comments.some(({ span }) => span.start < at + start && at + start < span.end);
    if (isCut) cuts.push({ at, first: i });
  }
  let comment = 0;
  return cuts.map(({ at, first }, i): Section => {
    const next = cuts[i + 1];
    const end = next?.at ?? text.length;
    const from = comment;
    while ((comments[comment]?.span.start ?? Infinity) < end + start) comment++;
    return { text: text.slice(at, end), start: at + start, body: parts.slice(first, next?.first).flat(), comments: comments.slice(from, comment), problems: [] };
  });
}

/** What starts a statement whatever stands above. */
const STARTER = /^(?:import\s|export\s|function\b|async function\b|class\s|const\s|let\s|var\s)/;

/**
 * A file that was read before and its new text in; the same out as reading the text anew. Only what lies between the
 * sections above and below that are as they were is read, and all where that is not whole by itself.
 */
export function rereadTypeScript(text: string, before: ir.Program): ir.Program {
  const { file } = before;
  if (text === fileText(before)) return before;
  const sections = sectionsRead(before);
  if (sections.length === 0 || text.length > LONGEST_TEXT) return readTypeScript(text, file);
  let [above, from] = [0, 0];
  while (above < sections.length && text.startsWith(sections[above]!.text, from)) from += sections[above++]!.text.length;
  // Where a statement ends is told by what follows.
  if (above > 0) from -= sections[--above]!.text.length;
  let [below, until] = [sections.length, text.length];
  while (below > above && until - sections[below - 1]!.text.length >= from && text.endsWith(sections[below - 1]!.text, until)) until -= sections[--below]!.text.length;
  while (below < sections.length && !(STARTER.test(sections[below]!.text) && text[until - 1] === '\n')) until += sections[below++]!.text.length;
  const kept = [...sections.slice(0, above), ...sections.slice(below)];
  const gaps = new Gaps(kept);
  const own = text.slice(from, until);
  try {
    const api = compiler();
    const read = readFrom(api, own, file, gaps.take(own));
    if (!read.sections || gaps.areTooMany(text) || hangsOnRest(api, read.source)) return readTypeScript(text, file);
    return assembled('typescript', text, file, [...sections.slice(0, above), ...(own === '' ? [] : read.sections), ...sections.slice(below)]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return readTypeScript(text, file);
  }
}

/** What `await` means outside of functions hangs on whether the file is a module. */
function hangsOnRest(api: Compiler, source: ts.SourceFile): boolean {
  return source.statements.some((statement) => !api.isFunctionDeclaration(statement) && /\bawait\b/.test(statement.getText(source)));
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
