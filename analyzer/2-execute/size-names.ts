// The names of sizes that nothing is known of but their bounds: what a size is called and its bounds in, a name that no
// other size of the run has out. What runs once more gets the same names for the same sizes, one after the other, so that
// what has been worked out for them is still of use; a name never comes back with other bounds.

import { countsOf } from './sizes.ts';

/** Numbers of sizes and questions that libraries make when they are loaded: those of programs are smaller. */
export const FOR_LIBRARIES = 1_000_000_000;
/** What is made by itself is numbered from the next power of two, from this one on: a few more before it change nothing. */
const BY_ITSELF = 256;
export const roomAfter = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(count, BY_ITSELF)));

export function keepFirst(map: Map<string, unknown>, size: number): void {
  for (const key of [...map.keys()].slice(size)) map.delete(key);
}

export class SizeNames {
  /** How many sizes are called so; `before`: in what ran before this. */
  readonly #counts = new Map<string, number>();
  readonly #before: ReadonlyMap<string, number>;
  /** The names that were given, and of those how many in this round. */
  readonly #given = new Map<string, { readonly names: string[]; taken: number }>();

  constructor(before: ReadonlyMap<string, number> = new Map()) {
    this.#before = before;
  }

  /** For what runs by itself: after these, or only after the symbols in sight, but for those of libraries. */
  inner(inSight: Iterable<string> | undefined): SizeNames {
    return new SizeNames(inSight ? countsOf(inSight, FOR_LIBRARIES) : this.#counts);
  }

  next(name: string, atLeast: number, atMost: number | undefined): string {
    const key = `${name}\n${atLeast}\n${atMost}`;
    let given = this.#given.get(key);
    if (!given) this.#given.set(key, (given = { names: [], taken: 0 }));
    return given.names[given.taken++] ?? this.#make(name, given);
  }

  /** From here on, nothing is left of the sizes that have names. */
  startAgain(): void {
    for (const given of this.#given.values()) given.taken = 0;
  }

  #make(name: string, { names }: { names: string[] }): string {
    const count = (this.#counts.get(name) ?? this.#before.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const made = count === 1 ? name : `${name}.${count}`;
    names.push(made);
    return made;
  }
}
