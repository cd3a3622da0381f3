// Gather over sizes: which of the sizes that a small integer tensor carries are picked, where the positions are
// known numbers. In: held sizes; out: the picked ones, or undefined.
import type { Dim } from '../../dims/dim.ts';

export function gatherHeld(held: readonly Dim[], positions: readonly Dim[]): readonly Dim[] | undefined {
  const picked = positions.map(({ known }) => (known === undefined ? undefined : held.at(known)));
  return picked.every((size) => size !== undefined) ? picked : undefined;
}
