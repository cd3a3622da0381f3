// Two values of one place, from two paths, in; one value out. Equal stays equal; sizes become a choice by the guard
// (true for the first); objects made on both paths become one; what differs in kind is kept as alternatives.

import type { Claim, Dim } from '../../runtime/dims/dim.ts';
import { MAX_ALTERNATIVES, MAX_GUARD_TEXT, MAX_MERGE_DEPTH } from './limits.ts';
import type { Machine } from './machine.ts';
import { anyOf, areSequences } from './open-sequences.ts';
import { arrayLike, joinedFacets, mergeDim } from './facets.ts';
import { same } from './same.ts';
import { claimKey } from './sizes.ts';
import type { Alternatives, Cells, DictValue, InstanceValue, ListValue, TensorValue, Value } from './values.ts';
import { float, shapeOf, string, tuple } from './values.ts';

/** `born`: cells with at least this id were made on one of the two paths. */
export interface Merging { readonly guard: Claim; readonly born: number; readonly done: Map<Cells, Map<Cells, Value>> }

export function merge(m: Machine, a: Value | undefined, b: Value | undefined, how: Merging, level = 0): Value {
  if (a === undefined || b === undefined) return (a ?? b) as Value;
  if (same(a, b)) return a;
  if (a.kind === 'unknown') return a;
  if (b.kind === 'unknown') return b;
  if (level < MAX_MERGE_DEPTH) {
    const merged = mergeKind(m, a, b, how, level);
    if (merged) return merged;
  }
  return keepApart(m, a, b, how.guard);
}

function mergeKind(m: Machine, a: Value, b: Value, how: Merging, level: number): Value | undefined {
  if (a.kind === 'int' && b.kind === 'int') return { kind: 'int', dim: mergeDim(m, a.dim, b.dim, how.guard) };
  if (isNumber(a) && isNumber(b)) return float();
  if (isTruth(a) && isTruth(b)) {
    const claim = how.guard.and(claimOf(a, how.guard)).or(how.guard.not().and(claimOf(b, how.guard)));
    return isTooLong(claim) ? m.unknown('a condition that is too long to follow', undefined) : { kind: 'condition', claim };
  }
  if (a.kind === 'string' && b.kind === 'string' && (a.value === undefined || b.value === undefined)) return string();
  if (a.kind === 'tuple' && b.kind === 'tuple' && a.items.length === b.items.length) {
    return { ...tuple(a.items.map((item, i) => merge(m, item, b.items[i], how, level + 1))), ...(a.names ? { names: a.names } : {}), ...(b.isShape ? shapeOf(a) : {}) };
  }
  if (a.kind === 'iterator' || b.kind === 'iterator') return mergeOpen(m, a, b);
  if (a.kind === 'tensor' && b.kind === 'tensor') return mergeTensor(m, a, b, how.guard);
  if (a.kind === 'method' && b.kind === 'method' && same(a.func, b.func)) return { ...a, self: merge(m, a.self, b.self, how, level + 1) };
  if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'dict' && b.kind === 'dict') || (a.kind === 'instance' && b.kind === 'instance')) {
    return mergeObjects(m, a, b as Merged, how, level);
  }
  return undefined;
}

const isTooLong = (claim: Claim): boolean => claimKey(claim).length > MAX_GUARD_TEXT;

const isNumber = (value: Value): boolean => value.kind === 'int' || value.kind === 'float';
const isTruth = (value: Value): boolean => value.kind === 'bool' || value.kind === 'condition';

function claimOf(value: Value, any: Claim): Claim {
  if (value.kind === 'condition') return value.claim;
  const holds = any.or(any.not());
  return value.kind === 'bool' && value.value ? holds : holds.not();
}

function mergeTensor(m: Machine, a: TensorValue, b: TensorValue, guard: Claim): TensorValue | undefined {
  // An array has other methods.
  if (a.array !== b.array) return undefined;
  const dtype = a.dtype === b.dtype ? a.dtype : undefined;
  const parameter = a.parameter && b.parameter ? { parameter: true } : {};
  const { shape: left, shape: _ } = a;
  const right = b.shape;
  // What is used as one of two has as many axes as each of them.
  const key = left || a.key === b.key ? b.key : right ? a.key : undefined;
  if (!left || !right) return { kind: 'tensor', dtype, shape: undefined, origin: a.origin ?? b.origin, reason: a.reason ?? b.reason ?? 'two paths', ...arrayLike(a), ...parameter, ...(key === undefined ? {} : { key }) };
  if (left.length !== right.length) return undefined;
  const shape = left.map((dim, i) => mergeDim(m, dim, right[i] as Dim, guard));
  const sizes = a.sizes && b.sizes && a.sizes.length === b.sizes.length ? { sizes: a.sizes.map((dim, i) => mergeDim(m, dim, (b.sizes as readonly Dim[])[i] as Dim, guard)) } : {};
  return { kind: 'tensor', dtype, shape, origin: a.origin, ...sizes, ...parameter, ...joinedFacets(m, a, b, guard) };
}

/** Items of an unknown number on one of the paths: so they are behind both, where one item can stand for all. */
function mergeOpen(m: Machine, a: Value, b: Value): Value | undefined {
  const both = [a, b];
  if (!areSequences(both) || both.some(({ items }) => items.length === 0)) return undefined;
  const open = anyOf(m, both);
  return open.items.length === 1 ? open : undefined;
}

type Merged = ListValue | DictValue | InstanceValue;

function mergeObjects(m: Machine, a: Merged, b: Merged, how: Merging, level: number): Value | undefined {
  if (a.cells.id < how.born || b.cells.id < how.born) return undefined;
  if (a.kind === 'instance' && (b as InstanceValue).class !== a.class) return undefined;
  const known = how.done.get(a.cells)?.get(b.cells);
  if (known) return known;
  if (a.kind !== 'instance' && a.kind !== 'list' && [...a.cells.map.keys()].join() !== [...b.cells.map.keys()].join()) return undefined;
  const cells = m.store.cells();
  const result: Value = { ...a, cells };
  how.done.set(a.cells, (how.done.get(a.cells) ?? new Map<Cells, Value>()).set(b.cells, result));
  for (const key of new Set([...a.cells.map.keys(), ...b.cells.map.keys()])) {
    m.store.write(cells, key, merge(m, a.cells.map.get(key), b.cells.map.get(key), how, level + 1));
  }
  return result;
}

/** Both, each under its guard; equal ones share one. */
export function keepApart(m: Machine, a: Value, b: Value, guard: Claim): Value {
  const options: { guard: Claim; value: Value }[] = [];
  const add = (value: Value, under: Claim): void => {
    const twin = options.find((option) => same(option.value, value));
    if (twin) twin.guard = twin.guard.or(under);
    else options.push({ guard: under, value });
  };
  for (const option of optionsOf(a)) add(option.value, option.guard ? guard.and(option.guard) : guard);
  for (const option of optionsOf(b)) add(option.value, option.guard ? guard.not().and(option.guard) : guard.not());
  const [only] = options;
  if (options.length === 1 && only) return only.value;
  const values = options.map((option) => option.value);
  if (options.length > MAX_ALTERNATIVES || options.some((option) => isTooLong(option.guard))) return areSequences(values) ? anyOf(m, values) : m.unknown('more alternatives than are kept apart', undefined);
  return { kind: 'alternatives', options } satisfies Alternatives;
}

function optionsOf(value: Value): readonly { readonly guard?: Claim; readonly value: Value }[] {
  return value.kind === 'alternatives' ? value.options : [{ value }];
}
