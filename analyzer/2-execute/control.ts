// Where paths part and meet: branches, early exits, and the frames that collect them. State in, state out; what is
// done on a path is passed in as a function.

import type { Claim } from '../../runtime/dims/dim.ts';
import { invariant } from '../../runtime/invariant.ts';
import type { Span } from '../program.ts';
import { isFull } from './facts.ts';
import { MAX_GUARD_WEIGHT } from './limits.ts';
import type { Exit, Frame, Machine } from './machine.ts';
import { ENDED } from './machine.ts';
import type { Merging } from './merge.ts';
import { merge } from './merge.ts';
import { same } from './same.ts';
import type { Delta } from './store.ts';
import type { Cells, Value } from './values.ts';
import { NONE } from './values.ts';

/** The value of `run`, or undefined when the path ended inside it. */
export function attempt<T>(m: Machine, run: () => T): { readonly value: T } | undefined {
  const { depth, frame, userSpan, userStack, muted, active } = m;
  try {
    return { value: run() };
  } catch (error) {
    if (error !== ENDED) throw error;
    m.depth = depth;
    m.frame = frame;
    m.userSpan = userSpan;
    m.userStack = userStack;
    m.muted = muted;
    m.active = active;
    return undefined;
  }
}

interface Side { readonly value: Value | undefined; readonly delta: Delta; readonly facts: Machine['facts']; readonly path: Machine['path'] }

/** Runs both sides of an open claim and merges what they did; a side that cannot happen is not run. */
export function fork(m: Machine, claim: Claim, at: Span, yes: () => Value, no: () => Value): Value {
  const verdict = m.decide(claim);
  if (verdict === 'yes') return yes();
  if (verdict === 'no') return no();
  const { facts, path } = m;
  const born = m.store.mark;
  const base = m.store.depth;
  const full = isFull(m.facts);
  const opaque = m.isOpaque(claim);
  const side = (guard: Claim, taken: boolean, run: () => Value): Side => {
    m.store.open();
    m.path = [...path, { claim: guard, span: m.userSpan ?? at, taken, opaque: opaque || full }];
    try {
      const result = attempt(m, () => {
        m.assume(guard);
        return run();
      });
      const side: Side = { value: result?.value, delta: m.store.capture(base), facts: m.facts, path: m.path };
      return side;
    } finally {
      m.store.rollback(base);
      m.facts = facts;
      m.path = path;
    }
  };
  const a = side(claim, true, yes);
  const b = side(claim.not(), false, no);
  if (!a.value && !b.value) throw ENDED;
  if (a.value && b.value) return join(m, { value: a.value, delta: a.delta }, { value: b.value, delta: b.delta }, claim, born);
  const alive = a.value ? a : b;
  m.store.apply(alive.delta);
  m.facts = alive.facts;
  // Where the other way cannot be meant, this one is known to be; and the one way that goes on is taken by every execution that comes here.
  const isKnown = opaque && m.closed !== undefined && m.closed === (alive === a ? b : a).path[path.length];
  m.path = isKnown ? alive.path.toSpliced(path.length, 1) : full ? alive.path.map((decision, i) => (i === path.length ? { ...decision, opaque } : decision)) : alive.path;
  return alive.value ?? NONE;
}

/** The state is as before both; afterwards it is as after either, the first where the guard holds. */
function join(m: Machine, a: { value: Value; delta: Delta }, b: { value: Value; delta: Delta }, guard: Claim, born: number): Value {
  const how: Merging = { guard, born, done: new Map() };
  const bornHere = (delta: Delta): void => {
    for (const [cells, news] of delta) if (cells.id >= born) for (const [key, value] of news) m.store.write(cells, key, value);
  };
  bornHere(a.delta);
  bornHere(b.delta);
  const value = merge(m, a.value, b.value, how);
  for (const cells of new Set([...a.delta.keys(), ...b.delta.keys()])) {
    if (cells.id >= born) continue;
    const [left, right] = [a.delta.get(cells), b.delta.get(cells)];
    for (const key of new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])) {
      const now = cells.map.get(key);
      const [one, other] = [left?.has(key) ? left.get(key) : now, right?.has(key) ? right.get(key) : now];
      if (one === undefined && other === undefined) m.store.write(cells, key, undefined);
      else m.store.write(cells, key, merge(m, one, other, how));
    }
  }
  return value;
}

/** Runs with a frame open for early exits; gives undefined when no path comes out of it. */
export function inFrame(m: Machine, kind: Frame['kind'], run: (frame: Frame) => Value, handlers?: Frame['handlers']): Value | undefined {
  const outer = m.frame;
  const frame: Frame = { outer, kind, depth: m.store.depth, pathLength: m.path.length, exits: [], handlers };
  const { facts, path, depth, userSpan, userStack, muted, active } = m;
  m.store.openLater();
  m.frame = frame;
  try {
    const value = run(frame);
    m.frame = outer;
    if (frame.exits.length === 0) {
      m.store.commit(frame.depth);
      return value;
    }
    frame.exits.push({ value, delta: undefined, facts: m.facts, path: m.path });
  } catch (error) {
    m.frame = outer;
    if (error !== ENDED) {
      m.store.rollback(frame.depth);
      throw error;
    }
    Object.assign(m, { depth, userSpan, userStack, muted, active });
  }
  return settle(m, frame, facts, path);
}

/** Merges the exits of a frame: they exclude each other by the decisions since it was opened. */
function settle(m: Machine, frame: Frame, facts: Machine['facts'], path: Machine['path']): Value | undefined {
  const { exits } = frame;
  const last = exits.at(-1);
  if (!last) {
    m.store.rollback(frame.depth);
    return undefined;
  }
  if (exits.length === 1) {
    if (last.delta) {
      m.store.rollback(frame.depth);
      m.store.apply(last.delta);
    } else {
      m.store.commit(frame.depth);
    }
    m.facts = last.facts;
    m.path = last.path;
    return last.value;
  }
  const born = m.store.markOf(frame.depth);
  const settled = exits.map((exit) => ({ ...exit, delta: exit.delta ?? m.store.capture(frame.depth) }));
  m.store.rollback(frame.depth);
  m.facts = facts;
  m.path = path;
  let rest: { readonly value: Value; readonly delta: Delta } = settled[settled.length - 1] as Exit & { delta: Delta };
  for (const exit of settled.slice(0, -1).reverse()) {
    const depth = m.store.depth;
    m.store.open();
    const value = join(m, exit, rest, guardOf(m, exit, frame), born);
    rest = { value, delta: m.store.capture(depth) };
    m.store.rollback(depth);
  }
  m.store.apply(rest.delta);
  return rest.value;
}

function guardOf(m: Machine, exit: Exit, frame: Frame): Claim {
  const decisions = exit.path.slice(frame.pathLength);
  const [first, ...others] = decisions;
  if (!first || others.length >= MAX_GUARD_WEIGHT) return m.data('path').claim;
  return others.reduce((all, decision) => all.and(decision.claim), first.claim);
}

/** Ends the path under execution at a frame, with a value. */
export function exitTo(m: Machine, frame: Frame, value: Value): never {
  const inPlace = m.store.depth === frame.depth + 1;
  frame.exits.push({ value, delta: inPlace ? undefined : m.store.capture(frame.depth), facts: m.facts, path: m.path });
  throw ENDED;
}

/** The innermost frame of a kind, not looking out of the function. */
export function frameOf(m: Machine, kind: Frame['kind']): Frame | undefined {
  for (let frame = m.frame; frame; frame = frame.outer) {
    if (frame.kind === kind) return frame;
    if (frame.kind === 'function' && kind !== 'try') return undefined;
  }
  return undefined;
}

/** Whether the innermost log shows a change that a program could see: what was made since is seen only through one. */
export function changedSince(m: Machine, depth: number, ignore: (cells: Cells, key: string) => boolean): boolean {
  invariant(m.store.depth === depth + 1, 'changedSince looks at one log');
  const born = m.store.markOf(depth);
  for (const [cells, olds] of m.store.before()) {
    if (cells.id >= born) continue;
    for (const [key, old] of olds) if (!ignore(cells, key) && !same(old, cells.map.get(key))) return true;
  }
  return false;
}
