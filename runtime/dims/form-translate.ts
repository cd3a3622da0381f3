// Forms in, the same in another domain out: numbers for an assignment of the symbols, solver terms for a solver.
// The meaning is kept exactly, so a domain that follows the vocabulary agrees with the form it was made from.

import { invariant } from '../invariant.ts';
import type { Claim, Dim, Domain } from './dim.ts';
import type { Atom, Statement, Sum } from './form-sums.ts';
import { fixHolds, holdsIn } from './form-sums.ts';
import { floorDivide, floorRemainder } from './numbers.ts';

/** The value of each symbol by name. */
export type Assignment = Readonly<Record<string, number>>;

/** Choices become choices of the other domain while there are at most this many, after that sums of 0 and 1. */
const MAX_CASES = 6;

export function evaluateSum(sum: Sum, assignment: Assignment): number {
  let total = sum.constant;
  for (const { coefficient, product } of sum.terms) {
    let value = coefficient;
    for (const atom of product.atoms) value = value === 0 ? 0 : safe(value * evaluateAtom(atom, assignment));
    total = safe(total + value);
  }
  return total;
}

function evaluateAtom(atom: Atom, assignment: Assignment): number {
  switch (atom.kind) {
    case 'symbol': {
      const value = assignment[atom.name];
      if (value === undefined) invariant(false, `the assignment has no value for ${atom.name}`);
      if (value % atom.divisor !== 0) invariant(false, `${atom.name} = ${value} is not a multiple of ${atom.divisor}`);
      return value / atom.divisor;
    }
    case 'floor':
      return floorDivide(evaluateSum(atom.of, assignment), evaluateSum(atom.by, assignment));
    case 'holds':
      return evaluateStatement(atom.statement, assignment) ? 1 : 0;
    case 'whole': {
      const left = evaluateSum(atom.left, assignment);
      const right = evaluateSum(atom.right, assignment);
      return safe(atom.operation === 'plus' ? left + right : left * right);
    }
  }
}

export function evaluateStatement(statement: Statement, assignment: Assignment): boolean {
  switch (statement.kind) {
    case 'known':
      return statement.value;
    case 'equals':
      return evaluateSum(statement.sum, assignment) === 0;
    case 'atLeast':
      return evaluateSum(statement.sum, assignment) >= 0;
    case 'divisible':
      return floorRemainder(evaluateSum(statement.sum, assignment), evaluateSum(statement.by, assignment)) === 0;
    case 'not':
      return !evaluateStatement(statement.of, assignment);
    case 'and':
      return statement.parts.every((part) => evaluateStatement(part, assignment));
    case 'or':
      return statement.parts.some((part) => evaluateStatement(part, assignment));
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

export function translateSum(sum: Sum, target: Target): Dim {
  const choices = holdsIn(sum);
  const [choice] = choices;
  if (choice !== undefined && choices.length <= MAX_CASES) {
    const yes = translateSum(fixHolds(sum, choice, 1), target);
    return translateStatement(choice.statement, target).choose(yes, translateSum(fixHolds(sum, choice, 0), target));
  }
  let total: Dim | undefined;
  for (const { coefficient, product } of sum.terms) {
    let value: Dim | undefined;
    for (const atom of product.atoms) {
      const factor = translateAtom(atom, target);
      value = value === undefined ? factor : value.times(factor);
    }
    const term = (value ?? target.domain.lit(1)).times(coefficient);
    total = total === undefined ? term : total.plus(term);
  }
  if (total === undefined) return target.domain.lit(sum.constant);
  return sum.constant === 0 ? total : total.plus(sum.constant);
}

function translateAtom(atom: Atom, target: Target): Dim {
  switch (atom.kind) {
    case 'symbol':
      return target.symbol(atom.name, atom.divisor);
    case 'floor':
      return translateSum(atom.of, target).over(translateSum(atom.by, target));
    case 'holds':
      return translateStatement(atom.statement, target).choose(1, 0);
    case 'whole': {
      const left = translateSum(atom.left, target);
      const right = translateSum(atom.right, target);
      return atom.operation === 'plus' ? left.plus(right) : left.times(right);
    }
  }
}

export function translateStatement(statement: Statement, target: Target): Claim {
  switch (statement.kind) {
    case 'known':
      return target.domain.lit(statement.value ? 1 : 0).equals(1);
    case 'equals':
      return translateSum(statement.sum, target).equals(0);
    case 'atLeast':
      return translateSum(statement.sum, target).atLeast(0);
    case 'divisible':
      return translateSum(statement.sum, target).divisibleBy(translateSum(statement.by, target));
    case 'not':
      return translateStatement(statement.of, target).not();
    case 'and':
      return statement.parts.map((part) => translateStatement(part, target)).reduce((a, b) => a.and(b));
    case 'or':
      return statement.parts.map((part) => translateStatement(part, target)).reduce((a, b) => a.or(b));
  }
}
