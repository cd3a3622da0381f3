// What a number contributes that is multiplied by nothing: a filter's weight over padding, a product times 0.
import type { Calc, Num } from '../../spec/calc.ts';

/** Nothing, or zero times the number: engines skip it or compute it, and only infinities and NaN tell. */
export function outside(calc: Calc, weight: Num): Num {
  const zero = calc.lit(0);
  return calc.either(zero, calc.mul(zero, weight));
}
