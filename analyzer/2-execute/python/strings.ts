// Methods of strings: computed where the text is known, otherwise some text.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { newList } from '../numbers.ts';
import { formatted } from './formatting.ts';
import { lit } from '../sizes.ts';
import type { Value } from '../values.ts';
import { bool, int, string, tuple } from '../values.ts';

type Method = (m: Machine, self: Value, args: readonly Value[], at: Span, named: ReadonlyMap<string, Value>) => Value;

const textOf = (value: Value | undefined): string | undefined => (value?.kind === 'string' ? value.value : undefined);

const mapped = (change: (text: string) => string): Method => (_, self) => {
  const text = textOf(self);
  return string(text === undefined ? undefined : change(text));
};

const asked = (ask: (text: string, other: string) => boolean): Method => (m, self, [other]) => {
  const [text, what] = [textOf(self), textOf(other)];
  return text === undefined || what === undefined ? m.data('a text') : bool(ask(text, what));
};

/** Without characters of a set (white space where none is given) at its ends. */
function stripped(left: boolean, right: boolean): Method {
  return (_, self, [set]) => {
    const [text, what] = [textOf(self), textOf(set)];
    if (text === undefined || (set && set.kind !== 'none' && what === undefined)) return string();
    const drops = (c: string | undefined): boolean => c !== undefined && (what === undefined ? /\s/.test(c) : what.includes(c));
    let [from, to] = [0, text.length];
    while (left && from < to && drops(text[from])) from++;
    while (right && to > from && drops(text[to - 1])) to--;
    return string(text.slice(from, to));
  };
}

function split(m: Machine, self: Value, separator: Value | undefined, at: Span): Value {
  const [text, by] = [textOf(self), textOf(separator)];
  if (text === undefined || (separator && separator.kind !== 'none' && by === undefined)) {
    return { kind: 'list', cells: m.store.cells([['items', { kind: 'iterator', cells: m.store.cells(), items: [string()], exact: false }]]) };
  }
  void at;
  return newList(m, (by === undefined ? text.split(/\s+/).filter((part) => part !== '') : text.split(by)).map((part) => string(part)));
}

export const stringMethods: Readonly<Record<string, Method>> = {
  lower: mapped((text) => text.toLowerCase()),
  upper: mapped((text) => text.toUpperCase()),
  strip: stripped(true, true),
  lstrip: stripped(true, false),
  rstrip: stripped(false, true),
  title: () => string(),
  capitalize: () => string(),
  format: (_, self, args, __, named) => string(formatted(textOf(self), args, named)),
  replace: (_, self, [from, to]) => {
    const [text, a, b] = [textOf(self), textOf(from), textOf(to)];
    return string(text === undefined || a === undefined || b === undefined ? undefined : text.replaceAll(a, b));
  },
  join: (m, self, [items], at) => {
    const turns = items && m.parts.iterate(items, at);
    const texts = turns && 'items' in turns && turns.exact ? turns.items.map(textOf) : [undefined];
    return string(texts.includes(undefined) ? undefined : texts.join(textOf(self) ?? ''));
  },
  split: (m, self, [separator], at) => split(m, self, separator, at),
  rsplit: (m, self, [separator], at) => split(m, self, separator, at),
  splitlines: (m, self, _, at) => split(m, self, string('\n'), at),
  partition: () => tuple([string(), string(), string()]),
  startswith: asked((text, other) => text.startsWith(other)),
  endswith: asked((text, other) => text.endsWith(other)),
  isdigit: (m, self) => (textOf(self) === undefined ? m.data('a text') : bool(/^\d+$/.test(textOf(self) ?? ''))),
  count: (m) => int(m.fresh('count')),
  find: (m) => int(m.fresh('position', -1)),
  rfind: (m) => int(m.fresh('position', -1)),
  index: (m) => int(m.fresh('position')),
  encode: (_, self) => self,
  decode: (_, self) => self,
  zfill: () => string(),
  ljust: () => string(),
  rjust: () => string(),
  center: () => string(),
  __len__: (m, self) => int(textOf(self) === undefined ? m.fresh('length') : lit((textOf(self) ?? '').length)),
};
