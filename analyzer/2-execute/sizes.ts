// The sizes that the executor computes with: forms, and what is known of them on a path. Everything here passes
// through to runtime/dims/forms.ts, so that the domain is chosen in one place.

import type { Claim, Dim, Verdict } from '../../runtime/dims/dim.ts';
import * as forms from '../../runtime/dims/forms.ts';
import type { Facts } from './facts.ts';
import { partFor } from './facts.ts';

export type { Facts } from './facts.ts';
export { assume, isFull, noFacts, partFor, unasked } from './facts.ts';

export const domain = forms.forms;
export const lit = (n: number): Dim => forms.forms.lit(n);
export const symbol = (name: string, options: forms.SymbolOptions): Dim => forms.symbol(name, options);

/** Where facts have no part in it, as for any values. */
export function decide(facts: Facts, claim: Claim): Verdict {
  const part = partFor(facts, claim);
  return part ? part.decide(claim) : forms.decide(claim);
}

export const plainVerdict = (claim: Claim): Verdict => forms.plainVerdict(claim);
export const simplify = (facts: Facts, dim: Dim): Dim => (dim.known === undefined ? forms.simplify(dim, knownOf(facts, dim)) : dim);
export const boundsOf = (facts: Facts, dim: Dim): forms.Range => forms.boundsOf(dim, knownOf(facts, dim));
const knownOf = (facts: Facts, dim: Dim): forms.Facts => partFor(facts, dim)?.known ?? forms.noFacts;
export const symbolNames = (...values: readonly (Dim | Claim)[]): readonly string[] => [...forms.symbolsOf(...values).keys()];
export const symbolInfos = (...values: readonly (Dim | Claim)[]): readonly forms.SymbolInfo[] => [...forms.symbolsOf(...values).values()];
/**
 * Whether a claim fails where all its symbols are different and divide well, and nothing has been assumed of them: then it
 * holds only for sizes that are alike by chance.
 */
export function differAnyway(facts: Facts, claim: Claim): boolean {
  if (partFor(facts, claim)) return false;
  const names = symbolNames(claim);
  return !holdsFor(claim, (name) => 5_040 * (names.indexOf(name) + 2));
}

/** Whether a claim holds for some sizes; what is too large to compute may. */
export const holdsFor = (claim: Claim, sizeOf: (symbol: string) => number): boolean =>
  forms.tryHolds(claim, Object.fromEntries(symbolNames(claim).map((name) => [name, sizeOf(name)]))) !== 'no';
/** Text that two claims share exactly when they are the same claim. */
export const claimKey = (claim: Claim): string => forms.canonicalText(claim);
export const weightOfClaim = (claim: Claim): number => forms.weightOfClaim(claim);
/** What questions about sizes have cost so far, in a unit that is the same on every machine. */
export const effort = (): number => forms.evaluations();

export function sameDim(a: Dim, b: Dim): boolean {
  return a === b || (a.known !== undefined || b.known !== undefined ? a.known === b.known : a.toString() === b.toString());
}

export function sameDims(a: readonly Dim[] | undefined, b: readonly Dim[] | undefined): boolean {
  if (!a || !b) return a === b;
  return a.length === b.length && a.every((dim, i) => sameDim(dim, b[i] as Dim));
}

/** How many sizes have each name, as far as these are all that count; numbers from `below` on do not. */
export function countsOf(symbols: Iterable<string>, below: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const symbolName of symbols) {
    const [, name = '', number = '1'] = /^(.*?)(?:\.(\d+))?$/s.exec(symbolName) ?? [];
    if (Number(number) < below) counts.set(name, Math.max(counts.get(name) ?? 0, Number(number)));
  }
  return counts;
}
