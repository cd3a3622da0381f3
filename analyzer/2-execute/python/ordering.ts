// What is sorted: `sorted(items, key=len)`, `items.sort(reverse=True)`, `max(items, key=…)`. Items in; their order out, where
// all that they are compared by is known.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { numberOf } from '../numbers.ts';
import type { Args, Value } from '../values.ts';
import { positional } from '../values.ts';

type Plain = number | string | readonly Plain[];

/** Numbers, texts, and tuples and lists of them. */
function plain(value: Value): Plain | undefined {
  if (value.kind === 'string') return value.value;
  const items = value.kind === 'list' ? value.cells.map.get('items') : value;
  if (items?.kind !== 'tuple') return numberOf(value);
  const parts = items.items.map(plain);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** Negative, zero or positive; NaN where the two are not compared in Python. */
function compared(a: Plain, b: Plain): number {
  if (typeof a === 'object' && typeof b === 'object') {
    for (const [i, item] of a.entries()) {
      const other = b[i];
      const order = other === undefined ? 1 : compared(item, other);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  return typeof a !== typeof b ? Number.NaN : a < b ? -1 : a > b ? 1 : 0;
}

/** Places of the items from the least to the greatest, or the other way round, as `key=` and `reverse=` say; equal ones stay. */
export function orderOf(m: Machine, items: readonly Value[], named: Args['named'], at: Span): readonly number[] | undefined {
  const key = named.get('key');
  const reverse = named.get('reverse');
  if (reverse && reverse.kind !== 'bool') return undefined;
  const keys = items.map((item) => plain(key && key.kind !== 'none' ? m.parts.call(key, positional(item), at) : item));
  const sign = reverse?.kind === 'bool' && reverse.value ? -1 : 1;
  const given = keys.filter((one) => one !== undefined);
  if (given.length < keys.length || given.some((one, i) => i > 0 && Number.isNaN(compared(given[i - 1]!, one)))) return undefined;
  return items.map((_, i) => i).sort((a, b) => sign * compared(given[a]!, given[b]!));
}
