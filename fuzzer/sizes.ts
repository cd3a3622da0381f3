// Which sizes tensors get: bins, drawn evenly whatever the size of the graph, so that large graphs do not drown in
// ones.
import type { Draw } from '../runtime/spec/draw.ts';

/** No tensor of a case holds more elements: the reference has to keep up. */
export const MOST_ELEMENTS = 1024;

interface Bin { readonly weight: number; readonly sizes: readonly number[] }

/** 0 and 1, small counts, primes, powers of two and their neighbours (vector widths and tails). */
const BINS: readonly Bin[] = [
  { weight: 3, sizes: [2, 3, 4, 6] },
  { weight: 3, sizes: [5, 7, 11, 13] },
  { weight: 3, sizes: [4, 8, 16, 32] },
  { weight: 3, sizes: [9, 15, 17, 31, 33] },
  { weight: 2, sizes: [1] },
  { weight: 1, sizes: [10, 12, 18, 20] },
];
const EMPTY_IN = 60;
const TOTAL = BINS.reduce((sum, bin) => sum + bin.weight, 0);

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

/** A concrete shape of a rank, within the element limit. */
export function drawShape(draw: Draw, rank: number): number[] {
  const shape: number[] = [];
  let room = MOST_ELEMENTS / 2;
  for (let axis = 0; axis < rank; axis++) {
    const fair = Math.floor(room ** (1 / (rank - axis)) * 2);
    const size = drawSize(draw, 0, Math.max(1, Math.min(fair, room)));
    shape.push(size);
    room = Math.floor(room / Math.max(1, size));
  }
  return shape;
}
