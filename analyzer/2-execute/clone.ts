// Copies of objects: a value in, one out that shares nothing changeable with it (or, when shallow, only what it holds).

import { MAX_MERGE_DEPTH } from './limits.ts';
import type { Machine } from './machine.ts';
import type { Cells, Value } from './values.ts';

export function clone(m: Machine, value: Value, deep: boolean, done = new Map<Cells, Value>(), level = 0): Value {
  switch (value.kind) {
    case 'tuple': return deep ? { ...value, items: value.items.map((item) => clone(m, item, deep, done, level)) } : value;
    case 'list': case 'dict': case 'set': case 'instance': case 'iterator': {
      const known = done.get(value.cells);
      if (known) return known;
      const cells = m.store.cells();
      const copy = { ...value, cells } as Value;
      done.set(value.cells, copy);
      if (level > MAX_MERGE_DEPTH) return m.unknown('a copy of objects nested too deeply', undefined);
      for (const [key, held] of [...value.cells.map]) {
        // Entries of dictionaries are pairs, which are part of the dictionary; so is the list of a container of modules.
        const isOwn = deep || held.kind === 'tuple' || key === '_list' || key === '_dict';
        m.store.write(cells, key, isOwn && (deep || held.kind !== 'tuple') ? clone(m, held, deep, done, level + 1) : held);
      }
      return copy;
    }
    case 'method': return deep ? { ...value, self: clone(m, value.self, deep, done, level) } : value;
    case 'alternatives': return { ...value, options: value.options.map((option) => ({ ...option, value: clone(m, option.value, deep, done, level) })) };
    default: return value;
  }
}
