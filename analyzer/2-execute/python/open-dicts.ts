// Dictionaries and sets of which not all keys are known: one entry stands for all the others. A dictionary, a key that is
// not known and a value in; the entry written or read.

import type { Span } from '../../program.ts';
import { joinItems } from '../join-items.ts';
import type { Machine } from '../machine.ts';
import { same } from '../same.ts';
import { boundsOf, symbolNames } from '../sizes.ts';
import type { DictValue, Value } from '../values.ts';
import { NONE, int, keyOf, tuple } from '../values.ts';

/** No key of a program is encoded so. */
const REST = '*';
const ENTRY = 'entry';

export const isOpen = ({ cells }: DictValue): boolean => cells.map.has(REST);

/** Keeps a value under a key that is not known. */
export function putSomewhere(m: Machine, to: DictValue, key: Value, value: Value): void {
  const before = to.cells.map.get(REST);
  const own = standing(m, value);
  if (before?.kind !== 'tuple') return m.store.write(to.cells, REST, tuple([key, own]));
  const [oldKey = NONE, old = NONE] = before.items;
  const [newKey, all] = [joined(m, oldKey, key), joined(m, old, own)];
  if (newKey !== oldKey || all !== old) m.store.write(to.cells, REST, tuple([newKey, all]));
}

/** Lists under keys that are not known are several: how long one of them is cannot be told. What else can change is lost. */
function standing(m: Machine, value: Value): Value {
  if (value.kind === 'dict' || value.kind === 'set') return m.unknown('one of several objects', undefined);
  if (value.kind !== 'list') return value;
  const items = value.cells.map.get('items');
  if (items?.kind === 'tuple') m.store.write(value.cells, 'items', { kind: 'iterator', cells: m.store.cells(), items: items.items.slice(-2), exact: false });
  return value;
}

function joined(m: Machine, old: Value, now: Value): Value {
  if (same(old, now) || old.kind === 'unknown') return old;
  if (old.kind === 'int' && now.kind === 'int') {
    const least = Math.min(boundsOf(m.facts, old.dim).atLeast, boundsOf(m.facts, now.dim).atLeast);
    const isJoined = symbolNames(old.dim).every((name) => name.startsWith(ENTRY)) && old.dim.known === undefined;
    return isJoined && boundsOf(m.facts, old.dim).atLeast <= least ? old : int(m.fresh(ENTRY, least));
  }
  if (old.kind === 'string' && now.kind === 'string') return old.value === undefined ? old : { kind: 'string' };
  return joinItems(m, [old, now]) ?? m.unknown('one of several entries', undefined);
}

/** The value under some key that is none of those that are known; undefined where all are. */
export function somewhere(m: Machine, { cells }: DictValue): Value | undefined {
  const rest = cells.map.get(REST);
  const value = rest?.kind === 'tuple' ? rest.items[1] : undefined;
  // Each key may have another number.
  return value?.kind === 'int' ? int(m.bounded(ENTRY, value.dim)) : value;
}

/** A dictionary of the pairs that a loop of unknown length gives, or a set of its items. */
export function openOf(m: Machine, kind: 'dict' | 'set', pairs: readonly Value[], at: Span): DictValue {
  const result: DictValue = { kind, cells: m.store.cells() };
  for (const pair of pairs) {
    const [key = NONE, value = NONE] = kind === 'set' ? [pair, pair] : pair.kind === 'tuple' ? pair.items : [];
    const name = keyOf(key);
    if (kind === 'dict' && pair.kind !== 'tuple') putSomewhere(m, result, m.anonymous('a key'), m.unknown('an entry', at));
    else if (name === undefined) putSomewhere(m, result, key, value);
    else m.store.write(result.cells, name, tuple([key, value]));
  }
  // Which of them there are is not known.
  if (kind === 'dict' && !isOpen(result)) putSomewhere(m, result, m.anonymous('a key'), m.anonymous('an entry'));
  return result;
}
