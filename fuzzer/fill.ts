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
