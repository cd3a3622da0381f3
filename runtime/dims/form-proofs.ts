// A statement and what is known come in, a verdict comes out, without splitting into cases. `yes` and `no` hold
// for every value of the symbols that agrees with what is known; `unknown` promises nothing.

import type { Verdict } from './dim.ts';
import { dividePolynomial } from './form-division.ts';
import type { Known } from './form-ranges.ts';
import { gcd, lowerBound, quickRange, rangeOfAtom, upperBound } from './form-ranges.ts';
import { atLeastZero, divisible, equalsZero, sharedAtoms, withoutProduct } from './form-statements.ts';
import type { Statement, Sum } from './form-data.ts';
import { constantSum, keyOf } from './form-data.ts';
import { scale, subtract } from './form-sums.ts';

export interface Knowledge extends Known {
  /** Sums that are 0 and could not be solved for an atom. */
  readonly equalities: readonly Sum[];
  readonly divisibilities: readonly { readonly sum: Sum; readonly by: Sum; readonly key: string }[];
  /** Keys of statements that are known to hold. */
  readonly held: ReadonlySet<string>;
}

/** So many multiples of a known divisible sum are tried when a remainder is asked for. */
const MAX_MULTIPLES = 64;
/** Congruences with numbers above this are not combined. */
const MAX_MODULUS = 1_000_000;

export function prove(statement: Statement, knowledge: Knowledge): Verdict {
  if (statement.kind === 'known') return statement.value ? 'yes' : 'no';
  if (knowledge.held.has(statement.key)) return 'yes';
  switch (statement.kind) {
    case 'atLeast':
      return proveAtLeast(statement.sum, knowledge);
    case 'equals':
      return knowledge.held.has(`!(${statement.key})`) ? 'no' : proveEquals(statement.sum, knowledge);
    case 'divisible':
      return knowledge.held.has(`!(${statement.key})`) ? 'no' : proveDivisible(statement.sum, statement.by, knowledge);
    case 'not':
      return opposite(prove(statement.of, knowledge));
    case 'and':
      return all(statement.parts.map((part) => prove(part, knowledge)));
    case 'or':
      return opposite(all(statement.parts.map((part) => opposite(prove(part, knowledge)))));
  }
}

export function opposite(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? 'unknown' : verdict === 'yes' ? 'no' : 'yes';
}

function all(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('no')) return 'no';
  return verdicts.every((verdict) => verdict === 'yes') ? 'yes' : 'unknown';
}

function proveAtLeast(sum: Sum, knowledge: Knowledge): Verdict {
  if (lowerBound(sum, knowledge, 0) >= 0) return 'yes';
  if (upperBound(sum, knowledge, -1) < 0) return 'no';
  const smaller = withoutPositive(sum, knowledge);
  return smaller === undefined ? 'unknown' : prove(atLeastZero(smaller), knowledge);
}

function proveEquals(sum: Sum, knowledge: Knowledge): Verdict {
  const low = lowerBound(sum, knowledge, 1);
  if (low > 0) return 'no';
  const high = upperBound(sum, knowledge, -1);
  if (high < 0) return 'no';
  if (low === 0 && high === 0) return 'yes';
  for (const equality of knowledge.equalities) {
    const { rest } = dividePolynomial(sum, equality);
    if (rest.terms.length === 0) return rest.constant === 0 ? 'yes' : 'no';
  }
  for (const { by } of knowledge.divisibilities) {
    if (by.terms.length === 0 && congruent(sum, by.constant, knowledge) === 'no') return 'no';
  }
  const smaller = withoutPositive(sum, knowledge);
  return smaller === undefined ? 'unknown' : prove(equalsZero(smaller), knowledge);
}

/** The sum without the factors that are at least 1 here: it has the same sign, and is 0 where the sum is. */
export function withoutPositive(sum: Sum, knowledge: Knowledge): Sum | undefined {
  const shared = sharedAtoms(sum, (atom) => rangeOfAtom(atom, knowledge).atLeast >= 1);
  return shared.atoms.length === 0 ? undefined : withoutProduct(sum, shared);
}

function proveDivisible(sum: Sum, by: Sum, knowledge: Knowledge): Verdict {
  if (by.terms.length === 0) return proveDivisibleByNumber(sum, by.constant, knowledge);
  if (lowerBound(by, knowledge, 1) < 1) return 'unknown';
  const { rest } = dividePolynomial(sum, by);
  if (rest.terms.length === 0 && rest.constant === 0) return 'yes';
  if (knowledge.divisibilities.some((fact) => keyOf(fact.by) === keyOf(by) && isMultiple(rest, fact.sum))) return 'yes';
  const inside = lowerBound(rest, knowledge, 1) >= 1 && lowerBound(subtract(by, rest), knowledge, 1) >= 1;
  return inside ? 'no' : 'unknown';
}

function isMultiple(sum: Sum, of: Sum): boolean {
  const { rest } = dividePolynomial(sum, of);
  return of.terms.length > 0 && rest.terms.length === 0 && rest.constant === 0;
}

function proveDivisibleByNumber(sum: Sum, by: number, knowledge: Knowledge): Verdict {
  const known = congruent(sum, by, knowledge);
  if (known !== 'unknown') return known;
  const { atLeast, atMost } = quickRange(sum, knowledge);
  if (!Number.isFinite(atLeast)) return 'unknown';
  const multiple = Math.ceil(atLeast / by) * by;
  if (multiple > atMost) return 'no';
  return atLeast === atMost ? 'yes' : 'unknown';
}

/** Whether the sum less a multiple of some known divisible sum is, or is not, a multiple of `by` whatever the symbols. */
function congruent(sum: Sum, by: number, knowledge: Knowledge): Verdict {
  const plain = divisible(sum, constantSum(by));
  if (plain.kind === 'known') return plain.value ? 'yes' : 'no';
  if (by > MAX_MODULUS) return 'unknown';
  // Only a fact that has all the products which have to vanish can make them vanish.
  const left = sum.terms.filter(({ coefficient }) => coefficient % by !== 0);
  for (const fact of knowledge.divisibilities) {
    if (fact.by.terms.length > 0 || !left.every(({ product }) => fact.sum.terms.some((other) => other.product.key === product.key))) continue;
    const step = by / gcd(by, fact.by.constant);
    for (let times = step; times < by && times <= MAX_MULTIPLES * step; times += step) {
      const less = divisible(subtract(sum, scale(times, fact.sum)), constantSum(by));
      if (less.kind === 'known') return less.value ? 'yes' : 'no';
    }
  }
  return 'unknown';
}
