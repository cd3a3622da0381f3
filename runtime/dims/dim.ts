// The vocabulary in which shape rules speak. A rule receives Dims, returns Dims, and states Claims about
// them; it cannot tell whether a Dim is a number (numbers.ts), a canonical form over symbols (forms.ts) or a
// solver term (analyzer/3-solve/z3.ts). Nothing here decides anything.

/** What a `Dim` operation accepts: a dimension of the same domain, or an integer. */
export type Size = Dim | number;

/** An answer about a claim, for all values of the symbols inside it. `no` means that no value satisfies it. */
export type Verdict = 'yes' | 'no' | 'unknown';

/** An integer of some domain. Intermediate values may be negative; extents of tensors are at least 0. */
export interface Dim {
  plus(n: Size): Dim;
  minus(n: Size): Dim;
  times(n: Size): Dim;
  /** Floor division (towards minus infinity); the divisor is at least 1. */
  over(n: Size): Dim;
  /** `this − n·floor(this / n)`, never negative; the divisor is at least 1. */
  remainder(n: Size): Dim;
  equals(n: Size): Claim;
  atLeast(n: Size): Claim;
  divisibleBy(n: Size): Claim;
  /**
   * The integer that this is for every value of its symbols, where the domain knows it. For drivers (executor,
   * generator, printers); a rule under `operators/` states claims instead of looking here.
   */
  readonly known: number | undefined;
  /** Canonical text: equal texts mean equal values in every domain that is not `numbers`. */
  toString(): string;
}

/** Loose attributes hold anything; this tells which of it is a size of some domain. */
export function isDim(value: unknown): value is Dim {
  return typeof value === 'object' && value !== null && 'divisibleBy' in value;
}

export function isSize(value: unknown): value is Size {
  return typeof value === 'number' || isDim(value);
}

/** A statement about sizes. It is recorded by a rule and decided by whoever drives the rule. */
export interface Claim {
  and(other: Claim): Claim;
  or(other: Claim): Claim;
  not(): Claim;
  /** `yes` where the claim holds, else `no`: a choice of value that does not split the path. */
  choose(yes: Size, no: Size): Dim;
  readonly verdict: Verdict;
  toString(): string;
}

/** A way to make dims: each domain provides one. */
export interface Domain {
  readonly name: string;
  lit(n: number): Dim;
}

export type Shape = readonly Dim[];

/**
 * Thrown by `Rule.stop`, caught by the driver that runs the rule; never leaves it. No Error: a generator meets many,
 * and capturing a stack costs more than the rule.
 */
export class Stop {
  readonly check: string;
  readonly facts: Readonly<Record<string, Size>>;
  constructor(check: string, facts: Readonly<Record<string, Size>> = {}) {
    this.check = check;
    this.facts = facts;
  }
}

/** What a shape rule may do besides arithmetic. `Check` is the union of the operator's check labels. */
export interface Rule<Check extends string = string> {
  /** Records that the claim has to hold here; `facts` fill the {holes} of the check's sentence. */
  must(check: Check, claim: Claim, facts?: Readonly<Record<string, Size>>): void;
  /** The inputs are impossible by their structure alone (ranks, number of axes): the rule ends here. */
  stop(check: Check, facts?: Readonly<Record<string, Size>>): never;
  /** A choice that changes ranks; symbolic drivers replay the rule both ways. */
  whether(claim: Claim): boolean;
  /** A size that depends on data, between 0 and `atMost`. */
  fresh(name: string, atMost: Size): Dim;
  lit(n: number): Dim;
}
