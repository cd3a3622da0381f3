// `instanceof`: a value and a class in; true, false or an undecided answer out.

import type { Machine } from '../machine.ts';
import type { Value } from '../values.ts';
import { bool } from '../values.ts';

const KINDS: Readonly<Record<string, readonly string[]>> = {
  Array: ['list', 'tuple'], Object: ['dict', 'list', 'tuple', 'instance', 'tensor', 'set', 'function'], Function: ['function', 'builtin', 'method', 'class'],
  Number: [], String: [], Boolean: [], Error: [], Date: [], RegExp: [], Promise: [],
};

export function isInstanceOf(m: Machine, value: Value, type: Value): Value {
  if (value.kind === 'unknown' || type.kind === 'unknown') {
    const asked = value.kind === 'unknown' ? value : (type as Value & { kind: 'unknown' });
    return m.undecided(`${asked.key} instanceof ${nameOf(type)}`, true, asked.reason);
  }
  if (type.kind === 'class') {
    if (value.kind === 'tensor') return type.name === 'Variable' ? bool(value.parameter === true) : bool(type.name === 'Tensor');
    if (value.kind !== 'instance') return bool(false);
    if (value.class.mro.includes(type)) return bool(true);
    return value.class.open ? m.undecided(`${value.class.open.key} instanceof ${type.name}`, true, value.class.open.reason) : bool(false);
  }
  const kinds = type.kind === 'builtin' ? KINDS[type.name] : undefined;
  if (kinds) return bool(kinds.includes(value.kind));
  // Typed arrays are lists here; which kind of them is not kept.
  return value.kind === 'list' ? m.data('the kind of an array') : bool(false);
}

function nameOf(type: Value): string {
  return type.kind === 'class' || type.kind === 'builtin' ? type.name : type.kind === 'unknown' ? type.key : type.kind;
}
