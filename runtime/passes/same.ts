// Equality of what nodes are made of, bit for bit: −0 is not 0.
import { sameType } from '../ir/graph.ts';
import type { AnyAttribute, AnyAttributes } from '../spec/attributes.ts';

export function sameAttributes(a: AnyAttributes, b: AnyAttributes): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b && sameAttribute(a[name]!, b[name]!));
}

function sameAttribute(a: AnyAttribute, b: AnyAttribute): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b);
  if ('data' in a) return 'data' in b && sameType(a, b) && sameElements(a.data as ArrayLike<number>, b.data as ArrayLike<number>);
  return !('data' in b) && sameElements(a, b);
}

function sameElements(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
