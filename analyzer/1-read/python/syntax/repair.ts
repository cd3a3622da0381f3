// A text that did not parse comes in, with what went wrong; edits go out that let the rest of it be read, and the
// lines that they touched: nothing on such a line is what the author meant, so its statements are marked as errors.
// Python is a language of lines, so one wrong line should cost one line, which no general recovery achieves.

import type { Range, SyntaxProblem } from '../ast.ts';
import { isError } from './cst.ts';
import type { Cst } from './cst.ts';
import type { Edit } from './edits.ts';
import type { LogicalLine, Scan } from './scan.ts';

export interface Repairs {
  readonly edits: readonly Edit[];
  readonly damaged: readonly Range[];
  readonly problems: readonly SyntaxProblem[];
}

/** A statement that swallowed the end of its line. */
export interface Join {
  readonly at: number;
  readonly token: Range | null;
}

export const tooDeepMessage = 'nested too deeply: what is inside is not analysed';

const headers = /^(?:def|class|if|elif|else|for|while|try|except|finally|with|async)$/;

/** First repair: what the characters alone tell. */
export function lexicalRepairs(found: Scan): Repairs {
  // The grammar takes a line inside brackets for the end of a block when it stands far enough left. Without the line
  // breaks it cannot.
  const edits: Edit[] = found.insideBrackets.map(blankRange);
  // Outside brackets the grammar takes a star before some expressions only.
  for (const { start, end } of found.starred) edits.push({ start, end: start, insert: '(' }, { start: end, end, insert: ')' });
  const damaged: Range[] = [];
  const problems: SyntaxProblem[] = [];
  for (const fault of found.faults) {
    edits.push(fault.edit);
    damaged.push(lineAt(found, fault.at.start) ?? fault.at);
    problems.push({ range: fault.at, message: fault.message, kind: 'syntax' });
  }
  for (const line of found.lines) {
    if (line.colon || !headers.test(line.word) || line.end <= line.start) continue;
    edits.push({ start: line.end, end: line.end, insert: ':' });
    const range = { start: Math.max(line.start, line.end - 1), end: line.end };
    problems.push({ range, message: `':' is missing at the end of this '${line.word}' line`, kind: 'syntax' });
  }
  return { edits, damaged, problems };
}

/** Later repairs: a line that swallows the next loses its last token; what still does not parse loses its line. */
export function lineRepairs(text: string, found: Scan, joins: readonly Join[], wrong: readonly Cst[], before: Repairs): Repairs {
  const edits: Edit[] = [];
  const damaged: Range[] = [];
  const problems: SyntaxProblem[] = [];
  const seen = new Set<LogicalLine>();
  const repairLine = (line: LogicalLine, token: Range | null, problem: SyntaxProblem): void => {
    if (seen.has(line)) return;
    seen.add(line);
    const known = before.damaged.some((range) => range.start === line.start);
    if (!known) problems.push(problem);
    const edit = token === null || known || token.start <= line.start ? blankLine(text, line) : blankRange(token);
    if (before.edits.some((other) => collides(other, edit))) return;
    edits.push(edit);
    damaged.push(line);
  };
  for (const join of joins) {
    const separator = separatorAfterComma(text, join, before);
    if (separator !== null) {
      edits.push(separator);
      continue;
    }
    const line = lineAt(found, join.at - 1, join.token?.start);
    if (line !== null) repairLine(line, join.token, joinProblem(text, join));
  }
  // What else is wrong may be the echo of a swallowed line: the next round will tell.
  for (const node of joins.length > 0 ? [] : wrong) {
    const line = lineAt(found, node.start);
    if (line !== null) repairLine(line, null, describe(text, node));
  }
  const kept = before.edits.filter((edit) => !edits.some((other) => other.start <= edit.start && edit.end <= other.end));
  return {
    edits: [...kept, ...edits], damaged: [...before.damaged, ...damaged], problems: [...before.problems, ...problems],
  };
}

function lineAt(found: Scan, ...offsets: readonly (number | undefined)[]): LogicalLine | null {
  for (const offset of offsets) {
    if (offset === undefined) continue;
    const line = found.lines.findLast((each) => each.start <= offset);
    if (line !== undefined && offset <= line.end) return line;
  }
  return null;
}

/** `x,` alone on its line is a tuple: what is missing is only something that ends it in the eyes of the grammar. */
function separatorAfterComma(text: string, join: Join, before: Repairs): Edit | null {
  if (join.token === null || text.slice(join.token.start, join.token.end) !== ',') return null;
  const at = join.token.end;
  const tried = before.edits.some((edit) => edit.start === at && edit.insert === ';');
  return tried ? null : { start: at, end: at, insert: ';' };
}

/** An edit inside the new one gives way to it; what reaches over its border, or repeats it, stays. */
function collides(old: Edit, edit: Edit): boolean {
  const overlaps = old.start < edit.end && edit.start < old.end;
  const isInside = edit.start <= old.start && old.end <= edit.end;
  return overlaps && (!isInside || (old.start === edit.start && old.end === edit.end && old.insert === edit.insert));
}

function blankRange({ start, end }: Range): Edit {
  return { start, end, insert: ' '.repeat(end - start) };
}

/** Of equal length, so that nothing moves; a header stays a header, or its body would have no place. */
function blankLine(text: string, line: LogicalLine): Edit {
  const spelled = text.slice(line.start, line.end);
  // What the line assigns becomes unknown; what it would have assigned must not keep its old value.
  const target = /^[A-Za-z_][\w.]*(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)*[ \t]*=[ \t]*(?==*[^\s=])/.exec(spelled);
  if (target !== null && !headers.test(line.word)) {
    const start = line.start + target[0].length;
    return { start, end: line.end, insert: `_${blank(text.slice(start + 1, line.end))}` };
  }
  const length = line.end - line.start;
  const filler = headers.test(line.word) ? 'if _:' : 'pass';
  if (length < filler.length) return { start: line.start, end: line.end, insert: ' '.repeat(length) };
  return { start: line.start, end: line.end, insert: filler + ' '.repeat(length - filler.length) };
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

function joinProblem(text: string, join: Join): SyntaxProblem {
  const token = join.token;
  const range = token ?? { start: join.at, end: join.at };
  const spelled = token === null ? '' : text.slice(token.start, token.end);
  const message = spelled === '.' ? "a name is missing after '.'"
    : /^[\w"']/.test(spelled) ? 'this statement ends too early' : `something is missing after '${spelled}'`;
  return { range: { start: range.start, end: range.end }, message, kind: 'syntax' };
}

const expected: Readonly<Record<string, string>> = {
  identifier: 'a name', ':': "':'", ')': "')'", ']': "']'", '}': "'}'", _newline: 'the end of the line', ',': "','",
};

/** What the grammar can say about a place that does not fit. */
export function describe(text: string, node: Cst): SyntaxProblem {
  if (node.missing) {
    const what = expected[node.type] ?? (node.named ? 'an expression' : `'${node.type}'`);
    return { range: { start: node.start, end: node.end }, message: `${what} is missing here`, kind: 'syntax' };
  }
  if (!isError(node)) {
    return { range: { start: node.start, end: node.end }, message: tooDeepMessage, kind: 'limit' };
  }
  const line = /^[^\n]*/.exec(text.slice(node.start, node.end))?.[0].trimEnd() ?? '';
  const range = { start: node.start, end: node.start + line.length };
  const target = /^(.*[^\s=])\s*=$/.exec(line)?.[1];
  if (target !== undefined && /[()+*/{"'-]|^\d/.test(target)) return { range, message: `cannot assign to '${target}'`, kind: 'syntax' };
  if (/^=\s*[^=]/.test(line)) return { range, message: "'=' assigns and cannot stand here; == compares", kind: 'syntax' };
  const printable = line.replace(/\p{Cc}/gu, '?');
  const shown = printable.length > 40 ? `${printable.slice(0, 37)}...` : printable;
  return { range, message: shown === '' ? 'this is not Python' : `'${shown}' does not fit here`, kind: 'syntax' };
}
