// Which calls of the user's a tensor was computed by, as far as gradients go back through them: what backward() walks
// through it frees, so a second walk fails. Calls of library functions and their results in, results that know their
// history out. Only what surely keeps something for the way back, and surely leads to what is learnt, is looked at;
// results of all other calls have no history.

import type { Machine } from './machine.ts';
import { lit } from './sizes.ts';
import type { Args, Cells, FunctionValue, InstanceValue, Past, TensorValue, Value } from './values.ts';
import { bool, int } from './values.ts';

/** Calls that one walk looks at: beyond, nothing is said. */
const MAX_WALK = 5_000;
const MAX_DEPTH = 6;

/** The result of a call that the user's code makes of a library function. */
export function withPast(m: Machine, f: FunctionValue, { positional, named }: Args, start: number, result: Value): Value {
  const given = [...positional, ...named.values()];
  const owner = f.name === '__call__' && given[0]?.kind === 'instance' ? given[0] : undefined;
  // What a module of the user's gives was computed by calls inside.
  if (owner && !owner.class.cells.isLibrary) return noteRest(m, owner, result);
  if (given[0]?.kind === 'tensor' && changes(f.name) && given.slice(1).some(mayLearn)) m.store.write(m.walks.made, WRITTEN, bool(true));
  const follows = m.gradients === 'on' && (owner !== undefined || listed(m, 'SAVES', f.name) || listed(m, 'PASSES', f.name));
  const found: Found = { pasts: new Set(), learns: false };
  if (follows) for (const value of given) gather(value, found, MAX_DEPTH);
  const past: Past | undefined = follows && found.learns ? { id: m.walks.next++, parents: [...found.pasts], saves: owner ? hasParameters(owner) || owner.class.name.endsWith('Loss') : listed(m, 'SAVES', f.name) } : undefined;
  const own = marked(mayComeFrom(m, f, given, result), past, start);
  return owner ? noteRest(m, owner, own) : own;
}

/** What a module gives with gradients after it was put to rest. */
function noteRest(m: Machine, owner: InstanceValue, result: Value): Value {
  if (result.kind !== 'tensor' || !result.past || m.gradients !== 'on' || !isSure(owner.cells, '_rests')) return result;
  const training = owner.cells.map.get('training');
  if (training?.kind === 'bool' && !training.value) m.store.write(m.walks.made, RESTING, int(lit(result.past.id)));
  return result;
}

const RESTING = 'resting';

/** Whether a walk back from here comes through what a resting module gave last. */
export function isThroughRest(m: Machine, { past }: TensorValue): boolean {
  m.traces++;
  const last = m.walks.made.map.get(RESTING);
  if (!past || last?.kind !== 'int' || isSure(m.walks.made, UNSURE)) return false;
  const seen = new Set([past]);
  for (const one of seen) {
    if (one.id === last.dim.known) return true;
    for (const parent of one.parents) seen.add(parent);
    if (seen.size > MAX_WALK) return false;
  }
  return false;
}

/** What is made of numbers and something that learns is not numbers alone, whatever a model looks at. */
function mayComeFrom(m: Machine, f: FunctionValue, given: readonly Value[], result: Value): Value {
  if (m.gradients === 'paused' || CUTS.test(f.name) || !hasOutside(result)) return result;
  const found: Found = { pasts: new Set(), learns: false };
  for (const value of given) gather(value, found, MAX_DEPTH);
  return found.learns || given.some((value) => value.kind === 'instance' && hasParameters(value)) ? withoutOutside(result) : result;
}

const CUTS = /^(?:detach_?|data|numpy|.*_like)$/;

const hasOutside = (value: Value): boolean => (value.kind === 'tensor' ? value.graph === 'outside' : value.kind === 'tuple' && value.items.some(hasOutside));

function withoutOutside(value: Value): Value {
  if (value.kind === 'tuple') return { ...value, items: value.items.map(withoutOutside) };
  if (value.kind !== 'tensor' || value.graph !== 'outside') return value;
  const { graph: _graph, ...rest } = value;
  return rest;
}

const lists = new WeakMap<Value, ReadonlySet<string>>();

/** Whether the library's own list has the name. */
function listed(m: Machine, list: 'SAVES' | 'PASSES', name: string): boolean {
  const module = m.modules.get('torch._gradients');
  const value = module?.kind === 'module' ? module.cells.map.get(list) : undefined;
  if (value?.kind !== 'tuple') return false;
  let names = lists.get(value);
  if (!names) lists.set(value, (names = new Set(value.items.flatMap((item) => (item.kind === 'string' && item.value !== undefined ? [item.value] : [])))));
  return names.has(name);
}

interface Found { readonly pasts: Set<Past>; learns: boolean }

function gather(value: Value, found: Found, depth: number): void {
  switch (value.kind) {
    case 'tensor':
      if (value.past && value.graph !== 'outside') found.pasts.add(value.past);
      if (value.past || value.parameter || value.graph === 'leaf') found.learns = true;
      return;
    case 'tuple': if (depth > 0) for (const item of value.items) gather(item, found, depth - 1); return;
    case 'list': case 'instance': if (depth > 0 && (value.kind === 'list' || value.class.cells.isLibrary)) for (const item of value.cells.map.values()) gather(item, found, depth - 1); return;
    default: return;
  }
}

function hasParameters(value: Value, depth = MAX_DEPTH): boolean {
  switch (value.kind) {
    case 'tensor': return value.parameter === true;
    case 'tuple': return value.items.some((item) => hasParameters(item, depth - 1));
    case 'list': case 'instance': return depth > 0 && [...value.cells.map.values()].some((item) => hasParameters(item, depth - 1));
    default: return false;
  }
}

/** What was computed inside the call knows its history better. */
function marked(value: Value, past: Past | undefined, start: number): Value {
  switch (value.kind) {
    case 'tensor': {
      if (value.past && value.past.id >= start) return value;
      const { past: _old, ...rest } = value;
      return past && !value.array && value.graph !== 'outside' && value.graph !== 'leaf' && (value.dtype === undefined || value.dtype.includes('float')) ? { ...rest, past } : value.past ? rest : value;
    }
    case 'tuple': {
      const items = value.items.map((item) => marked(item, past, start));
      return items.every((item, i) => item === value.items[i]) ? value : { ...value, items };
    }
    default: return value;
  }
}

const UNSURE = 'unsure';

/** Into some tensor something was written that may be learnt: whatever shares its memory may be learnt now. */
const WRITTEN = 'written';

const changes = (name: string): boolean => name === '__setitem__' || /^__i\w+__$/.test(name) || /[a-z]_$/.test(name);

const mayLearn = (value: Value): boolean => value.kind === 'unknown' || value.kind === 'alternatives' || (value.kind === 'tensor' && value.graph !== 'outside' && (value.dtype === undefined || value.dtype.includes('float')));

/** Something is to be learnt that was not before: what else is the same tensor is learnt as well. */
export function beginLearning(m: Machine, { graph }: TensorValue): void {
  if (graph !== 'outside') return;
  m.traces++;
  m.store.write(m.walks.made, WRITTEN, bool(true));
}

/** Whether surely nothing behind it is learnt. */
export function isOutside(m: Machine, { graph }: TensorValue): boolean {
  if (graph !== 'outside') return false;
  m.traces++;
  return !isSure(m.walks.made, WRITTEN);
}

/** Something is changed in a way that is not followed: from now on nothing is said. */
export function loseGradients(m: Machine): void {
  m.traces++;
  m.store.write(m.walks.made, UNSURE, bool(true));
}

/** Whether it surely takes part in gradients: of an input's use, nobody knows under what it is called. */
export function needsGradient(m: Machine, { graph, past, parameter }: TensorValue): boolean {
  if (graph === 'leaf' || graph === 'inner') return true;
  m.traces++;
  // Without gradients, a view of a parameter needs none.
  return graph !== 'outside' && (past !== undefined || (parameter === true && m.gradients === 'on')) && !m.isContract && !isSure(m.walks.made, UNSURE);
}

/** A walk back from here that frees what it passes. */
export function walkBack(m: Machine, { past }: TensorValue): void {
  m.traces++;
  if (!past) return;
  m.walks.begun.set(past.id, past);
  m.store.write(m.walks.made, String(past.id), bool(true));
}

/** Whether a walk back has begun just here, or one call before. */
export function isStep(m: Machine, { past }: TensorValue): boolean {
  m.traces++;
  const isBegun = ({ id }: Past): boolean => m.walks.begun.has(id) && isSure(m.walks.made, String(id));
  return past !== undefined && !isSure(m.walks.made, UNSURE) && (isBegun(past) || (past.parents.length === 1 && past.parents.every(isBegun)));
}

const BY_HAND = 'by hand';

/** Gradients are looked at, set or emptied one by one. */
export function handleGradients(m: Machine): void {
  m.traces++;
  m.store.write(m.walks.made, BY_HAND, bool(true));
}

export function areByHand(m: Machine): boolean {
  m.traces++;
  return isSure(m.walks.made, BY_HAND);
}

export function isWalked(m: Machine, { past }: TensorValue): boolean {
  m.traces++;
  if (!past || isSure(m.walks.made, UNSURE)) return false;
  const own = savedBy(past);
  return [...m.walks.begun.values()].some((other) => isSure(m.walks.made, String(other.id)) && [...savedBy(other)].some((one) => own.has(one)));
}

const isSure = (cells: Cells, key: string): boolean => {
  const value = cells.map.get(key);
  return value?.kind === 'bool' && value.value;
};

const saved = new WeakMap<Past, ReadonlySet<Past>>();

/** All that keeps something behind it; nothing where that is more than is looked at. */
function savedBy(past: Past): ReadonlySet<Past> {
  const known = saved.get(past);
  if (known) return known;
  const seen = new Set([past]);
  for (const one of seen) {
    for (const parent of one.parents) seen.add(parent);
    if (seen.size > MAX_WALK) break;
  }
  const all = new Set(seen.size > MAX_WALK ? [] : [...seen].filter(({ saves }) => saves));
  saved.set(past, all);
  return all;
}
