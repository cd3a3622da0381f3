// How a specification asks for chance: the generator implements this over recorded choices.

export interface Draw {
  /** An integer between both ends, included. */
  integer(least: number, most: number): number;
  pick<T>(items: readonly T[]): T;
  /** True with the given probability. */
  chance(probability: number): boolean;
  shuffled<T>(items: readonly T[]): T[];
}
