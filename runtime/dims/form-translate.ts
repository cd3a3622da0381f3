// Forms in, the same in another domain out: numbers for an assignment of the symbols, solver terms for a solver.
// The meaning is kept exactly, so a domain that follows the vocabulary agrees with the form it was made from.

import { invariant, InvariantError } from '../invariant.ts';
import type { Claim, Dim, Domain, Verdict } from './dim.ts';
import type { Atom, Statement, Sum } from './form-data.ts';
import { fixHolds, holdsIn } from './form-sums.ts';
import { floorDivide, floorRemainder } from './numbers.ts';

/** The value of each symbol by name. */
export type Assignment = Readonly<Record<string, number>>;

/** Choices become choices of the other domain while there are at most this many, after that sums of 0 and 1. */
const MAX_CASES = 6;

export function evaluateSum(sum: Sum, assignment: Assignment, heavy = new Map<Atom, number>()): number {
  let total = sum.constant;
  for (const { coefficient, product } of sum.terms) {
    let value = coefficient;
    for (const atom of product.atoms) value = value === 0 ? 0 : safe(value * evaluateAtom(atom, assignment, heavy));
    total = safe(total + value);
  }
  return total;
}

/** Heavy atoms share their parts: each is evaluated once. */
function evaluateAtom(atom: Atom, assignment: Assignment, heavy: Map<Atom, number>): number {
  const ready = heavy.get(atom);
  if (ready !== undefined) return ready;
  const value = evaluateParts(atom, assignment, heavy);
  if (atom.opaque) heavy.set(atom, value);
  return value;
}

function evaluateParts(atom: Atom, assignment: Assignment, heavy: Map<Atom, number>): number {
  switch (atom.kind) {
    case 'symbol': {
      const value = assignment[atom.name];
      if (value === undefined) invariant(false, `the assignment has no value for ${atom.name}`);
      if (value % atom.divisor !== 0) invariant(false, `${atom.name} = ${value} is not a multiple of ${atom.divisor}`);
      return value / atom.divisor;
    }
    case 'floor':
      return floorDivide(evaluateSum(atom.of, assignment, heavy), evaluateSum(atom.by, assignment, heavy));
    case 'holds':
      return evaluateStatement(atom.statement, assignment, heavy) ? 1 : 0;
    case 'whole': {
      const left = evaluateSum(atom.left, assignment, heavy);
      const right = evaluateSum(atom.right, assignment, heavy);
      return safe(atom.operation === 'plus' ? left + right : left * right);
    }
  }
}

export function evaluateStatement(statement: Statement, assignment: Assignment, heavy = new Map<Atom, number>()): boolean {
  switch (statement.kind) {
    case 'known':
      return statement.value;
    case 'equals':
      return evaluateSum(statement.sum, assignment, heavy) === 0;
    case 'atLeast':
      return evaluateSum(statement.sum, assignment, heavy) >= 0;
    case 'divisible':
      return floorRemainder(evaluateSum(statement.sum, assignment, heavy), evaluateSum(statement.by, assignment, heavy)) === 0;
    case 'not':
      return !evaluateStatement(statement.of, assignment, heavy);
    case 'and':
      return statement.parts.every((part) => evaluateStatement(part, assignment, heavy));
    case 'or':
      return statement.parts.some((part) => evaluateStatement(part, assignment, heavy));
  }
}

/** The same, but `unknown` where a value leaves the safe integers or a symbol breaks its divisor. */
export function tryStatement(statement: Statement, assignment: Assignment): Verdict {
  try {
    return evaluateStatement(statement, assignment) ? 'yes' : 'no';
  } catch (error) {
    if (error instanceof InvariantError) return 'unknown';
    throw error;
  }
}

function safe(n: number): number {
  if (!Number.isSafeInteger(n)) invariant(false, `${n} is not a safe integer`);
  return n + 0;
}

export interface Target {
  readonly domain: Domain;
  /** The size of that name, and for a known `divisor` above 1 the size divided by it (exactly). */
  symbol(name: string, divisor: number): Dim;
}

export function translateSum(sum: Sum, target: Target, heavy = new Map<Atom, Dim>()): Dim {
  const choices = holdsIn(sum);
  const [choice] = choices;
  if (choice !== undefined && choices.length <= MAX_CASES) {
    const yes = translateSum(fixHolds(sum, choice, 1), target, heavy);
    return translateStatement(choice.statement, target, heavy).choose(yes, translateSum(fixHolds(sum, choice, 0), target, heavy));
  }
  let total: Dim | undefined;
  for (const { coefficient, product } of sum.terms) {
    let value: Dim | undefined;
    for (const atom of product.atoms) {
      const factor = translateAtom(atom, target, heavy);
      value = value === undefined ? factor : value.times(factor);
    }
    const term = (value ?? target.domain.lit(1)).times(coefficient);
    total = total === undefined ? term : total.plus(term);
  }
  if (total === undefined) return target.domain.lit(sum.constant);
  return sum.constant === 0 ? total : total.plus(sum.constant);
}

function translateAtom(atom: Atom, target: Target, heavy: Map<Atom, Dim>): Dim {
  const ready = heavy.get(atom);
  if (ready !== undefined) return ready;
  const dim = translateParts(atom, target, heavy);
  if (atom.opaque) heavy.set(atom, dim);
  return dim;
}

function translateParts(atom: Atom, target: Target, heavy: Map<Atom, Dim>): Dim {
  switch (atom.kind) {
    case 'symbol':
      return target.symbol(atom.name, atom.divisor);
    case 'floor':
      return translateSum(atom.of, target, heavy).over(translateSum(atom.by, target, heavy));
    case 'holds':
      return translateStatement(atom.statement, target, heavy).choose(1, 0);
    case 'whole': {
      const left = translateSum(atom.left, target, heavy);
      const right = translateSum(atom.right, target, heavy);
      return atom.operation === 'plus' ? left.plus(right) : left.times(right);
    }
  }
}

export function translateStatement(statement: Statement, target: Target, heavy = new Map<Atom, Dim>()): Claim {
  switch (statement.kind) {
    case 'known':
      return target.domain.lit(statement.value ? 1 : 0).equals(1);
    case 'equals':
      return translateSum(statement.sum, target, heavy).equals(0);
    case 'atLeast':
      return translateSum(statement.sum, target, heavy).atLeast(0);
    case 'divisible':
      return translateSum(statement.sum, target, heavy).divisibleBy(translateSum(statement.by, target, heavy));
    case 'not':
      return translateStatement(statement.of, target, heavy).not();
    case 'and':
      return statement.parts.map((part) => translateStatement(part, target, heavy)).reduce((a, b) => a.and(b));
    case 'or':
      return statement.parts.map((part) => translateStatement(part, target, heavy)).reduce((a, b) => a.or(b));
  }
}
