// Methods of dictionaries and sets. Cells by encoded key hold the pair (key, value).

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../numbers.ts';
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

function put(m: Machine, self: Value, key: Value, value: Value): void {
  const name = keyOf(key);
  if (name === undefined) m.unknown('a dictionary entry whose key is not known', undefined);
  else m.store.write((self as DictValue).cells, name, tuple([key, value]));
}

export const dictMethods: Readonly<Record<string, Method>> = {
  get: (m, self, [key = NONE, fallback = NONE], at) => (keyOf(key) === undefined ? m.unknown('an entry whose key is not known', at) : find(self, key) ?? fallback),
  keys: (m, self) => newList(m, pairs(self).map(([key]) => key)),
  values: (m, self) => newList(m, pairs(self).map(([, value]) => value)),
  items: (m, self) => newList(m, pairs(self).map(([key, value]) => tuple([key, value]))),
  setdefault: (m, self, [key = NONE, value = NONE]) => {
    const found = find(self, key);
    if (found) return found;
    put(m, self, key, value);
    return value;
  },
  pop: (m, self, [key, fallback], at) => {
    const name = key && keyOf(key);
    const found = key && find(self, key);
    if (name !== undefined) m.store.write((self as DictValue).cells, name, undefined);
    return found ?? fallback ?? m.unknown('an entry popped from a dictionary', at);
  },
  update: (m, self, [other], at, named) => {
    if (other?.kind === 'dict') for (const [key, value] of pairs(other)) put(m, self, key, value);
    else if (other) {
      const turns = m.parts.iterate(other, at);
      if ('items' in turns) for (const item of turns.items) if (item.kind === 'tuple') put(m, self, item.items[0] ?? NONE, self.kind === 'set' ? item.items[0] ?? NONE : item.items[1] ?? NONE);
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
