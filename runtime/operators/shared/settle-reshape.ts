// Spellings of a new shape: -1 stands for what is left over; in ONNX 0 copies the extent of the input unless
// `allowzero` is set. In: loose attributes; out: `shape` with every extent stated.
import type { Dim, Rule, Shape } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';
import { elements } from './elements.ts';

type Extent = number | Dim;

export function settleReshape(given: Loose, [x]: readonly (Shape | undefined)[], rule: Rule): Loose {
  if (!x || !Array.isArray(given['shape'])) return given;
  const copied = (given['shape'] as readonly Extent[]).map((n, axis): Extent => (given['allowzero'] === 0 && is(n, 0) ? (x[axis] ?? rule.stop('count')) : n));
  const open = copied.filter((n) => is(n, -1)).length;
  if (open > 1) rule.stop('unknown');
  if (open === 0) return { ...given, shape: copied };
  const before = elements(x, rule);
  const rest = elements(copied.filter((n) => !is(n, -1)).map((n) => (typeof n === 'number' ? rule.lit(n) : n)), rule);
  rule.must('divisible', before.divisibleBy(rest).and(rest.atLeast(1)), { before, rest });
  return { ...given, shape: copied.map((n) => (is(n, -1) ? before.over(rest) : n)) };
}

function is(n: Extent, value: number): boolean {
  return n === value || (typeof n === 'object' && n.known === value);
}
