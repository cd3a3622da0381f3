// Sums and statements come in, and come out as one canonical sum: floor division, choice, and putting sums in
// place of atoms (which runs the first two again). Only bounds that symbols carry are used, never path knowledge.
//
// Choices are lifted out of divisions: `floor(if(c; y; n)/k)` is `if(c; floor(y/k); floor(n/k))`.

import type { Atom, HoldsAtom, Statement, Sum } from './form-data.ts';
import { atomSum, constantSum, floorAtom, holdsAtom, makeSum, productSum, sameSum, sumsOf, zero } from './form-data.ts';
import { add, degree, fixHolds, holdsIn, multiply, scale, subtract } from './form-sums.ts';
import { divideByNumber, dividePolynomial } from './form-division.ts';
import type { Known } from './form-ranges.ts';
import { boundsFrom, gcd, lowerBound, nothingKnown, quickRange } from './form-ranges.ts';
import { and, atLeastZero, commonDivisor, divisible, equalsZero, not, or, withoutShared } from './form-statements.ts';

/** Divisions and substitutions are split into cases for at most this many different choices. */
const MAX_LIFTED = 3;

/** `floor(of / max(by, 1))` */
export function floorOver(of: Sum, by: Sum): Sum {
  if (by.terms.length === 0 && by.constant <= 1) return of;
  const choices = holdsIn(of, by);
  const [choice] = choices;
  if (choice !== undefined && choices.length <= MAX_LIFTED) {
    const yes = floorOver(fixHolds(of, choice, 1), fixHolds(by, choice, 1));
    const no = floorOver(fixHolds(of, choice, 0), fixHolds(by, choice, 0));
    return choose(choice.statement, yes, no);
  }
  return by.terms.length === 0 ? overNumber(of, by.constant) : overSum(of, by);
}

function overNumber(of: Sum, by: number): Sum {
  const { quotient, rest } = divideByNumber(of, by);
  if (rest.terms.length === 0) return add(quotient, constantSum(Math.floor(rest.constant / by)));
  const shared = gcd(commonDivisor(rest), by);
  if (shared > 1) return add(quotient, overNumber(dividedBy(rest, shared), by / shared));
  const constant = constantQuotient(rest, by);
  if (constant !== undefined) return add(quotient, constantSum(constant));
  const nested = mergeNested(rest, constantSum(by));
  return add(quotient, nested ?? atomSum(floorAtom(rest, constantSum(by))));
}

/** `floor((g·a + c)/(g·k)) = floor((a + floor(c/g))/k)` */
function dividedBy(sum: Sum, shared: number): Sum {
  const terms = sum.terms.map(({ coefficient, product }) => ({ coefficient: coefficient / shared, product }));
  return makeSum(Math.floor(sum.constant / shared), terms);
}

function constantQuotient(sum: Sum, by: number): number | undefined {
  const { atLeast, atMost } = quickRange(sum);
  const low = Math.floor(atLeast / by);
  return Number.isFinite(atLeast) && low === Math.floor(atMost / by) ? low : undefined;
}

function overSum(of: Sum, by: Sum): Sum {
  const range = quickRange(by);
  if (range.atMost <= 1) return of;
  if (range.atLeast < 1) return of.terms.length === 0 && of.constant === 0 ? zero : atomSum(floorAtom(of, by));
  const { quotient, rest } = dividePolynomial(of, by);
  if (rest.terms.length === 0 && rest.constant === 0) return quotient;
  if (quickRange(rest).atLeast >= 0 && lowerBound(subtract(by, rest), nothingKnown, 1) >= 1) return quotient;
  const [smaller, smallerBy] = withoutShared(rest, by);
  if (smallerBy.terms.length === 0) return add(quotient, floorOver(smaller, smallerBy));
  return add(quotient, mergeNested(smaller, smallerBy) ?? atomSum(floorAtom(smaller, smallerBy)));
}

/** `floor((floor(x/a) + y)/b) = floor((x + a·y)/(a·b))`, where one floor stands alone among the terms. */
function mergeNested(of: Sum, by: Sum): Sum | undefined {
  const floors = of.terms.filter(({ product }) => product.atoms.some((atom) => atom.kind === 'floor'));
  const [only] = floors;
  const inner = only?.product.atoms[0];
  if (only === undefined || floors.length !== 1 || only.coefficient !== 1) return undefined;
  if (only.product.atoms.length !== 1 || inner?.kind !== 'floor' || quickRange(inner.by).atLeast < 1) return undefined;
  if (degree(inner.by) + degree(by) > 4) return undefined;
  const others = makeSum(of.constant, of.terms.filter((term) => term !== only));
  return floorOver(add(inner.of, multiply(inner.by, others)), multiply(inner.by, by));
}

/** `of − by·floor(of / by)`, and 0 where `by` is below 1. */
export function remainderOf(of: Sum, by: Sum): Sum {
  if (by.terms.length === 0) return by.constant <= 1 ? zero : subtract(of, scale(by.constant, floorOver(of, by)));
  const choices = holdsIn(of, by);
  const [choice] = choices;
  if (choice !== undefined && choices.length <= MAX_LIFTED) {
    const yes = remainderOf(fixHolds(of, choice, 1), fixHolds(by, choice, 1));
    return choose(choice.statement, yes, remainderOf(fixHolds(of, choice, 0), fixHolds(by, choice, 0)));
  }
  return choose(atLeastZero(subtract(by, constantSum(1))), subtract(of, multiply(by, floorOver(of, by))), zero);
}

/** `yes` where the statement holds, else `no`. */
export function choose(statement: Statement, yes: Sum, no: Sum): Sum {
  if (sameSum(yes, no)) return yes;
  switch (statement.kind) {
    case 'known':
      return statement.value ? yes : no;
    case 'not':
      return choose(statement.of, no, yes);
    case 'and':
      return statement.parts.reduceRight((taken, part) => choose(part, taken, no), yes);
    case 'or':
      return statement.parts.reduceRight((refused, part) => choose(part, yes, refused), no);
    case 'divisible':
    case 'equals':
    case 'atLeast':
      return chooseWithin(statement, yes, no) ?? chooseByComparison(statement, yes, no);
  }
}

/** A choice inside the statement becomes the outer one, so that no choice hides in another's condition. */
function chooseWithin(statement: Statement, yes: Sum, no: Sum): Sum | undefined {
  const choices = holdsIn(...sumsOf(statement));
  const [choice] = choices;
  if (choice === undefined || choices.length > MAX_LIFTED) return undefined;
  const where = (value: 0 | 1): Sum =>
    choose(fixStatement(statement, choice, value), fixHolds(yes, choice, value), fixHolds(no, choice, value));
  return choose(choice.statement, where(1), where(0));
}

function fixStatement(statement: Statement, choice: HoldsAtom, value: 0 | 1): Statement {
  if (statement.kind === 'equals') return equalsZero(fixHolds(statement.sum, choice, value));
  if (statement.kind === 'atLeast') return atLeastZero(fixHolds(statement.sum, choice, value));
  if (statement.kind === 'divisible') return divisible(fixHolds(statement.sum, choice, value), fixHolds(statement.by, choice, value));
  return statement;
}

/** Of an inequality and its negation one is used, so that both ways of asking give one form. */
function chooseByComparison(statement: Statement, yes: Sum, no: Sum): Sum {
  const turned = statement.kind === 'atLeast' && (statement.sum.terms[0]?.coefficient ?? 1) < 0;
  return turned ? choosePlain(not(statement), no, yes) : choosePlain(statement, yes, no);
}

/** The difference is simplified by what the choice knows: `if(b = 1; 1; b)` is `b`. */
function choosePlain(statement: Statement, yes: Sum, no: Sum): Sum {
  if (statement.kind === 'known') return statement.value ? yes : no;
  const refused = settle(no, statement, false);
  const difference = settle(substituteEqual(subtract(yes, refused), statement), statement, true);
  if (difference.terms.length === 0 && difference.constant === 0) return refused;
  const start = earliest(statement, difference);
  if (start.kind === 'known') return start.value ? add(refused, difference) : refused;
  return add(refused, multiply(atomSum(holdsAtom(start)), difference));
}

/** `if(d ≥ 0; d; 0)` and `if(d ≥ 1; d; 0)` are one: the choice starts where its value leaves zero. */
function earliest(statement: Statement, difference: Sum): Statement {
  if (statement.kind !== 'atLeast') return statement;
  const before = add(statement.sum, constantSum(1));
  const ratio = (difference.terms[0]?.coefficient ?? 0) / (before.terms[0]?.coefficient ?? 1);
  if (ratio === 0 || !Number.isInteger(ratio) || !sameSum(difference, scale(ratio, before))) return statement;
  return atLeastZero(before);
}

/** Choices inside the sum that the statement decides. */
function settle(sum: Sum, statement: Statement, holds: boolean): Sum {
  let result = sum;
  for (const choice of holdsIn(sum)) {
    const verdict = impliedBy(statement, holds, choice);
    if (verdict !== undefined) result = fixHolds(result, choice, verdict ? 1 : 0);
  }
  return result;
}

function impliedBy(statement: Statement, holds: boolean, choice: HoldsAtom): boolean | undefined {
  const inner = choice.statement;
  if (inner.key === statement.key) return holds;
  const bounds = boundsFrom(statement, holds);
  if (bounds.length === 0 || (inner.kind !== 'atLeast' && inner.kind !== 'equals')) return undefined;
  const known: Known = { range: nothingKnown.range, inequalities: bounds };
  if (inner.kind === 'atLeast' && lowerBound(inner.sum, known, 0) >= 0) return true;
  if (lowerBound(scale(-1, inner.sum), known, 1) >= 1) return false;
  if (inner.kind === 'equals' && lowerBound(inner.sum, known, 1) >= 1) return false;
  return undefined;
}

function substituteEqual(sum: Sum, statement: Statement): Sum {
  if (statement.kind !== 'equals') return sum;
  const solved = solve(statement.sum);
  return solved === undefined ? sum : substitute(sum, new Map([[solved.atom.key, solved]]));
}

/** An atom and the sum that equals it. */
export interface Solved {
  readonly atom: Atom;
  readonly value: Sum;
}

/** `sum = 0` solved for an atom with coefficient ±1 that stands nowhere else in it; the last symbol is preferred. */
export function solve(sum: Sum): Solved | undefined {
  let best: { atom: Atom; coefficient: number } | undefined;
  for (const { coefficient, product } of sum.terms) {
    const [atom] = product.atoms;
    if (atom === undefined || product.atoms.length > 1 || Math.abs(coefficient) !== 1 || !replaceable(atom)) continue;
    if (best !== undefined && atom.kind !== 'symbol' && best.atom.kind === 'symbol') continue;
    if (standsAlone(atom, sum)) best = { atom, coefficient };
  }
  if (best === undefined) return undefined;
  const rest = subtract(sum, atomSum(best.atom, best.coefficient));
  return { atom: best.atom, value: best.coefficient === 1 ? scale(-1, rest) : rest };
}

/** Whether a choice was taken is a statement, not a size: it is settled by the statement. */
function replaceable(atom: Atom): boolean {
  return atom.kind !== 'holds' && !atom.opaque;
}

function standsAlone(atom: Atom, sum: Sum): boolean {
  let count = 0;
  for (const { product } of sum.terms) {
    for (const other of product.atoms) {
      if (other.key === atom.key) count++;
      else if (other.kind !== 'symbol' && [...atom.symbols].every((name) => other.symbols.has(name))) return false;
    }
  }
  return count === 1;
}

export type Substitution = ReadonlyMap<string, Solved>;

/** Each atom that has a key in the map is replaced; atoms around it are made again. */
export function substitute(sum: Sum, map: Substitution): Sum {
  if (map.size === 0 || sum.terms.length === 0) return sum;
  const touched = sum.terms.some(({ product }) => product.atoms.some((atom) => mentions(atom, map)));
  if (!touched) return sum;
  const choices = holdsIn(sum).filter((choice) => mentions(choice, map));
  const [choice] = choices;
  if (choice !== undefined && choices.length <= MAX_LIFTED) {
    const yes = substitute(fixHolds(sum, choice, 1), map);
    const no = substitute(fixHolds(sum, choice, 0), map);
    return choose(substituteStatement(choice.statement, map), yes, no);
  }
  let result = constantSum(sum.constant);
  for (const term of sum.terms) {
    if (!term.product.atoms.some((atom) => mentions(atom, map))) {
      result = add(result, productSum(term.product, term.coefficient));
      continue;
    }
    let factor: Sum = constantSum(term.coefficient);
    for (const atom of term.product.atoms) factor = multiply(factor, substituteAtom(atom, map));
    result = add(result, factor);
  }
  return result;
}

function substituteAtom(atom: Atom, map: Substitution): Sum {
  const solved = map.get(atom.key);
  if (solved !== undefined) return solved.value;
  if (!mentions(atom, map)) return atomSum(atom);
  switch (atom.kind) {
    case 'symbol':
      return atomSum(atom);
    case 'floor':
      return floorOver(substitute(atom.of, map), substitute(atom.by, map));
    case 'holds':
      return choose(substituteStatement(atom.statement, map), constantSum(1), zero);
    case 'whole': {
      const left = substitute(atom.left, map);
      const right = substitute(atom.right, map);
      return atom.operation === 'plus' ? add(left, right) : multiply(left, right);
    }
  }
}

/** Heavy atoms are left as they are: their old symbols keep their old meaning. */
function mentions(atom: Atom, map: Substitution): boolean {
  if (atom.kind === 'symbol' || map.has(atom.key)) return map.has(atom.key);
  if (atom.opaque) return false;
  for (const solved of map.values()) {
    for (const name of solved.atom.symbols) if (atom.symbols.has(name)) return true;
  }
  return false;
}

export function substituteStatement(statement: Statement, map: Substitution): Statement {
  switch (statement.kind) {
    case 'known':
      return statement;
    case 'equals':
      return again(statement, statement.sum, map, equalsZero);
    case 'atLeast':
      return again(statement, statement.sum, map, atLeastZero);
    case 'divisible': {
      const sum = substitute(statement.sum, map);
      const by = substitute(statement.by, map);
      return sum === statement.sum && by === statement.by ? statement : divisible(sum, by);
    }
    case 'not':
      return not(substituteStatement(statement.of, map));
    case 'and':
      return and(...statement.parts.map((part) => substituteStatement(part, map)));
    case 'or':
      return or(...statement.parts.map((part) => substituteStatement(part, map)));
  }
}

function again(statement: Statement, sum: Sum, map: Substitution, make: (sum: Sum) => Statement): Statement {
  const replaced = substitute(sum, map);
  return replaced === sum ? statement : make(replaced);
}
