// Numbers of axes that inputs are tried with where no use tells how many they have: what a run asked of such a trial in,
// whether another would be answered the same out, and so run the same.

/** By the keys of inputs; `''`: of all others. */
export type Ranks = ReadonlyMap<string, number>;

/** What was asked: of which input, with at least how many axes, and the answer. */
interface Question { readonly key: string; readonly atLeast: number; readonly answer: number | undefined }

export class Trial {
  readonly ranks: Ranks;
  readonly #asked: Question[] = [];

  constructor(ranks: Ranks) {
    this.ranks = ranks;
  }

  /** With how many axes an input is tried that has at least so many. */
  rankOf(key: string, atLeast: number): number | undefined {
    const answer = answerOf(this.ranks, key, atLeast);
    if (!this.#asked.some((one) => one.key === key && one.atLeast === atLeast)) this.#asked.push({ key, atLeast, answer });
    return answer;
  }

  /** Whether what ran with this one would run with those ranks as it did. */
  answersAs(ranks: Ranks): boolean {
    return this.#asked.every(({ key, atLeast, answer }) => answerOf(ranks, key, atLeast) === answer);
  }
}

function answerOf(ranks: Ranks, key: string, atLeast: number): number | undefined {
  const rank = ranks.get(key) ?? ranks.get('');
  return rank === undefined ? undefined : Math.max(rank, atLeast);
}
