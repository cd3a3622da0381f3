// Sums come in, statements in canonical form come out: signs, common factors and trivial truths are settled
// here, so that equal statements have equal keys. Only bounds that symbols carry are used, never path knowledge.

import type { Atom, FloorAtom, Product, Statement, Sum, Term } from './form-data.ts';
import { atomSum, constantSum, keyOf, makeSum, productOf, sameSum } from './form-data.ts';
import { divideProduct, multiply, scale, subtract } from './form-sums.ts';
import { gcd, nothingKnown, quickRange, rangeOfAtom } from './form-ranges.ts';
import { floorDivide, floorRemainder } from './numbers.ts';
import { dividePolynomial } from './form-division.ts';

export const always: Statement = { kind: 'known', value: true, key: 'true' };
export const never: Statement = { kind: 'known', value: false, key: 'false' };

/** Longer conjunctions and disjunctions are not searched for two parts that are each other's negation. */
const MAX_COMPARED = 12;

/** `sum = 0` */
export function equalsZero(given: Sum): Statement {
  if (given.terms.length === 0) return given.constant === 0 ? always : never;
  const shared = commonDivisor(given);
  if (given.constant % shared !== 0) return never;
  let sum = shared === 1 ? given : divideCoefficients(given, shared, given.constant / shared);
  if ((sum.terms[0] as Term).coefficient < 0) sum = scale(-1, sum);
  sum = withoutPositiveFactors(sum);
  if (sum.terms.length === 0) return sum.constant === 0 ? always : never;
  const range = quickRange(sum);
  if (range.atLeast > 0 || range.atMost < 0) return never;
  return asRemainder(sum) ?? { kind: 'equals', sum, key: `${keyOf(sum)}=0` };
}

/** `sum ≥ 0` */
export function atLeastZero(given: Sum): Statement {
  if (given.terms.length === 0) return given.constant >= 0 ? always : never;
  const shared = commonDivisor(given);
  let sum = shared === 1 ? given : divideCoefficients(given, shared, floorDivide(given.constant, shared));
  sum = withoutPositiveFactors(sum);
  const range = quickRange(sum);
  if (range.atLeast >= 0) return always;
  if (range.atMost < 0) return never;
  return { kind: 'atLeast', sum, key: `${keyOf(sum)}>=0` };
}

/** `sum` is a multiple of `by`, where a `by` below 1 counts as 1. */
export function divisible(sum: Sum, by: Sum): Statement {
  if (by.terms.length === 0) return divisibleByNumber(sum, by.constant);
  const range = quickRange(by);
  if (range.atMost <= 1) return always;
  if (range.atLeast < 1) return { kind: 'divisible', sum, by, key: `${keyOf(by)}|${keyOf(sum)}` };
  const { rest } = dividePolynomial(sum, by);
  if (rest.terms.length === 0 && rest.constant === 0) return always;
  if (rest.constant % sharedNumber(rest, by) !== 0) return never;
  const [of, divisor] = withoutShared(rest, by);
  if (divisor.terms.length === 0) return divisibleByNumber(of, divisor.constant);
  return { kind: 'divisible', sum: of, by: divisor, key: `${keyOf(divisor)}|${keyOf(of)}` };
}

function divisibleByNumber(sum: Sum, by: number): Statement {
  if (by <= 1) return always;
  const terms: Term[] = [];
  let shared = by;
  for (const { coefficient, product } of sum.terms) {
    const rest = floorRemainder(coefficient, by);
    if (rest === 0) continue;
    shared = gcd(shared, rest);
    terms.push({ coefficient: rest, product });
  }
  const constant = floorRemainder(sum.constant, by);
  if (constant % shared !== 0) return never;
  if (terms.length === 0) return always;
  const rest = divideCoefficients(makeSum(constant, terms), shared, constant / shared);
  return { kind: 'divisible', sum: rest, by: constantSum(by / shared), key: `${by / shared}|${keyOf(rest)}` };
}

const negations = new WeakMap<Statement, Statement>();

export function not(statement: Statement): Statement {
  let negation = negations.get(statement);
  if (!negation) negations.set(statement, (negation = negated(statement)));
  return negation;
}

function negated(statement: Statement): Statement {
  switch (statement.kind) {
    case 'known':
      return statement.value ? never : always;
    case 'atLeast':
      return atLeastZero(subtract(constantSum(-1), statement.sum));
    case 'equals':
    case 'divisible':
      return { kind: 'not', of: statement, key: `!(${statement.key})` };
    case 'not':
      return statement.of;
    case 'and':
      return or(...statement.parts.map(not));
    case 'or':
      return and(...statement.parts.map(not));
  }
}

export function and(...statements: readonly Statement[]): Statement {
  return join('and', never, always, statements);
}

export function or(...statements: readonly Statement[]): Statement {
  return join('or', always, never, statements);
}

/** `strong` decides the whole as soon as it is a part, `weak` says nothing. */
function join(kind: 'and' | 'or', strong: Statement, weak: Statement, statements: readonly Statement[]): Statement {
  const parts = new Map<string, Statement>();
  for (const statement of statements) {
    for (const part of statement.kind === kind ? statement.parts : [statement]) {
      if (part.key === strong.key) return strong;
      if (part.key !== weak.key) parts.set(part.key, part);
    }
  }
  const list = [...parts.values()];
  const excluded = (part: Statement): boolean => (part.kind === 'not' || part.kind === 'atLeast') && parts.has(not(part).key);
  if (list.length <= MAX_COMPARED && list.some(excluded)) return strong;
  if (list.length <= 1) return list[0] ?? weak;
  list.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { kind, parts: list, key: `(${list.map((part) => part.key).join(kind === 'and' ? '&' : '|')})` };
}

/** The greatest number that divides all coefficients (the constant apart). */
export function commonDivisor(sum: Sum): number {
  let shared = 0;
  for (const { coefficient } of sum.terms) {
    shared = gcd(shared, coefficient);
    if (shared === 1) return 1;
  }
  return shared;
}

function divideCoefficients(sum: Sum, by: number, constant: number): Sum {
  if (by === 1) return sum;
  return makeSum(constant, sum.terms.map((term) => ({ coefficient: term.coefficient / by, product: term.product })));
}

/** `n·h − n·w` against 0 says the same as `h − w` where n is at least 1. */
function withoutPositiveFactors(sum: Sum): Sum {
  if (sum.constant !== 0) return sum;
  const shared = sharedAtoms(sum, (atom) => rangeOfAtom(atom, nothingKnown).atLeast >= 1);
  return shared.atoms.length === 0 ? sum : withoutProduct(sum, shared);
}

/** The atoms, as often as they stand in every product of the sum, that pass the test. */
export function sharedAtoms(sum: Sum, test: (atom: Product['atoms'][number]) => boolean): Product {
  const [first, ...others] = sum.terms;
  if (first === undefined || sum.constant !== 0) return productOf([]);
  let shared = first.product.atoms.filter(test);
  for (const { product } of others) {
    if (shared.length === 0) break;
    const left = product.atoms.map((atom) => atom.key);
    shared = shared.filter((atom) => {
      const at = left.indexOf(atom.key);
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  return productOf(shared);
}

/** Every term divided by a product that all of them contain. */
export function withoutProduct(sum: Sum, shared: Product): Sum {
  let constant = 0;
  const terms: Term[] = [];
  for (const { coefficient, product } of sum.terms) {
    const rest = divideProduct(product, shared.atoms);
    if (rest === undefined) return sum;
    if (rest.atoms.length === 0) constant += coefficient;
    else terms.push({ coefficient, product: rest });
  }
  return makeSum(constant, terms);
}

/** `x − k·floor(x/k) = 0` is "x is a multiple of k". */
function asRemainder(sum: Sum): Statement | undefined {
  const isFloor = (atom: Atom): atom is FloorAtom => atom.kind === 'floor';
  const floor = sum.terms.flatMap(({ product }) => product.atoms.filter(isFloor))[0];
  if (floor === undefined) return undefined;
  const rest = makeSum(sum.constant, sum.terms.filter(({ product }) => !product.atoms.includes(floor)));
  const sign = sameSum(rest, floor.of) ? 1 : sameSum(scale(-1, rest), floor.of) ? -1 : 0;
  if (sign === 0 || quickRange(floor.by).atLeast < 1) return undefined;
  const multiple = multiply(floor.by, atomSum(floor));
  return sameSum(subtract(rest, sum), scale(sign, multiple)) ? divisible(floor.of, floor.by) : undefined;
}

/** `floor((g·a + c)/(g·b)) = floor((a + floor(c/g))/b)`: a positive factor that two sums share cancels. */
export function withoutShared(of: Sum, by: Sum): readonly [Sum, Sum] {
  const size = sharedNumber(of, by);
  const numerator = divideCoefficients(of, size, floorDivide(of.constant, size));
  const divisor = divideCoefficients(by, size, by.constant / size);
  if (numerator.constant !== 0 || divisor.constant !== 0) return [numerator, divisor];
  const shared = sharedAtoms(makeSum(0, [...numerator.terms, ...divisor.terms]), (atom) => rangeOfAtom(atom, nothingKnown).atLeast >= 1);
  if (shared.atoms.length === 0) return [numerator, divisor];
  return [withoutProduct(numerator, shared), withoutProduct(divisor, shared)];
}

/** The greatest number that divides all of `by` and all coefficients of `of`, its constant apart. */
function sharedNumber(of: Sum, by: Sum): number {
  return gcd(gcd(commonDivisor(by), by.constant), commonDivisor(of));
}
