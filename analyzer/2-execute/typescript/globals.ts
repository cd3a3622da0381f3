// What every program finds without importing it, by name. Values in, values out; what the world decides is some value
// of the right kind, and what is not listed here is not known.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { numberOf } from '../numbers.ts';
import { lit } from '../sizes.ts';
import type { Args, BuiltinValue, Value } from '../values.ts';
import { UNDEFINED, bool, float, int, positional, string } from '../values.ts';
import { collectionNamed } from './collections.ts';
import { MATH, MATH_CONSTANTS } from './math.ts';
import { OBJECT, newObject } from './objects.ts';
import { ofNumber } from './operators.ts';
import { MAX_CALLS, isArray, newArray, openArray, withItems } from './sequences.ts';
import { textOf } from './text.ts';

type Run = (m: Machine, args: readonly Value[], at: Span) => Value;

const TYPED_ARRAYS = new Set(['Float32Array', 'Float64Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array']);

const COLLECTIONS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);

function builtin(m: Machine, name: string, run: Run): BuiltinValue {
  return { kind: 'builtin', name, run: (args: Args, at) => run(m, args.positional, at) };
}

/** An object of functions and constants. */
function namespace(m: Machine, name: string, functions: Readonly<Record<string, Run>>, constants: Readonly<Record<string, Value>> = {}): Value {
  const entries = Object.entries(functions).map(([key, run]) => ({ name: key, value: builtin(m, `${name}.${key}`, run) }));
  return newObject(m, [...entries, ...Object.entries(constants).map(([key, value]) => ({ name: key, value }))]);
}

/** A function that has functions: `Number(…)` and `Number.isInteger(…)`. */
function functionWith(m: Machine, name: string, run: Run, statics: Readonly<Record<string, Run>>, constants: Readonly<Record<string, Value>> = {}): Value {
  return { ...builtin(m, name, run), statics: namespace(m, name, statics, constants) };
}

const parsed = (read: (text: string) => number): Run => (_, [value = UNDEFINED]) => {
  if (value.kind === 'unknown' || value.kind === 'int') return value;
  const text = textOf(value);
  return text === undefined ? float() : ofNumber(read(text));
};

const asked = (ask: (x: number) => boolean, ofSize: boolean): Run => (m, [value = UNDEFINED]) => {
  if (value.kind === 'unknown') return m.undecided(`a question about ${value.key}`, true, value.reason);
  const x = numberOf(value);
  if (x !== undefined) return bool(ask(x));
  return value.kind === 'int' ? bool(ofSize) : value.kind === 'float' ? m.data('a number') : bool(false);
};

/** `Array.from(like, f)`: of an array, of anything that can be gone through, or of `{length: n}`. */
function arrayFrom(m: Machine, [like = UNDEFINED, f]: readonly Value[], at: Span): Value {
  if (like.kind === 'unknown') return like;
  const length = like.kind === 'dict' ? m.parts.getAttribute(like, 'length', at) : undefined;
  const list = length?.kind === 'int' ? arrayOf(m, length, UNDEFINED) : asArray(m, like, at);
  return f && f.kind !== 'undefined' && isArray(list) ? m.parts.call(m.parts.getAttribute(list, 'map', at), positional(f), at) : list;
}

function asArray(m: Machine, like: Value, at: Span): Value {
  if (isArray(like)) return withItems(m, like, at, ({ values, exact, length }) => (exact ? newArray(m, values) : openArray(m, values, length)));
  const turns = m.parts.iterate(like, at);
  return 'items' in turns ? (turns.exact ? newArray(m, turns.items) : openArray(m, turns.items, undefined)) : turns;
}

function arrayOf(m: Machine, length: Value & { kind: 'int' }, item: Value): Value {
  const n = length.dim.known;
  return n !== undefined && n >= 0 && n <= MAX_CALLS ? newArray(m, Array.from({ length: n }, () => item)) : openArray(m, [item], length.dim);
}

/** `new Array(n)`, `Array(a, b)`. */
const makeArray: Run = (m, args) => {
  const [length] = args;
  if (args.length === 1 && length?.kind === 'int') return arrayOf(m, length, UNDEFINED);
  return args.length === 1 && length && length.kind !== 'string' ? openArray(m, [UNDEFINED], undefined) : newArray(m, args);
};

/** `new Float32Array(n)` or of numbers: which numbers is not kept, only how many. */
const makeTyped: Run = (m, [from = UNDEFINED], at) => {
  if (from.kind === 'unknown') return openArray(m, [float()], undefined);
  if (from.kind === 'int') return openArray(m, [float()], from.dim);
  if (isArray(from)) return withItems(m, from, at, ({ length }) => openArray(m, [float()], length));
  return openArray(m, [float()], from.kind === 'undefined' ? lit(0) : undefined);
};

const typedFrom: Run = (m, args, at) => makeTyped(m, [arrayFrom(m, args, at)], at);

const toNumber: Run = (m, [value = int(lit(0))], at) => m.parts.unary('+', value, at);
const toText: Run = (_, [value = string('')]) => (value.kind === 'unknown' ? value : string(textOf(value)));
const same: Run = (_, [value = UNDEFINED]) => value;
const some = (value: () => Value): Run => () => value();

const makers: Readonly<Record<string, (m: Machine) => Value>> = {
  Math: (m) => namespace(m, 'Math', MATH, MATH_CONSTANTS),
  Object: (m) => functionWith(m, 'Object', same, OBJECT),
  Array: (m) => functionWith(m, 'Array', makeArray, {
    from: arrayFrom, of: (machine, args) => newArray(machine, args),
    isArray: (machine, [value = UNDEFINED]) => (value.kind === 'unknown' ? machine.undecided(`${value.key} is an array`, true, value.reason) : bool(isArray(value))),
  }),
  Number: (m) => functionWith(m, 'Number', toNumber, {
    isInteger: asked(Number.isInteger, true), isFinite: asked(Number.isFinite, true), isNaN: asked(Number.isNaN, false), isSafeInteger: asked(Number.isSafeInteger, true),
    parseInt: parsed((text) => Number.parseInt(text, 10)), parseFloat: parsed(Number.parseFloat),
  }, { MAX_SAFE_INTEGER: int(lit(Number.MAX_SAFE_INTEGER)), EPSILON: float(Number.EPSILON), POSITIVE_INFINITY: float(Infinity), NEGATIVE_INFINITY: float(-Infinity), MAX_VALUE: float(Number.MAX_VALUE), NaN: float(Number.NaN) }),
  String: (m) => functionWith(m, 'String', toText, { fromCharCode: some(string) }),
  Boolean: (m) => builtin(m, 'Boolean', (machine, [value = UNDEFINED], at) => machine.parts.truth(value, at)),
  JSON: (m) => namespace(m, 'JSON', { stringify: some(string), parse: (machine, _, at) => machine.unknown('what JSON says', at) }),
  // Waiting is left out: a promise is what it will be.
  Promise: (m) => functionWith(m, 'Promise', (machine, _, at) => machine.unknown('a promise', at), { all: same, resolve: same }),
  Date: (m) => functionWith(m, 'Date', (machine, _, at) => machine.unknown('a date', at), { now: some(float) }),
  performance: (m) => namespace(m, 'performance', { now: some(float) }),
  console: (m) => namespace(m, 'console', Object.fromEntries(['log', 'info', 'warn', 'error', 'debug', 'table', 'time', 'timeEnd', 'assert', 'group', 'groupEnd', 'dir', 'trace'].map((name) => [name, some(() => UNDEFINED)]))),
  parseInt: (m) => builtin(m, 'parseInt', parsed((text) => Number.parseInt(text, 10))),
  parseFloat: (m) => builtin(m, 'parseFloat', parsed(Number.parseFloat)),
  isNaN: (m) => builtin(m, 'isNaN', asked(Number.isNaN, false)),
  isFinite: (m) => builtin(m, 'isFinite', asked(Number.isFinite, true)),
  structuredClone: (m) => builtin(m, 'structuredClone', same),
  setTimeout: (m) => builtin(m, 'setTimeout', some(() => UNDEFINED)),
  // Of Node: a file is asked about as if it were run.
  require: (m) => functionWith(m, 'require', (machine, _, at) => machine.unknown('a module that is required while the program runs', at), {}, { main: string('the program') }),
  module: () => string('the program'),
  NaN: () => float(Number.NaN),
  Infinity: () => float(Infinity),
};

const errorOf = (m: Machine, name: string): Value => builtin(m, name, (machine, [message = string('')]) => newObject(machine, [{ name: 'name', value: string(name) }, { name: 'message', value: message }, { name: 'stack', value: string() }]));

export function globalNamed(m: Machine, name: string): Value | undefined {
  if (Object.hasOwn(makers, name)) return m.store.aside(0, () => makers[name]?.(m));
  if (TYPED_ARRAYS.has(name)) return m.store.aside(0, () => functionWith(m, name, makeTyped, { from: typedFrom, of: (machine, args) => openArray(machine, [float()], lit(args.length)) }));
  if (COLLECTIONS.has(name)) return m.store.aside(0, () => collectionNamed(m, name));
  if (/^(Type|Range|Syntax|Reference|)Error$/.test(name)) return errorOf(m, name);
  return undefined;
}

/** What hangs below a function of ours, such as `isInteger` below `Number`. */
export function staticOf(m: Machine, f: BuiltinValue, name: string, at: Span): Value | undefined {
  return f.statics && m.parts.findAttribute(f.statics, name, at);
}

