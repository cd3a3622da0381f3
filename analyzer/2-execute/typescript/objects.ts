// Objects: what `Object.*` does, keys as JavaScript has them, and the members that every function has.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import type { Args, Cells, DictValue, Value } from '../values.ts';
import { NO_ARGS, UNDEFINED, string, tuple } from '../values.ts';
import { newArray } from './sequences.ts';
import { textOf } from './text.ts';

/** A property's name for any key: numbers are texts. */
export function propertyKey(key: Value): Value {
  if (key.kind !== 'int' && key.kind !== 'float' && key.kind !== 'bool') return key;
  const text = textOf(key);
  return text === undefined ? key : string(text);
}

interface Entry { readonly name: string; readonly value: Value }

/** The own properties, in order; undefined where they are not known. */
export function entriesOf(m: Machine, object: Value, at: Span): readonly Entry[] | undefined {
  if (object.kind === 'dict') {
    return [...object.cells.map.values()].flatMap((pair) => (pair.kind === 'tuple' && pair.items[1] ? [{ name: textOf(pair.items[0] ?? UNDEFINED) ?? '', value: pair.items[1] }] : []));
  }
  if (object.kind === 'instance' && !object.class.open) return [...object.cells.map].map(([name, value]) => ({ name, value }));
  if (object.kind === 'list' || object.kind === 'tuple') {
    const turns = m.parts.iterate(object, at);
    return 'items' in turns && turns.exact ? turns.items.map((value, i) => ({ name: String(i), value })) : undefined;
  }
  return object.kind === 'undefined' || object.kind === 'none' ? [] : undefined;
}

export function newObject(m: Machine, entries: readonly Entry[]): Value {
  return { kind: 'dict', cells: m.store.cells(entries.map(({ name, value }) => [`s${name}`, tuple([string(name), value])])) };
}

type Static = (m: Machine, args: readonly Value[], at: Span) => Value;

const listed = (what: (m: Machine, entry: Entry) => Value): Static => (m, [object = UNDEFINED], at) => {
  if (object.kind === 'unknown') return object;
  const entries = entriesOf(m, object, at);
  return entries ? newArray(m, entries.map((entry) => what(m, entry))) : m.unknown('the properties of an object', at);
};

export const OBJECT: Readonly<Record<string, Static>> = {
  keys: listed((_, { name }) => string(name)),
  values: listed((_, { value }) => value),
  entries: listed((m, { name, value }) => newArray(m, [string(name), value])),
  assign: (m, [target = UNDEFINED, ...others], at) => {
    for (const other of others) {
      const entries = entriesOf(m, other, at);
      if (!entries) return m.unknown('an object with properties that are not known', at);
      for (const { name, value } of entries) m.parts.setAttribute(target, name, value, at);
    }
    return target;
  },
  fromEntries: (m, [pairs = UNDEFINED], at) => {
    const turns = m.parts.iterate(pairs, at);
    if (!('items' in turns) || !turns.exact) return m.unknown('an object made of unknown pairs', at);
    const entries: Entry[] = [];
    for (const pair of turns.items) {
      const inner = m.parts.iterate(pair, at);
      const name = 'items' in inner && inner.items[0] ? textOf(inner.items[0]) : undefined;
      if (!('items' in inner) || name === undefined) return m.unknown('an object made of unknown pairs', at);
      entries.push({ name, value: inner.items[1] ?? UNDEFINED });
    }
    return newObject(m, entries);
  },
  freeze: (_, [object = UNDEFINED]) => object,
  seal: (_, [object = UNDEFINED]) => object,
};

/** An object literal's property; functions find the object as their `this`. */
export function attributeOfObject(m: Machine, object: DictValue, name: string, at: Span): Value | undefined {
  const pair = object.cells.map.get(`s${name}`);
  const value = pair?.kind === 'tuple' ? pair.items[1] : undefined;
  if (value) return value.kind === 'function' && !value.code.isArrow ? { kind: 'method', self: object, func: value } : value;
  if (name === 'hasOwnProperty') return { kind: 'builtin', name, run: ({ positional: [key = UNDEFINED] }) => m.parts.compare('in', key, object, at) };
  return undefined;
}

/** `f.call(this, …)`, `f.apply(this, […])`, `f.bind(this, …)`, and what a program put there itself. */
export function attributeOfFunction(m: Machine, f: Value, name: string, at: Span): Value | undefined {
  const own: Cells | undefined = f.kind === 'function' ? f.cells : undefined;
  const held = own?.map.get(name);
  if (held) return held;
  const bound = (self: Value | undefined): Value => (f.kind === 'function' && self ? { kind: 'method', self, func: f } : f);
  const builtin = (run: (args: Args) => Value): Value => ({ kind: 'builtin', name: `~${name}`, run });
  switch (name) {
    case 'call': return builtin(({ positional: [self, ...rest] }) => m.parts.call(bound(self), { ...NO_ARGS, positional: rest }, at));
    case 'apply': return builtin(({ positional: [self, list = newArray(m, [])] }) => {
      const turns = m.parts.iterate(list, at);
      return 'items' in turns && turns.exact ? m.parts.call(bound(self), { ...NO_ARGS, positional: turns.items }, at) : m.unknown('a call with unknown arguments', at);
    });
    case 'bind': return builtin(({ positional: [self, ...first] }) => builtin((args) => m.parts.call(bound(self), { ...args, positional: [...first, ...args.positional] }, at)));
    case 'name': return string('name' in f && typeof f.name === 'string' ? f.name : undefined);
    default: return undefined;
  }
}
