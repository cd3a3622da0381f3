// Arithmetic on the sizes that two small integer tensors hold: flat lists of the operands in, the list of the result
// out. Lists and single entries are what carries shapes; anything of a higher rank is left unknown.
import type { Dim, Shape } from '../../dims/dim.ts';

type Held = readonly Dim[] | undefined;

export function pairwiseSizes(held: readonly Held[], shapes: readonly (Shape | undefined)[], combine: (x: Dim, y: Dim) => Dim | undefined): readonly Dim[] | undefined {
  const [x, y] = held;
  if (!x || !y || shapes.some((shape) => !shape || shape.length > 1)) return undefined;
  if (x.length !== y.length && x.length !== 1 && y.length !== 1) return undefined;
  const count = x.length === 1 ? y.length : x.length;
  const results = Array.from({ length: count }, (_, i) => combine(x[x.length === 1 ? 0 : i]!, y[y.length === 1 ? 0 : i]!));
  return results.every((n) => n !== undefined) ? results : undefined;
}
