// What remembered.ts keeps of calls of library functions: what they gave, and what that cost.

import type { Span } from '../program.ts';
import type { Facts } from './sizes.ts';
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
}
export const nothingRemembered = (): Remembered => ({ apart: new Map(), first: new Map(), under: new WeakMap() });
