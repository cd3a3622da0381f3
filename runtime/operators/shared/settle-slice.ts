// Spellings of a slice: negative positions count from the end, positions beyond the ends are cut off, axes and
// steps may be left out. Settled positions are valid spellings of themselves, so that settling twice changes
// nothing; the one before the first element, where a backward slice may end, is −extent − 1.
// Source: ONNX Slice-13.
import type { Dim, Rule, Shape } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

type Entry = number | Dim;

/** From here on a position means "the end" (programs write INT32_MAX, INT64_MAX, sys.maxsize), whatever the extent. */
const FAR = 2 ** 31 - 1;

export function settleSlice(given: Loose, [x]: readonly (Shape | undefined)[], rule: Rule): Loose {
  const starts = list(given['starts']);
  const ends = list(given['ends']);
  if (!x || !starts || !ends) return given;
  const axes = list(given['axes']) ?? starts.map((_, axis) => axis);
  const steps = list(given['steps']) ?? starts.map(() => 1);
  if ([ends, axes, steps].some((other) => other.length !== starts.length)) {
    rule.stop('lengths', { starts: starts.length, ends: ends.length, axes: axes.length, steps: steps.length });
  }
  const settled = axes.map((axis, i) => {
    const extent = x.at(typeof axis === 'number' ? axis : (axis.known ?? NaN));
    if (!extent) return { start: starts[i]!, end: ends[i]! };
    return clamp(positionOf(starts[i]!, extent, rule), positionOf(ends[i]!, extent, rule), dimOf(steps[i]!, rule), extent);
  });
  return { ...given, starts: settled.map((s) => s.start), ends: settled.map((s) => s.end), axes, steps };
}

function clamp(start: Dim, end: Dim, step: Dim, extent: Dim): { readonly start: Dim; readonly end: Dim } {
  const fromEnd = (n: Dim): Dim => n.atLeast(0).choose(n, n.plus(extent));
  const between = (n: Dim, least: Entry, most: Dim): Dim => { const low = n.atLeast(least).choose(n, least); return most.atLeast(low).choose(low, most); };
  const forward = step.atLeast(1);
  const last = extent.atLeast(1).choose(extent.minus(1), 0);
  const from = fromEnd(start);
  const to = fromEnd(end);
  const before = extent.times(-1).minus(1);
  return {
    start: forward.choose(between(from, 0, extent), between(from, 0, last)),
    end: forward.choose(between(to, 0, extent), to.atLeast(0).choose(between(to, 0, last), before)),
  };
}

function list(value: unknown): readonly Entry[] | undefined {
  return Array.isArray(value) ? value.map((n: Entry | bigint) => (typeof n === 'bigint' ? Number(n) : n)) : undefined;
}

function positionOf(n: Entry, extent: Dim, rule: Pick<Rule, 'lit'>): Dim {
  const known = typeof n === 'number' ? n : n.known;
  if (known === undefined || Math.abs(known) < FAR) return dimOf(n, rule);
  return known > 0 ? extent : extent.times(-1).minus(1);
}

function dimOf(n: Entry, rule: Pick<Rule, 'lit'>): Dim {
  return typeof n === 'number' ? rule.lit(n) : n;
}

/** The sizes that a slice of a one-dimensional list of sizes keeps, where the slice itself is known. */
export function sliceHeld(held: readonly Dim[], start: Dim, end: Dim, step: Dim): readonly Dim[] | undefined {
  const [from, to, by] = [start.known, end.known, step.known];
  if (from === undefined || to === undefined || by === undefined || by === 0) return undefined;
  const stop = by < 0 && to < 0 ? to + held.length : to;
  const kept: Dim[] = [];
  for (let i = from; by > 0 ? i < Math.min(stop, held.length) : i > stop && i < held.length; i += by) kept.push(held[i]!);
  return kept;
}
