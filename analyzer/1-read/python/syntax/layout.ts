// Where statements stand: concrete nodes in, problems reported. The grammar forgives what Python does not: lines of one
// block at different depths, an `else` that stands under nothing, two statements with nothing between them.

import type { Range } from '../ast.ts';
import type { Lowering } from './context.ts';
import { isError } from './cst.ts';
import type { Cst } from './cst.ts';

/** `expected` is the indentation of the block; null when it stands on the line of its header. */
export function checkBlock(low: Lowering, nodes: readonly Cst[], expected: string | null): void {
  let before: Cst | null = null;
  for (const node of nodes) {
    if (expected !== null && !isError(node)) checkIndentation(low, node, expected);
    if (before !== null && !isError(node) && !isError(before)) checkSeparated(low, before, node);
    before = node;
  }
}

function checkIndentation(low: Lowering, node: Cst, expected: string): void {
  const found = low.lines.indentation(node.start);
  if (found === null || found === expected) return;
  const place = { start: node.start - found.length, end: node.start };
  if (width(found) === width(expected)) {
    low.problem(place, 'tabs and blanks are mixed in this indentation');
  } else if (width(found) > width(expected)) {
    low.problem(place, 'this line is indented more than the lines around it');
  } else {
    low.problem(place, 'this indentation matches no line above');
  }
}

function checkSeparated(low: Lowering, before: Range, node: Range): void {
  if (/[\n;]/.test(low.text.slice(before.end, node.start))) return;
  low.problem(node, "a new statement needs a new line, or a ';' before it");
}

/** The body of a header that stands on a line of its own. */
export function checkDeeper(low: Lowering, first: Cst, header: Range, indentation: string): void {
  const outer = low.lines.indentation(header.start);
  if (outer !== null && width(indentation) <= width(outer)) {
    low.problem(first, 'this line must be indented more than the one it belongs to');
  }
}

/** `elif`, `else`, `except` and `finally` stand exactly under their statement. */
export function checkClauses(low: Lowering, statement: Cst): void {
  const outer = low.lines.indentation(statement.start);
  if (outer === null) return;
  for (const clause of statement.children) {
    const word = /^(elif|else|except|finally)_clause$/.exec(clause.type)?.[1];
    const found = word === undefined ? null : low.lines.indentation(clause.start);
    if (word === undefined || found === null || found === outer) continue;
    const at = { start: clause.start, end: clause.start + word.length };
    low.problem(at, `this '${word}' does not stand under the statement it belongs to`);
  }
}

/** A tab reaches to the next multiple of eight, as in Python. */
function width(blanks: string): number {
  let columns = 0;
  for (const blank of blanks) columns = blank === '\t' ? (Math.floor(columns / 8) + 1) * 8 : columns + 1;
  return columns;
}
