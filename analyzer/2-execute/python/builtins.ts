// Python's built-in functions, by name. Values in, values out; what is not known stays unknown or becomes some value
// of the right kind.

import type { Span } from '../../program.ts';
import { demand, inputOf } from '../inputs.ts';
import { dimOf, newList, numberOf } from '../numbers.ts';
import { MAX_ELEMENTS } from '../limits.ts';
import type { Machine, Turns } from '../machine.ts';
import { same } from '../same.ts';
import { boundsOf, lit } from '../sizes.ts';
import { truthOf } from '../truth.ts';
import type { Args, IteratorValue, UnknownValue, Value } from '../values.ts';
import { ELLIPSIS, FALSE, NONE, NOT_IMPLEMENTED, TRUE, bool, float, int, keyOf, positional, string, tuple } from '../values.ts';
import { joinItems } from '../join-items.ts';
import { noItems } from '../mistakes.ts';
import { openList } from '../open-sequences.ts';
import { noLength, notWhole } from '../refusals.ts';
import { shown } from './formatting.ts';
import { isOpen, openOf } from './open-dicts.ts';
import { orderOf } from './ordering.ts';
import { isInstance } from './types.ts';

export type Builtin = (m: Machine, args: Args, at: Span) => Value;

const arg = (args: Args, i: number, name = ''): Value => args.positional[i] ?? args.named.get(name) ?? NONE;

/** All items, or undefined where their number is not known. */
/** `float('-inf')`. */
function infinityIn(value: Value): number | undefined {
  const [, minus] = (value.kind === 'string' && /^\s*([-+]?)inf(?:inity)?\s*$/i.exec(value.value ?? '')) || [];
  return minus === undefined ? undefined : minus === '-' ? -Infinity : Infinity;
}

function itemsOf(m: Machine, value: Value, at: Span): readonly Value[] | undefined {
  const turns = m.parts.iterate(value, at);
  return 'items' in turns && turns.exact ? turns.items : undefined;
}

/** Not exact: what is made of several sequences keeps no order. */
function stream(m: Machine, items: readonly Value[], exact: boolean, loose = false): IteratorValue {
  return { kind: 'iterator', cells: m.store.cells([['position', int(lit(0))]]), items, exact, ...(!exact && loose && items.length > 1 ? { loose } : {}) };
}

function turnsOf(m: Machine, value: Value, at: Span): Turns {
  const turns: Turns | UnknownValue = m.parts.iterate(value, at);
  return 'items' in turns ? turns : { items: [turns], exact: false };
}

function length(m: Machine, args: Args, at: Span): Value {
  const value = arg(args, 0);
  switch (value.kind) {
    case 'tuple': return int(lit(value.items.length));
    case 'dict': case 'set': return int(isOpen(value) ? m.fresh('length', value.cells.map.size - 1) : lit(value.cells.map.size));
    case 'range': return value.step.known === 1 ? int(value.stop.minus(value.start).atLeast(0).choose(value.stop.minus(value.start), lit(0))) : lengthOfItems(m, value, at);
    case 'list': case 'string': {
      const method = m.parts.findAttribute(value, '__len__', at);
      return method ? m.parts.call(method, positional(), at) : int(m.fresh('length'));
    }
    case 'tensor': case 'instance': {
      const method = m.parts.findAttribute(value, '__len__', at);
      return method ? m.parts.call(method, positional(), at) : int(m.fresh('length'));
    }
    case 'unknown': return inputOf(m, `${value.key}.len()`) ?? { ...value, key: `${value.key}.len()` };
    default: return noLength(m, value) ?? int(m.fresh('length'));
  }
}

function lengthOfItems(m: Machine, value: Value, at: Span): Value {
  const items = itemsOf(m, value, at);
  return int(items ? lit(items.length) : m.fresh('length'));
}

function range(m: Machine, args: Args, at: Span): Value {
  const dims = args.positional.map(dimOf);
  if (dims.some((dim) => dim === undefined)) {
    for (const value of args.positional) demand(m, value, 'integer');
    const strange = args.positional.find((value) => value.kind === 'unknown');
    const wrong = notWhole(m, args.positional);
    if (wrong) return wrong;
    return stream(m, [strange ? int(m.fresh('turn')) : m.unknown('a range of what is no integer', at)], false);
  }
  const [a = lit(0), b, c] = dims;
  return b ? { kind: 'range', start: a, stop: b, step: c ?? lit(1) } : { kind: 'range', start: lit(0), stop: a, step: lit(1) };
}

function toInt(m: Machine, args: Args, at: Span): Value {
  const value = arg(args, 0);
  if (args.positional.length === 0) return int(lit(0));
  const dim = dimOf(value);
  if (dim) return value.kind === 'int' ? value : int(dim);
  if (value.kind === 'float') return value.value === undefined ? int(m.fresh('number', -Infinity)) : safeInt(m, Math.trunc(value.value));
  if (value.kind === 'string') return value.value !== undefined && args.positional.length === 1 && /^\s*[-+]?\d+(?:_\d+)*\s*$/.test(value.value) ? safeInt(m, Number(value.value.replaceAll('_', ''))) : int(m.fresh('number', -Infinity));
  if (value.kind === 'tensor') return m.parts.call(m.parts.getAttribute(value, '__int__', at), positional(), at);
  const method = value.kind === 'instance' ? m.parts.findAttribute(value, '__int__', at) ?? m.parts.findAttribute(value, '__index__', at) : undefined;
  if (method) return m.parts.call(method, positional(), at);
  return value.kind === 'unknown' ? value : m.unknown('int() of something', at);
}

const safeInt = (m: Machine, n: number): Value => (Number.isSafeInteger(n) ? int(lit(n)) : m.unknown('a huge integer', undefined));

function toText(_: Machine, args: Args): Value {
  const value = arg(args, 0);
  if (args.positional.length === 0) return string('');
  return string(shown(value));
}

function toSequence(kind: 'list' | 'tuple' | 'set'): Builtin {
  return (m, args, at) => {
    const value = arg(args, 0);
    if (args.positional.length === 0) return kind === 'list' ? newList(m, []) : kind === 'tuple' ? tuple([]) : { kind: 'set', cells: m.store.cells() };
    const turns = m.parts.iterate(value, at);
    if (!('items' in turns)) return kind === 'list' ? openList(m, { items: [turns] }) : turns;
    if (kind === 'set') return setOf(m, turns, at);
    if (!turns.exact) return kind === 'list' ? openList(m, turns) : { ...stream(m, turns.items, false), ...turns };
    return kind === 'list' ? newList(m, turns.items) : tuple(turns.items);
  };
}

function setOf(m: Machine, turns: Turns, at: Span): Value {
  const keys = turns.items.map(keyOf);
  if (!turns.exact || keys.includes(undefined)) return openOf(m, 'set', turns.items, at);
  return { kind: 'set', cells: m.store.cells(turns.items.map((item, i) => [keys[i] ?? '', tuple([item, item])])) };
}

function toDict(m: Machine, args: Args, at: Span): Value {
  const result: Value = { kind: 'dict', cells: m.store.cells() };
  const update = m.parts.findAttribute(result, 'update', at);
  if (args.positional[0]?.kind === 'unknown') return args.positional[0];
  if (update) m.parts.call(update, args, at);
  return result;
}

function enumerate(m: Machine, args: Args, at: Span): Value {
  const [value, start] = [arg(args, 0), dimOf(arg(args, 1, 'start')) ?? lit(0)];
  const turns = turnsOf(m, value, at);
  const rows = value.kind === 'tensor' ? value.shape?.[0]?.known : undefined;
  const last = rows === undefined || start.known === undefined ? undefined : start.known + rows - 1;
  // What stands for all turns stands for the first one and for those that follow.
  const items = !turns.exact && turns.items.length === 1 ? [...turns.items, ...turns.items] : turns.items;
  return stream(m, items.map((item, i) => tuple([int(turns.exact || i === 0 ? start.plus(i) : m.fresh('turn', (start.known ?? 0) + i, last)), item])), turns.exact, turns.loose ?? turns.tail !== undefined);
}

function zip(m: Machine, args: Args, at: Span): Value {
  if (args.open) return transposed(m, args, at) ?? args.open;
  const all = args.positional.map((value) => turnsOf(m, value, at));
  const exact = !args.open && all.every((turns) => turns.exact);
  const count = Math.min(Math.max(...all.map((turns) => turns.items.length)), ...all.flatMap((turns) => (turns.exact ? [turns.items.length] : [])));
  const row = (i: number): Value => tuple(all.map((turns) => turns.items[Math.min(i, turns.items.length - 1)] ?? m.unknown('an item of an empty sequence', at)));
  const sure = surelyMet(all);
  const items: Value[] = [];
  for (let i = 0; i < count; i++) {
    const before = items.at(-1);
    items.push(before && i >= sure ? m.parts.fork(m.undecided(`which are met ${m.fresh('turn').toString()}`, true, 'how long both are').claim, at, () => row(i), () => before) : row(i));
  }
  return stream(m, items, exact, all.some((turns) => turns.loose || turns.tail));
}

/** Of how many items of sequences it is sure that they stand side by side: the last batch may come when another sequence has ended. */
function surelyMet(all: readonly Turns[]): number {
  const open = all.filter((turns) => !turns.exact).map((turns) => turns.items.length);
  return open.length === 0 ? Infinity : open.length < all.length ? 1 : Math.min(...open);
}

/** `zip(*rows)` of an unknown number of rows that are all of one length: as many columns, each as long as there are rows. */
function transposed(m: Machine, { positional: first, more }: Args, at: Span): Value | undefined {
  const rows = [...first, ...more?.items ?? []].map((row) => itemsOf(m, row, at));
  const [row] = rows;
  if (!row || rows.some((other) => other?.length !== row.length)) return undefined;
  const columns = row.map((_, i) => rows.map((other) => other?.[i] ?? NONE));
  return stream(m, columns.map((items) => openList(m, { ...more, items: items.every((item) => same(item, items[0])) ? items.slice(0, 1) : items })), true);
}

function mapped(m: Machine, args: Args, at: Span): Value {
  const [f, ...sequences] = args.positional;
  const zipped = zip(m, { positional: sequences, named: new Map() }, at);
  const turns = turnsOf(m, zipped, at);
  return stream(m, turns.items.map((item) => m.parts.call(f ?? NONE, { positional: item.kind === 'tuple' ? item.items : [item], named: new Map() }, at)), turns.exact, turns.loose);
}

function total(m: Machine, args: Args, at: Span): Value {
  const items = itemsOf(m, arg(args, 0), at);
  if (!items) return someTotal(joinItems(m, turnsOf(m, arg(args, 0), at).items)) ?? m.unknown('a sum of an unknown number of values', at);
  return items.reduce((sum, item) => m.parts.binary('+', sum, item, at), args.positional[1] ?? args.named.get('start') ?? int(lit(0)));
}

/** Of some values that are alike. */
function someTotal(each: Value | undefined): Value | undefined {
  return each?.kind === 'tensor' && each.dtype !== 'bool' ? each : each?.kind === 'float' ? float() : undefined;
}

/** One of some values that are alike. */
function someExtreme(m: Machine, pick: string, items: readonly Value[]): Value | undefined {
  const dims = items.map(dimOf);
  if (dims.length > 0 && dims.every((dim) => dim !== undefined)) return int(m.fresh(pick, Math.min(...dims.map((dim) => boundsOf(m.facts, dim).atLeast))));
  const one = joinItems(m, items);
  return one?.kind === 'float' ? float() : one;
}

function extreme(pick: 'min' | 'max'): Builtin {
  return (m, args, at) => {
    const lone = args.positional.length === 1 ? noItems(m, arg(args, 0)) : undefined;
    if (lone) return lone;
    const values = args.positional.length === 1 ? itemsOf(m, arg(args, 0), at) : args.positional;
    const order = values && values.length > 0 && (args.named.has('key') || values.some(({ kind }) => kind === 'string' || kind === 'tuple')) ? orderOf(m, values, new Map([...args.named, ['reverse', bool(pick === 'max')]]), at) : undefined;
    if (order) return values?.[order[0] ?? 0] ?? NONE;
    const some = values && !args.named.has('key') ? undefined : someExtreme(m, pick, values ?? turnsOf(m, arg(args, 0), at).items);
    if (some) return some;
    if (!values || values.length === 0 || args.named.has('key')) return args.named.get('default') ?? m.unknown(`${pick}() of unknown values`, at);
    return values.reduce((best, value) => better(m, pick, best, value, at));
  };
}

function better(m: Machine, pick: 'min' | 'max', a: Value, b: Value, at: Span): Value {
  const [x, y] = [dimOf(a), dimOf(b)];
  if (x && y) return int(pick === 'max' ? x.atLeast(y).choose(x, y) : y.atLeast(x).choose(x, y));
  const [p, q] = [numberOf(a), numberOf(b)];
  if (p !== undefined && q !== undefined) return (pick === 'max' ? p >= q : p <= q) ? a : b;
  return a.kind === 'float' || b.kind === 'float' ? float() : m.unknown(`${pick}() of unknown values`, at);
}

function rounded(m: Machine, args: Args): Value {
  const value = arg(args, 0);
  if (args.positional.length > 1) return value.kind === 'int' ? value : float();
  if (value.kind === 'int') return value;
  if (value.kind !== 'float' || value.value === undefined) return int(m.fresh('number', -Infinity));
  const floor = Math.floor(value.value);
  const rest = value.value - floor;
  return safeInt(m, rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor);
}

function quantified(some: boolean): Builtin {
  return (m, args, at) => {
    const turns = turnsOf(m, arg(args, 0), at);
    let open = !turns.exact;
    let claim;
    for (const item of turns.items) {
      const answer = m.parts.truth(item, at);
      if (answer.kind === 'bool') {
        if (answer.value === some) return bool(some);
      } else if (answer.kind === 'condition') claim = claim ? (some ? claim.or(answer.claim) : claim.and(answer.claim)) : answer.claim;
      else open = true;
    }
    if (open) return m.data('any() or all()');
    return claim ? truthOf(m, claim) : bool(!some);
  };
}

function next(m: Machine, args: Args, at: Span): Value {
  const value = arg(args, 0);
  if (value.kind === 'iterator') {
    const position = value.cells.map.get('position');
    const i = position?.kind === 'int' ? position.dim.known ?? 0 : 0;
    const item = value.items[i] ?? (value.exact ? args.positional[1] : value.items.at(-1));
    m.store.write(value.cells, 'position', int(lit(value.exact ? i + 1 : Math.min(i + 1, Math.max(0, value.items.length - 1)))));
    return item ?? m.unknown('an iterator past its end', at);
  }
  // Models give lists where libraries give generators.
  if (value.kind === 'list') {
    const turns = m.parts.iterate(value, at);
    const first = 'items' in turns ? turns.items[0] : turns;
    return first ?? args.positional[1] ?? m.unknown('an iterator past its end', at);
  }
  const method = m.parts.findAttribute(value, '__next__', at);
  return method ? m.parts.call(method, positional(), at) : m.unknown('next() of something', at);
}

function iterator(m: Machine, args: Args, at: Span): Value {
  const value = arg(args, 0);
  if (value.kind === 'iterator') return value;
  const turns = m.parts.iterate(value, at);
  return 'items' in turns ? stream(m, turns.items, turns.exact) : turns;
}

function getattr(m: Machine, args: Args, at: Span): Value {
  const [object, name, fallback] = [arg(args, 0), arg(args, 1), args.positional[2]];
  if (name.kind !== 'string' || name.value === undefined) return m.unknown('an attribute whose name is not known', at);
  if (!fallback) return m.parts.getAttribute(object, name.value, at);
  return m.parts.findAttribute(object, name.value, at) ?? fallback;
}

function hasattr(m: Machine, args: Args, at: Span): Value {
  const [object, name] = [arg(args, 0), arg(args, 1)];
  if (name.kind !== 'string' || name.value === undefined) return m.data('an attribute whose name is not known');
  if (object.kind === 'unknown') return m.undecided(`${object.key} has ${name.value}`, true, object.reason);
  const found = m.parts.findAttribute(object, name.value, at);
  return found?.kind === 'unknown' ? m.undecided(`${found.key} exists`, true, found.reason) : bool(found !== undefined);
}

function sorted(m: Machine, args: Args, at: Span): Value {
  const items = itemsOf(m, arg(args, 0), at);
  const order = items && orderOf(m, items, args.named, at);
  if (!items || !order) return openList(m, { items: items ?? turnsOf(m, arg(args, 0), at).items, loose: true });
  return newList(m, order.map((i) => items[i] ?? NONE));
}

function filtered(m: Machine, args: Args, at: Span): Value {
  const [test, turns] = [arg(args, 0), turnsOf(m, arg(args, 1), at)];
  const answers = turns.exact ? turns.items.map((item) => m.parts.truth(test.kind === 'none' ? item : m.parts.call(test, positional(item), at), at)) : [];
  if (!turns.exact || !answers.every(({ kind }) => kind === 'bool')) return stream(m, turns.items, false);
  return stream(m, turns.items.filter((_, i) => answers[i]?.kind === 'bool' && answers[i].value), true);
}

function characterCode(m: Machine, args: Args): Value {
  const [character, ...more] = arg(args, 0).kind === 'string' ? [...(arg(args, 0) as { value?: string }).value ?? ''] : [];
  return int(character !== undefined && more.length === 0 ? lit(character.codePointAt(0) as number) : m.fresh('character'));
}

const isCode = (n: number | undefined): boolean => n !== undefined && Number.isInteger(n) && n >= 0 && n < 0x11_00_00;

export const PYTHON_BUILTINS: Readonly<Record<string, Builtin>> = {
  len: length, range, int: toInt, str: toText, repr: (_, args) => string(arg(args, 0).kind === 'string' ? undefined : shown(arg(args, 0))), enumerate, zip, map: mapped, sum: total, round: rounded, next, iter: iterator, getattr, hasattr, sorted,
  list: toSequence('list'), tuple: toSequence('tuple'), set: toSequence('set'), frozenset: toSequence('set'), dict: toDict,
  min: extreme('min'), max: extreme('max'), any: quantified(true), all: quantified(false),
  float: (_, args) => float(infinityIn(arg(args, 0)) ?? numberOf(arg(args, 0)) ?? (arg(args, 0).kind === 'string' && args.positional[0] && Number.isFinite(Number((arg(args, 0) as { value?: string }).value)) ? Number((arg(args, 0) as { value?: string }).value) : undefined)),
  bool: (m, args, at) => m.parts.truth(arg(args, 0), at),
  abs: (m, args, at) => {
    const value = arg(args, 0);
    const dim = dimOf(value);
    if (dim) return int(m.decide(dim.atLeast(0)) === 'yes' ? dim : dim.atLeast(0).choose(dim, lit(0).minus(dim)));
    if (value.kind === 'float') return float(value.value === undefined ? undefined : Math.abs(value.value));
    const method = m.parts.findAttribute(value, '__abs__', at);
    return method ? m.parts.call(method, positional(), at) : m.unknown('abs() of something', at);
  },
  pow: (m, args, at) => m.parts.binary('**', arg(args, 0), arg(args, 1), at),
  divmod: (m, args, at) => tuple([m.parts.binary('//', arg(args, 0), arg(args, 1), at), m.parts.binary('%', arg(args, 0), arg(args, 1), at)]),
  filter: filtered,
  reversed: (m, args, at) => {
    const items = itemsOf(m, arg(args, 0), at);
    return items && items.length <= MAX_ELEMENTS ? stream(m, items.toReversed(), true) : stream(m, turnsOf(m, arg(args, 0), at).items, false);
  },
  isinstance: (m, args) => isInstance(m, arg(args, 0), arg(args, 1)),
  issubclass: (m, args) => {
    const [a, b] = [arg(args, 0), arg(args, 1)];
    return a.kind === 'class' && b.kind === 'class' ? bool(a.mro.includes(b)) : m.data('issubclass()');
  },
  setattr: (m, args, at) => {
    const name = arg(args, 1);
    // Under a name that is not known it is still a part of the object: a module moves with the one that it is added to.
    m.parts.setAttribute(arg(args, 0), name.kind === 'string' && name.value !== undefined ? name.value : `~${(m.userSpan ?? at).start}`, arg(args, 2), at);
    return NONE;
  },
  delattr: () => NONE,
  super: (m, args, at) => {
    const [type, self] = args.positional;
    return type?.kind === 'class' && self ? { kind: 'super', after: type, self } : m.unknown('super()', at);
  },
  type: (m, args, at) => {
    const value = arg(args, 0);
    return value.kind === 'instance' ? value.class : m.parts.builtin({ bool: 'bool', condition: 'bool', string: 'str' }[value.kind as string] ?? value.kind) ?? m.unknown(`type() of ${value.kind}`, at);
  },
  id: (m) => int(m.fresh('id')), hash: (m) => int(m.fresh('hash', -Infinity)), ord: characterCode, chr: (_, args) => string(isCode(numberOf(arg(args, 0))) ? String.fromCodePoint(numberOf(arg(args, 0)) as number) : undefined), format: () => string(), input: () => string(), hex: () => string(), bin: () => string(),
  callable: (m, args, at) => {
    const value = arg(args, 0);
    if (value.kind === 'unknown') return m.undecided(`${value.key} callable`, true, value.reason);
    return bool(['function', 'method', 'builtin', 'class'].includes(value.kind) || (value.kind === 'instance' && m.parts.findAttribute(value, '__call__', at) !== undefined));
  },
  print: () => NONE, exit: () => NONE, quit: () => NONE,
  open: (m, _, at) => m.unknown('a file', at),
  vars: (m, args, at) => {
    const value = arg(args, 0);
    return 'cells' in value && (value.kind === 'instance' || value.kind === 'class') ? { kind: 'dict', cells: m.store.cells([...value.cells.map].map(([name, item]) => [`s${name}`, tuple([string(name), item])])) } : m.unknown('vars()', at);
  },
  slice: (_, args) => (args.positional.length === 1 ? { kind: 'slice', lower: NONE, upper: arg(args, 0), step: NONE } : { kind: 'slice', lower: arg(args, 0), upper: arg(args, 1), step: arg(args, 2) }),
  property: (_, args) => ({ kind: 'property', func: arg(args, 0) }),
  staticmethod: (_, args) => ({ kind: 'static', func: arg(args, 0) }),
  classmethod: (_, args) => ({ kind: 'class-method', func: arg(args, 0) }),
  object: (m, _, at) => m.unknown('an object()', at),
  locals: (m, _, at) => m.unknown('locals()', at), globals: (m, _, at) => m.unknown('globals()', at), eval: (m, _, at) => m.unknown('eval()', at), exec: (m, _, at) => m.unknown('exec()', at),
};

export const PYTHON_CONSTANTS: Readonly<Record<string, Value>> = { True: TRUE, False: FALSE, None: NONE, Ellipsis: ELLIPSIS, NotImplemented: NOT_IMPLEMENTED, __debug__: TRUE };

const EXCEPTION = /^[A-Z]\w*(?:Error|Exception|Warning|Exit|Interrupt|Iteration)$|^Exception$|^Warning$/;

/** Exceptions are classes that nobody looks into. */
export function exceptionNamed(name: string): Value | undefined {
  return EXCEPTION.test(name) ? { kind: 'builtin', name: `exception ${name}`, run: () => ({ kind: 'string' }) } : undefined;
}

