// The vocabulary of sizes over the terms of a solver, whichever it is: `Logic` says what the solver offers. Rules run
// on these dims as on numbers and forms; a claim's verdict asks the solver.

import type { Claim, Dim, Domain, Size, Verdict } from '../../runtime/dims/dim.ts';
import { floorDivide, floorRemainder } from '../../runtime/dims/numbers.ts';
import { invariant } from '../../runtime/invariant.ts';

export type Status = 'sat' | 'unsat' | 'unknown';

/** Integer terms and conditions of one solver; both are handles `T` of its own. */
export interface Logic<T> {
  literal(n: number): T;
  /** A term that stands for some integer; the caller asserts what defines it. */
  unnamed(): T;
  plus(a: T, b: T): T;
  minus(a: T, b: T): T;
  times(a: T, b: T): T;
  /** Floor division and its remainder, for literal divisors of at least 1. */
  quotient(a: T, b: T): T;
  remainder(a: T, b: T): T;
  equal(a: T, b: T): T;
  atLeast(a: T, b: T): T;
  and(a: T, b: T): T;
  or(a: T, b: T): T;
  not(a: T): T;
  choose(condition: T, yes: T, no: T): T;
  assert(condition: T): void;
  /** Whether the condition can hold together with all that was asserted. */
  checkWith(condition: T): Status;
  text(term: T): string;
}

export interface Terms<T> {
  readonly domain: Domain;
  /** A term of the solver as a dim; `positive` where it is at least 1 for certain. */
  dim(term: T, positive: boolean): Dim;
  termOf(dim: Dim): T;
  conditionOf(claim: Claim): T;
}

export function makeTerms<T>(logic: Logic<T>): Terms<T> {
  return {
    domain: { name: 'solver terms', lit: (n) => literal(logic, n) },
    dim: (term, positive) => new Term(logic, term, { value: undefined, positive }),
    termOf: (dim) => own(logic, dim).term,
    conditionOf: (claim) => ownCondition(logic, claim),
  };
}

interface Known {
  readonly value: number | undefined;
  /** At least 1 for certain, so that it divides as it is. */
  readonly positive: boolean;
}

const nothing: Known = { value: undefined, positive: false };

class Term<T> implements Dim {
  readonly logic: Logic<T>;
  readonly term: T;
  readonly known: number | undefined;
  readonly positive: boolean;

  constructor(logic: Logic<T>, term: T, known: Known = nothing) {
    this.logic = logic;
    this.term = term;
    this.known = known.value;
    this.positive = known.positive;
  }

  plus(n: Size): Dim {
    const other = own(this.logic, n);
    return this.folded(other, (a, b) => a + b) ?? new Term(this.logic, this.logic.plus(this.term, other.term));
  }

  minus(n: Size): Dim {
    const other = own(this.logic, n);
    return this.folded(other, (a, b) => a - b) ?? new Term(this.logic, this.logic.minus(this.term, other.term));
  }

  times(n: Size): Dim {
    const other = own(this.logic, n);
    const known = { value: undefined, positive: this.positive && other.positive };
    return this.folded(other, (a, b) => a * b) ?? new Term(this.logic, this.logic.times(this.term, other.term), known);
  }

  over(n: Size): Dim {
    return this.divided(n).quotient;
  }

  remainder(n: Size): Dim {
    return this.divided(n).rest;
  }

  equals(n: Size): Claim {
    return new Condition(this.logic, this.logic.equal(this.term, own(this.logic, n).term));
  }

  atLeast(n: Size): Claim {
    return new Condition(this.logic, this.logic.atLeast(this.term, own(this.logic, n).term));
  }

  divisibleBy(n: Size): Claim {
    return this.remainder(n).equals(0);
  }

  toString(): string {
    return this.logic.text(this.term);
  }

  private divided(n: Size): { readonly quotient: Dim; readonly rest: Dim } {
    const { logic } = this;
    const divisor = own(logic, n);
    if (divisor.known === undefined) return this.dividedByTerm(divisor);
    if (divisor.known <= 1) return { quotient: this, rest: literal(logic, 0) };
    return {
      quotient: this.folded(divisor, floorDivide) ?? new Term(logic, logic.quotient(this.term, divisor.term)),
      rest: this.folded(divisor, floorRemainder) ?? new Term(logic, logic.remainder(this.term, divisor.term)),
    };
  }

  /** By the equations that define quotient and remainder: solvers leave division by a term to chance. */
  private dividedByTerm(divisor: Term<T>): { readonly quotient: Dim; readonly rest: Dim } {
    const { logic } = this;
    const one = logic.literal(1);
    const by = divisor.positive ? divisor.term : logic.choose(logic.atLeast(divisor.term, one), divisor.term, one);
    const quotient = logic.unnamed();
    const rest = logic.unnamed();
    logic.assert(logic.equal(this.term, logic.plus(logic.times(by, quotient), rest)));
    logic.assert(logic.atLeast(rest, logic.literal(0)));
    logic.assert(logic.atLeast(by, logic.plus(rest, one)));
    return { quotient: new Term(logic, quotient), rest: new Term(logic, rest) };
  }

  private folded(other: Term<T>, compute: (a: number, b: number) => number): Dim | undefined {
    if (this.known === undefined || other.known === undefined) return undefined;
    const value = compute(this.known, other.known);
    return Number.isSafeInteger(value) ? literal(this.logic, value + 0) : undefined;
  }
}

class Condition<T> implements Claim {
  readonly logic: Logic<T>;
  readonly term: T;

  constructor(logic: Logic<T>, term: T) {
    this.logic = logic;
    this.term = term;
  }

  and(other: Claim): Claim {
    return new Condition(this.logic, this.logic.and(this.term, ownCondition(this.logic, other)));
  }

  or(other: Claim): Claim {
    return new Condition(this.logic, this.logic.or(this.term, ownCondition(this.logic, other)));
  }

  not(): Claim {
    return new Condition(this.logic, this.logic.not(this.term));
  }

  choose(yes: Size, no: Size): Dim {
    const taken = own(this.logic, yes);
    const refused = own(this.logic, no);
    const known = { value: undefined, positive: taken.positive && refused.positive };
    return new Term(this.logic, this.logic.choose(this.term, taken.term, refused.term), known);
  }

  get verdict(): Verdict {
    if (this.logic.checkWith(this.logic.not(this.term)) === 'unsat') return 'yes';
    return this.logic.checkWith(this.term) === 'unsat' ? 'no' : 'unknown';
  }

  toString(): string {
    return this.logic.text(this.term);
  }
}

function literal<T>(logic: Logic<T>, n: number): Term<T> {
  return new Term(logic, logic.literal(n), { value: n, positive: n >= 1 });
}

function own<T>(logic: Logic<T>, size: Size): Term<T> {
  if (typeof size === 'number') return literal(logic, size);
  invariant(size instanceof Term && size.logic === logic, 'a size of another domain was mixed into solver terms');
  return size as Term<T>;
}

function ownCondition<T>(logic: Logic<T>, claim: Claim): T {
  invariant(claim instanceof Condition && claim.logic === logic, 'a claim of another domain was mixed into solver terms');
  return (claim as Condition<T>).term;
}
