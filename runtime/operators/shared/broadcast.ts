// NumPy broadcasting as claims: shapes align at the right; two extents fit when they are equal or one of them is 1.
// Source: ONNX, "Multidirectional Broadcasting".
import type { Claim, Dim, Rule, Shape } from '../../dims/dim.ts';

/** Sentence of the check that `broadcast` states. */
export const BROADCAST = 'extents {p} and {q} of the same axis are neither equal nor 1';

/** The common shape of two; states `broadcast` for each axis that both have. */
export function broadcast(a: Shape, b: Shape, rule: Pick<Rule<'broadcast'>, 'must'>): Shape {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const skipped = long.length - short.length;
  return long.map((p, axis) => {
    const q = short[axis - skipped];
    return q ? broadcastAxis(p, q, rule) : p;
  });
}

/** The common shape of any number, at least one. */
export function broadcastAll(shapes: readonly Shape[], rule: Pick<Rule<'broadcast'>, 'must'>): Shape {
  return shapes.reduce((a, b) => broadcast(a, b, rule));
}

function broadcastAxis(p: Dim, q: Dim, rule: Pick<Rule<'broadcast'>, 'must'>): Dim {
  rule.must('broadcast', p.equals(q).or(p.equals(1)).or(q.equals(1)), { p, q });
  return p.equals(1).choose(q, p);
}

/** States that a shape broadcasts one way into another of at least its rank: each extent is that of the other, or 1. */
export function fitsInto(small: Shape, large: Shape, must: (claim: Claim, facts: Readonly<Record<string, Dim>>) => void): void {
  const skipped = large.length - small.length;
  small.forEach((given, axis) => {
    const extent = large[axis + skipped]!;
    must(given.equals(extent).or(given.equals(1)), { given, extent });
  });
}
