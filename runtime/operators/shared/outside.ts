// What a filter's weight contributes where its window reaches into padding.
import type { Calc, Num } from '../../spec/calc.ts';

/** Nothing, or zero times the weight: engines skip padding or store it, and only infinities and NaN tell. */
export function outside(calc: Calc, weight: Num): Num {
  const zero = calc.lit(0);
  return calc.either(zero, calc.mul(zero, weight));
}
