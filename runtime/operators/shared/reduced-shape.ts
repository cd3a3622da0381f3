// The shape of a reduction: reduced axes stay with extent 1 or disappear.
import type { Rule, Shape } from '../../dims/dim.ts';

export function reducedShape(x: Shape, axes: readonly number[], keepdims: boolean, rule: Pick<Rule, 'lit'>): Shape {
  return x.flatMap((extent, axis) => (!axes.includes(axis) ? [extent] : keepdims ? [rule.lit(1)] : []));
}
