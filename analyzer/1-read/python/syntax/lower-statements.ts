// Statements of one line: concrete nodes in, statements out.

import type { Alias, Expr, Ident, Import, ImportFrom, Stmt } from '../ast.ts';
import { expressionOr, identOf, nameText, salvage, textOf } from './context.ts';
import type { Lowering } from './context.ts';
import { childOf, childrenOf, mark, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';
import { binaryOperators } from './lower-expressions.ts';
import { lowerTypeParameters } from './lower-types.ts';
import { checkTarget } from './targets.ts';

export function errorStatement(low: Lowering, node: Cst): Stmt {
  return { kind: 'ErrorStmt', range: rangeOf(node), parts: salvage(low, node) };
}

export function lowerExpressionStatement(low: Lowering, node: Cst): Stmt {
  const [first] = node.children;
  if (first?.type === 'assignment') return lowerAssignment(low, first);
  if (first?.type === 'augmented_assignment') return lowerAugmented(low, first);
  const values = namedChildren(node);
  const last = node.children.at(-1);
  if (first === undefined || last === undefined) return errorStatement(low, node);
  if (node.children.length === 1) {
    return { kind: 'Expr', range: rangeOf(node), value: lowerValue(low, first) };
  }
  const range = { start: first.start, end: last.end };
  const value: Expr = { kind: 'Tuple', range, elts: values.map((child) => low.expression(child)) };
  return { kind: 'Expr', range, value };
}

function lowerAssignment(low: Lowering, node: Cst): Stmt {
  if (childOf(node, 'type') !== null) return lowerAnnotated(low, node);
  // `a = b = c` nests to the right.
  const targets: Expr[] = [];
  let current: Cst = node;
  for (;;) {
    if (current.broken) return errorStatement(low, node);
    targets.push(checkTarget(low, expressionOr(low, childOf(current, 'left'), current), 'assign to'));
    const right = childOf(current, 'right');
    if (right?.type === 'assignment' && childOf(right, 'type') === null) current = right;
    else if (right === null || right.type === 'assignment' || right.type === 'augmented_assignment') {
      low.problem(right ?? current, 'this assignment has no value');
      return errorStatement(low, node);
    } else {
      return { kind: 'Assign', range: rangeOf(node), targets, value: lowerValue(low, right) };
    }
  }
}

function lowerValue(low: Lowering, node: Cst): Expr {
  const value = low.expression(node);
  if (value.kind === 'Starred') low.problem(node, 'a starred expression cannot stand alone');
  if (node.type === 'named_expression') low.problem(node, ':= needs brackets here');
  return value;
}

function lowerAnnotated(low: Lowering, node: Cst): Stmt {
  const target = expressionOr(low, childOf(node, 'left'), node);
  if (target.kind !== 'Name' && target.kind !== 'Attribute' && target.kind !== 'Subscript') {
    low.problem(target.range, 'only a single name, attribute or element can be annotated');
  }
  const annotation = expressionOr(low, childOf(node, 'type'), node);
  if (annotation.kind === 'Slice') low.problem(annotation.range, "a second ':' cannot stand in an annotation");
  const right = childOf(node, 'right');
  if (right?.type === 'assignment' || right?.type === 'augmented_assignment') {
    low.problem(right, 'an annotated assignment has one target');
    return errorStatement(low, node);
  }
  const value = right === null ? null : low.expression(right);
  return { kind: 'AnnAssign', range: rangeOf(node), target, annotation, value };
}

function lowerAugmented(low: Lowering, node: Cst): Stmt {
  const target = expressionOr(low, childOf(node, 'left'), node);
  if (target.kind !== 'Name' && target.kind !== 'Attribute' && target.kind !== 'Subscript' && target.kind !== 'ErrorExpr') {
    low.problem(target.range, 'only a single name, attribute or element can be updated in place');
  }
  const op = binaryOperators[(childOf(node, 'operator')?.type ?? '').slice(0, -1)];
  const right = childOf(node, 'right');
  if (op === undefined || right === null || right.type.endsWith('assignment')) {
    low.problem(right ?? node, 'this assignment has no value');
    return errorStatement(low, node);
  }
  return { kind: 'AugAssign', range: rangeOf(node), target, op, value: lowerValue(low, right) };
}

export function lowerReturn(low: Lowering, node: Cst): Stmt {
  const value = namedChildren(node)[0];
  return { kind: 'Return', range: rangeOf(node), value: value === undefined ? null : lowerValue(low, value) };
}

export function lowerDelete(low: Lowering, node: Cst): Stmt {
  const listed = namedChildren(node)[0];
  const nodes = listed?.type === 'expression_list' ? namedChildren(listed) : namedChildren(node);
  const targets = nodes.map((child) => checkTarget(low, low.expression(child), 'delete'));
  return { kind: 'Delete', range: rangeOf(node), targets };
}

export function lowerRaise(low: Lowering, node: Cst): Stmt {
  const cause = childOf(node, 'cause');
  const exc = node.children.find((child) => child.named && child !== cause);
  if (exc?.type === 'expression_list') low.problem(exc, 'raise takes one exception; call it with its arguments');
  return {
    kind: 'Raise', range: rangeOf(node), exc: exc === undefined ? null : low.expression(exc),
    cause: cause === null ? null : low.expression(cause),
  };
}

export function lowerAssert(low: Lowering, node: Cst): Stmt {
  const [test, msg, extra] = namedChildren(node);
  if (extra !== undefined) low.problem(extra, 'assert takes a condition and one message');
  return {
    kind: 'Assert', range: rangeOf(node), test: expressionOr(low, test, node),
    msg: msg === undefined ? null : low.expression(msg),
  };
}

export function lowerTrivial(node: Cst, kind: 'Pass' | 'Break' | 'Continue'): Stmt {
  return { kind, range: rangeOf(node) };
}

export function lowerScope(low: Lowering, node: Cst, kind: 'Global' | 'Nonlocal'): Stmt {
  return { kind, range: rangeOf(node), names: namedChildren(node).map((child) => identOf(low, child)) };
}

export function lowerTypeAlias(low: Lowering, node: Cst): Stmt {
  const left = childOf(node, 'left');
  const inner = left === null ? undefined : namedChildren(left)[0];
  const name = inner?.type === 'generic_type' ? namedChildren(inner)[0] : inner;
  const parameters = inner?.type === 'generic_type' ? namedChildren(inner)[1] ?? null : null;
  if (name?.type !== 'identifier') {
    // `type(x).y = z` is an assignment.
    low.respell({ start: node.start, end: node.start + 'type'.length });
    return errorStatement(low, node);
  }
  return {
    kind: 'TypeAlias', range: rangeOf(node), name: low.expression(name),
    typeParams: lowerTypeParameters(low, parameters), value: expressionOr(low, childOf(node, 'right'), node),
  };
}

/** What Python 2 wrote without brackets. */
export function lowerPrint(low: Lowering, node: Cst): Stmt {
  const word = textOf(low, node).startsWith('exec') ? 'exec' : 'print';
  // `print >> file` is a shift in Python 3; that it fails is not a matter of syntax.
  if (node.children.some((child) => child.type === 'chevron')) {
    low.respell({ start: node.start, end: node.start + word.length });
    return errorStatement(low, node);
  }
  low.problem(node, `'${word}' is a function in Python 3: its arguments need brackets`);
  return errorStatement(low, node);
}

// Imports

export function lowerImport(low: Lowering, node: Cst): Import {
  return { kind: 'Import', range: rangeOf(node), names: lowerAliases(low, node) };
}

export function lowerImportFrom(low: Lowering, node: Cst): ImportFrom {
  const source = childOf(node, 'module_name');
  const future = mark(node, '__future__');
  const dots = source?.type === 'relative_import' ? source.children.find((child) => child.type === 'import_prefix') : undefined;
  const dotted = source?.type === 'relative_import' ? source.children.find((child) => child.type === 'dotted_name') : source;
  const star = node.children.find((child) => child.type === 'wildcard_import');
  const names: Alias[] = star === undefined
    ? lowerAliases(low, node)
    : [{ kind: 'alias', range: rangeOf(star), name: { text: '*', range: rangeOf(star) }, asname: null }];
  const module = future !== null ? identOf(low, future) : dotted ? dottedName(low, dotted) : null;
  const level = dots === undefined ? 0 : textOf(low, dots).replace(/[^.]/g, '').length;
  for (const alias of names) {
    if (alias.name.text.includes('.')) low.problem(alias.name.range, 'what is imported from a module has a plain name');
  }
  const comma = node.children.at(-1);
  if (comma?.type === ',') low.problem(comma, 'a comma at the end of an import needs brackets around the names');
  return { kind: 'ImportFrom', range: rangeOf(node), module, names, level };
}

function lowerAliases(low: Lowering, node: Cst): Alias[] {
  return childrenOf(node, 'name').map((child) => {
    const name = child.type === 'aliased_import' ? childOf(child, 'name') ?? child : child;
    const asname = childOf(child, 'alias');
    return {
      kind: 'alias', range: rangeOf(child), name: dottedName(low, name),
      asname: asname === null ? null : identOf(low, asname),
    };
  });
}

/** Blanks may stand around the dots. */
function dottedName(low: Lowering, node: Cst): Ident {
  const words = node.children.length === 0 ? [node] : namedChildren(node);
  return { text: words.map((word) => nameText(textOf(low, word))).join('.'), range: rangeOf(node) };
}
