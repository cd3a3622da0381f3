// Arrays of JavaScript. An array whose items are all known holds a tuple; of any other it holds some items that stand
// for all of them, and in the cell `length` how many there are, where that is known.

import type { Dim } from '../../../runtime/dims/dim.ts';
import type { Span } from '../../program.ts';
import { distribute } from '../distribute.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../numbers.ts';
import { lit } from '../sizes.ts';
import type { Value } from '../values.ts';
import { int, tuple } from '../values.ts';

export interface Items {
  readonly values: readonly Value[];
  /** The values are the array; otherwise they stand for an unknown number of them. */
  readonly exact: boolean;
  readonly length: Dim | undefined;
}

/** Items up to this number are gone through one by one where each costs a call. */
export const MAX_CALLS = 300;

export const isArray = (value: Value): value is Value & { kind: 'list' | 'tuple' } => value.kind === 'list' || value.kind === 'tuple';

/** What is done with the items of an array; where it is one of several, on each path apart. */
export function withItems(m: Machine, self: Value, at: Span, run: (items: Items) => Value): Value {
  if (self.kind === 'tuple') return run(allOf(self.items));
  const held = self.kind === 'list' ? self.cells.map.get('items') : undefined;
  if (!held) return m.unknown(`the items of ${self.kind}`, at);
  return distribute(m, held, at, (option) => {
    if (option.kind === 'tuple') return run(allOf(option.items));
    if (option.kind !== 'iterator') return option.kind === 'unknown' ? option : m.unknown('the items of an array', at);
    const length = self.kind === 'list' ? self.cells.map.get('length') : undefined;
    return run({ values: option.items, exact: false, length: length?.kind === 'int' ? length.dim : undefined });
  });
}

const allOf = (values: readonly Value[]): Items => ({ values, exact: true, length: lit(values.length) });

export const newArray = newList;

/** An array of items like these. */
export function openArray(m: Machine, values: readonly Value[], length: Dim | undefined): Value {
  const array: Value = { kind: 'list', cells: m.store.cells() };
  writeOpen(m, array, values, length);
  return array;
}

export function writeOpen(m: Machine, self: Value, values: readonly Value[], length: Dim | undefined): void {
  if (self.kind !== 'list') return;
  m.store.write(self.cells, 'items', { kind: 'iterator', cells: m.store.cells(), items: values.slice(-3), exact: false });
  m.store.write(self.cells, 'length', length && int(length));
}

export function writeAll(m: Machine, self: Value, values: readonly Value[]): void {
  if (self.kind !== 'list') return;
  m.store.write(self.cells, 'items', tuple(values));
  if (self.cells.map.has('length')) m.store.write(self.cells, 'length', undefined);
}

/** Like another array, item by item changed in the same way. */
export function likeItems(m: Machine, items: Items, values: readonly Value[]): Value {
  return items.exact ? newArray(m, values) : openArray(m, values, items.length);
}

export function lengthOf(m: Machine, self: Value, at: Span): Value {
  return withItems(m, self, at, ({ length }) => int(length ?? m.fresh('length')));
}
