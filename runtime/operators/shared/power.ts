// Powers of floats in loop language, which has them of integers only: exp(y·log|x|), the sign put back for odd exponents.
import { abs, and, constant, div, eq, exp, log, lt, mul, ne, neg, not, or, select, trunc } from '../../ir/loop-builder.ts';
import type { Expr } from '../../ir/loops.ts';

export function floatPower(x: Expr, y: Expr): Expr {
  // 1 to any power is 1, to NaN and ∞ too, where 0·∞ would be NaN. Source: IEEE 754-2019, 9.2.1.
  const magnitude = select(eq(abs(x), 1), 1, exp(mul(y, log(abs(x)))));
  const whole = eq(trunc(y), y);
  const half = mul(y, 0.5);
  const odd = and(whole, ne(trunc(half), half));
  // 1/x tells −0 from +0.
  const minus = or(lt(x, 0), lt(div(constant(x.type, 1), x), 0));
  const signed = select(and(minus, odd), neg(magnitude), magnitude);
  // A negative finite base has real powers for whole exponents only.
  const undefinedPower = and(and(lt(x, 0), lt(constant(x.type, -Infinity), x)), not(whole));
  const general = select(undefinedPower, NaN, signed);
  // The exponents that programs use most are exact.
  const small = select(eq(y, 2), mul(x, x), select(eq(y, 1), x, general));
  return select(eq(y, 0), 1, small);
}
