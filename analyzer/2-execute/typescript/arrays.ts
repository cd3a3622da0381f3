// Methods of arrays. Where all items are known they are gone through; where some stand for all, what comes out stands
// for all, too. Functions that are given are called as the program would call them.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { same } from '../same.ts';
import { isNumeric, numberOf } from '../numbers.ts';
import { lit } from '../sizes.ts';
import type { Value } from '../values.ts';
import { UNDEFINED, bool, float, int, positional, string } from '../values.ts';
import type { Items } from './sequences.ts';
import { MAX_CALLS, isArray, lengthOf, likeItems, newArray, openArray, withItems, writeAll, writeOpen } from './sequences.ts';
import { joined } from './text.ts';
import { eachTurn } from '../loops.ts';

export type Method = (m: Machine, self: Value, args: readonly Value[], at: Span) => Value;

const positionOf = (m: Machine, { exact }: Items, i: number): Value => (exact ? int(lit(i)) : int(m.fresh('index')));

/** Calls a function with each item, its index and the array, as far as that is done one by one; in order. */
export function callEach(m: Machine, self: Value, items: Items, f: Value, at: Span): readonly Value[] {
  const one = (item: Value, i: number): Value => m.parts.call(f, positional(item, positionOf(m, items, i), self), at);
  if (items.exact && items.values.length <= MAX_CALLS) return items.values.map(one);
  const results: Value[] = [];
  eachTurn(m, { items: items.values, exact: items.exact }, (item) => {
    results.push(m.parts.call(f, positional(item, int(m.fresh('index')), self), at));
  });
  return results;
}

function mapItems(m: Machine, self: Value, f: Value, at: Span): Value {
  return withItems(m, self, at, (items) => {
    const results = callEach(m, self, items, f, at);
    return items.exact && results.length === items.values.length ? newArray(m, results) : openArray(m, results, items.length);
  });
}

function filterItems(m: Machine, self: Value, f: Value, at: Span): Value {
  return withItems(m, self, at, (items) => {
    const answers = callEach(m, self, items, f, at).map((answer) => m.parts.truth(answer, at));
    const sure = items.exact && answers.length === items.values.length && answers.every((answer) => answer.kind === 'bool');
    const kept = items.values.filter((_, i) => !(answers[i]?.kind === 'bool' && !answers[i].value));
    return sure ? newArray(m, kept) : openArray(m, kept, undefined);
  });
}

function reduceItems(m: Machine, self: Value, [f = UNDEFINED, start]: readonly Value[], at: Span, backwards: boolean): Value {
  return withItems(m, self, at, (items) => {
    const values = backwards ? items.values.toReversed() : items.values;
    const step = (sum: Value, item: Value, i: number): Value => m.parts.call(f, positional(sum, item, positionOf(m, items, i), self), at);
    const [first, ...rest] = start ? [start, ...values] : values;
    if (!first) return m.unknown('a reduction of nothing', at);
    if (items.exact && values.length <= MAX_CALLS) return rest.reduce((sum, item, i) => step(sum, item, start ? i : i + 1), first);
    const item = rest.at(-1) ?? first;
    const sum = step(first, item, 0);
    if (same(sum, first)) return sum;
    return isNumeric(sum) && isNumeric(first) ? float() : m.unknown('a reduction over an array of unknown length', at);
  });
}

/** The first item that a question is answered with yes for, as far as the answers are known. */
function search(m: Machine, self: Value, f: Value, at: Span, found: (item: Value, i: number) => Value, none: Value): Value {
  return withItems(m, self, at, (items) => {
    if (!items.exact || items.values.length > MAX_CALLS) return m.unknown('a search in an array of unknown length', at);
    const from = (i: number): Value => {
      const item = items.values[i];
      if (!item) return none;
      const answer = m.parts.truth(m.parts.call(f, positional(item, int(lit(i)), self), at), at);
      if (answer.kind === 'condition') return m.parts.fork(answer.claim, at, () => found(item, i), () => from(i + 1));
      return answer.kind === 'bool' ? (answer.value ? found(item, i) : from(i + 1)) : answer;
    };
    return from(0);
  });
}

const equals = (m: Machine, what: Value, at: Span): Value => (
  { kind: 'builtin', name: '~equals', run: ({ positional: [item = UNDEFINED] }) => m.parts.compare('===', item, what, at) });

function indexOf(m: Machine, self: Value, what: Value, at: Span, found: (i: number) => Value, none: Value): Value {
  return search(m, self, equals(m, what, at), at, (_, i) => found(i), none);
}

// ---------------------------------------------------------------------------------------------- parts and joins

function bound(m: Machine, value: Value | undefined, length: number, otherwise: number): number | undefined {
  void m;
  if (!value || value.kind === 'undefined') return otherwise;
  const n = numberOf(value);
  return n === undefined ? undefined : Math.max(0, Math.min(length, Math.trunc(n < 0 ? n + length : n)));
}

function part(m: Machine, self: Value, [lower, upper]: readonly Value[], at: Span): Value {
  return withItems(m, self, at, (items) => {
    const { length } = items.values;
    const [from, until] = [bound(m, lower, length, 0), bound(m, upper, length, length)];
    if (items.exact && from !== undefined && until !== undefined) return newArray(m, items.values.slice(from, until));
    return openArray(m, items.values, partLength(m, items, lower, upper));
  });
}

/** How long `slice(lower, upper)` is, where both surely lie inside. */
function partLength(m: Machine, { length }: Items, lower: Value | undefined, upper: Value | undefined): Items['length'] {
  const from = !lower || lower.kind === 'undefined' ? lit(0) : lower.kind === 'int' ? lower.dim : undefined;
  const until = !upper || upper.kind === 'undefined' ? length : upper.kind === 'int' ? upper.dim : undefined;
  if (!length || !from || !until) return undefined;
  const inside = m.decide(from.atLeast(0).and(until.minus(from).atLeast(0)).and(length.minus(until).atLeast(0)));
  return inside === 'yes' ? until.minus(from) : undefined;
}

function concat(m: Machine, self: Value, others: readonly Value[], at: Span): Value {
  return others.reduce((all: Value, other) => withItems(m, all, at, (left) => {
    if (!isArray(other)) return left.exact ? newArray(m, [...left.values, other]) : openArray(m, [...left.values, other], left.length?.plus(1));
    return withItems(m, other, at, (right) => {
      const values = [...left.values, ...right.values];
      return left.exact && right.exact ? newArray(m, values) : openArray(m, values, left.length && right.length && left.length.plus(right.length));
    });
  }), self);
}

function push(m: Machine, self: Value, added: readonly Value[], at: Span, front: boolean): Value {
  return withItems(m, self, at, (items) => {
    const values = front ? [...added, ...items.values] : [...items.values, ...added];
    if (items.exact) writeAll(m, self, values);
    else writeOpen(m, self, values, items.length?.plus(added.length));
    return int(items.length ? items.length.plus(added.length) : m.fresh('length'));
  });
}

function take(m: Machine, self: Value, at: Span, front: boolean): Value {
  return withItems(m, self, at, (items) => {
    if (items.exact) {
      writeAll(m, self, front ? items.values.slice(1) : items.values.slice(0, -1));
      return items.values.at(front ? 0 : -1) ?? UNDEFINED;
    }
    writeOpen(m, self, items.values, undefined);
    return items.values.at(-1) ?? UNDEFINED;
  });
}

function splice(m: Machine, self: Value, [where, count, ...added]: readonly Value[], at: Span): Value {
  return withItems(m, self, at, (items) => {
    const from = bound(m, where, items.values.length, 0);
    const n = count ? numberOf(count) : items.values.length;
    if (items.exact && from !== undefined && n !== undefined) {
      const removed = items.values.slice(from, from + n);
      writeAll(m, self, [...items.values.slice(0, from), ...added, ...items.values.slice(from + removed.length)]);
      return newArray(m, removed);
    }
    writeOpen(m, self, [...items.values, ...added], undefined);
    return openArray(m, items.values, undefined);
  });
}

function flat(m: Machine, self: Value, depth: number, at: Span): Value {
  return withItems(m, self, at, (items) => {
    const values: Value[] = [];
    let exact = items.exact;
    for (const item of items.values) {
      if (!isArray(item) || depth === 0) values.push(item);
      else {
        const inner = m.parts.iterate(depth > 1 ? flat(m, item, depth - 1, at) : item, at);
        if ('items' in inner) values.push(...inner.items);
        if (!('items' in inner) || !inner.exact) exact = false;
      }
    }
    return exact ? newArray(m, values) : openArray(m, values, undefined);
  });
}

function fill(m: Machine, self: Value, [value = UNDEFINED, from]: readonly Value[], at: Span): Value {
  return withItems(m, self, at, (items) => {
    if (items.exact) writeAll(m, self, from ? items.values : items.values.map(() => value));
    else writeOpen(m, self, from ? [...items.values, value] : [value], items.length);
    return self;
  });
}

/** An order that is not computed: the same items, any of them anywhere. */
function sort(m: Machine, self: Value, at: Span, inPlace: boolean): Value {
  return withItems(m, self, at, (items) => {
    const [first] = items.values;
    const alike = first === undefined || items.values.every((value) => same(value, first));
    const target = inPlace ? self : likeItems(m, items, items.values);
    if (!alike || !items.exact) writeOpen(m, target, items.values, items.length);
    return target;
  });
}

const indexed = (make: (m: Machine, item: Value, index: Value) => Value): Method => (m, self, _, at) => withItems(m, self, at, (items) => {
  if (items.exact) return newArray(m, items.values.map((item, i) => make(m, item, int(lit(i)))));
  return openArray(m, items.values.map((item) => make(m, item, int(m.fresh('index')))), items.length);
});

const quantified = (stopsAt: boolean): Method => (m, self, [f = UNDEFINED], at) => search(m, self, stopsAt ? f : inverted(m, f, at), at, () => bool(stopsAt), bool(!stopsAt));

const inverted = (m: Machine, f: Value, at: Span): Value => ({ kind: 'builtin', name: '~not', run: (args) => m.parts.unary('not', m.parts.call(f, args, at), at) });

export const arrayMethods: Readonly<Record<string, Method>> = {
  map: (m, self, [f = UNDEFINED], at) => mapItems(m, self, f, at),
  forEach: (m, self, [f = UNDEFINED], at) => withItems(m, self, at, (items) => (callEach(m, self, items, f, at), UNDEFINED)),
  filter: (m, self, [f = UNDEFINED], at) => filterItems(m, self, f, at),
  reduce: (m, self, args, at) => reduceItems(m, self, args, at, false),
  reduceRight: (m, self, args, at) => reduceItems(m, self, args, at, true),
  flatMap: (m, self, [f = UNDEFINED], at) => flat(m, mapItems(m, self, f, at), 1, at),
  find: (m, self, [f = UNDEFINED], at) => search(m, self, f, at, (item) => item, UNDEFINED),
  findIndex: (m, self, [f = UNDEFINED], at) => search(m, self, f, at, (_, i) => int(lit(i)), int(lit(-1))),
  some: quantified(true),
  every: quantified(false),
  includes: (m, self, [what = UNDEFINED], at) => indexOf(m, self, what, at, () => bool(true), bool(false)),
  indexOf: (m, self, [what = UNDEFINED], at) => indexOf(m, self, what, at, (i) => int(lit(i)), int(lit(-1))),
  slice: part,
  concat: (m, self, others, at) => concat(m, self, others, at),
  push: (m, self, added, at) => push(m, self, added, at, false),
  unshift: (m, self, added, at) => push(m, self, added, at, true),
  pop: (m, self, _, at) => take(m, self, at, false),
  shift: (m, self, _, at) => take(m, self, at, true),
  splice,
  flat: (m, self, [depth], at) => flat(m, self, (depth && numberOf(depth)) ?? 1, at),
  fill,
  sort: (m, self, _, at) => sort(m, self, at, true),
  toSorted: (m, self, _, at) => sort(m, self, at, false),
  reverse: (m, self, _, at) => withItems(m, self, at, (items) => {
    if (items.exact) writeAll(m, self, items.values.toReversed());
    return self;
  }),
  toReversed: (m, self, _, at) => withItems(m, self, at, (items) => likeItems(m, items, items.values.toReversed())),
  at: (m, self, [where = int(lit(0))], at) => {
    const n = numberOf(where);
    if (n === undefined || n >= 0) return m.parts.getItem(self, where, at);
    return withItems(m, self, at, (items) => (items.exact ? items.values.at(n) : items.values.at(-1)) ?? UNDEFINED);
  },
  join: (m, self, [between], at) => withItems(m, self, at, (items) => string(items.exact ? joined(items.values, between?.kind === 'string' ? between.value : undefined) : undefined)),
  toString: (m: Machine, self: Value, _: readonly Value[], at: Span) => withItems(m, self, at, (items) => string(items.exact ? joined(items.values) : undefined)),
  entries: indexed((m, item, index) => newArray(m, [index, item])),
  keys: indexed((_, __, index) => index),
  values: indexed((_, item) => item),
  subarray: part,
  set: () => UNDEFINED,
  with: (m, self, [where = UNDEFINED, value = UNDEFINED], at) => {
    const copy = part(m, self, [], at);
    m.parts.setItem(copy, where, value, at);
    return copy;
  },
};

export function attributeOfArray(m: Machine, self: Value, name: string, at: Span): Value | undefined {
  if (name === 'length') return lengthOf(m, self, at);
  const run = Object.hasOwn(arrayMethods, name) ? arrayMethods[name] : undefined;
  return run && { kind: 'builtin', name: `~${name}`, run: (args, where) => run(m, self, args.positional, where) };
}
