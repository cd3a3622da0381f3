// What brackets hold: calls, subscripts, displays and comprehensions. Concrete nodes in, expressions out.

import type { Call, Expr, Generator, Keyword, Range } from '../ast.ts';
import { errorExpr, expressionOr, identOf, salvage } from './context.ts';
import type { Lowering } from './context.ts';
import { childOf, mark, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';

export function lowerCall(low: Lowering, node: Cst): Call {
  const func = expressionOr(low, childOf(node, 'function'), node);
  const list = childOf(node, 'arguments');
  // `f(x for x in y)`: the brackets are the generator's.
  if (list?.type === 'generator_expression') {
    return { kind: 'Call', range: rangeOf(node), func, args: [low.expression(list)], keywords: [] };
  }
  return { kind: 'Call', range: rangeOf(node), func, ...lowerArgumentList(low, list) };
}

export interface ArgumentList {
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}

export function lowerArgumentList(low: Lowering, list: Cst | null): ArgumentList {
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  const [, second] = list?.children ?? [];
  if (second?.type === ',') low.problem(second, "an argument is missing before ','");
  for (const node of list === null ? [] : namedChildren(list)) {
    if (node.type === 'keyword_argument') keywords.push(lowerKeyword(low, node, keywords));
    else if (node.type === 'dictionary_splat') keywords.push(lowerSplatKeyword(low, node));
    else {
      const argument = low.expression(node);
      checkOrder(low, argument, keywords);
      args.push(argument);
    }
  }
  return { args, keywords };
}

function checkOrder(low: Lowering, argument: Expr, before: readonly Keyword[]): void {
  if (before.some((keyword) => keyword.name === null)) {
    low.problem(argument.range, 'a positional argument cannot follow **');
  } else if (before.length > 0 && argument.kind !== 'Starred') {
    low.problem(argument.range, 'a positional argument cannot follow a keyword argument');
  }
}

function lowerKeyword(low: Lowering, node: Cst, before: readonly Keyword[]): Keyword {
  const name = childOf(node, 'name');
  const ident = name === null ? null : identOf(low, name);
  if (ident !== null && before.some((keyword) => keyword.name?.text === ident.text)) {
    low.problem(ident.range, `the keyword argument '${ident.text}' is given twice`);
  }
  const value = childOf(node, 'value');
  if (value?.type === 'named_expression') low.problem(value, ':= needs brackets here');
  return { kind: 'keyword', range: rangeOf(node), name: ident, value: expressionOr(low, value, node) };
}

function lowerSplatKeyword(low: Lowering, node: Cst): Keyword {
  return { kind: 'keyword', range: rangeOf(node), name: null, value: expressionOr(low, namedChildren(node)[0], node) };
}

export function lowerSubscript(low: Lowering, node: Cst): Expr {
  const value = childOf(node, 'value');
  const open = mark(node, '[');
  const inside = node.children.filter((child) => open !== null && child.start >= open.end && child.type !== ']');
  return {
    kind: 'Subscript', range: rangeOf(node), value: expressionOr(low, value, node),
    slice: elementsOrOne(inside, node, (element) => low.expression(element)),
  };
}

/** One element is itself, several (or one with a comma, or a starred one) are a tuple without brackets. */
export function elementsOrOne(inside: readonly Cst[], place: Range, lower: (element: Cst) => Expr): Expr {
  const elements = inside.filter((child) => child.named).map(lower);
  const [first] = elements;
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return errorExpr(place, 'an expression is missing');
  const single = elements.length === 1 && !inside.some((child) => child.type === ',') && first.kind !== 'Starred';
  if (single) return first;
  return { kind: 'Tuple', range: { start: first.range.start, end: last.end }, elts: elements };
}

export function lowerSlice(low: Lowering, node: Cst): Expr {
  const places: (Expr | null)[] = [null, null, null];
  let place = 0;
  for (const child of node.children) {
    if (child.named) places[place] = low.expression(child);
    else if (child.type === ':') place++;
  }
  const [lower = null, upper = null, step = null] = places;
  return { kind: 'Slice', range: rangeOf(node), lower, upper, step };
}

export function lowerSequence(low: Lowering, node: Cst, kind: 'List' | 'Tuple' | 'Set'): Expr {
  const elements = namedChildren(node);
  for (const child of elements) if (child.type === 'yield') low.problem(child, 'a yield among elements needs brackets');
  return { kind, range: rangeOf(node), elts: elements.map((child) => low.expression(child)) };
}

/** In a target, brackets around one name without a comma are only brackets. */
export function lowerTupleTarget(low: Lowering, node: Cst): Expr {
  const elements = namedChildren(node);
  const [only] = elements;
  if (only !== undefined && elements.length === 1 && mark(node, ',') === null) return low.expression(only);
  return lowerSequence(low, node, 'Tuple');
}

export function lowerDictionary(low: Lowering, node: Cst): Expr {
  const keys: (Expr | null)[] = [];
  const values: Expr[] = [];
  for (const child of namedChildren(node)) {
    const isPair = child.type === 'pair';
    keys.push(isPair ? expressionOr(low, childOf(child, 'key'), child) : null);
    values.push(expressionOr(low, isPair ? childOf(child, 'value') : namedChildren(child)[0], child));
  }
  return { kind: 'Dict', range: rangeOf(node), keys, values };
}

const comprehensions = {
  list_comprehension: 'ListComp', set_comprehension: 'SetComp', generator_expression: 'GeneratorExp',
} as const;

export function lowerComprehension(low: Lowering, node: Cst): Expr {
  const generators = lowerGenerators(low, node);
  const body = childOf(node, 'body');
  if (node.type === 'dictionary_comprehension') {
    const key = expressionOr(low, body && childOf(body, 'key'), node);
    const value = expressionOr(low, body && childOf(body, 'value'), node);
    return { kind: 'DictComp', range: rangeOf(node), key, value, generators };
  }
  const kind = comprehensions[node.type as keyof typeof comprehensions];
  if (kind === undefined) return errorExpr(node, `a comprehension of kind ${node.type}`, salvage(low, node));
  return { kind, range: rangeOf(node), elt: expressionOr(low, body, node), generators };
}

function lowerGenerators(low: Lowering, node: Cst): Generator[] {
  const generators: (Generator & { readonly ifs: Expr[] })[] = [];
  for (const clause of node.children) {
    if (clause.type === 'if_clause') {
      generators.at(-1)?.ifs.push(expressionOr(low, namedChildren(clause)[0], clause));
    } else if (clause.type === 'for_in_clause') {
      const sources = clause.children.filter((child) => child.field === 'right' && child.named);
      if (sources.length > 1) low.problem(clause, 'a comprehension over several values needs brackets around them');
      generators.push({
        kind: 'comprehension', range: rangeOf(clause), target: expressionOr(low, childOf(clause, 'left'), clause),
        iter: expressionOr(low, sources[0], clause), ifs: [], isAsync: mark(clause, 'async') !== null,
      });
    }
  }
  return generators;
}
