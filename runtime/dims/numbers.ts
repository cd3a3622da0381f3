// Integers in, the same vocabulary out, every claim decided at once: the domain in which an operator runs on
// concrete sizes. Every result is a safe integer; leaving them is an error of ours (see style: element counts).
//
// A divisor below 1 counts as 1, in this domain and in all others: a rule that recorded "the stride is at least 1"
// goes on after a near miss broke exactly that claim, and all domains have to agree on what it then computes.

import { invariant } from '../invariant.ts';
import type { Claim, Dim, Domain, Size, Verdict } from './dim.ts';

/** `x` over `n`, rounded towards minus infinity; exact for all safe integers (the quotient of floats is not). */
export function floorDivide(x: number, n: number): number {
  const by = n < 1 ? 1 : n;
  const rest = x % by;
  return (x - rest) / by - (rest < 0 ? 1 : 0);
}

/** The remainder of floor division: between 0 and `n - 1`. */
export function floorRemainder(x: number, n: number): number {
  const by = n < 1 ? 1 : n;
  const rest = x % by;
  return rest < 0 ? rest + by : rest + 0;
}

class NumberDim implements Dim {
  readonly known: number;

  constructor(known: number) {
    this.known = known;
  }

  plus(n: Size): Dim {
    return dimOf(this.known + valueOf(n));
  }

  minus(n: Size): Dim {
    return dimOf(this.known - valueOf(n));
  }

  times(n: Size): Dim {
    return dimOf(this.known * valueOf(n));
  }

  over(n: Size): Dim {
    return dimOf(floorDivide(this.known, valueOf(n)));
  }

  remainder(n: Size): Dim {
    return dimOf(floorRemainder(this.known, valueOf(n)));
  }

  equals(n: Size): Claim {
    return claimOf(this.known === valueOf(n));
  }

  atLeast(n: Size): Claim {
    return claimOf(this.known >= valueOf(n));
  }

  divisibleBy(n: Size): Claim {
    return claimOf(floorRemainder(this.known, valueOf(n)) === 0);
  }

  toString(): string {
    return String(this.known);
  }
}

class NumberClaim implements Claim {
  readonly verdict: Verdict;

  constructor(verdict: 'yes' | 'no') {
    this.verdict = verdict;
  }

  and(other: Claim): Claim {
    return this.verdict === 'yes' ? own(other) : this;
  }

  or(other: Claim): Claim {
    return this.verdict === 'yes' ? this : own(other);
  }

  not(): Claim {
    return claimOf(this.verdict === 'no');
  }

  choose(yes: Size, no: Size): Dim {
    const chosen = this.verdict === 'yes' ? yes : no;
    return typeof chosen === 'number' ? dimOf(chosen) : dimOf(valueOf(chosen));
  }

  toString(): string {
    return this.verdict === 'yes' ? 'true' : 'false';
  }
}

const holds: Claim = new NumberClaim('yes');
const fails: Claim = new NumberClaim('no');

function claimOf(value: boolean): Claim {
  return value ? holds : fails;
}

function own(claim: Claim): Claim {
  invariant(claim instanceof NumberClaim, 'a claim of another domain was mixed into numbers');
  return claim;
}

function valueOf(n: Size): number {
  if (typeof n === 'number') return n;
  invariant(n instanceof NumberDim, 'a size of another domain was mixed into numbers');
  return n.known;
}

// Most sizes of generated graphs are small: these are made once.
const SHARED = 1024;
const shared: readonly Dim[] = Array.from({ length: SHARED }, (_, n) => new NumberDim(n));

function dimOf(n: number): Dim {
  const ready = shared[n];
  if (ready !== undefined) return ready;
  if (!Number.isSafeInteger(n)) invariant(false, `${n} is not a safe integer`);
  return new NumberDim(n + 0); // -0 becomes 0
}

export const numbers: Domain = { name: 'numbers', lit: dimOf };
