// A number that no specification determines.
import type { Calc, Num } from '../../spec/calc.ts';

/** Every engine is right about it. */
export function anything(calc: Calc): Num {
  const wide = calc.as('float64');
  return wide.cast(wide.either(wide.lit(0), wide.lit(Infinity)), calc.dtype);
}
