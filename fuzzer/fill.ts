// Claims with free sizes in, numbers for the sizes out. Equalities are solved by substitution inside the facts;
// what stays free is drawn from the bins, one symbol at a time, each within the bounds that the facts leave.
import type { Claim, Dim } from '../runtime/dims/dim.ts';
import type { Facts } from '../runtime/dims/forms.ts';
import { assume, boundsOf, simplify } from '../runtime/dims/forms.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import { drawSize } from './sizes.ts';

/** Values tried for one symbol before the whole operator is given up. */
const TRIES = 4;

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

/** Numbers for the symbols, in order; undefined where the draw ran into a corner. */
export function fillSizes(draw: Draw, symbols: readonly Dim[], given: Facts, most: number): readonly number[] | undefined {
  let facts = given;
  const values: number[] = [];
  for (const symbol of symbols) {
    const solved = simplify(symbol, facts).known;
    if (solved !== undefined) { values.push(solved); continue; }
    const assigned = assign(draw, symbol, facts, most);
    if (!assigned) return undefined;
    values.push(assigned.value);
    facts = assigned.facts;
  }
  return values;
}

function assign(draw: Draw, symbol: Dim, facts: Facts, most: number): { readonly value: number; readonly facts: Facts } | undefined {
  const { atLeast, atMost } = boundsOf(symbol, facts);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const value = drawSize(draw, Math.max(0, atLeast), Math.min(most, atMost));
    const next = assume(facts, symbol.equals(value));
    if (next !== 'contradiction') return { value, facts: next };
  }
  return undefined;
}
