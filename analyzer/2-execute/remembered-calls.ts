// What remembered.ts keeps of calls of library functions: what they gave, and what that cost; and what questions were answered.

import type { Claim, Verdict } from '../../runtime/dims/dim.ts';
import type { Span } from '../program.ts';
import type { Facts } from './sizes.ts';
import { claimKey } from './sizes.ts';
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

/** What calls of one run gave; those that hang on facts are kept by the facts. */
export interface Remembered {
  readonly apart: Map<string, Call>;
  /** What the first claim that is assumed makes of no facts. */
  readonly first: Map<string, Facts | 'contradiction'>;
  readonly under: WeakMap<Facts, Map<string, Call>>;
  /** Answers to questions of which facts know nothing, or are not asked. */
  readonly verdicts: Map<string, Verdict>;
}
export const nothingRemembered = (): Remembered => ({ apart: new Map(), first: new Map(), under: new WeakMap(), verdicts: new Map() });

/** The answer where nothing is assumed: the same words are the same question in all of a run, in which a name never stands for two sizes. */
export function verdictAlone({ verdicts }: Remembered, claim: Claim): Verdict {
  const key = claimKey(claim);
  const known = verdicts.get(key);
  if (known) return known;
  const { verdict } = claim;
  verdicts.set(key, verdict);
  return verdict;
}
