// Annotations and type parameters: concrete nodes in, expressions out. The grammar has its own nodes for types, but to
// Python an annotation is an ordinary expression, so `list[int]` becomes the subscript that it is.

import type { Expr, Range, TypeParam } from '../ast.ts';
import { errorExpr, expressionOr, identOf, salvage } from './context.ts';
import type { Lowering } from './context.ts';
import { isError, mark, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';
import { elementsOrOne } from './lower-brackets.ts';

export function lowerType(low: Lowering, node: Cst): Expr {
  const [first, second] = namedChildren(node);
  if (node.broken || first === undefined) return errorExpr(node, 'an annotation that is no expression', salvage(low, node));
  switch (node.type) {
    case 'type': return low.expression(first);
    case 'generic_type': return lowerGeneric(low, node, first, second);
    case 'union_type':
      return {
        kind: 'BinOp', range: rangeOf(node), left: low.expression(first), op: 'BitOr',
        right: expressionOr(low, second, node),
      };
    case 'constrained_type':
      return {
        kind: 'Slice', range: rangeOf(node), lower: low.expression(first), upper: expressionOr(low, second, node),
        step: null,
      };
    case 'splat_type': return { kind: 'Starred', range: rangeOf(node), value: low.expression(first) };
    case 'member_type':
      if (second === undefined) return errorExpr(node, 'a name is missing', salvage(low, node));
      return { kind: 'Attribute', range: rangeOf(node), value: low.expression(first), attr: identOf(low, second) };
    default: return errorExpr(node, `an annotation of kind ${node.type}`, salvage(low, node));
  }
}

function lowerGeneric(low: Lowering, node: Cst, name: Cst, parameters: Cst | undefined): Expr {
  const inside = parameters?.children.filter((child) => child.named || child.type === ',') ?? [];
  return {
    kind: 'Subscript', range: rangeOf(node), value: low.expression(name),
    slice: elementsOrOne(inside, node, (element) => low.expression(element)),
  };
}

/** `[T: bound = default, *Ts, **P]` after the name of a function, a class or a type alias. */
export function lowerTypeParameters(low: Lowering, list: Cst | null): TypeParam[] {
  const parameters: TypeParam[] = [];
  let named: Cst | null = null;
  for (const child of list === null ? [] : namedChildren(list)) {
    if (isError(child)) {
      const found = defaultInError(child);
      if (found === null) continue;
      low.forgive(child);
      const last = parameters.at(-1);
      if (found.value !== null && last !== undefined) {
        const value = low.expression(found.value);
        parameters[parameters.length - 1] = { ...last, range: { start: last.range.start, end: value.range.end }, default: value };
      }
      named = found.name;
    } else {
      parameters.push(...(named === null ? lowerTypeParameter(low, child, null) : lowerTypeParameter(low, named, low.expression(child))));
      named = null;
    }
  }
  return parameters;
}

/** The grammar does not know defaults (PEP 696): `= str` after a bound, and `T =` before a default, are error nodes. */
function defaultInError(error: Cst): { readonly name: Cst | null; readonly value: Cst | null } | null {
  const [first, second, star] = error.children;
  if (first?.type === '=' && second?.named === true && error.children.length === 2) return { name: null, value: second };
  const isName = first?.named === true && second?.type === '=' && (star === undefined || star.type === '*');
  return isName && error.children.length <= 3 ? { name: first, value: null } : null;
}

function lowerTypeParameter(low: Lowering, node: Cst, fallback: Expr | null): TypeParam[] {
  const inner = node.type === 'type' ? namedChildren(node)[0] : node;
  if (inner === undefined) return [];
  const range: Range = { start: node.start, end: fallback?.range.end ?? node.end };
  if (inner.type === 'identifier') {
    return [{ kind: 'TypeVar', range, name: identOf(low, inner), bound: null, default: fallback }];
  }
  const [first, second] = namedChildren(inner);
  const name = first?.type === 'type' ? namedChildren(first)[0] : first;
  if (name?.type !== 'identifier') return [];
  if (inner.type === 'constrained_type') {
    const bound = expressionOr(low, second, inner);
    return [{ kind: 'TypeVar', range, name: identOf(low, name), bound, default: fallback }];
  }
  if (inner.type === 'splat_type' || inner.type === 'list_splat') {
    const kind = mark(inner, '**') === null ? 'TypeVarTuple' : 'ParamSpec';
    return [{ kind, range, name: identOf(low, name), bound: null, default: fallback }];
  }
  return [];
}
