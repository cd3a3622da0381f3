// Element-wise arithmetic on the sizes that small integer tensors hold: flat lists of the operands in, the list of
// the result out. Lists and single entries are what carries shapes; anything of a higher rank is left unknown.
import type { Dim, Shape } from '../../dims/dim.ts';

type Held = readonly Dim[] | undefined;

export function combineSizes(held: readonly Held[], shapes: readonly (Shape | undefined)[], combine: (...entries: Dim[]) => Dim | undefined): readonly Dim[] | undefined {
  const lists = held.filter((list) => list !== undefined);
  if (lists.length < held.length || shapes.some((shape) => !shape || shape.length > 1)) return undefined;
  const count = lists.find((list) => list.length !== 1)?.length ?? 1;
  if (lists.some((list) => list.length !== count && list.length !== 1)) return undefined;
  const results = Array.from({ length: count }, (_, i) => combine(...lists.map((list) => list[list.length === 1 ? 0 : i]!)));
  return results.every((n) => n !== undefined) ? results : undefined;
}
