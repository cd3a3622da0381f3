// The number of elements of a shape, as a Dim: 1 for a scalar.
import type { Dim, Rule, Shape } from '../../dims/dim.ts';

export function elements(shape: Shape, rule: Pick<Rule, 'lit'>): Dim {
  return shape.reduce((count: Dim, extent) => count.times(extent), rule.lit(1));
}
