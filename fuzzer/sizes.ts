// Which sizes tensors get: bins, drawn evenly whatever the size of the graph, so that large graphs do not drown in
// ones. Each graph also has a palette of a few sizes that it uses again and again: tensors of equal extents meet.
import type { Draw } from '../runtime/spec/draw.ts';

interface Bin { readonly name: string; readonly weight: number; readonly sizes: readonly number[] }

const LARGE = [63, 64, 65, 100, 127, 128, 129, 257, 500];

/** 1, small counts, primes, powers of two and their neighbours (vector widths and tails), round numbers, large ones. */
export const BINS: readonly Bin[] = [
  { name: 'small', weight: 6, sizes: [2, 3, 4, 6] },
  { name: 'prime', weight: 6, sizes: [5, 7, 11, 13] },
  { name: 'power of two', weight: 6, sizes: [4, 8, 16, 32] },
  { name: 'beside a power of two', weight: 6, sizes: [9, 15, 17, 31, 33] },
  { name: 'one', weight: 2, sizes: [1] },
  { name: 'round', weight: 2, sizes: [10, 12, 18, 20] },
  { name: 'large', weight: 2, sizes: LARGE },
];
const EMPTY_IN = 70;
const TOTAL = BINS.reduce((sum, bin) => sum + bin.weight, 0);

/** Elements that one tensor of a graph may hold: mostly few, because the reference has to keep up. */
const ROOMS = [130, 130, 130, 130, 192, 192, 384, 1024];
const PALETTE = 3;
/** Share of graphs with long axes, beyond a vector of registers or a tile, and the room that they need. */
const LONG = 0.1;
const LONG_ROOM = 700;
const LONG_VECTOR = 0.25;
const EQUAL = 0.2;
/** Numbers of axes and their weights; where an operator allows any. */
const RANKS = [2, 4, 5, 4, 3, 1, 1] as const;

/** A size between both ends, from the bins where they reach there; `atMost` may be infinite. */
export function drawSize(draw: Draw, atLeast: number, atMost: number): number {
  if (atLeast >= atMost) return atLeast;
  if (atLeast <= 0 && draw.integer(1, EMPTY_IN) === EMPTY_IN) return 0;
  let at = draw.integer(0, TOTAL - 1);
  const bin = BINS.find(({ weight }) => (at -= weight) < 0)!;
  const fitting = bin.sizes.filter((n) => n >= atLeast && n <= atMost);
  if (fitting.length > 0) return draw.pick(fitting);
  const least = Math.max(atLeast, Math.min(1, atMost));
  return draw.integer(least, Math.min(atMost, least + 8));
}

/** The sizes of one graph. */
export class Sizes {
  readonly #draw: Draw;
  readonly #palette: readonly number[];
  readonly #ones: number;
  /** No tensor of the graph holds more elements. */
  readonly room: number;

  /** `ones`: share of sizes that are 1 where they may be, besides those of the bins. */
  constructor(draw: Draw, ones = 0) {
    this.#draw = draw;
    this.#ones = ones;
    const long = draw.chance(LONG);
    this.room = long ? LONG_ROOM : draw.pick(ROOMS);
    this.#palette = Array.from({ length: PALETTE }, (_, i) => (long && i > 0 ? draw.pick(LARGE) : drawSize(draw, 1, 40)));
  }

  size(atLeast: number, atMost: number): number {
    if (this.#ones > 0 && atLeast <= 1 && atMost >= 1 && this.#draw.chance(this.#ones)) return 1;
    if (this.#draw.chance(0.45)) {
      const wanted = this.#draw.pick(this.#palette);
      if (wanted >= atLeast && wanted <= atMost) return wanted;
    }
    return drawSize(this.#draw, atLeast, atMost);
  }

  rank(atLeast: number, atMost: number): number {
    const most = Math.max(atLeast, Math.min(atMost, RANKS.length - 1));
    const weights = RANKS.slice(atLeast, most + 1);
    let at = this.#draw.integer(0, Math.max(0, weights.reduce((a, b) => a + b, 0) - 1));
    const found = weights.findIndex((weight) => (at -= weight) < 0);
    return atLeast + Math.max(0, found);
  }

  /** A concrete shape, within the room. */
  shape(rank: number): number[] {
    // Long vectors are cheap, and where tails of vector loops and of tiles show.
    const fitting = rank === 1 && this.#draw.chance(LONG_VECTOR) ? LARGE.filter((n) => n <= this.room) : [];
    if (fitting.length > 0) return [this.#draw.pick(fitting)];
    const shape: number[] = [];
    for (let axis = 0; axis < rank; axis++) {
      const most = this.fair(shape, rank - axis);
      const last = shape.at(-1);
      // Equal neighbours are where axes get mixed up without anybody noticing.
      shape.push(last !== undefined && last <= most && this.#draw.chance(EQUAL) ? last : this.size(0, most));
    }
    return shape;
  }

  /** The most that the next of `left` extents may be, so that the others have a chance too. */
  fair(before: readonly number[], left: number): number {
    const rest = before.reduce((room, extent) => room / Math.max(1, extent), this.room);
    return Math.max(1, Math.floor(Math.min(rest, rest ** (1 / left) * 2)));
  }
}
