// Methods of lists. The items of a list are a tuple in cell `items`; a list of unknown length holds an iterator there.

import type { Span } from '../../program.ts';
import { distribute } from '../distribute.ts';
import { joinItems } from '../join-items.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../numbers.ts';
import { followed, openItems } from '../open-sequences.ts';
import { lit } from '../sizes.ts';
import { orderOf } from './ordering.ts';
import type { ListValue, SliceValue, Value } from '../values.ts';
import { NONE, int, tuple } from '../values.ts';

type Method = (m: Machine, self: Value, args: readonly Value[], at: Span, named: ReadonlyMap<string, Value>) => Value;

/** Reads the items of a list (or tuple) and says what becomes of them. */
function withItems(m: Machine, self: Value, at: Span, known: (items: readonly Value[]) => Value, open: (items: Value) => Value): Value {
  const items = self.kind === 'list' ? self.cells.map.get('items') : self;
  if (!items) return open(NONE);
  return distribute(m, items, at, (option) => (option.kind === 'tuple' ? known(option.items) : open(option)));
}

function write(m: Machine, self: Value, items: readonly Value[] | Value): Value {
  if (self.kind === 'list') m.store.write(self.cells, 'items', 'kind' in items ? items : tuple(items));
  return NONE;
}

/** A list of unknown length stays one; what is added becomes one of the items that stand for all. */
function addToOpen(m: Machine, self: Value, open: Value, added: readonly Value[]): Value {
  return open.kind === 'iterator' ? write(m, self, openItems(m, followed(open, { items: added, exact: true }))) : NONE;
}

function position(value: Value | undefined, length: number): number | undefined {
  if (value?.kind !== 'int' || value.dim.known === undefined) return undefined;
  return value.dim.known < 0 ? value.dim.known + length : value.dim.known;
}

/** As many items as there were, more or fewer by `by`, of which any may be any of them: known where they are alike. */
function anyOrder(m: Machine, self: Value, items: readonly Value[], by: number, at: Span): Value | undefined {
  const one = joinItems(m, items);
  write(m, self, one ? Array.from({ length: Math.max(0, items.length + by) }, () => one) : m.unknown('a list changed at an unknown place', at));
  return one;
}

/** `del items[a:b]`. */
export function removeSlice(m: Machine, self: Value, slice: SliceValue, at: Span): void {
  if (slice.lower.kind === 'none' && slice.upper.kind === 'none') return void write(m, self, []);
  withItems(m, self, at, (items) => {
    const gone = m.parts.getItem(tuple(items.map((_, i) => int(lit(i)))), slice, at);
    const places = gone.kind === 'tuple' ? new Set(gone.items.map((place) => (place.kind === 'int' ? place.dim.known : undefined))) : undefined;
    if (places) return write(m, self, items.filter((_, i) => !places.has(i)));
    const one = joinItems(m, items);
    return write(m, self, one ? { kind: 'iterator', cells: m.store.cells(), items: [one], exact: false } : m.unknown('a list changed at an unknown place', at));
  }, () => NONE);
}

export const listMethods: Readonly<Record<string, Method>> = {
  append: (m, self, [item = NONE], at) => withItems(m, self, at, (items) => write(m, self, [...items, item]), (open) => addToOpen(m, self, open, [item])),
  extend: (m, self, [other = NONE], at) => {
    const turns = m.parts.iterate(other, at);
    const exact = 'items' in turns && turns.exact;
    return withItems(m, self, at,
      (items) => (exact ? write(m, self, [...items, ...turns.items]) : write(m, self, openItems(m, followed({ items, exact: true }, 'items' in turns ? turns : { items: [turns], exact: false })))),
      (open) => (exact || open.kind !== 'iterator' ? addToOpen(m, self, open, 'items' in turns ? turns.items : [turns]) : write(m, self, openItems(m, followed(open, 'items' in turns ? turns : { items: [turns], exact: false })))));
  },
  insert: (m, self, [where, item = NONE], at) => withItems(m, self, at, (items) => {
    const i = position(where, items.length);
    if (i === undefined) return anyOrder(m, self, [...items, item], 0, at), NONE;
    return write(m, self, [...items.slice(0, i), item, ...items.slice(i)]);
  }, (open) => (open.kind === 'iterator' ? write(m, self, openItems(m, { items: [...open.items, item], loose: true })) : NONE)),
  pop: (m, self, [where], at) => withItems(m, self, at, (items) => {
    const i = where ? position(where, items.length) : items.length - 1;
    const item = i === undefined ? undefined : items[i];
    if (i === undefined || !item) return anyOrder(m, self, items, -1, at) ?? m.unknown('an item popped from an unknown place', at);
    write(m, self, [...items.slice(0, i), ...items.slice(i + 1)]);
    return item;
  }, (open) => {
    if (open.kind !== 'iterator') return open;
    if (open.tail && !where) return write(m, self, openItems(m, { ...open, items: open.items.slice(0, -1), tail: open.tail - 1 })), open.items.at(-1) ?? NONE;
    return joinItems(m, open.items) ?? open.items.at(-1) ?? m.unknown('an item of an empty list', at);
  }),
  remove: (m, self, [value = NONE], at) => withItems(m, self, at, (items) => {
    const answers = items.map((item) => m.parts.compare('==', item, value, at));
    const found = answers.findIndex((answer) => answer.kind !== 'bool' || answer.value);
    if (answers[found]?.kind === 'bool') return write(m, self, items.toSpliced(found, 1));
    return anyOrder(m, self, items, -1, at), NONE;
  }, () => NONE),
  clear: (m, self) => write(m, self, []),
  reverse: (m, self, _, at) => withItems(m, self, at, (items) => write(m, self, items.toReversed()), () => NONE),
  sort: (m, self, _, at, named) => withItems(m, self, at, (items) => {
    const order = orderOf(m, items, named, at);
    return order ? write(m, self, order.map((i) => items[i] ?? NONE)) : (anyOrder(m, self, items, 0, at), NONE);
  }, () => NONE),
  copy: (m, self) => copyList(m, self as ListValue),
  index: (m, self, [item = NONE], at) => withItems(m, self, at, (items) => {
    const found = items.findIndex((other) => {
      const answer = m.parts.compare('==', other, item, at);
      return answer.kind === 'bool' && answer.value;
    });
    return found >= 0 ? int(lit(found)) : int(m.fresh('index'));
  }, () => int(m.fresh('index'))),
  count: (m, self, [item = NONE], at) => withItems(m, self, at, (items) => {
    const answers = items.map((other) => m.parts.compare('==', other, item, at));
    return answers.every((answer) => answer.kind === 'bool') ? int(lit(answers.filter((answer) => answer.kind === 'bool' && answer.value).length)) : int(m.fresh('count'));
  }, () => int(m.fresh('count'))),
  __len__: (m, self, _, at) => withItems(m, self, at, (items) => int(lit(items.length)), () => int(m.fresh('length'))),
};

function copyList(m: Machine, self: ListValue): Value {
  const items = self.cells.map.get('items');
  return items?.kind === 'tuple' ? newList(m, items.items) : { kind: 'list', cells: m.store.cells(items ? [['items', items]] : []) };
}
