// The tokens of a text come in, its line structure goes out: where Python ends a logical line. The grammar treats an
// unexpected line break as a blank, so `y = x.` swallows the next line without an error; whoever lowers a statement
// asks here whether it spans the end of a line. Assumes that line breaks are \n or \r\n.

import type { Range } from '../ast.ts';
import type { Token } from './cst.ts';

export interface LineStructure {
  /** The first end of a logical line strictly inside the range, if any. */
  breakWithin(range: Range): number | null;
  /** The last token that ends at or before the offset. */
  tokenBefore(offset: number): Token | null;
  /** The blanks before an offset on its line; null when something else stands there. */
  indentation(offset: number): string | null;
}

export function lineStructure(text: string, tokens: readonly Token[]): LineStructure {
  const breaks = logicalBreaks(text, tokens);
  return {
    breakWithin(range) {
      const at = breaks[firstAtLeast(breaks.length, (index) => (breaks[index] ?? 0) >= range.start)];
      return at !== undefined && at < range.end ? at : null;
    },
    tokenBefore(offset) {
      const after = firstAtLeast(tokens.length, (index) => (tokens[index]?.end ?? 0) > offset);
      return tokens[after - 1] ?? null;
    },
    indentation: (offset) => indentationBefore(text, offset),
  };
}

function logicalBreaks(text: string, tokens: readonly Token[]): number[] {
  const breaks: number[] = [];
  let depth = 0;
  let previousEnd = 0;
  for (const token of tokens) {
    if (depth === 0) {
      const at = breakInGap(text, previousEnd, token.start);
      if (at !== null) breaks.push(at);
    }
    if (token.type === '(' || token.type === '[' || token.type === '{') depth++;
    else if (token.type === ')' || token.type === ']' || token.type === '}') depth = Math.max(0, depth - 1);
    previousEnd = token.end;
  }
  return breaks;
}

/** Between two tokens there are only blanks, comments, backslashes and line breaks. */
function breakInGap(text: string, start: number, end: number): number | null {
  for (let index = start; index < end; index++) {
    const character = text[index];
    if (character === '\n') return index;
    if (character === '#') {
      const stop = text.indexOf('\n', index);
      return stop >= 0 && stop < end ? stop : null;
    }
    if (character === '\\') index += text[index + 1] === '\r' ? 2 : 1;
  }
  return null;
}

function indentationBefore(text: string, offset: number): string | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  // A byte-order mark is not part of the line, and a form feed starts it anew.
  const blanks = text.slice(lineStart, offset).replace(/^\uFEFF/, '').replace(/^.*\f/, '');
  if (!/^[ \t]*$/.test(blanks)) return null;
  const continued = /\\\r?\n$/.test(text.slice(Math.max(0, lineStart - 3), lineStart));
  return continued ? null : blanks;
}

/** The first index in 0..count for which a monotone condition holds; `count` when it never does. */
function firstAtLeast(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
