// `match`: concrete nodes in, cases with their patterns out.

import type { Expr, Ident, MatchAs, MatchCase, MatchClass, MatchMapping, Pattern, Range, Stmt } from '../ast.ts';
import { errorExpr, expressionOr, identOf, textOf } from './context.ts';
import type { Lowering } from './context.ts';
import { childOf, isError, mark, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';
import { checkBlock } from './layout.ts';
import { elementsOrOne } from './lower-brackets.ts';
import { nameOf } from './lower-expressions.ts';

export function lowerMatch(low: Lowering, node: Cst): Stmt {
  const colon = node.children.findIndex((child) => child.type === ':');
  const subject = elementsOrOne(node.children.slice(1, Math.max(1, colon)), node, (child) => low.expression(child));
  const block = childOf(node, 'body');
  const clauses = (block?.children ?? []).filter((child) => child.type === 'case_clause');
  const [first] = clauses;
  if (first !== undefined) checkBlock(low, clauses, low.lines.indentation(first.start));
  const cases = clauses.map((child) => lowerCase(low, child));
  if (cases.length === 0) low.problem(rangeOf(node.children[0] ?? node), "'match' needs at least one 'case'");
  const end = cases.at(-1)?.range.end ?? node.end;
  return { kind: 'Match', range: { start: node.start, end }, subject, cases };
}

function lowerCase(low: Lowering, clause: Cst): MatchCase {
  const body = low.body(childOf(clause, 'consequence'), "'case'", clause);
  const patterns = clause.children.filter((child) => child.type === 'case_pattern');
  const comma = clause.children.findLast((child) => child.type === ',');
  const [first] = patterns;
  const guard = childOf(clause, 'guard');
  const range = { start: clause.start, end: body.at(-1)?.range.end ?? clause.end };
  const guardValue = guard === null ? null : expressionOr(low, namedChildren(guard)[0], guard);
  if (first === undefined) return { kind: 'match_case', range, pattern: errorPattern(clause), guard: guardValue, body };
  const single = patterns.length === 1 && comma === undefined;
  const last = Math.max(patterns.at(-1)?.end ?? first.end, comma?.end ?? 0);
  const pattern: Pattern = single
    ? lowerPattern(low, first)
    : { kind: 'MatchSequence', range: { start: first.start, end: last }, patterns: patterns.map((child) => lowerPattern(low, child)) };
  return { kind: 'match_case', range, pattern, guard: guardValue, body };
}

function errorPattern(node: Range): Pattern {
  return { kind: 'ErrorPattern', range: rangeOf(node) };
}

function lowerPattern(low: Lowering, node: Cst): Pattern {
  if (node.broken || node.cut || isError(node)) return errorPattern(node);
  const range = rangeOf(node);
  switch (node.type) {
    case 'case_pattern': return lowerCasePattern(low, node);
    case 'as_pattern': return lowerAs(low, node);
    case 'union_pattern': return { kind: 'MatchOr', range, patterns: lowerAlternatives(low, node) };
    case 'list_pattern': return { kind: 'MatchSequence', range, patterns: inner(low, node) };
    case 'tuple_pattern': return lowerTuple(low, node);
    case 'dict_pattern': return lowerMapping(low, node);
    case 'class_pattern': return lowerClassPattern(low, node);
    case 'splat_pattern': return { kind: 'MatchStar', range, name: captured(low, namedChildren(node)[0]) };
    case 'dotted_name': return lowerDotted(low, node);
    case 'true': return { kind: 'MatchSingleton', range, value: true };
    case 'false': return { kind: 'MatchSingleton', range, value: false };
    case 'none': return { kind: 'MatchSingleton', range, value: null };
    case '_': return { kind: 'MatchAs', range, pattern: null, name: null };
    case 'string': case 'concatenated_string': case 'integer': case 'float': case 'complex_pattern':
      return { kind: 'MatchValue', range, value: lowerValue(low, [node]) };
    default: return errorPattern(node);
  }
}

/** Either one pattern, or a number with its sign. */
function lowerCasePattern(low: Lowering, node: Cst): Pattern {
  const [first, second] = node.children;
  if (first === undefined) return errorPattern(node);
  if (first.type === '-' && second !== undefined) {
    return { kind: 'MatchValue', range: rangeOf(node), value: lowerValue(low, node.children) };
  }
  return lowerPattern(low, first);
}

function inner(low: Lowering, node: Cst): Pattern[] {
  return node.children.filter((child) => child.type === 'case_pattern').map((child) => lowerPattern(low, child));
}

/** The alternatives of `a | -1 | b`; a sign is a token of its own. */
function lowerAlternatives(low: Lowering, node: Cst): Pattern[] {
  const patterns: Pattern[] = [];
  for (let index = 0; index < node.children.length; index++) {
    const child = node.children[index] as Cst;
    const next = node.children[index + 1];
    if (child.type === '|') continue;
    if (child.type === '-' && next !== undefined) {
      patterns.push({ kind: 'MatchValue', range: { start: child.start, end: next.end }, value: lowerValue(low, [child, next]) });
      index++;
    } else if (child.type === 'union_pattern') patterns.push(...lowerAlternatives(low, child));
    else patterns.push(lowerPattern(low, child));
  }
  return patterns;
}

function lowerTuple(low: Lowering, node: Cst): Pattern {
  const patterns = inner(low, node);
  const [only] = patterns;
  if (only !== undefined && patterns.length === 1 && mark(node, ',') === null && only.kind !== 'MatchStar') return only;
  return { kind: 'MatchSequence', range: rangeOf(node), patterns };
}

function lowerAs(low: Lowering, node: Cst): Pattern {
  const [pattern, name] = namedChildren(node);
  if (pattern === undefined || name?.type !== 'identifier') return errorPattern(node);
  const as: MatchAs = { kind: 'MatchAs', range: rangeOf(node), pattern: lowerPattern(low, pattern), name: identOf(low, name) };
  if (as.name?.text === '_') low.problem(name, '_ cannot be the name after as');
  return as;
}

function captured(low: Lowering, name: Cst | undefined): Ident | null {
  const ident = name === undefined ? null : identOf(low, name);
  return ident?.text === '_' ? null : ident;
}

function lowerDotted(low: Lowering, node: Cst): Pattern {
  const range = rangeOf(node);
  const words = namedChildren(node);
  if (words.length > 1) return { kind: 'MatchValue', range, value: dottedExpression(low, node) };
  return { kind: 'MatchAs', range, pattern: null, name: captured(low, words[0] ?? node) };
}

function dottedExpression(low: Lowering, node: Cst): Expr {
  const [first, ...rest] = namedChildren(node);
  return rest.reduce<Expr>((value, word) => ({
    kind: 'Attribute', range: { start: node.start, end: word.end }, value, attr: identOf(low, word),
  }), nameOf(low, first ?? node));
}

function lowerMapping(low: Lowering, node: Cst): Pattern {
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: Ident | null = null;
  let sign: Cst[] = [];
  for (const child of node.children) {
    if (child.field === 'key') {
      if (child.type === '-') { sign = [child]; continue; }
      keys.push(child.type === 'dotted_name' ? dottedExpression(low, child) : lowerValue(low, [...sign, child]));
      sign = [];
    } else if (child.field === 'value') patterns.push(lowerPattern(low, child));
    else if (child.type === 'splat_pattern') rest = captured(low, namedChildren(child)[0]);
  }
  const mapping: MatchMapping = { kind: 'MatchMapping', range: rangeOf(node), keys, patterns, rest };
  return mapping;
}

function lowerClassPattern(low: Lowering, node: Cst): Pattern {
  const name = node.children.find((child) => child.type === 'dotted_name');
  const patterns: Pattern[] = [];
  const keywords: MatchClass['keywords'][number][] = [];
  for (const child of node.children.filter((each) => each.type === 'case_pattern')) {
    const keyword = child.children[0];
    const word = keyword?.children[0];
    if (keyword?.type === 'keyword_pattern' && word !== undefined && keyword.broken === false) {
      keywords.push({ name: identOf(low, word), pattern: keywordValue(low, keyword) });
    } else {
      if (keywords.length > 0) low.problem(child, 'a positional pattern cannot follow a keyword pattern');
      patterns.push(lowerPattern(low, child));
    }
  }
  const cls = name === undefined ? errorExpr(node, 'a class is missing') : dottedExpression(low, name);
  return { kind: 'MatchClass', range: rangeOf(node), cls, patterns, keywords };
}

function keywordValue(low: Lowering, keyword: Cst): Pattern {
  const [value, number] = keyword.children.slice(2);
  if (value === undefined) return errorPattern(keyword);
  if (value.type !== '-' || number === undefined) return lowerPattern(low, value);
  return { kind: 'MatchValue', range: { start: value.start, end: number.end }, value: lowerValue(low, [value, number]) };
}

/** A literal: a string, or a number with its sign, or a sum of a number and an imaginary one. */
function lowerValue(low: Lowering, nodes: readonly Cst[]): Expr {
  const tokens = nodes.flatMap((node) => (node.type === 'complex_pattern' ? node.children : [node]));
  const [first, second, third, fourth] = tokens;
  if (first === undefined) return errorExpr({ start: 0, end: 0 }, 'a literal is missing');
  if (first.type === '-' && second !== undefined) {
    const negative: Expr = {
      kind: 'UnaryOp', range: { start: first.start, end: second.end }, op: 'USub', operand: low.expression(second),
    };
    return third === undefined || fourth === undefined ? negative : sum(low, negative, third, fourth);
  }
  const value = low.expression(first);
  if (value.kind === 'JoinedStr') low.problem(first, 'an f-string cannot be a pattern');
  return second === undefined || third === undefined ? value : sum(low, value, second, third);
}

function sum(low: Lowering, left: Expr, sign: Cst, right: Cst): Expr {
  const op = textOf(low, sign) === '-' ? 'Sub' : 'Add';
  return { kind: 'BinOp', range: { start: left.range.start, end: right.end }, left, op, right: low.expression(right) };
}

