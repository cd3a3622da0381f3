// What a check proved and what it did not understand, so that "no errors" is never vacuous.
import type { CheckResult } from '../analyzer/check.ts';
import type { UnknownPlace } from '../analyzer/verdict.ts';

const MOST_REASONS = 15;

export function statsText({ stats: { tensors, unknownTensors, claimsProved, claimsOpen }, unknowns }: Pick<CheckResult, 'stats' | 'unknowns'>): string {
  const all = tensors.proved + tensors.wrong + tensors.unknown;
  const share = all === 0 ? 'nothing was checked' : `${((100 * tensors.proved) / all).toFixed(1)} % of ${all} have a known shape`;
  return [
    `tensor expressions: ${tensors.proved} proved, ${tensors.wrong} wrong, ${tensors.unknown} unknown (${share})`,
    `claims: ${claimsProved} proved, ${claimsOpen} left to sizes that are free`,
    ...byFrequency('tensor expressions of unknown shape, by what is at the root of it:', unknownTensors),
    ...byFrequency('not understood:', unknowns),
    '',
  ].join('\n');
}

function byFrequency(title: string, places: readonly UnknownPlace[]): readonly string[] {
  const reasons = new Map<string, number>();
  for (const { reason } of places) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const frequent = [...reasons].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, MOST_REASONS);
  return frequent.length > 0 ? [title, ...frequent.map(([reason, n]) => `  ${String(n).padStart(4)} × ${reason}`)] : [];
}
