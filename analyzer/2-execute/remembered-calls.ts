// What a run keeps of what it has worked out: what calls of library functions gave (remembered.ts), and what questions about
// sizes were answered. The latter is of use to the next run of the same, as long as its sizes are what they were.

import type { Claim, Verdict } from '../../runtime/dims/dim.ts';
import type { Toll } from '../../runtime/dims/forms.ts';
import type { Span } from '../program.ts';
import type { Facts, Part } from './facts.ts';
import type { Paid } from './paid.ts';
import { isPaid, paid, resultOf } from './paid.ts';
import { OTHER_BOUNDS } from './ends.ts';
import { claimKey, noFacts, plainVerdict } from './sizes.ts';
import type { Value } from './values.ts';

export interface Call {
  /** Its cells are nobody else's. */
  readonly result: Value;
  readonly places: readonly (Span | undefined)[];
  readonly steps: number;
  /** Without what questions took: to ask them again costs nothing. */
  readonly toll: Toll;
  readonly proved: number;
  readonly library: number;
}

/** What calls of one run gave; those that hang on facts are kept by what is known of their sizes. */
export interface Remembered {
  readonly apart: Map<string, Call>;
  /** What claims say alone that are assumed. */
  readonly alone: Map<string, Part>;
  readonly under: WeakMap<Part, Map<string, Call>>;
  /** Answers to questions of which facts know nothing, or are not asked. */
  readonly verdicts: Map<string, Paid<Verdict>>;
  /** What is known where it begins. */
  readonly given: Facts;
  /** The bounds of the sizes that it has seen, by their names. */
  readonly bounds: Map<string, string>;
}

export const nothingRemembered = (given = noFacts): Remembered => ({ apart: new Map(), alone: new Map(), under: new WeakMap(), verdicts: new Map(), given, bounds: new Map() });

/** For the next run of the same: calls may give something else then. */
export const nextOf = (before: Remembered): Remembered => ({ ...before, apart: new Map(), under: new WeakMap() });

/** What is remembered of a size by its name has to be of one with these bounds. */
export function bindName({ bounds }: Remembered, name: string, given: string): void {
  const before = bounds.get(name);
  if (before === undefined) bounds.set(name, given);
  else if (before !== given) throw OTHER_BOUNDS;
}

/** The answer where nothing is assumed: the same words are the same question in all of a run, in which a name never stands for two sizes. */
export function verdictAlone({ verdicts }: Remembered, claim: Claim, plainly: boolean): Verdict {
  const key = claimKey(claim);
  const known = verdicts.get(key);
  if (known && (!plainly || isPaid(known))) return resultOf(known);
  if (plainly) return plainVerdict(claim);
  const verdict = paid(() => claim.verdict);
  verdicts.set(key, verdict);
  return verdict.result;
}
