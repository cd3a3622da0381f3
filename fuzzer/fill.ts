// Claims with free sizes in, numbers for the sizes out. Equalities are solved by substitution inside the facts;
// what stays free is drawn, one symbol at a time, each within the bounds that the facts leave.
import type { Claim, Dim, Shape } from '../runtime/dims/dim.ts';
import type { Facts } from '../runtime/dims/forms.ts';
import { assume, boundsOf, simplify, symbolsOf } from '../runtime/dims/forms.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import type { Sizes } from './sizes.ts';

/** Values tried for one symbol before the whole operator is given up. */
const TRIES = 6;

/** All claims as facts, or `contradiction`. */
export function assumeAll(claims: readonly Claim[], given: Facts): Facts | 'contradiction' {
  let facts = given;
  for (const claim of claims) {
    const next = assume(facts, claim);
    if (next === 'contradiction') return next;
    facts = next;
  }
  return facts;
}

type Partial = readonly (Shape | undefined)[];
export type Concrete = readonly (readonly number[] | undefined)[];

/** Numbers for all free extents; undefined where the draw ran into a corner. */
export function fillShapes(draw: Draw, sizes: Sizes, shapes: Partial, claims: readonly Claim[], given: Facts): Concrete | undefined {
  const bound = symbolsOf(...claims);
  let facts = given;
  const filled: (readonly number[] | undefined)[] = [];
  for (const shape of shapes) {
    if (!shape) { filled.push(undefined); continue; }
    const extents: number[] = [];
    for (const [axis, dim] of shape.entries()) {
      const most = sizes.fair(extents, shape.length - axis);
      const known = dim.known ?? simplify(dim, facts).known;
      if (known !== undefined) { extents.push(known); continue; }
      // Nobody asks anything of this size: no facts have to follow.
      if (!bound.has(String(dim))) { extents.push(sizes.size(0, most)); continue; }
      const aligned = filled[0]?.at(axis - shape.length);
      const assigned = assign(draw, sizes, dim, facts, most, aligned, filled);
      if (!assigned) return undefined;
      extents.push(assigned.value);
      facts = assigned.facts;
    }
    filled.push(extents);
  }
  return filled;
}

/** `aligned`: the extent of the first operand that broadcasting puts beside this one. */
function assign(draw: Draw, sizes: Sizes, symbol: Dim, facts: Facts, most: number, aligned: number | undefined, filled: Concrete): { readonly value: number; readonly facts: Facts } | undefined {
  const bounds = boundsOf(symbol, facts);
  const low = Math.max(0, bounds.atLeast);
  const high = Math.max(low, Math.min(most, bounds.atMost));
  const others = (): number => { const all = filled.flatMap((shape) => shape ?? []); return all.length > 0 ? draw.pick(all) : 1; };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const value = candidate(attempt);
    if (value < low || value > bounds.atMost) continue;
    const next = assume(facts, symbol.equals(value));
    if (next !== 'contradiction') return { value, facts: next };
  }
  return undefined;

  function candidate(attempt: number): number {
    const kind = attempt === 0 ? draw.integer(0, 9) : -1;
    if (aligned !== undefined && aligned !== 1 && ((kind >= 0 && kind < 6) || attempt === 1)) return aligned;
    if (kind >= 8 || attempt === 2) return 1;
    return attempt === 3 || attempt === 5 ? others() : sizes.size(low, high);
  }
}

/**
 * The same for operators that only broadcast, without solving: open shapes become variants of the common shape of the
 * known ones, some axes 1, some left out in front. `common` may be given; undefined where known shapes do not meet.
 */
export function fillBroadcast(draw: Draw, sizes: Sizes, shapes: Partial, given: readonly number[] = []): Concrete | undefined {
  let common: readonly number[] | undefined = given;
  for (const shape of shapes) if (common && shape?.every((dim) => dim.known !== undefined)) common = together(common, shape.map((dim) => dim.known!));
  if (!common) return undefined;
  let target = common;
  return shapes.map((shape) => {
    if (!shape || shape.every((dim) => dim.known !== undefined)) return shape?.map((dim) => dim.known!);
    const kind = draw.integer(0, 9);
    const own = shape.map((_, axis): number => {
      const aligned = target.at(axis - shape.length);
      if (shape.length - axis > target.length || aligned === undefined) return sizes.size(0, sizes.fair(target, shape.length - target.length));
      if (aligned === 1 && given.length === 0) return kind < 5 ? 1 : sizes.size(1, sizes.fair(target, 1));
      return kind >= 6 && draw.chance(0.5) ? 1 : aligned;
    });
    target = together(target, own) ?? target;
    return own;
  });
}

function together(a: readonly number[], b: readonly number[]): readonly number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const result: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const p = a.at(axis - rank) ?? 1;
    const q = b.at(axis - rank) ?? 1;
    if (axis < rank - a.length) result.push(b[axis]!);
    else if (axis < rank - b.length) result.push(a[axis]!);
    else if (p === q || q === 1) result.push(p);
    else if (p === 1) result.push(q);
    else return undefined;
  }
  return result;
}
