// Methods of dictionaries and sets. Cells by encoded key hold the pair (key, value).

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../numbers.ts';
import { isOpen, putSomewhere, somewhere } from './open-dicts.ts';
import type { DictValue, Value } from '../values.ts';
import { NONE, keyOf, string, tuple } from '../values.ts';

type Method = (m: Machine, self: Value, args: readonly Value[], at: Span, named: ReadonlyMap<string, Value>) => Value;

const pairs = (self: Value): readonly (readonly [Value, Value])[] =>
  [...(self as DictValue).cells.map.values()].flatMap((pair) => (pair.kind === 'tuple' ? [[pair.items[0] ?? NONE, pair.items[1] ?? NONE] as const] : []));

function find(self: Value, key: Value): Value | undefined {
  const name = keyOf(key);
  const pair = name === undefined ? undefined : (self as DictValue).cells.map.get(name);
  return pair?.kind === 'tuple' ? pair.items[1] : undefined;
}

/** Entries of the attributes of an object are written there too. */
export function put(m: Machine, self: Value, key: Value, value: Value): void {
  const into = self as DictValue;
  const name = keyOf(key);
  if (name === undefined) putSomewhere(m, into, key, value);
  else m.store.write(into.cells, name, tuple([key, value]));
  if (into.of && key.kind === 'string' && key.value !== undefined) m.store.write(into.of, key.value, value);
}

/** Entries that nobody knows come in: what was there as a default may stay, what was none is there to be replaced. */
function putUnknown(m: Machine, self: Value, at: Span): void {
  for (const [key, value] of pairs(self)) if (value.kind === 'none') put(m, self, key, m.unknown('an entry that is set from outside', at));
}

/** Of an open dictionary, some items of a list of unknown length. */
function listOf(m: Machine, self: Value, items: readonly Value[]): Value {
  return isOpen(self as DictValue) ? { kind: 'list', cells: m.store.cells([['items', { kind: 'iterator', cells: m.store.cells(), items, exact: false }]]) } : newList(m, items);
}

export const dictMethods: Readonly<Record<string, Method>> = {
  get: (m, self, [key = NONE, fallback = NONE], at) => {
    const found = find(self, key);
    if (found) return found;
    const other = somewhere(m, self as DictValue);
    if (other) return m.parts.fork(m.data('a key').claim, at, () => other, () => fallback);
    return keyOf(key) === undefined ? m.unknown('an entry whose key is not known', at) : fallback;
  },
  keys: (m, self) => listOf(m, self, pairs(self).map(([key]) => key)),
  values: (m, self) => listOf(m, self, pairs(self).map(([, value]) => value)),
  items: (m, self) => listOf(m, self, pairs(self).map(([key, value]) => tuple([key, value]))),
  setdefault: (m, self, [key = NONE, value = NONE]) => {
    const found = find(self, key) ?? somewhere(m, self as DictValue);
    if (found) return found;
    put(m, self, key, value);
    return value;
  },
  pop: (m, self, [key, fallback], at) => {
    const name = key && keyOf(key);
    const found = key && find(self, key);
    // On other paths the entry stays: who has both before them may or may not find it.
    if (name !== undefined && m.path.length > 0) putSomewhere(m, self as DictValue, m.anonymous('a key'), m.anonymous('an entry'));
    if (name !== undefined) m.store.write((self as DictValue).cells, name, undefined);
    return found ?? fallback ?? somewhere(m, self as DictValue) ?? m.unknown('an entry popped from a dictionary', at);
  },
  update: (m, self, [other], at, named) => {
    if (other?.kind === 'dict') for (const [key, value] of pairs(other)) put(m, self, key, value);
    else if (other) {
      if (other.kind === 'unknown') putUnknown(m, self, at);
      const turns = m.parts.iterate(other, at);
      for (const item of 'items' in turns ? turns.items : [turns]) {
        const [key = NONE, value = NONE] = self.kind === 'set' ? [item, item] : item.kind === 'tuple' ? item.items : [item, m.unknown('an entry', at)];
        if ('items' in turns && turns.exact) put(m, self, key, value);
        else putSomewhere(m, self as DictValue, key, value);
      }
    }
    for (const [name, value] of named) put(m, self, string(name), value);
    return NONE;
  },
  copy: (m, self) => ({ kind: (self as DictValue).kind, cells: m.store.cells([...(self as DictValue).cells.map]) }),
  clear: (m, self) => {
    for (const key of [...(self as DictValue).cells.map.keys()]) m.store.write((self as DictValue).cells, key, undefined);
    return NONE;
  },
  add: (m, self, [item = NONE]) => (put(m, self, item, item), NONE),
  discard: (m, self, [item = NONE]) => {
    const name = keyOf(item);
    if (name !== undefined) m.store.write((self as DictValue).cells, name, undefined);
    return NONE;
  },
  union: (m, self, [other = NONE]) => ({ kind: 'set', cells: m.store.cells([...(self as DictValue).cells.map, ...(other.kind === 'set' ? other.cells.map : [])]) }),
};
