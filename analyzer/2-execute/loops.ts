// Loops. Turns are run one by one while that is cheap; a loop whose state has stopped changing is finished with one
// turn that stands for the rest; one that keeps changing is widened: what changed becomes "some value of its kind".

import type * as ir from '../program.ts';
import { GrownTensors } from './growth.ts';
import { attempt, changedSince, exitTo, fork, frameOf, inFrame } from './control.ts';
import { CHEAP_TURNS, FEW_ITEMS, LONG_TURN, LOOP_STEPS, MAX_EXITS, MAX_TURNS } from './limits.ts';
import type { Machine, Turns } from './machine.ts';
import { ENDED } from './machine.ts';
import { congruent } from './congruent.ts';
import { distribute } from './distribute.ts';
import { joinItems } from './join-items.ts';
import { same } from './same.ts';
import { widened } from './widened.ts';
import { renewedIn } from './renewed.ts';
import { newEnv } from './scope.ts';
import { bind, declare, hoist, namesOf } from './targets.ts';
import { arrayLike } from './facets.ts';
import type { Alternatives, Cells, Env, IteratorValue, TupleValue, UnknownValue, Value } from './values.ts';
import { NONE, tuple } from './values.ts';

export function forLoop(m: Machine, s: ir.ForStatement, env: Env): void {
  const iterable = m.parts.evaluate(s.iterable, env);
  const outer = m.userSpan;
  if (env.module.isUser) m.userSpan = s.iterable.span;
  const each = s.over === 'keys' ? keysOf(m, iterable, s.span) : undefined;
  const options = each ? undefined : choices(iterable);
  const turns = each ?? (options ? NO_TURNS : m.parts.iterate(iterable, s.iterable.span));
  m.userSpan = outer;
  const targets = new Set<string>(renewedBy(m, s, env));
  namesOf(s.target, targets);
  const turn = (item: Value): void => {
    const inner = s.declares && s.declares !== 'var' ? newEnv(m, 'block', env.module, env) : env;
    bind(m, s.target, item, inner, s.declares === 'var' ? hoist : s.declares ? declare : undefined);
    m.parts.run(s.body, inner);
  };
  const end = (item: Value): void => bind(m, s.target, item, env, undefined);
  const done = inFrame(m, 'loop', () => {
    const over = (all: Turns | UnknownValue): void => overTurns(m, all, turn, (cells, key) => cells === env.cells && targets.has(key), s.declares ? undefined : end);
    // One of several sequences: each is gone through on a path of its own.
    if (options) distribute(m, options, s.iterable.span, (option) => (over(m.parts.iterate(option, s.iterable.span)), NONE));
    else over(turns);
    m.parts.run(s.otherwise, env);
    return NONE;
  });
  if (!done) throw ENDED;
}

/** Variables of Python live as long as the function: in JavaScript, what a turn declares is gone with it. */
function renewedBy(m: Machine, s: ir.ForStatement, env: Env): ReadonlySet<string> | undefined {
  if (m.language === 'typescript' || (env.kind !== 'function' && env.kind !== 'module')) return undefined;
  const code = env.kind === 'module' ? m.programs.get(env.module.file) : m.active?.code;
  return code && renewedIn(s.body, code.body);
}

const NO_TURNS: Turns = { items: [], exact: true };

/** The sequences of which it is one. */
function choices(value: Value): Alternatives | undefined {
  const items = value.kind === 'list' ? value.cells.map.get('items') : value;
  return items?.kind === 'alternatives' ? items : undefined;
}

function keysOf(m: Machine, value: Value, at: ir.Span): Turns | UnknownValue {
  if (value.kind === 'dict') return m.parts.iterate(value, at);
  return m.unknown('the keys of an object', at);
}

type Ignore = (cells: Cells, key: string) => boolean;
/** What was before a turn and is behind it, as what stands for any number of turns. */
type Widening = (old: Value, now: Value, cells: Cells, key: string) => Value;

/** `end`: what an item does besides its turn, where one that would be as the one before may be left out. */
function overTurns(m: Machine, turns: Turns | UnknownValue, turn: (item: Value) => void, given: Ignore, end?: (item: Value) => void): void {
  // Each turn walks back through what it computed itself: one more turn shows whether it meets what the turn before walked.
  const ignore: Ignore = (cells, key) => cells === m.walks.made || given(cells, key);
  const exact = 'items' in turns && turns.exact;
  const items = 'items' in turns ? turns.items : [turns];
  const start = m.steps;
  const { tail = 0, loose = false } = exact || !('items' in turns) ? {} : turns;
  /** The item that stands for any number of turns. */
  const standing = exact || loose ? -1 : items.length - tail - 1;
  let changed = false;
  let tries = 2;
  let before = start;
  let counters: Counter[] = [];
  const seen: Widening = (old, now, cells, key) => {
    if (isCounter(old, now)) counters.push({ cells, key, old, now });
    return now;
  };
  const isLong = (): boolean => m.steps - before > LONG_TURN;
  for (const [i, item] of items.entries()) {
    if (!loose && i > 0 && i === items.length - tail && changed) finish(m, turn, items[i - 1]!, ignore, isLong(), counters);
    if (i > 0 && i === standing && isLong()) {
      finish(m, turn, item, ignore, true, counters);
      changed = false;
      continue;
    }
    // It would change what the one before did: nothing.
    if (end && exact && i > 0 && !changed && congruent(items[i - 1]!, item)) {
      if (i === items.length - 1) end(item);
      continue;
    }
    [before, counters] = [m.steps, []];
    if (loose) perhaps(m, () => oneTurn(m, turn, item, ignore));
    else changed = oneTurn(m, turn, item, i === 0 ? given : ignore, seen);
    if (!exact || items.length < i + 3 || i === 0) continue;
    const spent = m.steps - start;
    const mayEnd = !changed && tries > 0 && (items.length > CHEAP_TURNS || spent > LOOP_STEPS / 4);
    if (!mayEnd && spent <= LOOP_STEPS && i < MAX_TURNS) continue;
    const rest = items.slice(i + 1);
    const other = joinItems(m, [item, ...rest]);
    if (mayEnd && other) {
      tries--;
      if (standsForAll(m, turn, other, ignore)) {
        // What counts reaches its end in the last turn.
        const last = items.at(-1);
        if (last?.kind === 'int') oneTurn(m, turn, last, ignore);
        return;
      }
    }
    // Items that nothing stands for, such as the layers of a model, are worth more turns.
    if (spent > 10 * LOOP_STEPS || i >= MAX_TURNS || (other && spent > (item.kind === 'tuple' ? 10 : 1) * LOOP_STEPS && (i + 1 >= CHEAP_TURNS || items.length > FEW_ITEMS))) {
      if (other) counted(m, rest.length, (watch) => finish(m, turn, other, ignore, isLong(), counters, watch), () => void oneTurn(m, turn, rest.at(-1)!, ignore));
      else loseTrack(m, turn, rest.at(-1)!, ignore);
      return;
    }
  }
  const last = items.at(-1);
  if (exact || !last || (tail > 0 && !loose)) return;
  const long = isLong();
  if (loose) perhaps(m, () => finish(m, turn, last, ignore, long, counters));
  else if (changed) finish(m, turn, last, ignore, long, counters);
}

/** Nobody knows whether this turn comes next: no mistake in it is one. */
function perhaps(m: Machine, run: () => void): void {
  const { claim } = m.undecided(`what comes next ${m.fresh('turn').toString()}`, true, 'what comes next');
  const at = m.userSpan ?? { file: '', start: 0, end: 0 };
  m.parts.fork(claim, at, () => (run(), NONE), () => NONE);
}

/** A loop without a statement: runs once for each item, or until what stands for the rest has been seen. */
export function eachTurn(m: Machine, turns: Turns, turn: (item: Value) => void): void {
  const done = inFrame(m, 'loop', () => {
    overTurns(m, turns, turn, () => false);
    return NONE;
  });
  if (!done) throw ENDED;
}

/** Whether one turn with an item that stands for the rest changes nothing and understands everything; else undone. */
function standsForAll(m: Machine, turn: (item: Value) => void, item: Value, ignore: Ignore): boolean {
  const { depth } = m.store;
  const { facts, path } = m;
  const [obligations, unknowns, vague] = [m.obligations.length, m.unknowns.size, m.vague];
  m.store.open();
  m.provisional++;
  let changed = true;
  let out: ReturnType<typeof attempt>;
  try {
    out = attempt(m, () => {
      changed = oneTurn(m, turn, item, ignore);
      return NONE;
    });
  } finally {
    m.provisional--;
  }
  if (out && !changed && m.unknowns.size === unknowns && m.vague === vague) {
    m.store.commit(depth);
    return true;
  }
  m.store.rollback(depth);
  m.obligations.length = obligations;
  for (const key of [...m.unknowns.keys()].slice(unknowns)) m.unknowns.delete(key);
  Object.assign(m, { facts, path });
  return false;
}

/**
 * Turns that stand for the rest: until nothing changes, widening what does. Turns inside turns multiply: what counts is any
 * number from the first of these on, where what was counted is not known or turns are long, and flags in long ones from the second.
 */
function finish(m: Machine, turn: (item: Value) => void, item: Value, ignore: Ignore, long: boolean, counters: readonly Counter[], watch: Watch = (_, now) => now): void {
  const any = new Map<Cells, Map<string, Value['kind']>>();
  const widen = (old: Value, now: Value, cells: Cells, key: string): Value => {
    any.set(cells, (any.get(cells) ?? new Map()).set(key, kindOf(now)));
    return widened(m, old, now);
  };
  for (const { cells, key, old, now } of counters) {
    const isKnown = now.kind === 'bool' || (now.kind === 'int' && now.dim.known !== undefined);
    if (cells.map.get(key) === now && (!isKnown || (long && now.kind === 'int'))) m.store.write(cells, key, widen(old, now, cells, key));
  }
  const early: Widening = (old, now, cells, key) => {
    watch(old, now, cells, key);
    return isCounter(old, now) ? widen(old, now, cells, key) : now;
  };
  const isAny: Ignore = (cells, key) => {
    const now = cells.map.get(key);
    return now !== undefined && any.get(cells)?.get(key) === kindOf(now);
  };
  if (!oneTurn(m, turn, item, ignore, long ? early : watch, isAny)) return;
  for (let round = 0; round < 2; round++) if (!oneTurn(m, turn, item, ignore, (old, now, cells, key) => (watch(old, now, cells, key), widened(m, old, now)), isAny)) return;
}

/** A number or a truth value that a turn has changed. */
interface Counter { readonly cells: Cells; readonly key: string; readonly old: Value; readonly now: Value }

function isCounter(old: Value, now: Value): boolean {
  const kind = kindOf(now);
  return (kind === 'int' || kind === 'bool') && kindOf(old) === kind;
}

const kindOf = ({ kind }: Value): Value['kind'] => (kind === 'condition' ? 'bool' : kind);

type Watch = (old: Value, now: Value, cells: Cells, key: string) => Value;

/** Lists of more items than that are of an unknown length. */
const MAX_COUNTED = 64;

/**
 * Lists to which each turn adds equally many items are as long as there are turns, though these are not run one by one;
 * tensors that grow by as much in each are largest in the last, which is run once more.
 */
function counted(m: Machine, turns: number, run: (watch: Watch) => void, last: () => void): void {
  const longer = new GrownTensors();
  const exits = frameOf(m, 'loop')?.exits.length;
  const grown = new Map<Cells, { readonly before: number; readonly added: readonly Value[]; readonly times: number } | undefined>();
  run((old, now, cells, key) => {
    longer.see(old, now, cells, key);
    const known = grown.get(cells);
    const added = grown.has(cells) && !known ? undefined : addedTo(old, now);
    const isSteady = added && (!known || known.added.length === added.length);
    grown.set(cells, isSteady ? { before: known?.before ?? (old as TupleValue).items.length, added, times: (known?.times ?? 0) + 1 } : undefined);
    return now;
  });
  for (const [cells, growth] of grown) {
    const items = cells.map.get('items');
    if (!growth || growth.times < 3 || items?.kind !== 'iterator') continue;
    const { before, added } = growth;
    const length = before + added.length * turns;
    if (length > MAX_COUNTED) continue;
    const first = items.items.slice(0, before);
    m.store.write(cells, 'items', tuple([...first, ...Array.from({ length: length - first.length }, (_, i) => added[i % added.length] as Value)]));
  }
  // Who may leave the loop before need not come to its last turn.
  if (exits === 0 && frameOf(m, 'loop')?.exits.length === 0 && longer.reach(m, turns - 1)) last();
}

/** What stands behind all that was there before. */
function addedTo(old: Value, now: Value): readonly Value[] | undefined {
  const [a, b] = [old.kind === 'tuple' || old.kind === 'iterator' ? old : undefined, now.kind === 'tuple' || now.kind === 'iterator' ? now : undefined];
  if (!a || !b || a.kind !== b.kind || (b.kind === 'iterator' && (b.loose || (b.tail ?? 0) - ((a as IteratorValue).tail ?? 0) !== b.items.length - a.items.length))) return undefined;
  return b.items.length > a.items.length && a.items.every((item, i) => same(item, b.items[i])) ? b.items.slice(a.items.length) : undefined;
}

/** What a turn with any of the rest changes is not known any more; what it meets now is not what it will meet. */
function loseTrack(m: Machine, turn: (item: Value) => void, item: Value, ignore: Ignore): void {
  const seen = (): void => {
    const { tensors } = m.collect(() => turn(item));
    for (const [place, note] of tensors) if (!m.tensors.has(place)) m.tensors.set(place, note);
  };
  m.muted++;
  oneTurn(m, seen, item, ignore, (old, now) => (old.kind === 'tensor' && now.kind === 'tensor' ? { kind: 'tensor', dtype: now.dtype, shape: undefined, origin: now.origin, reason: 'a loop of more turns than are followed', ...arrayLike(now) } : m.unknown('a loop of more turns than are followed', undefined)));
  m.muted--;
}

/** Whether the turn changed what a program could see, and not only as `expected`. Ends the path when no way leads out of the turn. */
function oneTurn(m: Machine, turn: (item: Value) => void, item: Value, ignore: Ignore, widening?: Widening, expected: Ignore = () => false): boolean {
  const depth = m.store.depth;
  m.store.open();
  const out = inFrame(m, 'turn', () => {
    turn(item);
    return NONE;
  });
  if (!out) {
    m.store.rollback(depth);
    throw ENDED;
  }
  const changed = changedSince(m, depth, (cells, key) => ignore(cells, key) || expected(cells, key));
  if (widening) widen(m, ignore, widening);
  m.store.commit(depth);
  return changed;
}

/** What the innermost log shows as changed becomes some value of its kind. */
function widen(m: Machine, ignore: Ignore, widening: Widening): void {
  const born = m.store.markOf(m.store.depth - 1);
  for (const [cells, olds] of [...m.store.before()]) {
    if (cells.id >= born) continue;
    for (const [key, old] of [...olds]) {
      const now = cells.map.get(key);
      if (old === undefined || now === undefined || ignore(cells, key) || same(old, now)) continue;
      const wider = widening(old, now, cells, key);
      if (wider !== now) m.store.write(cells, key, wider);
    }
  }
}

export function whileLoop(m: Machine, s: ir.WhileStatement, env: Env): void {
  const scope = m.language === 'typescript' ? newEnv(m, 'block', env.module, env) : env;
  const turn = (): void => m.parts.run(s.body, scope);
  const done = inFrame(m, 'loop', (loop) => {
    const start = m.steps;
    for (let i = 0; ; i++) {
      const test = s.testLast && i === 0 ? NONE : m.parts.truth(m.parts.evaluate(s.test, env), s.test.span);
      if (test.kind === 'bool' && !test.value) break;
      const body = (): void => {
        turn();
      };
      if (test.kind === 'condition') {
        undecidedWhile(m, s, env, body, test.claim);
        break;
      }
      const changed = turnAndStep(m, s, env, body, false);
      if (!changed && i > 0) {
        if (loop.exits.length > 0) throw ENDED;
        break;
      }
      const spent = m.steps - start;
      if (spent > 10 * LOOP_STEPS || (i >= CHEAP_TURNS && (spent > LOOP_STEPS || i >= MAX_TURNS || loop.exits.length > MAX_EXITS))) {
        m.unknown('a loop of more turns than are followed', s.span);
        turnAndStep(m, s, env, body, true);
        break;
      }
    }
    m.parts.run(s.otherwise, env);
    return NONE;
  });
  if (!done) throw ENDED;
}

function turnAndStep(m: Machine, s: ir.WhileStatement, env: Env, body: () => void, widening: boolean): boolean {
  const depth = m.store.depth;
  m.store.open();
  const out = inFrame(m, 'turn', () => {
    body();
    return NONE;
  });
  if (!out) {
    m.store.rollback(depth);
    throw ENDED;
  }
  if (s.step) m.parts.run(s.step, env);
  const changed = changedSince(m, depth, () => false);
  if (changed && widening) widen(m, () => false, (old, now) => widened(m, old, now));
  m.store.commit(depth);
  return changed;
}

function undecidedWhile(m: Machine, s: ir.WhileStatement, env: Env, body: () => void, claim: Parameters<typeof fork>[1]): void {
  fork(m, claim, s.test.span, () => {
    const again = (): boolean => goesOn(m, s, env) && turnAndStep(m, s, env, body, true);
    if (turnAndStep(m, s, env, body, false) && again()) again();
    return NONE;
  }, () => NONE);
}

/** Whether one more turn can come, which then does. */
function goesOn(m: Machine, s: ir.WhileStatement, env: Env): boolean {
  const test = m.parts.truth(m.parts.evaluate(s.test, env), s.test.span);
  if (test.kind !== 'condition') return test.kind !== 'bool' || test.value;
  return m.decide(test.claim) !== 'no' && attempt(m, () => (m.assume(test.claim), NONE)) !== undefined;
}

/** `break` and `continue`. */
export function jump(m: Machine, s: ir.JumpStatement): never {
  const frame = frameOf(m, s.kind === 'break' ? 'loop' : 'turn');
  if (!frame) throw ENDED;
  exitTo(m, frame, NONE);
}

