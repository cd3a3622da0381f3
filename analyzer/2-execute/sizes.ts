// The sizes that the executor computes with: forms, and what is known of them on a path. Everything here passes
// through to runtime/dims/forms.ts, so that the domain is chosen in one place.

import type { Claim, Dim, Verdict } from '../../runtime/dims/dim.ts';
import * as forms from '../../runtime/dims/forms.ts';

export type Facts = forms.Facts;
export const noFacts: Facts = forms.noFacts;
export const domain = forms.forms;
export const lit = (n: number): Dim => forms.forms.lit(n);
export const symbol = (name: string, options: forms.SymbolOptions): Dim => forms.symbol(name, options);
export const decide = (facts: Facts, claim: Claim): Verdict => forms.decide(claim, facts);
export const assume = (facts: Facts, claim: Claim): Facts | 'contradiction' => forms.assume(facts, claim);
export const simplify = (facts: Facts, dim: Dim): Dim => (dim.known === undefined ? forms.simplify(dim, facts) : dim);
export const symbolNames = (...values: readonly (Dim | Claim)[]): readonly string[] => [...forms.symbolsOf(...values).keys()];
export const boundsOf = (facts: Facts, dim: Dim): forms.Range => forms.boundsOf(dim, facts);
/** Text that two claims share exactly when they are the same claim. */
export const claimKey = (claim: Claim): string => forms.canonicalText(claim);
