// Two sums come in; the whole multiples of the second come out of the first: `dividend = quotient·divisor + rest`,
// exact as polynomials. The order of products is kept by multiplication, so both parts are determined uniquely.

import type { Sum, Term } from './form-data.ts';
import { constantSum, makeSum, productSum, zero } from './form-data.ts';
import { add, divideProduct, multiply, subtract } from './form-sums.ts';
import { floorDivide } from './numbers.ts';

/** Long division ends after this many steps; what is left then is part of the rest. */
const MAX_STEPS = 32;

export interface Division {
  readonly quotient: Sum;
  readonly rest: Sum;
}

/** By a number: coefficients of the rest lie in `0 … by − 1`, its constant in `1 − by … 0`, as shape rules write it. */
export function divideByNumber(sum: Sum, by: number): Division {
  const whole: Term[] = [];
  const rest: Term[] = [];
  for (const { coefficient, product } of sum.terms) {
    const times = floorDivide(coefficient, by);
    if (times !== 0) whole.push({ coefficient: times, product });
    if (coefficient !== times * by) rest.push({ coefficient: coefficient - times * by, product });
  }
  const times = -floorDivide(-sum.constant, by);
  return { quotient: makeSum(times, whole), rest: makeSum(sum.constant - times * by, rest) };
}

/** By a sum with symbols; whether it is at least 1 is the caller's question. */
export function dividePolynomial(dividend: Sum, divisor: Sum): Division {
  const [lead] = divisor.terms;
  if (lead === undefined) return { quotient: zero, rest: dividend };
  let quotient = zero;
  let rest = dividend;
  for (let step = 0; step < MAX_STEPS; step++) {
    const factor = firstFactor(rest, lead);
    if (factor === undefined) break;
    quotient = add(quotient, factor);
    rest = subtract(rest, multiply(factor, divisor));
  }
  return { quotient, rest };
}

/** What the divisor's leading term goes into the first term that it divides. */
function firstFactor(rest: Sum, lead: Term): Sum | undefined {
  for (const { coefficient, product } of rest.terms) {
    if (product.atoms.length < lead.product.atoms.length) return undefined;
    const size = Math.abs(lead.coefficient);
    const times = floorDivide(coefficient, size) * (lead.coefficient / size);
    if (times === 0) continue;
    const others = divideProduct(product, lead.product.atoms);
    if (others !== undefined) return others.atoms.length === 0 ? constantSum(times) : productSum(others, times);
  }
  return undefined;
}
