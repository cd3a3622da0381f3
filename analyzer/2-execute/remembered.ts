// Calls of library functions, remembered. A function of a library that is given tensors, numbers and text does the same
// whenever it is given the same: what a call gave is given again, with what it cost, so that no bound is hit later than it
// would be. Only calls are kept that leave nothing behind but their result (`m.traces`) and, where facts decide something
// in them, only for the same facts. Places where tensors were made are numbered in the key, and put in again.

import type { Dim } from '../../runtime/dims/dim.ts';
import type { FunctionExpression, Span } from '../program.ts';
import type { Machine } from './machine.ts';
import { tollOf, pay } from '../../runtime/dims/forms.ts';
import { tollsPaid } from './paid.ts';
import type { Call } from './remembered-calls.ts';
import type { Part } from './facts.ts';
import { partFor } from './facts.ts';
import { effort } from './sizes.ts';
import type { Args, Cells, FunctionValue, TensorValue, Value } from './values.ts';

/** Of each function, how often it was looked for and found, and the steps that it took; `pause`: calls until it is looked for again. */
interface Worth { tried: number; found: number; steps: number; pause: number }
const worth = new WeakMap<FunctionExpression, Worth>();
/** Shorter calls cost less than looking for them. */
const MIN_STEPS = 14;
/** Calls after which a function is judged by how often it was found. */
const TRIALS = 60;
const MIN_FOUND = 0.08;
/** Calls that are just run of a function that was seldom found: another program may call it otherwise. */
const PAUSE = 240;
/** Calls kept of all programs: when there are more, it starts anew. */
const MAX_CALLS = 20_000;

/** Runs the call, or gives again what it gave before. */
export function remembered(m: Machine, f: FunctionValue, args: Args, run: () => Value): Value {
  const { code } = f;
  // What has contents of its own is never written into a key: most calls are of a module, which is what comes first.
  if (args.positional[0]?.kind === 'instance') return run();
  let about = worth.get(code);
  if (!about) worth.set(code, (about = { tried: 0, found: 0, steps: 0, pause: 0 }));
  const place = m.userSpan;
  if (!place || args.open || args.rest || args.more || args.mixed || isPoor(about) || m.store.isLibrary || !isOutermost(f)) return run();
  const key = new Key(place);
  if (!key.call(m, f, args)) return run();
  about.tried++;
  const { text } = key;
  const hangs = partFor(m.facts, ...key.symbolic);
  const kept = hangs ? callsUnder(m, hangs) : key.symbolic.length === 0 ? m.calls : m.remembered.apart;
  const before = kept.get(text);
  if (before && before.library === m.store.library && m.canPay(before.steps, before.toll.total)) {
    about.found++;
    m.pay(before.steps, before.proved);
    pay(before.toll);
    if (hangs) m.hung++;
    return again(m, before, key.places);
  }
  const { facts, path, gradients, traces, hung, steps, claimsProved } = m;
  const { library, mark: born } = m.store;
  const [spent, paid] = [effort(), tollsPaid()];
  const outer = m.store.watch();
  let done: ReturnType<typeof tollOf<Value>>;
  let oldest: number;
  try {
    done = tollOf(run);
  } finally {
    oldest = m.store.unwatch(outer);
  }
  about.steps += m.steps - steps;
  const { result, toll } = done;
  const isPure = m.traces === traces && oldest >= born && m.facts === facts && m.path === path && m.gradients === gradients && m.store.library === library;
  const bare = withoutPast(result);
  if (isPure && (hangs || m.hung === hung) && isPlain(bare, born, key.places)) {
    const call: Call = { result: snapshot(bare), places: key.places, steps: m.steps - steps, toll: { ...toll, total: toll.total - (tollsPaid() - paid) }, proved: m.claimsProved - claimsProved, library };
    if (kept !== m.calls || effort() === spent) kept.set(text, call);
    if (m.calls.size > MAX_CALLS) m.calls.clear();
  }
  return result;
}

function isPoor(about: Worth): boolean {
  if (about.pause > 0) {
    about.pause--;
    return true;
  }
  const { tried, found, steps } = about;
  if (tried < TRIALS) return false;
  if (found >= tried * MIN_FOUND && steps >= (tried - found) * MIN_STEPS) return false;
  Object.assign(about, { tried: 0, found: 0, steps: 0, pause: PAUSE });
  return true;
}

/** Nothing around it but its module. */
const isOutermost = ({ env }: FunctionValue): boolean => env.kind === 'module' || (env.kind === 'class' && env.parent?.kind === 'module');

function callsUnder(m: Machine, part: Part): Map<string, Call> {
  let calls = m.remembered.under.get(part);
  if (!calls) m.remembered.under.set(part, (calls = new Map()));
  return calls;
}

/** Text that two calls share exactly when they are given the same. */
class Key {
  text = '';
  readonly places: (Span | undefined)[];
  readonly symbolic: Dim[] = [];

  constructor(place: Span) {
    this.places = [place, undefined];
  }

  /** False where something is given that has contents of its own, or a history. */
  call(m: Machine, { code }: FunctionValue, { positional, named }: Args): boolean {
    this.text = `${codeNumber(code)}${m.gradients}`;
    for (const value of positional) if (!this.#value(value)) return false;
    for (const [name, value] of named) {
      this.text += `\u0002${name}=`;
      if (!this.#value(value)) return false;
    }
    return true;
  }

  #value(value: Value): boolean {
    switch (value.kind) {
      case 'none': case 'ellipsis': case 'not-implemented': this.text += `\u0001${value.kind}`; return true;
      case 'bool': this.text += value.value ? '\u0001T' : '\u0001F'; return true;
      case 'int':
        this.text += '\u0001i';
        this.#dim(value.dim);
        if (value.note !== undefined) this.text += `\u0003${value.note}`;
        return true;
      case 'float': this.text += `\u0001f${value.value}`; return true;
      case 'string': this.text += `\u0001s${value.value === undefined ? '' : value.value.length}:${value.value}`; return true;
      case 'dtype': this.text += `\u0001d${value.name}`; return true;
      case 'tuple':
        this.text += `\u0001(${value.isShape ? '=' : ''}${value.names?.join() ?? ''}`;
        for (const item of value.items) if (!this.#value(item)) return false;
        this.text += '\u0001)';
        return true;
      case 'list': {
        const items = value.cells.map.get('items');
        this.text += '\u0001[';
        return items?.kind === 'tuple' && this.#value(items);
      }
      case 'tensor': return this.#tensor(value);
      default: return false;
    }
  }

  #tensor(x: TensorValue): boolean {
    if (x.key !== undefined) return false;
    let at = this.places.indexOf(x.origin);
    if (at < 0) at = this.places.push(x.origin) - 1;
    const known = texts.get(x);
    if (known === undefined) {
      const start = this.text.length;
      const symbols = this.symbolic.length;
      this.#facets(x);
      if (this.symbolic.length === symbols) texts.set(x, this.text.slice(start));
    } else {
      this.text += known;
    }
    this.text += `@${at}`;
    return true;
  }

  #facets({ dtype, shape, tail, sizes, array, parameter, buffer, device, layout, range, made, graph, reason }: TensorValue): void {
    this.text += `\u0001t${dtype}`;
    this.#dims(shape);
    if (tail) this.#dims(tail, '\u0004');
    if (sizes) this.#dims(sizes, '\u0005');
    this.text += `\u0003${array ? 'a' : ''}${parameter ? 'p' : ''}${buffer ? 'b' : ''}`;
    if (device) this.#dim(device);
    this.text += layout === 'rows' ? '\u0003r' : '\u0003';
    if (typeof layout === 'object') this.#dims(layout.strides, layout.packed ? 'P' : 'S');
    if (range) this.#dims([range.low, range.high], range.each ? 'E' : 'R');
    this.text += `\u0003${made ?? ''}\u0003${graph ?? ''}\u0003${reason ?? ''}`;
  }

  #dims(dims: readonly Dim[] | undefined, mark = ''): void {
    if (!dims) {
      this.text += '?';
      return;
    }
    this.text += `\u0003${mark}`;
    for (const dim of dims) {
      this.#dim(dim);
      this.text += '\u0003';
    }
  }

  #dim(dim: Dim): void {
    const { known } = dim;
    if (known === undefined) this.symbolic.push(dim);
    this.text += known ?? dim.toString();
  }
}

/** Of tensors whose sizes are numbers. */
const texts = new WeakMap<TensorValue, string>();

const numbers = new WeakMap<FunctionExpression, number>();
let functions = 0;
function codeNumber(code: FunctionExpression): number {
  let number = numbers.get(code);
  if (number === undefined) numbers.set(code, (number = ++functions));
  return number;
}

/** What a pure call gives knows at most what it was given by: whoever makes the call says anew what its result was computed by. */
function withoutPast(value: Value): Value {
  if (value.kind === 'tuple') return value.items.some((item) => item.kind === 'tensor' && item.past) ? { ...value, items: value.items.map(withoutPast) } : value;
  if (value.kind !== 'tensor' || !value.past) return value;
  const { past: _past, ...rest } = value;
  return rest;
}

/** Whether the result can be made again: of plain values and what the call itself made, from places that the key numbers. */
function isPlain(value: Value, born: number, places: readonly (Span | undefined)[]): boolean {
  switch (value.kind) {
    case 'none': case 'bool': case 'int': case 'float': case 'string': case 'dtype': case 'ellipsis': case 'not-implemented': return true;
    case 'tuple': return value.items.every((item) => isPlain(item, born, places));
    // Inside of lists, a tensor that knows what it was computed by is another one each time.
    case 'tensor': return value.key === undefined && value.past === undefined && places.includes(value.origin);
    case 'list': return isOwn(value.cells, born, places);
    case 'instance': return value.class.cells.isLibrary && places.includes(value.origin) && isOwn(value.cells, born, places);
    default: return false;
  }
}

function isOwn(cells: Cells, born: number, places: readonly (Span | undefined)[]): boolean {
  return cells.id >= born && [...cells.map.values()].every((value) => isPlain(value, born, places));
}

type Place = (at: Span | undefined) => Span | undefined;

/** The value with other contents and places; the same where nothing changes. */
function copied(value: Value, place: Place, cells: (entries: [string, Value][]) => Cells): Value {
  const made = new Map<Cells, Cells>();
  const contents = (of: Cells): Cells => {
    let own = made.get(of);
    if (!own) made.set(of, (own = cells([...of.map].map(([key, held]) => [key, copy(held)]))));
    return own;
  };
  const copy = (one: Value): Value => {
    switch (one.kind) {
      case 'tensor': {
        const origin = place(one.origin);
        return origin === one.origin ? one : { ...one, origin };
      }
      case 'tuple': {
        const items = one.items.map(copy);
        return items.every((item, i) => item === one.items[i]) ? one : { ...one, items };
      }
      case 'list': return { ...one, cells: contents(one.cells) };
      case 'instance': return { ...one, cells: contents(one.cells), origin: place(one.origin) };
      default: return one;
    }
  };
  return copy(value);
}

/** The program may change what it was given. */
const snapshot = (result: Value): Value => copied(result, (at) => at, (entries) => ({ id: -1, isLibrary: false, isShared: false, map: new Map(entries) }));

function again(m: Machine, { result, places }: Call, now: readonly (Span | undefined)[]): Value {
  return copied(result, (at) => now[places.indexOf(at)], (entries) => m.store.cells(entries));
}
