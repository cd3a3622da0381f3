// Methods of strings and numbers: computed where text and arguments are known, otherwise some value of the right kind.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { numberOf } from '../numbers.ts';
import { lit } from '../sizes.ts';
import type { Value } from '../values.ts';
import { UNDEFINED, bool, int, string } from '../values.ts';
import { newArray, openArray } from './sequences.ts';
import { textOf } from './text.ts';

type Plain = string | number | undefined;
type Compute = (text: string, args: readonly Plain[]) => Plain | boolean | readonly string[];

const TEXT: Readonly<Record<string, Compute>> = {
  toUpperCase: (s) => s.toUpperCase(),
  toLowerCase: (s) => s.toLowerCase(),
  trim: (s) => s.trim(),
  trimStart: (s) => s.trimStart(),
  trimEnd: (s) => s.trimEnd(),
  slice: (s, [a, b]) => s.slice(Number(a ?? 0), b === undefined ? undefined : Number(b)),
  substring: (s, [a, b]) => s.substring(Number(a ?? 0), b === undefined ? undefined : Number(b)),
  charAt: (s, [i]) => s.charAt(Number(i ?? 0)),
  concat: (s, args) => s.concat(...args.map(String)),
  repeat: (s, [n]) => (Number(n) >= 0 && Number(n) * s.length < 10_000 ? s.repeat(Number(n)) : undefined),
  replace: (s, [a, b]) => s.replace(String(a), () => String(b)),
  replaceAll: (s, [a, b]) => s.replaceAll(String(a), () => String(b)),
  padStart: (s, [n, fill]) => (Number(n) < 10_000 ? s.padStart(Number(n), fill === undefined ? ' ' : String(fill)) : undefined),
  padEnd: (s, [n, fill]) => (Number(n) < 10_000 ? s.padEnd(Number(n), fill === undefined ? ' ' : String(fill)) : undefined),
  toString: (s: string) => s,
  valueOf: (s: string) => s,
};
const ASKED: Readonly<Record<string, Compute>> = {
  includes: (s, [a]) => s.includes(String(a)),
  startsWith: (s, [a]) => s.startsWith(String(a)),
  endsWith: (s, [a]) => s.endsWith(String(a)),
};
const COUNTED: Readonly<Record<string, Compute>> = {
  indexOf: (s, [a]) => s.indexOf(String(a)),
  lastIndexOf: (s, [a]) => s.lastIndexOf(String(a)),
  charCodeAt: (s, [i]) => s.charCodeAt(Number(i ?? 0)),
  codePointAt: (s, [i]) => s.codePointAt(Number(i ?? 0)),
};
const PARTED: Readonly<Record<string, Compute>> = {
  split: (s, [by]) => (by === undefined ? undefined : s.split(String(by))),
};

export function attributeOfString(m: Machine, self: Value & { kind: 'string' }, name: string): Value | undefined {
  if (name === 'length') return int(self.value === undefined ? m.fresh('length') : lit(self.value.length));
  const method = (table: Readonly<Record<string, Compute>>, otherwise: () => Value): Value | undefined => {
    const run = Object.hasOwn(table, name) ? table[name] : undefined;
    return run && { kind: 'builtin', name: `~${name}`, run: ({ positional }) => answer(m, compute(self.value, run, positional)) ?? otherwise() };
  };
  return method(TEXT, () => string()) ?? method(ASKED, () => m.data('a text')) ?? method(COUNTED, () => int(m.fresh('position', -1)))
    ?? method(PARTED, () => openArray(m, [string()], undefined));
}

function compute(text: string | undefined, run: Compute, args: readonly Value[]): ReturnType<Compute> {
  if (text === undefined) return undefined;
  const plain: Plain[] = [];
  for (const value of args) {
    const known = value.kind === 'undefined' ? undefined : numberOf(value) ?? textOf(value);
    if (known === undefined && value.kind !== 'undefined') return undefined;
    plain.push(known);
  }
  return run(text, plain);
}

function answer(m: Machine, result: ReturnType<Compute>): Value | undefined {
  switch (typeof result) {
    case 'string': return string(result);
    case 'boolean': return bool(result);
    case 'number': return Number.isNaN(result) ? undefined : int(lit(result));
    case 'object': return newArray(m, result.map((part) => string(part)));
    default: return undefined;
  }
}

export function attributeOfNumber(self: Value, name: string): Value | undefined {
  switch (name) {
    case 'toString': return { kind: 'builtin', name, run: (args) => string(args.positional.length === 0 ? textOf(self) : undefined) };
    case 'toFixed': case 'toPrecision': case 'toLocaleString': case 'toExponential': return { kind: 'builtin', name, run: () => string() };
    case 'valueOf': return { kind: 'builtin', name, run: () => self };
    default: return undefined;
  }
}

/** The character at a place. */
export function characterOf(self: Value & { kind: 'string' }, index: Value, at: Span): Value {
  void at;
  const i = numberOf(index);
  if (self.value === undefined || i === undefined) return string();
  const found = self.value[i];
  return found === undefined ? UNDEFINED : string(found);
}
