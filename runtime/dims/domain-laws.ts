// The laws that every domain of sizes obeys, as data: the tests of each domain run this list over its own dims.
// A law receives dims and states a claim that holds for all integers; arguments named `positive` are at least 1.

import type { Claim, Dim } from './dim.ts';

export interface DomainLaw {
  readonly name: string;
  /** What each argument may be. */
  readonly takes: readonly ('any' | 'positive')[];
  states(...dims: readonly Dim[]): Claim;
}

function law(name: string, takes: DomainLaw['takes'], states: (x: Dim, y: Dim, z: Dim) => Claim): DomainLaw {
  return { name, takes, states: (...dims) => states(dims[0] as Dim, dims[1] as Dim, dims[2] as Dim) };
}

const any = ['any', 'any', 'any'] as const;
const division = ['any', 'positive', 'positive'] as const;

/** Both hold or both fail. */
function same(a: Claim, b: Claim): Claim {
  return a.and(b).or(a.not().and(b.not()));
}

function floorLaws(): DomainLaw[] {
  return [
    law('quotient times divisor plus remainder is the number', division, (x, n) => x.over(n).times(n).plus(x.remainder(n)).equals(x)),
    law('a remainder is at least 0', division, (x, n) => x.remainder(n).atLeast(0)),
    law('a remainder is below its divisor', division, (x, n) => n.atLeast(x.remainder(n).plus(1))),
    law('division rounds down', division, (x, n) => x.atLeast(x.over(n).times(n))),
    law('division rounds by less than one', division, (x, n) => x.over(n).times(n).plus(n).atLeast(x.plus(1))),
    law('multiples divide exactly', division, (x, n) => x.times(n).over(n).equals(x)),
    law('whole multiples leave a division', division, (x, n, m) => x.plus(n.times(m)).over(n).equals(x.over(n).plus(m))),
    law('division twice is division by the product', division, (x, n, m) => x.over(n).over(m).equals(x.over(n.times(m)))),
    law('a common factor cancels', division, (x, n, m) => x.times(m).over(n.times(m)).equals(x.over(n))),
    law('division by one is nothing', any, (x) => x.over(1).equals(x)),
    law('a divisor below one counts as one', any, (x) => x.over(0).equals(x).and(x.remainder(-2).equals(0)).and(x.divisibleBy(0))),
    law('a symbolic divisor below one counts as one', ['any', 'positive'], (x, n) => x.over(n.times(-1)).equals(x)),
    law('divisible means no remainder', division, (x, n) => same(x.divisibleBy(n), x.remainder(n).equals(0))),
  ];
}

function ringLaws(): DomainLaw[] {
  return [
    law('addition commutes', any, (x, y) => x.plus(y).equals(y.plus(x))),
    law('addition associates', any, (x, y, z) => x.plus(y).plus(z).equals(x.plus(y.plus(z)))),
    law('multiplication commutes', any, (x, y) => x.times(y).equals(y.times(x))),
    law('multiplication associates', any, (x, y, z) => x.times(y).times(z).equals(x.times(y.times(z)))),
    law('multiplication distributes', any, (x, y, z) => x.times(y.plus(z)).equals(x.times(y).plus(x.times(z)))),
    law('subtraction undoes addition', any, (x, y) => x.plus(y).minus(y).equals(x)),
    law('zero adds nothing', any, (x) => x.plus(0).equals(x).and(x.times(0).equals(0)).and(x.times(1).equals(x))),
  ];
}

function claimLaws(): DomainLaw[] {
  return [
    law('not (a and b) is not a or not b', any, (x, y, z) =>
      same(x.atLeast(y).and(y.equals(z)).not(), x.atLeast(y).not().or(y.equals(z).not()))),
    law('not (a or b) is not a and not b', any, (x, y, z) =>
      same(x.divisibleBy(3).or(y.equals(z)).not(), x.divisibleBy(3).not().and(y.equals(z).not()))),
    law('not not a is a', any, (x, y) => same(x.equals(y).not().not(), x.equals(y))),
    law('a or not a', any, (x, y) => x.atLeast(y).or(x.atLeast(y).not())),
    law('one of two is at least the other', any, (x, y) => x.atLeast(y).or(y.atLeast(x))),
    law('at least both ways is equal', any, (x, y) => same(x.atLeast(y).and(y.atLeast(x)), x.equals(y))),
    law('not at least is at most one less', any, (x, y) => same(x.atLeast(y).not(), y.atLeast(x.plus(1)))),
  ];
}

function choiceLaws(): DomainLaw[] {
  return [
    law('the larger is at least both', any, (x, y) => x.atLeast(y).choose(x, y).atLeast(x).and(x.atLeast(y).choose(x, y).atLeast(y))),
    law('larger plus smaller is the sum', any, (x, y) => x.atLeast(y).choose(x, y).plus(x.atLeast(y).choose(y, x)).equals(x.plus(y))),
    law('the larger does not depend on the order', any, (x, y) => x.atLeast(y).choose(x, y).equals(y.atLeast(x).choose(y, x))),
    law('the largest of three does not depend on the order', any, (x, y, z) => larger(larger(x, y), z).equals(larger(x, larger(y, z)))),
    law('a choice of two alike is no choice', any, (x, y) => x.equals(y).choose(x, y).equals(y)),
    law('not swaps a choice', any, (x, y, z) => x.equals(z).not().choose(x, y).equals(x.equals(z).choose(y, x))),
    law('a choice distributes over addition', any, (x, y, z) =>
      x.divisibleBy(2).choose(y, z).plus(x).equals(x.divisibleBy(2).choose(y.plus(x), z.plus(x)))),
    law('a choice distributes over division', any, (x, y, z) =>
      x.atLeast(3).choose(y, z).over(4).equals(x.atLeast(3).choose(y.over(4), z.over(4)))),
  ];
}

function larger(x: Dim, y: Dim): Dim {
  return x.atLeast(y).choose(x, y);
}

export const domainLaws: readonly DomainLaw[] = [...ringLaws(), ...floorLaws(), ...claimLaws(), ...choiceLaws()];
