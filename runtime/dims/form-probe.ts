// Facts in, an assignment of the symbols that satisfies them out, or nothing: a bounded walk over small and telling
// values, for witnesses that need no solver. Symbols that the facts solve follow from the others.

import { InvariantError } from '../invariant.ts';
import type { Facts } from './form-facts.ts';
import { rangeOfAtom } from './form-ranges.ts';
import type { Statement, Sum, SymbolAtom } from './form-data.ts';
import { sumsOf, symbolsOfSum } from './form-data.ts';
import type { Assignment } from './form-translate.ts';
import { evaluateStatement, evaluateSum } from './form-translate.ts';

/** Assignments that are tried. */
const MAX_PROBES = 60;
/** Values of one symbol that are considered. */
const MAX_VALUES = 24;
const TELLING = [0, 1, 2, 3, 4, 5, 7, 8, 10, 16, 32, 64, 128];

/** The statements that share symbols with the given names, directly or through others. */
export function relevantTo(names: Iterable<string>, statements: readonly Statement[]): readonly Statement[] {
  const reached = new Set(names);
  const left = new Map(statements.map((statement) => [statement, sumsOf(statement).flatMap((sum) => [...symbolsOfSum(sum)])]));
  const kept = new Set<Statement>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const [statement, mentioned] of left) {
      if (!mentioned.some((name) => reached.has(name))) continue;
      for (const name of mentioned) reached.add(name);
      left.delete(statement);
      kept.add(statement);
      grown = true;
    }
  }
  return statements.filter((statement) => kept.has(statement));
}

/** Values for these symbols that satisfy these statements, which are among the facts and speak of no other symbols. */
export function probe(facts: Facts, statements: readonly Statement[], symbols: readonly SymbolAtom[]): Assignment | undefined {
  const free = symbols.filter((atom) => !facts.solved.has(atom.key));
  const constants = constantsIn(statements);
  const choices = free.map((atom) => valuesOf(atom, facts, constants));
  if (choices.some((values) => values.length === 0)) return undefined;
  let state = 1;
  for (let i = 0; i < MAX_PROBES; i++) {
    const assignment: Record<string, number> = {};
    for (const [at, atom] of free.entries()) {
      const values = choices[at] as readonly number[];
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      // The first rounds give every symbol its smallest, second smallest … value; then they are mixed.
      const pick = i < 4 ? Math.min(i, values.length - 1) : Math.floor((state / 2_147_483_648) * values.length);
      assignment[atom.name] = (values[pick] as number) * atom.divisor;
    }
    if (completes(assignment, symbols, statements, facts)) return assignment;
  }
  return undefined;
}

/** Adds the solved symbols and tests everything; what leaves the safe integers is no witness. */
function completes(
  assignment: Record<string, number>, symbols: readonly SymbolAtom[], statements: readonly Statement[], facts: Facts,
): boolean {
  try {
    for (const atom of symbols) {
      const solved = facts.solved.get(atom.key);
      if (solved === undefined) continue;
      const value = evaluateSum(solved.value, assignment);
      if (value < atom.atLeast || value > atom.atMost) return false;
      assignment[atom.name] = value * atom.divisor;
    }
    return statements.every((statement) => evaluateStatement(statement, assignment));
  } catch (error) {
    if (error instanceof InvariantError) return false;
    throw error;
  }
}

function valuesOf(atom: SymbolAtom, facts: Facts, constants: ReadonlySet<number>): number[] {
  const { atLeast, atMost } = rangeOfAtom(atom, facts);
  const low = Number.isFinite(atLeast) ? atLeast : Math.min(0, atMost);
  const values = new Set<number>();
  const offer = (value: number): void => {
    if (value >= atLeast && value <= atMost && Number.isSafeInteger(value) && values.size < MAX_VALUES) values.add(value);
  };
  for (let i = 0; i < 4; i++) offer(low + i);
  for (const constant of constants) {
    offer(constant);
    offer(Math.ceil(constant / atom.divisor));
  }
  for (const value of TELLING) {
    offer(value);
    offer(low + value);
  }
  offer(atMost);
  if (!Number.isFinite(atLeast)) for (const value of TELLING) offer(-value);
  return [...values];
}

/** Numbers that the statements compare with, and their neighbours. */
function constantsIn(statements: readonly Statement[]): Set<number> {
  const found = new Set<number>();
  const visit = (sum: Sum): void => {
    const size = Math.abs(sum.constant);
    if (size > 0) for (const near of [size, size + 1, size - 1]) found.add(near);
    for (const { coefficient } of sum.terms) if (Math.abs(coefficient) > 1) found.add(Math.abs(coefficient));
  };
  for (const statement of statements) for (const sum of sumsOf(statement)) visit(sum);
  return found;
}
