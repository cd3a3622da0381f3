// Sequences of unknown length: some items in order, then one that stands for any number of turns, then a tail that comes
// once. Where that order is not known (`loose`), nothing may be said of one item after another.

import { needsGradient } from './gradients.ts';
import { joinItems } from './join-items.ts';
import type { Machine, Turns } from './machine.ts';
import { same } from './same.ts';
import type { IteratorValue, TupleValue, Value } from './values.ts';

/** More items than that are not kept apart. */
const MAX_KEPT = 32;

export function openItems(m: Machine, { items, tail = 0, loose = false }: Omit<Turns, 'exact'>): IteratorValue {
  const one = loose && items.length > 1 ? joinItems(m, items) : undefined;
  if (one) return openItems(m, { items: [one] });
  if (items.length > MAX_KEPT) return openItems(m, { items: items.slice(-2), loose: true });
  const standing = items.length - tail - 1;
  return { kind: 'iterator', cells: m.store.cells(), items: items.map((item, i) => (loose || i === standing ? ofSeveral(m, item) : item)), exact: false, ...(tail > 0 && tail < items.length ? { tail } : {}), ...(loose && items.length > 1 ? { loose } : {}) };
}

/** What stands for several tensors has no one history: a walk back from one of them passes none of the others. */
function ofSeveral(m: Machine, item: Value): Value {
  if (item.kind === 'tuple') {
    const items = item.items.map((each) => ofSeveral(m, each));
    return items.every((each, i) => each === item.items[i]) ? item : { ...item, items };
  }
  if (item.kind !== 'tensor' || !item.past) return item;
  const { past: _, ...rest } = item;
  return needsGradient(m, item) ? { ...rest, graph: 'inner' } : rest;
}

export const openList = (m: Machine, turns: Omit<Turns, 'exact'>): Value => ({ kind: 'list', cells: m.store.cells([['items', openItems(m, turns)]]) });

/** The items of two sequences, one after the other. */
export function followed(a: Turns, b: Turns): Turns {
  const items = [...a.items, ...b.items];
  if (a.exact && b.exact) return { items, exact: true };
  if (a.exact) return { ...b, items };
  if (!b.exact || a.items.length === 0) return { items, exact: false, loose: true };
  return { ...a, items, tail: (a.tail ?? 0) + b.items.length };
}

/** A sequence to which each turn of a loop adds: what the turn has added repeats. */
export function repeating(m: Machine, old: readonly Value[], now: Turns): IteratorValue {
  const { items } = now;
  const added = items.length - old.length;
  const isGrown = added > 0 && old.every((item, i) => same(item, items[i]));
  return openItems(m, isGrown ? { items, loose: added > 1 || now.loose === true } : { items: items.slice(-2), loose: true });
}

/** Not of one length: what is gathered, not what has so many parts. */
export const areSequences = (all: readonly Value[]): all is (IteratorValue | TupleValue)[] =>
  all.every(({ kind }) => kind === 'iterator' || kind === 'tuple') && all.some((one) => one.kind === 'iterator' || (one.kind === 'tuple' && one.items.length !== (all[0] as TupleValue).items.length));

/** One of several sequences. */
export function anyOf(m: Machine, all: readonly (IteratorValue | TupleValue)[]): IteratorValue {
  const items = all.flatMap((one) => one.items);
  return openItems(m, { items: items.filter((item, i) => items.findIndex((other) => same(other, item)) === i), loose: true });
}

/** The item at a place counted from either end; undefined where that is not known. */
export function openItemAt({ items, tail = 0, loose }: IteratorValue, at: number): Value | undefined {
  if (loose) return undefined;
  if (at < 0 && -at <= Math.max(tail, 1)) return items.at(at);
  return at >= 0 && at < items.length - tail - 1 ? items[at] : undefined;
}
