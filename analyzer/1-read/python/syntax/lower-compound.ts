// Statements with a body: concrete nodes in, statements out. A damaged header keeps its statement and its body, so
// that one wrong character does not take a whole class away.

import type { Body, ClassDef, ExceptHandler, Expr, FunctionDef, If, Range, Stmt, WithItem } from '../ast.ts';
import { errorExpr, expressionOr, identOf, salvage, textOf } from './context.ts';
import type { Lowering } from './context.ts';
import { childOf, childrenOf, depthLimit, isError, mark, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';
import { lowerArgumentList } from './lower-brackets.ts';
import { lowerArguments } from './lower-parameters.ts';
import { lowerTypeParameters } from './lower-types.ts';
import { checkTarget } from './targets.ts';

/** A statement ends where its last body ends; the grammar's block may reach further. */
function spanned(low: Lowering, node: Range, bodies: readonly Body[]): Range {
  const last = bodies.findLast((body) => body.length > 0)?.at(-1);
  if (last === undefined) return rangeOf(node);
  // A semicolon after the last statement still belongs to the body.
  const semicolon = /^[ \t]*;/.exec(low.text.slice(last.range.end, last.range.end + 40));
  return { start: node.start, end: last.range.end + (semicolon?.[0].length ?? 0) };
}

export function lowerIf(low: Lowering, node: Cst): If {
  const alternatives = childrenOf(node, 'alternative');
  const body = low.body(childOf(node, 'consequence'), "'if'", node);
  const orelse = lowerAlternatives(low, alternatives);
  return {
    kind: 'If', range: spanned(low, node, [body, orelse]), test: expressionOr(low, childOf(node, 'condition'), node), body, orelse,
  };
}

/** Each `elif` is an `if` in the `else` of the one before; read from the last, because there may be thousands. */
function lowerAlternatives(low: Lowering, clauses: readonly Cst[]): Body {
  let orelse: Body = [];
  const [excess] = clauses.slice(depthLimit);
  if (excess !== undefined) {
    low.tooDeep(excess);
    orelse = [{ kind: 'ErrorStmt', range: rangeOf(excess), parts: [] }];
  }
  for (const clause of clauses.slice(0, depthLimit).toReversed()) {
    if (clause.type === 'else_clause') orelse = elseBody(low, clause);
    else {
      const body = low.body(childOf(clause, 'consequence'), "'elif'", clause);
      const test = expressionOr(low, childOf(clause, 'condition'), clause);
      orelse = [{ kind: 'If', range: spanned(low, clause, [body, orelse]), test, body, orelse }];
    }
  }
  return orelse;
}

function elseBody(low: Lowering, clause: Cst | null): Body {
  return clause === null ? [] : low.body(childOf(clause, 'body'), "'else'", clause);
}

export function lowerFor(low: Lowering, node: Cst): Stmt {
  const body = low.body(childOf(node, 'body'), "'for'", node);
  const orelse = elseBody(low, childOf(node, 'alternative'));
  const target = checkTarget(low, expressionOr(low, childOf(node, 'left'), node), 'assign to');
  const iter = expressionOr(low, childOf(node, 'right'), node);
  const kind = mark(node, 'async') === null ? 'For' : 'AsyncFor';
  return { kind, range: spanned(low, node, [body, orelse]), target, iter, body, orelse };
}

export function lowerWhile(low: Lowering, node: Cst): Stmt {
  const body = low.body(childOf(node, 'body'), "'while'", node);
  const orelse = elseBody(low, childOf(node, 'alternative'));
  return {
    kind: 'While', range: spanned(low, node, [body, orelse]), test: expressionOr(low, childOf(node, 'condition'), node), body, orelse,
  };
}

export function lowerWith(low: Lowering, node: Cst): Stmt {
  const clause = node.children.find((child) => child.type === 'with_clause');
  const values = (clause?.children ?? []).filter((child) => child.type === 'with_item');
  const items = values.flatMap((item) => withItems(low, item, values.length));
  const body = low.body(childOf(node, 'body'), "'with'", node);
  return { kind: mark(node, 'async') === null ? 'With' : 'AsyncWith', range: spanned(low, node, [body]), items, body };
}

function withItems(low: Lowering, item: Cst, count: number): WithItem[] {
  let value = childOf(item, 'value');
  // `with (a as b):` looks like one expression in brackets.
  const inner = value?.type === 'parenthesized_expression' ? namedChildren(value)[0] : undefined;
  if (inner?.type === 'as_pattern' && count === 1) value = inner;
  if (value?.type !== 'as_pattern' || value.broken) {
    return [{ kind: 'withitem', range: rangeOf(item), context: expressionOr(low, value, item), target: null }];
  }
  const [context] = namedChildren(value);
  const alias = childOf(value, 'alias');
  const target = alias === null ? undefined : namedChildren(alias)[0];
  return [{
    kind: 'withitem', range: rangeOf(value), context: expressionOr(low, context, item),
    target: checkTarget(low, expressionOr(low, target, item), 'assign to'),
  }];
}

export function lowerTry(low: Lowering, node: Cst): Stmt {
  const clauses = node.children.filter((child) => child.type === 'except_clause');
  const stars = clauses.filter((clause) => mark(clause, '*') !== null);
  const body = low.body(childOf(node, 'body'), "'try'", node);
  const handlers = clauses.map((clause, index) => lowerHandler(low, clause, index === clauses.length - 1));
  const orelse = elseBody(low, node.children.find((child) => child.type === 'else_clause') ?? null);
  const last = node.children.find((child) => child.type === 'finally_clause');
  const finalbody = last === undefined ? [] : low.body(blockOf(last), "'finally'", last);
  if (clauses.length === 0 && last === undefined) low.problem(headerOf(node), "'try' needs an 'except' or a 'finally'");
  if (stars.length > 0 && stars.length < clauses.length) {
    low.problem(headerOf(node), "one 'try' cannot have both 'except' and 'except*'");
  }
  const kind = stars.length > 0 ? 'TryStar' : 'Try';
  return { kind, range: spanned(low, node, [body, ...handlers.map((handler) => handler.body), orelse, finalbody]), body, handlers, orelse, finalbody };
}

function lowerHandler(low: Lowering, clause: Cst, isLast: boolean): ExceptHandler {
  const [value, second] = clause.children.filter((child) => child.field === 'value' && child.named);
  if (second !== undefined) low.problem(second, 'several exception types need brackets around them');
  const body = low.body(blockOf(clause), "'except'", clause);
  const range = spanned(low, clause, [body]);
  if (value === undefined) {
    if (!isLast) low.problem(headerOf(clause), "the 'except' without a type must be the last one");
    return { kind: 'ExceptHandler', range, type: null, name: null, body };
  }
  const named = value.type === 'as_pattern' && !value.broken;
  const type = expressionOr(low, named ? namedChildren(value)[0] : value, clause);
  const alias = named ? childOf(value, 'alias') : childOf(clause, 'alias');
  const target = alias?.type === 'as_pattern_target' ? namedChildren(alias)[0] : alias ?? undefined;
  if (target !== undefined && target.type !== 'identifier') low.problem(target, 'the name after as must be a plain name');
  const name = target?.type === 'identifier' ? identOf(low, target) : null;
  return { kind: 'ExceptHandler', range, type, name, body };
}

function blockOf(clause: Cst): Cst | null {
  return childOf(clause, 'body') ?? clause.children.find((child) => child.type === 'block') ?? null;
}

/** The first word, to which a complaint about the whole statement is pinned. */
function headerOf(node: Cst): Range {
  return rangeOf(node.children[0] ?? node);
}

export function lowerFunction(low: Lowering, node: Cst, decorators: readonly Expr[]): FunctionDef {
  const body = low.body(childOf(node, 'body'), "'def'", node);
  const name = childOf(node, 'name') ?? node;
  const returns = childOf(node, 'return_type');
  return {
    kind: mark(node, 'async') === null ? 'FunctionDef' : 'AsyncFunctionDef', range: spanned(low, node, [body]),
    name: identOf(low, name), typeParams: lowerTypeParameters(low, childOf(node, 'type_parameters')),
    args: lowerArguments(low, childOf(node, 'parameters'), name),
    returns: returns === null ? null : low.expression(returns), body, decorators,
  };
}

export function lowerClass(low: Lowering, node: Cst, decorators: readonly Expr[]): ClassDef {
  const body = low.body(childOf(node, 'body'), "'class'", node);
  const { args, keywords } = lowerArgumentList(low, childOf(node, 'superclasses'));
  return {
    kind: 'ClassDef', range: spanned(low, node, [body]), name: identOf(low, childOf(node, 'name') ?? node),
    typeParams: lowerTypeParameters(low, childOf(node, 'type_parameters')), bases: args, keywords, body, decorators,
  };
}

export function lowerDecorated(low: Lowering, node: Cst): Stmt {
  const decorators = node.children.filter((child) => child.type === 'decorator').map((decorator) => {
    const at = low.lines.breakWithin(decorator);
    if (at !== null || decorator.broken) return errorExpr(decorator, 'a decorator that is no expression', salvage(low, decorator));
    return expressionOr(low, namedChildren(decorator)[0], decorator);
  });
  const definition = childOf(node, 'definition');
  if (definition?.type === 'function_definition') return lowerFunction(low, definition, decorators);
  if (definition?.type === 'class_definition') return lowerClass(low, definition, decorators);
  if (!node.children.some((child) => isError(child))) low.problem(node, `nothing to decorate after '${textOf(low, node).split('\n')[0] ?? ''}'`);
  return { kind: 'ErrorStmt', range: rangeOf(node), parts: decorators };
}
