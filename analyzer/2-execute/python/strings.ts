// Methods of strings: computed where the text is known, otherwise some text.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { newList, numberOf } from '../numbers.ts';
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

/** The parts between separators (or white space), at most `most` cuts counted from the left or from the right. */
function cut(text: string, by: string | undefined, most: number, fromRight: boolean): readonly string[] {
  const all = by === undefined ? [...text.matchAll(/\S+/g)].map((part) => ({ from: part.index, to: part.index + part[0].length })) : placesOf(text, by);
  if (all.length - 1 <= most) return all.map(({ from, to }) => text.slice(from, to));
  const cuts = fromRight ? all.slice(all.length - most) : all.slice(0, most);
  const parts = cuts.map(({ from, to }) => text.slice(from, to));
  const gap = by?.length ?? 0;
  const rest = fromRight ? text.slice(0, (cuts[0]?.from ?? text.length + gap) - gap) : text.slice((cuts.at(-1)?.to ?? -gap) + gap);
  return fromRight ? [by === undefined ? rest.trimEnd() : rest, ...parts] : [...parts, by === undefined ? rest.trimStart() : rest];
}

function placesOf(text: string, by: string): readonly { readonly from: number; readonly to: number }[] {
  let from = 0;
  return text.split(by).map((part) => {
    const place = { from, to: from + part.length };
    from = place.to + by.length;
    return place;
  });
}

function split(fromRight: boolean): Method {
  return (m, self, [separator, most], _, named) => {
    const by = separator ?? named.get('sep');
    const limit = most ?? named.get('maxsplit');
    const [text, separators, count] = [textOf(self), textOf(by), limit ? numberOf(limit) : -1];
    if (text === undefined || separators === '' || count === undefined || (by && by.kind !== 'none' && separators === undefined)) return someTexts(m);
    return newList(m, cut(text, separators, count < 0 ? Infinity : count, fromRight).map((part) => string(part)));
  };
}

const someTexts = (m: Machine): Value => ({ kind: 'list', cells: m.store.cells([['items', { kind: 'iterator', cells: m.store.cells(), items: [string()], exact: false }]]) });

/** What lies before a separator, it, and what lies behind. */
function parted(fromRight: boolean): Method {
  return (_, self, [separator]) => {
    const [text, by] = [textOf(self), textOf(separator)];
    if (text === undefined || by === undefined || by === '') return tuple([string(), string(), string()]);
    const at = fromRight ? text.lastIndexOf(by) : text.indexOf(by);
    const parts = at < 0 ? (fromRight ? ['', '', text] : [text, '', '']) : [text.slice(0, at), by, text.slice(at + by.length)];
    return tuple(parts.map((part) => string(part)));
  };
}

/** A number that two texts decide. */
function counted(count: (text: string, part: string) => number, least: number): Method {
  return (m, self, [part, ...bounds]) => {
    const [text, what] = [textOf(self), textOf(part)];
    const known = text === undefined || what === undefined || bounds.length > 0 ? undefined : count(text, what);
    return int(known === undefined || (known < 0 && least === 0) ? m.fresh('position', least) : lit(known));
  };
}

const filledUp = (fill: (text: string, width: number, by: string) => string): Method => (_, self, [width, by]) => {
  const [text, count, character] = [textOf(self), width && numberOf(width), by ? textOf(by) : ' '];
  return string(text === undefined || count === undefined || character === undefined ? undefined : fill(text, count, character));
};

const endsOf = (ask: (text: string, end: string) => boolean): Method => (m, self, [other], at, named) => {
  if (other?.kind !== 'tuple') return asked(ask)(m, self, other ? [other] : [], at, named);
  const [text, ends] = [textOf(self), other.items.map(textOf)];
  return text === undefined || ends.includes(undefined) ? m.data('a text') : bool(ends.some((end) => ask(text, end ?? '')));
};

const consistsOf = (characters: RegExp): Method => (m, self) => {
  const text = textOf(self);
  return text === undefined ? m.data('a text') : bool(characters.test(text));
};

const without = (end: (text: string, part: string) => string): Method => (_, self, [part]) => {
  const [text, what] = [textOf(self), textOf(part)];
  return string(text === undefined || what === undefined ? undefined : end(text, what));
};

const inWords = (text: string): string => text.toLowerCase().replaceAll(/(?<!\p{L})\p{L}/gu, (c) => c.toUpperCase());

export const stringMethods: Readonly<Record<string, Method>> = {
  lower: mapped((text) => text.toLowerCase()),
  upper: mapped((text) => text.toUpperCase()),
  strip: stripped(true, true),
  lstrip: stripped(true, false),
  rstrip: stripped(false, true),
  title: mapped(inWords),
  capitalize: mapped((text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()),
  format: (_, self, args, __, named) => string(formatted(textOf(self), args, named)),
  replace: (_, self, [from, to, most]) => {
    const [text, a, b] = [textOf(self), textOf(from), textOf(to)];
    return string(text === undefined || a === undefined || b === undefined || most ? undefined : text.replaceAll(a, () => b));
  },
  join: (m, self, [items], at) => {
    const turns = items && m.parts.iterate(items, at);
    const texts = turns && 'items' in turns && turns.exact ? turns.items.map(textOf) : [undefined];
    return string(texts.includes(undefined) ? undefined : texts.join(textOf(self) ?? ''));
  },
  split: split(false),
  rsplit: split(true),
  splitlines: (m, self) => (textOf(self) === undefined ? someTexts(m) : newList(m, (textOf(self) ?? '').replace(/\r?\n$/, '').split(/\r?\n/).filter((line, _, all) => all.length > 1 || line !== '').map((line) => string(line)))),
  partition: parted(false),
  rpartition: parted(true),
  startswith: endsOf((text, start) => text.startsWith(start)),
  endswith: endsOf((text, end) => text.endsWith(end)),
  removeprefix: without((text, start) => (text.startsWith(start) ? text.slice(start.length) : text)),
  removesuffix: without((text, end) => (end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text)),
  isdigit: consistsOf(/^\d+$/),
  isalpha: consistsOf(/^\p{L}+$/u),
  isupper: consistsOf(/^(?=.*\p{Lu})\P{Ll}+$/u),
  islower: consistsOf(/^(?=.*\p{Ll})\P{Lu}+$/u),
  count: counted((text, part) => text.split(part).length - 1 + (part === '' ? 2 : 0), 0),
  find: counted((text, part) => text.indexOf(part), -1),
  rfind: counted((text, part) => text.lastIndexOf(part), -1),
  index: counted((text, part) => text.indexOf(part), 0),
  encode: (_, self) => self,
  decode: (_, self) => self,
  zfill: filledUp((text, width) => (/^[-+]/.test(text) ? text.slice(0, 1) + text.slice(1).padStart(width - 1, '0') : text.padStart(width, '0'))),
  ljust: filledUp((text, width, by) => text.padEnd(width, by)),
  rjust: filledUp((text, width, by) => text.padStart(width, by)),
  center: () => string(),
  __len__: (m, self) => int(textOf(self) === undefined ? m.fresh('length') : lit([...textOf(self) ?? ''].length)),
};
