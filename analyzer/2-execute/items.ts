// Subscripts and iteration over what a language has built in. Tensors and instances answer through their classes.

import type { Dim } from '../../runtime/dims/dim.ts';
import type { Span } from '../program.ts';
import { apart } from './apart.ts';
import { lookInClass } from './classes.ts';
import { inFrame } from './control.ts';
import { distribute } from './distribute.ts';
import { fromOutside, inputOf, itemOfInput } from './inputs.ts';
import { joinItems } from './join-items.ts';
import { MAX_ELEMENTS, MAX_NEXT } from './limits.ts';
import type { Machine, Turns } from './machine.ts';
import { ENDED } from './machine.ts';
import { missingKey, noItems, noKey, pastEnd, severalItems } from './mistakes.ts';
import { newList } from './numbers.ts';
import { openItemAt, openItems, openList } from './open-sequences.ts';
import { put } from './python/dicts.ts';
import { isOpen, somewhere } from './python/open-dicts.ts';
import { notIndexed, notIterable, wrongIndex } from './refusals.ts';
import { lit } from './sizes.ts';
import type { DictValue, RangeValue, SliceValue, UnknownValue, Value } from './values.ts';
import { NONE, int, keyOf, positional, shapeOf, string, tuple } from './values.ts';

/** What is at a place that is not known need not be what is at another: it is known by where the program asks. */
export function getItem(m: Machine, object: Value, index: Value, at: Span): Value {
  switch (object.kind) {
    case 'unknown': return itemOfInput(m, object, index) ?? { ...object, key: `${object.key}[${keyOf(index) ?? `@${m.userSpan?.start ?? 0}#${m.fresh('index').toString()}`}]` };
    case 'alternatives': return distribute(m, object, at, (option) => (option.kind === 'none' ? m.unknown('an item of None', at) : getItem(m, option, index, at)));
    case 'tuple': return index.kind === 'tuple' ? severalItems(m, index.items.length) : wrongIndex(m, object, index) ?? (index.kind === 'alternatives' ? distribute(m, index, at, (i) => getItem(m, object, i, at)) : itemOf(m, object.items, index, at, (part) => ({ ...tuple(part), ...shapeOf(object) })));
    case 'list': return wrongIndex(m, object, index) ?? itemOfList(m, object, index, at);
    case 'dict': return distribute(m, index, at, (key) => itemOfDict(m, object, key, at));
    case 'string': return itemOfString(object, index);
    case 'range': return index.kind === 'int' ? int(object.start.plus(object.step.times(index.dim))) : m.unknown('a part of a range', at);
    case 'class': {
      const method = lookInClass(object, '__class_getitem__');
      return method ? m.parts.call({ kind: 'method', self: object, func: method.kind === 'class-method' ? method.func : method }, positional(index), at) : object;
    }
    case 'builtin': return notIndexed(m, object) ?? object;
    case 'dtype': return object;
    case 'tensor': case 'instance': case 'super': {
      const method = m.parts.findAttribute(object, '__getitem__', at);
      return method ? m.parts.call(method, positional(index), at) : notIndexed(m, object) ?? m.unknown(`an item of ${object.kind}`, at);
    }
    default: return noItems(m, object) ?? notIndexed(m, object) ?? m.unknown(`an item of ${object.kind}`, at);
  }
}

function itemOfString(object: Value & { kind: 'string' }, index: Value): Value {
  if (object.value === undefined) return string();
  const letters = [...object.value].map((letter) => string(letter));
  const part = index.kind === 'slice' ? sliceOf(letters, index) : index.kind === 'int' && index.dim.known !== undefined ? letters.slice(index.dim.known, index.dim.known === -1 ? undefined : index.dim.known + 1) : undefined;
  return string(part?.map((letter) => (letter.kind === 'string' ? letter.value ?? '' : '')).join(''));
}

function itemOfList(m: Machine, object: Value & { kind: 'list' }, index: Value, at: Span): Value {
  const items = object.cells.map.get('items');
  if (!items) return m.unknown('an item of an unknown list', at);
  return distribute(m, items, at, (option) => {
    if (option.kind === 'tuple') return distribute(m, index, at, (i) => itemOf(m, option.items, i, at, (part) => newList(m, part)));
    if (option.kind === 'iterator') {
      if (index.kind === 'slice') return openList(m, { ...option, loose: true });
      const exactly = index.kind === 'int' && index.dim.known !== undefined ? openItemAt(option, index.dim.known) : undefined;
      return exactly ?? joinItems(m, option.items) ?? oneOf(m, option.items, at);
    }
    return option.kind === 'unknown' ? option : m.unknown('an item of an unknown list', at);
  });
}

function itemOf(m: Machine, items: readonly Value[], index: Value, at: Span, rebuild: (part: readonly Value[]) => Value): Value {
  if (index.kind === 'slice') {
    const part = sliceOf(items, index);
    return part ? rebuild(part) : m.unknown('a slice with unknown bounds', at);
  }
  const position = index.kind === 'bool' ? Number(index.value) : index.kind === 'int' ? index.dim.known : undefined;
  if (position === undefined) return oneOf(m, items, at);
  return items[position < 0 ? position + items.length : position] ?? pastEnd(m, position, items.length) ?? m.unknown('an item past the end', at);
}

/** Any item: what they have in common. */
function oneOf(m: Machine, items: readonly Value[], at: Span): Value {
  m.vague++;
  m.traces++;
  const [first, ...rest] = items;
  if (first && rest.length > 0 && rest.length < 64) {
    return rest.reduce((all, item) => m.parts.fork(m.data('an index').claim, at, () => all, () => item), first);
  }
  return first ?? m.unknown('an item of an empty sequence', at);
}

function sliceOf(items: readonly Value[], slice: SliceValue): readonly Value[] | undefined {
  const bound = (value: Value): number | null | undefined => (value.kind === 'none' ? null : value.kind === 'int' ? value.dim.known : undefined);
  const [lower, upper, step] = [bound(slice.lower), bound(slice.upper), bound(slice.step)];
  if (lower === undefined || upper === undefined || step === undefined || step === 0) return undefined;
  if (step === null || step > 0) {
    const part = items.slice(lower ?? 0, upper ?? items.length);
    return step === null || step === 1 ? part : part.filter((_, i) => i % step === 0);
  }
  const { length } = items;
  const from = lower === null ? length - 1 : Math.min(lower < 0 ? lower + length : lower, length - 1);
  const until = upper === null ? -1 : upper < 0 ? upper + length : upper;
  const part: Value[] = [];
  for (let i = from; i > until; i += step) {
    const item = items[i];
    if (item) part.push(item);
  }
  return part;
}

function itemOfDict(m: Machine, object: DictValue, index: Value, at: Span): Value {
  const wrong = noKey(m, index);
  if (wrong) return wrong;
  const key = keyOf(index);
  const pair = key === undefined ? undefined : object.cells.map.get(key);
  if (pair?.kind === 'tuple') return pair.items[1] ?? NONE;
  const other = somewhere(m, object);
  if (key !== undefined && other) return other;
  if (key === undefined && object.cells.map.size > 0 && object.cells.map.size < 16) {
    return oneOf(m, [...object.cells.map.values()].map((entry) => (entry.kind === 'tuple' ? entry.items[1] : undefined) ?? NONE), at);
  }
  if (key === undefined && object.cells.map.size > 0 && m.language === 'python') {
    const any = joinItems(m, [...object.cells.map.values()].map((entry) => (entry.kind === 'tuple' ? entry.items[1] : undefined) ?? NONE));
    if (any) return any;
  }
  return m.language === 'typescript' ? { kind: 'undefined' } : missingKey(m, object, index) ?? fromOutside(m, 'an entry that is not in the dictionary', at);
}

/** What stands in a list until something comes: `[None] * capacity`. */
const isPlaceholder = (item: Value, value: Value): boolean => item.kind === 'none' || (item.kind === 'int' && item.dim.known === 0 && (value.kind === 'tuple' || value.kind === 'tensor'));

export function setItem(m: Machine, object: Value, index: Value, value: Value, at: Span): void {
  switch (object.kind) {
    case 'list': {
      const items = object.cells.map.get('items');
      const position = index.kind === 'int' ? index.dim.known : undefined;
      if (items?.kind === 'iterator' && items.items.every((item) => isPlaceholder(item, value))) m.store.write(object.cells, 'items', openItems(m, { items: [value] }));
      if (items?.kind !== 'tuple') return;
      const i = position === undefined ? undefined : position < 0 ? position + items.items.length : position;
      if (i === undefined || i > MAX_ELEMENTS) {
        const one = joinItems(m, [...items.items.filter((item) => !isPlaceholder(item, value)), value]);
        m.store.write(object.cells, 'items', one ? tuple(items.items.map(() => one)) : m.unknown('a list changed at an unknown place', at));
      }
      else if (i < 0) m.unknown('an item past the end', at);
      else m.store.write(object.cells, 'items', tuple(i < items.items.length ? items.items.with(i, value) : [...items.items, value]));
      return;
    }
    case 'dict': {
      const key = keyOf(index);
      if (noKey(m, index)) return;
      if (m.language === 'python') put(m, object, index, value);
      else if (key === undefined) m.unknown('a dictionary entry whose key is not known', at);
      else m.store.write(object.cells, key, tuple([index, value]));
      return;
    }
    case 'tensor': case 'instance': {
      const method = m.parts.findAttribute(object, '__setitem__', at);
      if (method) m.parts.call(method, positional(index, value), at);
      return;
    }
    case 'alternatives':
      distribute(m, object, at, (option) => (setItem(m, option, index, value, at), NONE));
      return;
    default:
  }
}

export function iterate(m: Machine, value: Value, at: Span): Turns | UnknownValue {
  switch (value.kind) {
    case 'tuple': return { items: value.items, exact: true };
    case 'list': return itemsOfList(m, value, at);
    case 'set': case 'dict': return { items: [...value.cells.map.values()].map((pair) => (pair.kind === 'tuple' ? pair.items[0] : undefined) ?? NONE), exact: !isOpen(value) };
    case 'range': return overRange(m, value);
    case 'iterator': {
      const { exact, tail, loose } = value;
      return { items: value.items.slice(positionOf(value)), exact, ...(tail ? { tail } : {}), ...(loose ? { loose } : {}) };
    }
    case 'string': return value.value !== undefined && value.value.length <= MAX_ELEMENTS ? { items: [...value.value].map((c) => string(c)), exact: true } : { items: [string()], exact: false };
    case 'unknown': {
      const each = inputOf(m, `${value.key}[*]`);
      return each ? { items: [each], exact: false } : { ...value, key: `${value.key}[*]` };
    }
    case 'alternatives': {
      const parts = value.options.filter(({ guard }) => m.decide(guard) !== 'no').map((option) => iterate(m, option.value, at));
      const [first] = parts;
      if (parts.length === 1 && first) return first;
      return { items: parts.flatMap((part) => ('items' in part ? part.items : [part])), exact: false, loose: true };
    }
    case 'instance': case 'tensor': case 'class': return overObject(m, value, at);
    default: return notIterable(m, value, at) ?? m.unknown(`iteration over ${value.kind}`, at);
  }
}

function itemsOfList(m: Machine, value: Value & { kind: 'list' }, at: Span): Turns | UnknownValue {
  const items = value.cells.map.get('items');
  return items ? iterate(m, items, at) : m.unknown('iteration over an unknown list', at);
}

function positionOf(value: Value & { kind: 'iterator' }): number {
  const position = value.cells.map.get('position');
  return position?.kind === 'int' ? position.dim.known ?? 0 : 0;
}

function overRange(m: Machine, { start, stop, step }: RangeValue): Turns {
  const [from, to, by] = [start.known, stop.known, step.known];
  if (from !== undefined && to !== undefined && by !== undefined && by !== 0) {
    const count = Math.max(0, Math.ceil((to - from) / by));
    if (count <= MAX_ELEMENTS) return { items: Array.from({ length: count }, (_, i) => int(lit(from + i * by))), exact: true };
    return { items: [int(m.fresh('turn', Math.min(from, to), Math.max(from, to)))], exact: false };
  }
  const turn: Dim = m.fresh('turn', from !== undefined && (by ?? 0) > 0 ? from : -Infinity);
  if ((by ?? 0) > 0) m.assume(stop.minus(turn).atLeast(1));
  return { items: [int(turn)], exact: false };
}

function overObject(m: Machine, value: Value, at: Span): Turns | UnknownValue {
  const method = m.parts.findAttribute(value, '__iter__', at);
  if (method) {
    const iterator = m.parts.call(method, positional(), at);
    if (iterator.kind === 'instance') return overNext(m, iterator, at);
    return iterate(m, iterator, at);
  }
  const getItemMethod = value.kind === 'instance' ? m.parts.findAttribute(value, '__getitem__', at) : undefined;
  if (getItemMethod && getItemMethod.kind !== 'unknown') return { items: [m.parts.call(getItemMethod, positional(int(m.fresh('index'))), at)], exact: false };
  return m.unknown(`iteration over ${value.kind === 'instance' ? value.class.name : value.kind}`, at);
}

/** An object that says itself what comes next: until it stops, where it is known when it does. */
function overNext(m: Machine, iterator: Value, at: Span): Turns | UnknownValue {
  const next = m.parts.findAttribute(iterator, '__next__', at);
  if (!next) return m.unknown('iteration over an object', at);
  let count: number | undefined;
  apart(m, () => {
    count = untilItStops(m, next, MAX_NEXT, at)?.length;
  });
  return count === undefined ? { items: [m.parts.call(next, positional(), at)], exact: false } : { items: untilItStops(m, next, count + 1, at) ?? [], exact: true };
}

/** The items before StopIteration, which surely comes within so many calls. */
function untilItStops(m: Machine, next: Value, calls: number, at: Span): readonly Value[] | undefined {
  const items: Value[] = [];
  for (let i = 0; i < calls; i++) {
    const each = itemOrStop(m, next, at);
    if (each === 'stop') return items;
    if (!each) return undefined;
    items.push(each);
  }
  return undefined;
}

/** Undefined where it may stop and may not. What comes back is wrapped: exceptions are no tuples. */
function itemOrStop(m: Machine, next: Value, at: Span): Value | 'stop' | undefined {
  const out = inFrame(m, 'try', () => tuple([m.parts.call(next, positional(), at)]));
  if (!out) throw ENDED;
  return out.kind === 'tuple' ? out.items[0] : out.kind === 'alternatives' ? undefined : 'stop';
}
