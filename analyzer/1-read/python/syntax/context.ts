// What every lowering step is given: the text, the way to report a problem, and the other steps. The steps call each
// other in circles (an f-string holds expressions, a lambda holds parameters that hold expressions), the files must
// not import each other in circles, so the circle is closed here, by `lowering.ts` filling in the functions.

import type { Body, ErrorExpr, Expr, Generator, Ident, Range, Stmt } from '../ast.ts';
import { isError, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';
import type { LineStructure } from './lines.ts';

export interface Lowering {
  readonly text: string;
  readonly lines: LineStructure;
  problem(at: Range, message: string): void;
  /** Perhaps Python, but too deep for whoever walks the tree. */
  tooDeep(at: Range): void;
  /** Whatever is wrong in this range stays inside it: the expression there is unknown, its surroundings are not. */
  contain(range: Range): void;
  /** The grammar takes this for an error and it is none. */
  forgive(node: Cst): void;
  /** The grammar takes this word for a keyword and it is a name: read the text again with it respelled. */
  respell(word: Range): void;
  expression(node: Cst): Expr;
  /** One node of the grammar may be several statements: an error with whole statements in it. */
  statement(node: Cst): Stmt;
  /** `owner` is named when the body is empty: "'def' statement". */
  body(block: Cst | null, owner: string, header: Range): Body;
}

export function textOf(low: Lowering, node: Range): string {
  return low.text.slice(node.start, node.end);
}

export function identOf(low: Lowering, node: Range): Ident {
  return { text: nameText(textOf(low, node)), range: rangeOf(node) };
}

/** Python compares names in normal form KC. */
export function nameText(spelled: string): string {
  return /^[\x20-\x7e]*$/.test(spelled) ? spelled : spelled.normalize('NFKC');
}

/** The expression in the place of one that should be there. */
export function expressionOr(low: Lowering, node: Cst | null | undefined, place: Range): Expr {
  return node ? low.expression(node) : errorExpr(place, 'an expression is missing');
}

export function errorExpr(range: Range, reason: string, inside: readonly (Stmt | Expr)[] = []): ErrorExpr {
  return { kind: 'ErrorExpr', range: rangeOf(range), reason, parts: inside };
}

/** What can still be read inside a node that does not fit. */
export function salvage(low: Lowering, node: Cst): (Stmt | Expr)[] {
  return namedChildren(node).flatMap((child): (Stmt | Expr)[] => {
    if (isStatement(child)) return [low.statement(child)];
    if (isExpression(child)) return [low.expression(child)];
    return salvage(low, child);
  });
}

export function isStatement(node: Cst): boolean {
  return node.named && (/_(statement|definition)$/.test(node.type));
}

const expressions = new Set([
  'comparison_operator', 'not_operator', 'boolean_operator', 'lambda', 'conditional_expression', 'named_expression',
  'await', 'binary_operator', 'identifier', 'string', 'concatenated_string', 'integer', 'float', 'true', 'false', 'none',
  'unary_operator', 'attribute', 'subscript', 'call', 'list', 'list_comprehension', 'dictionary',
  'dictionary_comprehension', 'set', 'set_comprehension', 'tuple', 'parenthesized_expression', 'generator_expression',
  'ellipsis', 'list_splat', 'yield', 'as_pattern', 'expression_list',
]);

export function isExpression(node: Cst): boolean {
  return node.named && !isError(node) && !node.missing && expressions.has(node.type);
}

/** The clauses of a comprehension, filled in by whoever lowers comprehensions. */
export type Clauses = readonly Generator[];
