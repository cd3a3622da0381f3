// What remembered.ts keeps of calls of library functions: what they gave, and what that cost; and what questions were answered.

import type { Claim, Verdict } from '../../runtime/dims/dim.ts';
import type { Span } from '../program.ts';
import type { Part } from './facts.ts';
import { claimKey, plainVerdict } from './sizes.ts';
import type { Value } from './values.ts';

export interface Call {
  /** Its cells are nobody else's. */
  readonly result: Value;
  readonly places: readonly (Span | undefined)[];
  readonly steps: number;
  readonly effort: number;
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
  readonly verdicts: Map<string, Verdict>;
}
export const nothingRemembered = (): Remembered => ({ apart: new Map(), alone: new Map(), under: new WeakMap(), verdicts: new Map() });

/** The answer where nothing is assumed: the same words are the same question in all of a run, in which a name never stands for two sizes. */
export function verdictAlone({ verdicts }: Remembered, claim: Claim, plainly: boolean): Verdict {
  const key = claimKey(claim);
  const known = verdicts.get(key);
  if (known) return known;
  if (plainly) return plainVerdict(claim);
  const { verdict } = claim;
  verdicts.set(key, verdict);
  return verdict;
}
