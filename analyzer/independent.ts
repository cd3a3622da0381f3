// Failures in; those that a mistake of their own explains out. A program ends at its first mistake, so what fails later
// counts only where nothing that the first one is made of takes part in it: else one wrong line would be told as many.

import type { Obligation } from './2-execute/machine.ts';
import type { Span } from './program.ts';
import type { Failure } from './verdict.ts';

/** In the order in which the program meets them. */
export function independent(failures: readonly Failure[], met: readonly Obligation[]): readonly Failure[] {
  const order = new Map(met.map((obligation, i) => [obligation, i]));
  const [told, toldAt] = [new Set<string>(), new Set<string>()];
  const byPlace = failures.toSorted((a, b) => (order.get(a.obligation) ?? 0) - (order.get(b.obligation) ?? 0));
  return [...byPlace.filter(isError), ...byPlace.filter((failure) => !isError(failure))].filter((failure) => {
    const at = keyOf(failure.obligation.span);
    const roots = rootsOf(failure);
    // What something is made of fails by itself where it fails: only what comes behind it may be its echo.
    if (toldAt.has(at) || roots.some((root) => told.has(root))) return false;
    for (const root of [at, ...roots]) told.add(root);
    toldAt.add(at);
    return true;
  });
}

const isError = ({ obligation }: Failure): boolean => obligation.severity === 'error';

const keyOf = ({ file, start, end }: Span): string => `${file}:${start}:${end}`;

/** Where what meets there was made, and the sizes that clash: one wrong size clashes in many places of a run. */
function rootsOf({ obligation: { rule, operands, holes }, run = 0 }: Failure): readonly string[] {
  const places = operands.map(({ tensor }) => tensor.origin);
  const sizes = Object.values(holes).map(String).filter((size) => /^\d+$/.test(size));
  return [
    ...places.filter((place): place is Span => place !== undefined).map(keyOf),
    ...(sizes.length > 1 ? [`${run}${rule.slice(rule.indexOf('/'))} ${sizes.toSorted().join(' ')}`] : []),
  ];
}
