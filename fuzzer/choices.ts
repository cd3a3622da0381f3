// The only source of chance. A case is the sequence of choices that made it: the same sequence gives the same
// bytes on any machine, and a shorter or smaller sequence is a simpler case (Hypothesis's idea). Fresh choices come
// from the generator that fast-check uses.
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { invariant } from '../runtime/invariant.ts';
import type { Draw } from '../runtime/spec/draw.ts';

/** More choices than any case of reasonable size needs; past it every choice is 0, so that replay ends. */
const MOST_CHOICES = 200_000;

/** Each choice is an offset from the least possible answer: 0 is always the simplest. */
export class Choices implements Draw {
  readonly #next: () => number;
  readonly #made: number[] = [];

  /** Fresh choices; every pair of seed and index is a stream of its own, whatever ran before. */
  static random(seed: number, index: number): Choices {
    const generator = xoroshiro128plus(mix(mix(seed | 0) ^ mix(index + 0x9e3779b9)));
    return new Choices(() => generator.next() >>> 0);
  }

  /** The choices of an earlier case; what is missing at the end is 0. */
  static replay(sequence: readonly number[]): Choices {
    return new Choices(() => 0, [sequence]);
  }

  /**
   * What comes before the first mark, then one sequence for each mark, whatever the case did with the one before;
   * what is missing comes from `then`.
   */
  static moves(sequences: readonly (readonly number[])[], then: Choices): Choices {
    const choices = new Choices(() => then.#next(), sequences);
    choices.#byMark = true;
    return choices;
  }

  readonly #sequences: readonly (readonly number[])[];
  #byMark = false;
  #sequence = 0;
  #at = 0;
  readonly #marks: number[] = [];

  private constructor(next: () => number, sequences: readonly (readonly number[])[] = []) {
    this.#next = next;
    this.#sequences = sequences;
  }

  /** Something starts here that can be left out, repeated or put elsewhere as a whole. */
  mark(): void {
    this.#marks.push(this.#made.length);
    if (!this.#byMark) return;
    this.#sequence++;
    this.#at = 0;
  }

  /** Where in `made` the marks are. */
  get marks(): readonly number[] {
    return this.#marks;
  }

  /** What was chosen so far. */
  get made(): readonly number[] {
    return this.#made;
  }

  integer(least: number, most: number): number {
    invariant(least <= most, `nothing lies between ${least} and ${most}`);
    const span = most - least + 1;
    const given = this.#sequences[this.#sequence]?.[this.#at++];
    // Widths are far below 2³², so the bias of the remainder is below 10⁻⁶ and of no consequence here.
    const offset = given !== undefined ? Math.min(given, span - 1) : this.#made.length >= MOST_CHOICES ? 0 : this.#next() % span;
    this.#made.push(offset);
    return least + offset;
  }

  pick<T>(items: readonly T[]): T {
    invariant(items.length > 0, 'a pick from nothing');
    return items[this.integer(0, items.length - 1)]!;
  }

  chance(probability: number): boolean {
    // 0, the simplest choice, means "no".
    return this.integer(0, 999) >= 1000 * (1 - probability);
  }

  shuffled<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.map(() => rest.splice(this.integer(0, rest.length - 1), 1)[0]!);
  }
}

/** Finalizer of MurmurHash3 (public domain): neighbouring seeds become unrelated. */
function mix(n: number): number {
  let h = n | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
