// Loops. Turns are run one by one while that is cheap; a loop whose state has stopped changing is finished with one
// turn that stands for the rest; one that keeps changing is widened: what changed becomes "some value of its kind".

import type * as ir from '../program.ts';
import { GrownTensors } from './growth.ts';
import { attempt, changedSince, exitTo, fork, frameOf, inFrame } from './control.ts';
import { CHEAP_TURNS, FEW_ITEMS, LONG_TURN, LOOP_STEPS, MAX_EXITS, MAX_TURNS } from './limits.ts';
import type { Machine, Turns } from './machine.ts';
import { ENDED } from './machine.ts';
import { distribute } from './distribute.ts';
import { joinItems } from './join-items.ts';
import { same } from './same.ts';
import { anyOf, areSequences, repeating } from './open-sequences.ts';
import { renewedIn } from './renewed.ts';
import { newEnv } from './scope.ts';
import { bind, declare, hoist, namesOf } from './targets.ts';
import { arrayLike } from './facets.ts';
import type { Alternatives, Cells, Env, IteratorValue, TupleValue, UnknownValue, Value } from './values.ts';
import { NONE, float, int, string, tuple } from './values.ts';

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
  const done = inFrame(m, 'loop', () => {
    const over = (all: Turns | UnknownValue): void => overTurns(m, all, turn, (cells, key) => cells === env.cells && targets.has(key));
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

function overTurns(m: Machine, turns: Turns | UnknownValue, turn: (item: Value) => void, given: Ignore): void {
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
  const isLong = (): boolean => m.steps - before > LONG_TURN;
  for (const [i, item] of items.entries()) {
    if (!loose && i > 0 && i === items.length - tail && changed) finish(m, turn, items[i - 1]!, ignore, isLong());
    if (i > 0 && i === standing && isLong()) {
      finish(m, turn, item, ignore, true);
      changed = false;
      continue;
    }
    before = m.steps;
    if (loose) perhaps(m, () => oneTurn(m, turn, item, ignore));
    else changed = oneTurn(m, turn, item, i === 0 ? given : ignore);
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
      if (other) counted(m, rest.length, (watch) => finish(m, turn, other, ignore, isLong(), watch), () => void oneTurn(m, turn, rest.at(-1)!, ignore));
      else loseTrack(m, turn, rest.at(-1)!, ignore);
      return;
    }
  }
  const last = items.at(-1);
  if (exact || !last || (tail > 0 && !loose)) return;
  const long = isLong();
  if (loose) perhaps(m, () => finish(m, turn, last, ignore, long));
  else if (changed) finish(m, turn, last, ignore, long);
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

/** Turns that stand for the rest: until nothing changes, widening what does. */
function finish(m: Machine, turn: (item: Value) => void, item: Value, ignore: Ignore, long: boolean, watch: Watch = (_, now) => now): void {
  // Turns inside turns multiply: where they are long, counters and flags are any number and any flag from the second turn on.
  const any = new Map<Cells, Map<string, Value['kind']>>();
  const early: Widening = (old, now, cells, key) => {
    watch(old, now, cells, key);
    const kind = kindOf(now);
    if ((kind !== 'int' && kind !== 'bool') || kindOf(old) !== kind) return now;
    any.set(cells, (any.get(cells) ?? new Map()).set(key, kind));
    return widened(m, old, now);
  };
  if (!oneTurn(m, turn, item, ignore, long ? early : watch)) return;
  const isAny: Ignore = (cells, key) => {
    const now = cells.map.get(key);
    return now !== undefined && any.get(cells)?.get(key) === kindOf(now);
  };
  for (let round = 0; round < 2; round++) if (!oneTurn(m, turn, item, ignore, (old, now, cells, key) => (watch(old, now, cells, key), widened(m, old, now)), isAny)) return;
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
      m.store.write(cells, key, widening(old, now, cells, key));
    }
  }
}

function widened(m: Machine, old: Value, now: Value): Value {
  if (now.kind === 'unknown') return now;
  if (old.kind === 'int' && now.kind === 'int') return int(m.fresh('counted', old.dim.known !== undefined && m.decide(now.dim.atLeast(old.dim)) === 'yes' ? old.dim.known : -Infinity));
  if ((old.kind === 'int' || old.kind === 'float') && (now.kind === 'int' || now.kind === 'float')) return float();
  if (old.kind === 'string' && now.kind === 'string') return string();
  if (old.kind === 'bool' || old.kind === 'condition') return m.data('a flag that a loop changes');
  if (old.kind === 'tensor' && now.kind === 'tensor') return widenedTensor(m, old, now);
  if (old.kind === 'tuple' && now.kind === 'tuple') {
    // A place in which nothing stood is filled from now on.
    if (old.items.length === now.items.length) return tuple(old.items.map((item, i) => (same(item, now.items[i]) ? item : item.kind === 'none' ? now.items[i] as Value : widened(m, item, now.items[i] as Value))));
    return repeating(m, old.items, { items: now.items, exact: true });
  }
  const [before, after] = [iteratorsIn(old), iteratorsIn(now)];
  if (before && after && (old.kind === 'alternatives' || now.kind === 'alternatives') && areSequences([...before, ...after])) return anyOf(m, [...before, ...after]);
  if (now.kind === 'iterator' && old.kind !== 'iterator') return now;
  if (old.kind === 'iterator' && now.kind === 'iterator') return now.exact ? now : repeating(m, old.items, now);
  if (old.kind === now.kind && (now.kind === 'dict' || now.kind === 'instance' || now.kind === 'list' || now.kind === 'none')) return now;
  return m.unknown('a value that every turn of a loop changes', undefined);
}

/** Of a list that is one of several; tuples of one length may be other things than the items of a list. */
function iteratorsIn(value: Value): readonly (IteratorValue | TupleValue)[] | undefined {
  const options = value.kind === 'alternatives' ? value.options.map((option) => option.value) : [value];
  return options.every((option) => option.kind === 'iterator' || option.kind === 'tuple') ? options : undefined;
}

function widenedTensor(m: Machine, old: Value & { kind: 'tensor' }, now: Value & { kind: 'tensor' }): Value {
  const shape = old.shape && now.shape && old.shape.length === now.shape.length
    ? now.shape.map((dim, i) => (dim.toString() === old.shape?.[i]?.toString() ? dim : m.fresh('grown')))
    : undefined;
  return { kind: 'tensor', dtype: now.dtype, shape, origin: now.origin, ...(shape ? {} : { reason: 'a tensor that grows in a loop' }), ...arrayLike(now) };
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

