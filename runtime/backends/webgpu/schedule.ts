// How stages become shaders on an adapter, as data: what drivers for CPUs and cards like differs most where invocations
// wait for each other. Both kinds of shaders are tested on every adapter.

export interface Schedule {
  /** Innermost iterations that make vectors worth the time to compile them; tests ask for always or never. */
  readonly leastWork: number;
  /** Rows that are computed at once. */
  readonly rows: number;
  /** Large products share tiles in workgroup memory, in blocks of this many rows and columns an invocation; 0 for none. */
  readonly tiles: 0 | 4 | 8 | 'fitting';
  /** How the invocations of a workgroup that share a long row put together what each has; undefined for an invocation a row. */
  readonly groups: 'tree' | 'subgroups' | undefined;
}

/**
 * Each barrier splits a shader into coroutines there, which take seconds to compile; vectors take 10 to 60 ms. Of 1, 4
 * and 8 rows at once 8 is the fastest for products and convolutions on SwiftShader.
 */
export const SOFTWARE: Schedule = { leastWork: 2 ** 15, rows: 8, tiles: 0, groups: undefined };
export const CARD: Schedule = { leastWork: 2 ** 15, rows: 8, tiles: 'fitting', groups: 'tree' };

export interface Traits {
  readonly isSoftware: boolean;
  /** Invocations of a subgroup may exchange what they have, and every workgroup is made of whole subgroups. */
  readonly hasSubgroups: boolean;
}

export function scheduleFor({ isSoftware, hasSubgroups }: Traits): Schedule {
  if (isSoftware) return SOFTWARE;
  return hasSubgroups ? { ...CARD, groups: 'subgroups' } : CARD;
}
