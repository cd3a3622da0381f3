// The parameters of a function or a lambda: concrete nodes in, `arguments` out, with Python's rules on their order.

import type { Arg, Arguments, Expr, Range } from '../ast.ts';
import { identOf } from './context.ts';
import type { Lowering } from './context.ts';
import { childOf, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';

interface Collected {
  posonly: Arg[];
  args: Arg[];
  vararg: Arg | null;
  kwonly: Arg[];
  kwarg: Arg | null;
  /** A star has been seen: what follows is keyword-only. */
  star: Cst | null;
  slash: Cst | null;
}

export function lowerArguments(low: Lowering, list: Cst | null, place: Range): Arguments {
  const seen: Collected = { posonly: [], args: [], vararg: null, kwonly: [], kwarg: null, star: null, slash: null };
  for (const node of list === null ? [] : namedChildren(list)) addParameter(low, seen, node);
  if (seen.star?.type === 'keyword_separator' && seen.kwonly.length === 0) {
    low.problem(seen.star, 'named parameters must follow a bare *');
  }
  checkNames(low, seen);
  const { posonly, args, vararg, kwonly, kwarg } = seen;
  const range = list === null ? { start: place.start, end: place.start } : rangeOf(list);
  return { kind: 'arguments', range, posonly, args, vararg, kwonly, kwarg };
}

function addParameter(low: Lowering, seen: Collected, node: Cst): void {
  if (seen.kwarg !== null) low.problem(node, 'no parameter can follow the ** parameter');
  switch (node.type) {
    case 'positional_separator': return addSlash(low, seen, node);
    case 'keyword_separator': return addStar(low, seen, node);
    case 'tuple_pattern':
      return low.problem(node, 'a parameter must be a name; unpack the tuple in the body');
    default:
  }
  const typed = node.type === 'typed_parameter' ? namedChildren(node)[0] : node;
  const name = typed?.type.endsWith('splat_pattern') ? namedChildren(typed)[0] : childOf(node, 'name') ?? typed;
  if (name?.type !== 'identifier' || typed === undefined) {
    if (name !== undefined && !name.missing && name.type !== 'ERROR') low.problem(node, 'a parameter must be a name');
    return;
  }
  const arg = lowerArg(low, node, name);
  if (typed.type === 'dictionary_splat_pattern') seen.kwarg = arg;
  else if (typed.type === 'list_splat_pattern') {
    addStar(low, seen, typed);
    seen.vararg = arg;
  } else addNamed(low, seen, arg);
}

function lowerArg(low: Lowering, node: Cst, name: Cst): Arg {
  const typeNode = childOf(node, 'type');
  const valueNode = childOf(node, 'value');
  const annotation: Expr | null = typeNode === null ? null : low.expression(typeNode);
  const value: Expr | null = valueNode === null ? null : low.expression(valueNode);
  const range = { start: name.start, end: annotation?.range.end ?? name.end };
  return { kind: 'arg', range, name: identOf(low, name), annotation, default: value };
}

function addNamed(low: Lowering, seen: Collected, arg: Arg): void {
  if (seen.star !== null) {
    seen.kwonly.push(arg);
    return;
  }
  if (arg.default === null && [...seen.posonly, ...seen.args].some((before) => before.default !== null)) {
    low.problem(arg.range, `the parameter '${arg.name.text}' without a default follows one with a default`);
  }
  seen.args.push(arg);
}

function addSlash(low: Lowering, seen: Collected, node: Cst): void {
  if (seen.slash !== null) low.problem(node, 'there can be only one / among the parameters');
  else if (seen.star !== null) low.problem(node, '/ must stand before *');
  else if (seen.args.length === 0) low.problem(node, 'at least one parameter must stand before /');
  seen.slash = node;
  seen.posonly.push(...seen.args.splice(0));
}

function addStar(low: Lowering, seen: Collected, node: Cst): void {
  if (seen.star !== null) low.problem(node, 'there can be only one * among the parameters');
  seen.star = node;
}

function checkNames(low: Lowering, seen: Collected): void {
  const names = new Set<string>();
  for (const arg of [...seen.posonly, ...seen.args, seen.vararg, ...seen.kwonly, seen.kwarg]) {
    if (arg === null) continue;
    if (names.has(arg.name.text)) low.problem(arg.name.range, `two parameters are called '${arg.name.text}'`);
    names.add(arg.name.text);
  }
}
