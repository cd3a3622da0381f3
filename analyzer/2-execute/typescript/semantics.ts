// The table of semantics for JavaScript and TypeScript: what the parts of the executor do differently from Python's.
// A machine whose parts are plugged in comes in; the parts that the language decides are replaced.

import type { Span } from '../../program.ts';
import { distribute } from '../distribute.ts';
import type { Machine, Turns } from '../machine.ts';
import type { Args, UnknownValue, Value } from '../values.ts';
import { UNDEFINED, positional } from '../values.ts';
import { handOver } from './callbacks.ts';
import { globalNamed } from './globals.ts';
import { propertyKey } from './objects.ts';
import { binary, compareValues, unary } from './operators.ts';
import { isArray, withItems, writeAll, writeOpen } from './sequences.ts';
import { characterOf } from './strings.ts';

export function plugTypeScript(m: Machine): void {
  const { call, getItem, setItem, setAttribute, iterate, findAttribute } = m.parts;
  const globals = new Map<string, Value | undefined>();
  Object.assign(m.parts, {
    call: (callee: Value, args: Args, at: Span) => callWith(m, call, callee, args, at),
    setAttribute: (object: Value, name: string, value: Value, at: Span) => {
      if (object.kind === 'unknown') handOver(m, [value], at);
      setAttribute(object, name, value, at);
    },
    binary: (operator: string, left: Value, right: Value, at: Span) => binary(m, operator, left, right, at),
    unary: (operator: string, operand: Value, at: Span) => unary(m, operator, operand, at),
    compare: (operator: string, left: Value, right: Value, at: Span) => compareValues(m, operator, left, right, at),
    getItem: (object: Value, index: Value, at: Span) => itemOf(m, getItem, object, index, at),
    setItem: (object: Value, index: Value, value: Value, at: Span) => writeItem(m, setItem, object, index, value, at),
    iterate: (value: Value, at: Span): Turns | UnknownValue => {
      const over = value.kind === 'instance' ? findAttribute(value, 'the items', at) : undefined;
      return over ? iterate(m.parts.call(over, positional(), at), at) : value.kind === 'undefined' || value.kind === 'none' ? m.unknown(`going through ${value.kind}`, at) : iterate(value, at);
    },
    builtin: (name: string) => {
      if (!globals.has(name)) globals.set(name, globalNamed(m, name));
      return globals.get(name);
    },
  });
}

type Call = Machine['parts']['call'];

/** Models see one value for each argument: those of which there are several are tried one by one. */
function callWith(m: Machine, inherited: Call, callee: Value, args: Args, at: Span): Value {
  if (callee.kind === 'unknown') handOver(m, args.positional, at);
  const f = callee.kind === 'method' ? callee.func : callee;
  const isModel = f.kind === 'function' ? !f.env.module.isUser : f.kind === 'class' && f.module?.isUser === false;
  const many = isModel ? args.positional.findIndex((value) => value.kind === 'alternatives') : -1;
  const mixed = args.positional[many];
  if (!mixed) return inherited(callee, args, at);
  return distribute(m, mixed, at, (option) => callWith(m, inherited, callee, { ...args, positional: args.positional.with(many, option) }, at));
}

type GetItem = Machine['parts']['getItem'];
type SetItem = Machine['parts']['setItem'];

function itemOf(m: Machine, inherited: GetItem, object: Value, index: Value, at: Span): Value {
  if (object.kind === 'alternatives' || index.kind === 'alternatives' || object.kind === 'unknown') return inherited(object, index, at);
  if (isArray(object)) {
    if (index.kind === 'string') return m.parts.getAttribute(object, index.value ?? '', at);
    if (index.kind === 'unknown') return withItems(m, object, at, () => ({ ...index, key: `an item at ${index.key}` }));
    if (index.kind === 'int' && index.dim.known !== undefined) return atPlace(m, object, index.dim.known, at);
    return index.kind === 'int' ? inherited(object, index, at) : UNDEFINED;
  }
  if (object.kind === 'string' && index.kind === 'int') return characterOf(object, index, at);
  if (object.kind === 'dict') return index.kind === 'unknown' ? { ...index, key: `an item at ${index.key}` } : inherited(object, propertyKey(index), at);
  if (index.kind === 'string') return index.value === undefined ? m.unknown('a property whose name is not known', at) : m.parts.getAttribute(object, index.value, at);
  return object.kind === 'undefined' || object.kind === 'none' ? m.unknown(`an item of ${object.kind}`, at) : UNDEFINED;
}

function atPlace(m: Machine, object: Value, i: number, at: Span): Value {
  return withItems(m, object, at, (items) => {
    if (items.exact) return items.values[i] ?? UNDEFINED;
    const isOutside = i < 0 || (items.length && m.decide(items.length.atLeast(i + 1)) === 'no');
    return isOutside ? UNDEFINED : items.values.at(-1) ?? UNDEFINED;
  });
}

function writeItem(m: Machine, inherited: SetItem, object: Value, index: Value, value: Value, at: Span): void {
  if (object.kind === 'list' && index.kind !== 'alternatives') {
    withItems(m, object, at, (items) => {
      const i = index.kind === 'int' ? index.dim.known : undefined;
      if (!items.exact) writeOpen(m, object, [...items.values, value], i === undefined || (items.length && m.decide(items.length.atLeast(i + 1)) === 'yes') ? items.length : undefined);
      else if (i !== undefined && i >= 0 && i <= items.values.length) writeAll(m, object, i < items.values.length ? items.values.with(i, value) : [...items.values, value]);
      else writeOpen(m, object, [...items.values, value], undefined);
      return UNDEFINED;
    });
  } else if (object.kind === 'dict') {
    inherited(object, propertyKey(index), value, at);
  } else if (index.kind === 'string' && index.value !== undefined) {
    m.parts.setAttribute(object, index.value, value, at);
  } else if (object.kind === 'alternatives') {
    inherited(object, index, value, at);
  }
}
