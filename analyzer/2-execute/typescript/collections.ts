// Map and Set. Both keep a dictionary by the identity of their keys; one key that is not known makes all unknown.

import type { Machine } from '../machine.ts';
import { lit } from '../sizes.ts';
import type { ClassValue, InstanceValue, Value } from '../values.ts';
import { UNDEFINED, bool, int, keyOf, positional, tuple } from '../values.ts';
import { newArray } from './sequences.ts';
import type { Span } from '../../program.ts';

type Run = (m: Machine, self: InstanceValue, args: readonly Value[], at: Span) => Value;
type Pair = readonly [Value, Value];

/** Undefined where the contents are not known. */
function pairsOf(self: InstanceValue): readonly Pair[] | undefined {
  const held = self.cells.map.get('the entries');
  return held?.kind === 'dict' ? [...held.cells.map.values()].flatMap((pair): Pair[] => (pair.kind === 'tuple' && pair.items[0] && pair.items[1] ? [[pair.items[0], pair.items[1]]] : [])) : undefined;
}

function fill(m: Machine, self: InstanceValue, pairs: readonly Pair[] | undefined, at: Span): Value {
  const entries = pairs?.map(([key, value]): [string | undefined, Value] => [keyOf(key), tuple([key, value])]);
  const isKnown = entries?.every((entry): entry is [string, Value] => entry[0] !== undefined);
  m.store.write(self.cells, 'the entries', isKnown ? { kind: 'dict', cells: m.store.cells(entries as [string, Value][]) } : m.unknown('a collection whose keys are not known', at));
  return self;
}

const known = (run: (m: Machine, pairs: readonly Pair[], args: readonly Value[], self: InstanceValue, at: Span) => Value): Run => (m, self, args, at) => {
  const pairs = pairsOf(self);
  return pairs ? run(m, pairs, args, self, at) : m.unknown('what is in a collection whose keys are not known', at);
};

const found = (pairs: readonly Pair[], key: Value | undefined): Pair | undefined => {
  const name = key && keyOf(key);
  return name === undefined ? undefined : pairs.find(([other]) => keyOf(other) === name);
};

const shared: Readonly<Record<string, Run>> = {
  has: known((m, pairs, [key = UNDEFINED]) => (keyOf(key) === undefined ? m.data('a key') : bool(found(pairs, key) !== undefined))),
  delete: known((m, pairs, [key], self, at) => (fill(m, self, key && keyOf(key) !== undefined ? pairs.filter((pair) => pair !== found(pairs, key)) : undefined, at), bool(true))),
  clear: (m, self, _, at) => (fill(m, self, [], at), UNDEFINED),
  forEach: known((m, pairs, [f = UNDEFINED], self, at) => {
    for (const [key, value] of pairs) m.parts.call(f, positional(value, key, self), at);
    return UNDEFINED;
  }),
  keys: known((m, pairs) => newArray(m, pairs.map(([key]) => key))),
  values: known((m, pairs) => newArray(m, pairs.map(([, value]) => value))),
  entries: known((m, pairs) => newArray(m, pairs.map(([key, value]) => newArray(m, [key, value])))),
};

function pairsFrom(m: Machine, from: Value | undefined, at: Span, pairOf: (item: Value) => Pair | undefined): readonly Pair[] | undefined {
  if (!from || from.kind === 'undefined' || from.kind === 'none') return [];
  const turns = m.parts.iterate(from, at);
  if (!('items' in turns) || !turns.exact) return undefined;
  const byKey = new Map<string | undefined, Pair>();
  for (const item of turns.items) {
    const pair = pairOf(item);
    if (!pair) return undefined;
    byKey.set(keyOf(pair[0]), pair);
  }
  return [...byKey.values()];
}

const MAP: Readonly<Record<string, Run>> = {
  ...shared,
  constructor: (m: Machine, self: InstanceValue, [from]: readonly Value[], at: Span) => fill(m, self, pairsFrom(m, from, at, (item) => {
    const inner = m.parts.iterate(item, at);
    const [key, value] = 'items' in inner && inner.exact ? inner.items : [];
    return key ? [key, value ?? UNDEFINED] : undefined;
  }), at),
  get: known((m, pairs, [key = UNDEFINED], _, at) => (keyOf(key) === undefined ? m.unknown('an entry whose key is not known', at) : found(pairs, key)?.[1] ?? UNDEFINED)),
  set: known((m, pairs, [key = UNDEFINED, value = UNDEFINED], self, at) => fill(m, self, [...pairs.filter((pair) => pair !== found(pairs, key)), [key, value]], at)),
  'the items': known((m, pairs) => newArray(m, pairs.map(([key, value]) => newArray(m, [key, value])))),
};

const SET: Readonly<Record<string, Run>> = {
  ...shared,
  constructor: (m: Machine, self: InstanceValue, [from]: readonly Value[], at: Span) => fill(m, self, pairsFrom(m, from, at, (item) => [item, item]), at),
  add: known((m, pairs, [key = UNDEFINED], self, at) => (found(pairs, key) ? self : fill(m, self, [...pairs, [key, key]], at))),
  'the items': known((m, pairs) => newArray(m, pairs.map(([key]) => key))),
};

export function collectionNamed(m: Machine, name: string): ClassValue | undefined {
  const table = name === 'Map' || name === 'WeakMap' ? MAP : name === 'Set' || name === 'WeakSet' ? SET : undefined;
  if (!table) return undefined;
  const method = (key: string, run: Run): Value => ({
    kind: 'builtin', name: `~${key}`, run: ({ positional: [self, ...args] }, at) => (self?.kind === 'instance' ? run(m, self, args, at) : m.unknown(`${key} of what is no ${name}`, at)),
  });
  const cells = m.store.cells(Object.entries(table).map(([key, run]) => [key, method(key, run)]));
  m.store.write(cells, 'size', { kind: 'property', func: method('size', known((_, pairs) => int(lit(pairs.length)))) });
  const type: ClassValue = { kind: 'class', name, bases: [], mro: [], open: undefined, cells, module: undefined, span: undefined };
  return Object.assign(type, { mro: [type] });
}
