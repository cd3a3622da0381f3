// Failures in; those that a mistake of their own explains out. A program ends at its first mistake, so what fails later
// counts only where nothing that the first one is made of takes part in it: else one wrong line would be told as many.

import type { Obligation } from './2-execute/machine.ts';
import type { Span } from './program.ts';
import type { Failure } from './verdict.ts';

/** In the order in which the program meets them. */
export function independent(failures: readonly Failure[], met: readonly Obligation[]): readonly Failure[] {
  const order = new Map(met.map((obligation, i) => [obligation, i]));
  const told = new Set<string>();
  const byPlace = failures.toSorted((a, b) => (order.get(a.obligation) ?? 0) - (order.get(b.obligation) ?? 0));
  return [...byPlace.filter(isError), ...byPlace.filter((failure) => !isError(failure))].filter((failure) => {
    const roots = rootsOf(failure.obligation);
    if (roots.some((root) => told.has(root))) return false;
    for (const root of roots) told.add(root);
    return true;
  });
}

const isError = ({ obligation }: Failure): boolean => obligation.severity === 'error';

/** The place itself and where what meets there was made. */
function rootsOf({ span, operands }: Obligation): readonly string[] {
  const places = [span, ...operands.map(({ tensor }) => tensor.origin)];
  return places.filter((place): place is Span => place !== undefined).map(({ file, start, end }) => `${file}:${start}:${end}`);
}
