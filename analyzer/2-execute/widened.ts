// What turns of a loop change, as what it is after any number of them: what was there before a turn and is there behind it
// in, some value of its kind out.

import { arrayLike } from './facets.ts';
import type { Machine } from './machine.ts';
import { anyOf, areSequences, repeating } from './open-sequences.ts';
import { same } from './same.ts';
import type { IteratorValue, TupleValue, Value } from './values.ts';
import { float, int, string, tuple } from './values.ts';

export function widened(m: Machine, old: Value, now: Value): Value {
  if (now.kind === 'unknown') return now;
  if (old.kind === 'int' && now.kind === 'int') return int(m.fresh('counted', old.dim.known !== undefined && m.decide(now.dim.atLeast(old.dim)) === 'yes' ? old.dim.known : -Infinity));
  if ((old.kind === 'int' || old.kind === 'float') && (now.kind === 'int' || now.kind === 'float')) return float();
  if (old.kind === 'string' && now.kind === 'string') return string();
  if (old.kind === 'bool' || old.kind === 'condition') return m.data('a flag that a loop changes');
  if (old.kind === 'tensor' && now.kind === 'tensor') return widenedTensor(m, old, now);
  if (old.kind === 'tuple' && now.kind === 'tuple') {
    // A place in which nothing stood is filled from now on.
    if (old.items.length === now.items.length) return tuple(old.items.map((item, i) => (same(item, now.items[i]) ? item : item.kind === 'none' ? now.items[i] as Value : widened(m, item, now.items[i] as Value))));
    return repeating(m, old.items, { items: now.items, exact: true });
  }
  const [before, after] = [iteratorsIn(old), iteratorsIn(now)];
  if (before && after && (old.kind === 'alternatives' || now.kind === 'alternatives') && areSequences([...before, ...after])) return anyOf(m, [...before, ...after]);
  if (now.kind === 'iterator' && old.kind !== 'iterator') return now;
  if (old.kind === 'iterator' && now.kind === 'iterator') return now.exact ? now : repeating(m, old.items, now);
  if (old.kind === now.kind && (now.kind === 'dict' || now.kind === 'instance' || now.kind === 'list' || now.kind === 'none')) return now;
  return m.unknown('a value that every turn of a loop changes', undefined);
}

/** Of a list that is one of several; tuples of one length may be other things than the items of a list. */
function iteratorsIn(value: Value): readonly (IteratorValue | TupleValue)[] | undefined {
  const options = value.kind === 'alternatives' ? value.options.map((option) => option.value) : [value];
  return options.every((option) => option.kind === 'iterator' || option.kind === 'tuple') ? options : undefined;
}

function widenedTensor(m: Machine, old: Value & { kind: 'tensor' }, now: Value & { kind: 'tensor' }): Value {
  const shape = old.shape && now.shape && old.shape.length === now.shape.length
    ? now.shape.map((dim, i) => (dim.toString() === old.shape?.[i]?.toString() ? dim : m.fresh('grown')))
    : undefined;
  return { kind: 'tensor', dtype: now.dtype, shape, origin: now.origin, ...(shape ? {} : { reason: 'a tensor that grows in a loop' }), ...arrayLike(now) };
}
