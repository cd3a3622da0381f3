// Lanes of cases that may learn from what came before: each draws fresh cases or mutates its own corpus, and keeps what
// showed something new. A lane depends on nothing but its seed, its number and its own past, so that the same seed
// gives the same cases for any number of threads, as long as every lane runs in order.
import { Choices } from './choices.ts';
import { featuresOf } from './coverage.ts';
import type { CaseOptions, FuzzCase } from './generate.ts';
import { caseFrom, generateCase } from './generate.ts';
import type { Recorded } from './mutate.ts';
import { mutated } from './mutate.ts';

/** A fixed number, whatever the number of threads: index i belongs to lane i mod LANES. */
export const LANES = 16;
/** Cases that a lane remembers; the oldest go first. */
const MOST_KEPT = 192;
/** Parents that compete for each child: the one with the rarest feature wins. */
const CONTEST = 3;
/** Children cover less than as many fresh cases do (`npm run bench -- feedback`): nobody gets them unasked. */
const SHARE = 0;

export interface FeedbackOptions extends CaseOptions {
  /** Share of cases that are children of earlier ones; 0 leaves generateCase(seed, index). */
  readonly mutate?: number;
}

interface Entry extends Recorded {
  readonly features: readonly string[];
}

export class Lane {
  readonly #seed: number;
  readonly #options: FeedbackOptions;
  readonly #seen = new Map<string, number>();
  readonly #corpus: Entry[] = [];

  constructor(seed: number, options: FeedbackOptions) {
    this.#seed = seed;
    this.#options = options;
  }

  /** Without children nothing is remembered, and nobody has to say what compilers and engines did. */
  get mutates(): boolean {
    return (this.#options.mutate ?? SHARE) > 0;
  }

  /** How often each feature was seen in this lane. */
  get seen(): ReadonlyMap<string, number> {
    return this.#seen;
  }

  get corpus(): readonly Recorded[] {
    return this.#corpus;
  }

  case(index: number): FuzzCase {
    // A stream of its own, so that fresh cases are those of generateCase.
    const draw = Choices.random(~this.#seed, index);
    if (!this.mutates || this.#corpus.length === 0 || !draw.chance(this.#options.mutate ?? SHARE)) return generateCase(this.#seed, index, this.#options);
    const moves = mutated(draw, this.#parent(draw), draw.pick(this.#corpus));
    return caseFrom(Choices.moves(moves, Choices.random(this.#seed, index)), this.#options);
  }

  /** `marks`: what compilers and engines did with the case, by name. */
  learn({ graph, choices, marks: moves }: FuzzCase, marks: Iterable<string>): void {
    if (!this.mutates) return;
    const features = [...featuresOf(graph), ...marks];
    const isNew = features.some((feature) => !this.#seen.has(feature));
    for (const feature of features) this.#seen.set(feature, (this.#seen.get(feature) ?? 0) + 1);
    if (!isNew) return;
    this.#corpus.push({ choices, marks: moves, features });
    if (this.#corpus.length > MOST_KEPT) this.#corpus.shift();
  }

  #parent(draw: Choices): Entry {
    const rarity = ({ features }: Entry): number => Math.min(...features.map((feature) => this.#seen.get(feature)!));
    const contestants = Array.from({ length: CONTEST }, () => draw.pick(this.#corpus));
    return contestants.reduce((best, entry) => (rarity(entry) < rarity(best) ? entry : best));
  }
}

/** The lanes of one campaign, made when they are asked for. */
export class Lanes {
  readonly #make: () => Lane;
  readonly #lanes = new Map<number, Lane>();

  constructor(seed: number, options: FeedbackOptions) {
    this.#make = () => new Lane(seed, options);
  }

  of(index: number): Lane {
    const number = index % LANES;
    const lane = this.#lanes.get(number) ?? this.#make();
    this.#lanes.set(number, lane);
    return lane;
  }
}
