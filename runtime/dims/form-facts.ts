// Path knowledge: claims that hold here come in one by one, facts come out, and questions are answered under
// them. Equalities are used by substitution, inequalities narrow ranges or are kept, disjunctions lose the parts
// that cannot hold, disequalities cut the ends off ranges. Facts are immutable; `assume` makes new ones.

import type { Verdict } from './dim.ts';
import { dividePolynomial } from './form-division.ts';
import type { Knowledge } from './form-proofs.ts';
import { opposite, prove, withoutPositive } from './form-proofs.ts';
import type { Cost, Range } from './form-ranges.ts';
import { anything, charge, costOf, intersect, quickRange, rangeOfAtom } from './form-ranges.ts';
import { relatedTo } from './form-related.ts';
import type { Solved } from './form-rebuild.ts';
import { solve, substitute, substituteStatement } from './form-rebuild.ts';
import { atLeastZero, divisible, equalsZero, not, or } from './form-statements.ts';
import type { Atom, Statement, Sum, Term } from './form-data.ts';
import { atomSum, constantSum, sumsOf } from './form-data.ts';
import { add, addScaled, fixHolds, holdsIn, multiply, scale, subtract } from './form-sums.ts';
import { floorDivide } from './numbers.ts';

export interface Facts extends Knowledge {
  /** What was assumed, in order, as it was said. */
  readonly assumed: readonly Statement[];
  readonly solved: ReadonlyMap<string, Solved>;
  readonly ranges: ReadonlyMap<string, { readonly atom: Atom; readonly range: Range }>;
  /** Disjunctions, disequalities and "not a multiple". */
  readonly open: readonly Statement[];
}

/** Each round looks again at everything that is open; what needs more rounds stays unused, not wrong. */
const MAX_ROUNDS = 4;
/** A question is split into cases so many times, one inside the other. */
const MAX_SPLITS = 3;

/** Equalities that one assumption may solve; further ones are kept unsolved. */
const MAX_SOLVED = 64;

interface Draft {
  solved: Map<string, Solved>;
  ranges: Map<string, { atom: Atom; range: Range }>;
  inequalities: Sum[];
  equalities: Sum[];
  divisibilities: { sum: Sum; by: Sum; key: string }[];
  open: Statement[];
  held: Set<string>;
  changed: boolean;
  toSolve: number;
}

/** Never leaves this file; made once, because capturing a stack costs more than finding the contradiction. */
const contradiction = new Error('these facts contradict each other');

export const noFacts: Facts = seal([], {
  solved: new Map(), ranges: new Map(), inequalities: [], equalities: [], divisibilities: [], open: [], held: new Set(),
  changed: false, toSolve: 0,
});

/** What facts become with one statement more, by its key: cases are split in the same way again and again. */
const learnt = new WeakMap<Facts, Map<string, { readonly facts: Facts | 'contradiction'; readonly cost: Cost }>>();

/** The facts and one more statement, or the finding that no values of the symbols satisfy both. */
export function assumeStatement(facts: Facts, statement: Statement): Facts | 'contradiction' {
  // Where nothing is known yet, one name may stand for different sizes from one question to the next.
  if (facts === noFacts) return withStatement(facts, statement);
  const before = learnt.get(facts)?.get(statement.key);
  if (before && charge(before.cost)) return before.facts;
  const { result, cost } = costOf(() => withStatement(facts, statement));
  if (cost) learnt.set(facts, (learnt.get(facts) ?? new Map()).set(statement.key, { facts: result, cost }));
  return result;
}

/** What several facts say together that have no symbol in common; `assumed`: in the order in which it was. */
export function together(parts: readonly Facts[], assumed: readonly Statement[]): Facts {
  const all = <T>(of: (facts: Facts) => Iterable<T>): T[] => parts.flatMap((facts) => [...of(facts)]);
  return seal(assumed, {
    solved: new Map(all(({ solved }) => solved)), ranges: new Map(all(({ ranges }) => ranges)), inequalities: all(({ inequalities }) => inequalities),
    equalities: all(({ equalities }) => equalities), divisibilities: all(({ divisibilities }) => divisibilities), open: all(({ open }) => open),
    held: new Set(all(({ held }) => held)), changed: false, toSolve: 0,
  });
}

function withStatement(facts: Facts, statement: Statement): Facts | 'contradiction' {
  const here = substituteStatement(statement, facts.solved);
  const verdict = prove(here, facts);
  if (verdict === 'yes') return facts;
  if (verdict === 'no') return 'contradiction';
  const draft: Draft = {
    solved: new Map(facts.solved), ranges: new Map(facts.ranges), inequalities: [...facts.inequalities], equalities: [...facts.equalities],
    divisibilities: [...facts.divisibilities], open: [...facts.open], held: new Set(facts.held), changed: true, toSolve: MAX_SOLVED,
  };
  try {
    learn(draft, here);
    const isRelated = relatedTo(statement, facts.assumed);
    for (let round = 0; round < MAX_ROUNDS && draft.changed; round++) review(draft, isRelated);
  } catch (error) {
    if (error === contradiction) return 'contradiction';
    throw error;
  }
  return seal([...facts.assumed, statement], draft);
}

function seal(assumed: readonly Statement[], draft: Draft): Facts {
  return { assumed, ...knowledgeOf(draft), solved: draft.solved, ranges: draft.ranges, open: draft.open };
}

function knowledgeOf(draft: Draft): Knowledge {
  const { ranges, inequalities, equalities, divisibilities, held } = draft;
  return { range: (atom) => ranges.get(atom.key)?.range, inequalities, equalities, divisibilities, held };
}

/** The statement has to be written in what is left after substitution. */
function learn(draft: Draft, statement: Statement): void {
  const verdict = prove(statement, knowledgeOf(draft));
  if (verdict === 'no') throw contradiction;
  if (verdict === 'yes') return;
  draft.changed = true;
  switch (statement.kind) {
    case 'known':
      return;
    case 'and':
      for (const part of statement.parts) learn(draft, substituteStatement(part, draft.solved));
      return;
    case 'or':
      draft.open.push(statement);
      return;
    case 'not':
      draft.open.push(statement);
      draft.held.add(statement.key);
      return;
    case 'divisible':
      draft.divisibilities.push(statement);
      draft.held.add(statement.key);
      return;
    case 'atLeast':
      learnAtLeast(draft, statement);
      return;
    case 'equals':
      learnEquals(draft, statement);
  }
}

function learnAtLeast(draft: Draft, statement: Extract<Statement, { kind: 'atLeast' }>): void {
  const smaller = withoutPositive(statement.sum, knowledgeOf(draft));
  if (smaller !== undefined) {
    learn(draft, atLeastZero(smaller));
    return;
  }
  const [term] = statement.sum.terms as [Term];
  const [atom] = term.product.atoms as [Atom];
  if (statement.sum.terms.length > 1 || term.product.atoms.length > 1) {
    draft.inequalities.push(statement.sum);
    draft.held.add(statement.key);
    return;
  }
  const { constant } = statement.sum;
  const size = Math.abs(term.coefficient);
  if (term.coefficient > 0) narrow(draft, atom, { atLeast: -floorDivide(constant, size), atMost: Infinity });
  else narrow(draft, atom, { atLeast: -Infinity, atMost: floorDivide(constant, size) });
}

function narrow(draft: Draft, atom: Atom, by: Range): void {
  const before = draft.ranges.get(atom.key)?.range ?? anything;
  draft.ranges.set(atom.key, { atom, range: intersect(before, by) });
  draft.changed = true;
  const range = rangeOfAtom(atom, knowledgeOf(draft));
  if (range.atLeast > range.atMost) throw contradiction;
  if (atom.kind === 'holds') learn(draft, range.atLeast === 1 ? atom.statement : not(atom.statement));
  else if (range.atLeast === range.atMost && draft.toSolve > 0) install(draft, { atom, value: constantSum(range.atLeast) });
}

function learnEquals(draft: Draft, statement: Extract<Statement, { kind: 'equals' }>): void {
  const smaller = withoutPositive(statement.sum, knowledgeOf(draft));
  if (smaller !== undefined) {
    learn(draft, equalsZero(smaller));
    return;
  }
  const solved = draft.toSolve > 0 ? solve(statement.sum) : undefined;
  if (solved !== undefined) {
    install(draft, solved);
    return;
  }
  draft.equalities.push(statement.sum);
  draft.inequalities.push(statement.sum, scale(-1, statement.sum));
  draft.held.add(statement.key);
}

/** From here on the atom is written as its value; what was known of it becomes knowledge about the value. */
function install(draft: Draft, solved: Solved): void {
  draft.toSolve--;
  const { atom, value } = solved;
  const range = rangeOfAtom(atom, knowledgeOf(draft));
  const map = new Map([[atom.key, solved]]);
  for (const [key, earlier] of draft.solved) draft.solved.set(key, { atom: earlier.atom, value: substitute(earlier.value, map) });
  draft.solved.set(atom.key, solved);
  draft.ranges.delete(atom.key);
  const again: Statement[] = [];
  const stays = (statement: Statement): boolean => {
    const now = substituteStatement(statement, map);
    if (now.key === statement.key) return true;
    draft.held.delete(statement.key);
    again.push(now);
    return false;
  };
  draft.inequalities = draft.inequalities.filter((sum) => stays(atLeastZero(sum)));
  draft.equalities = draft.equalities.filter((sum) => stays(equalsZero(sum)));
  draft.divisibilities = draft.divisibilities.filter(({ sum, by }) => stays(divisible(sum, by)));
  draft.open = draft.open.filter(stays);
  for (const [key, narrowed] of draft.ranges) {
    const before = atomSum(narrowed.atom);
    const now = substitute(before, map);
    if (now === before) continue;
    draft.ranges.delete(key);
    again.push(...within(now, narrowed.range));
  }
  again.push(...within(value, range));
  if (atom.kind === 'floor' && quickRange(atom.by).atLeast >= 1) {
    const rest = subtract(substitute(atom.of, map), multiply(atom.by, value));
    again.push(atLeastZero(rest), atLeastZero(subtract(subtract(atom.by, constantSum(1)), rest)));
  }
  for (const statement of again) learn(draft, substituteStatement(statement, draft.solved));
}

function within(sum: Sum, range: Range): Statement[] {
  const low = Number.isFinite(range.atLeast) ? [atLeastZero(subtract(sum, constantSum(range.atLeast)))] : [];
  const high = Number.isFinite(range.atMost) ? [atLeastZero(subtract(constantSum(range.atMost), sum))] : [];
  return [...low, ...high];
}

/** Open statements lose what is settled by now; equalities may have become solvable. Of what is not related nothing new is known. */
function review(draft: Draft, isRelated: (statement: Statement) => boolean): void {
  draft.changed = false;
  const equalities = draft.equalities.slice();
  for (const equality of equalities) {
    if (!isRelated(equalsZero(equality))) continue;
    const smaller = withoutPositive(equality, knowledgeOf(draft));
    if (smaller !== undefined) learn(draft, substituteStatement(equalsZero(smaller), draft.solved));
  }
  const open = draft.open;
  draft.open = [];
  for (const statement of open) {
    if (!isRelated(statement)) {
      draft.open.push(statement);
      continue;
    }
    const now = substituteStatement(statement, draft.solved);
    if (now.kind === 'or') {
      learn(draft, or(...now.parts.filter((part) => prove(part, knowledgeOf(draft)) !== 'no')));
    } else if (now.kind === 'not') {
      draft.held.delete(now.key);
      learn(draft, now);
      if (now.of.kind === 'equals') cutEnd(draft, now.of.sum);
    } else {
      learn(draft, now);
    }
  }
  draft.changed = draft.changed && (draft.open.length !== open.length || draft.open.some((statement, i) => statement.key !== open[i]?.key));
}

/** `a ≠ k` where k is an end of the range of a. */
function cutEnd(draft: Draft, sum: Sum): void {
  const [term] = sum.terms as [Term];
  const [atom] = term.product.atoms as [Atom];
  if (sum.terms.length > 1 || term.product.atoms.length > 1 || Math.abs(term.coefficient) !== 1) return;
  const value = -sum.constant / term.coefficient;
  const range = rangeOfAtom(atom, knowledgeOf(draft));
  if (value === range.atLeast) narrow(draft, atom, { atLeast: value + 1, atMost: Infinity });
  else if (value === range.atMost) narrow(draft, atom, { atLeast: -Infinity, atMost: value - 1 });
}

/** `yes`: holds for all values that satisfy the facts; `no`: for none of them. */
export function decideStatement(statement: Statement, facts: Facts = noFacts, splits = MAX_SPLITS): Verdict {
  const here = substituteStatement(statement, facts.solved);
  const verdict = prove(here, facts);
  if (verdict !== 'unknown') return verdict;
  if (here.kind === 'or') return decideOr(here.parts, facts, splits);
  if (here.kind === 'and') return opposite(decideOr(here.parts.map(not), facts, splits));
  if (splits === 0) return 'unknown';
  const [choice] = holdsIn(...sumsOf(here));
  const isRelated = relatedTo(here, facts.assumed);
  const either = choice === undefined ? facts.open.find((other) => other.kind === 'or' && isRelated(other)) : undefined;
  const parts = choice !== undefined ? [choice.statement, not(choice.statement)] : either?.kind === 'or' ? either.parts : [];
  return parts.length === 0 ? 'unknown' : merge(parts.map((part) => decideWith(here, facts, part, splits - 1)));
}

/** Undefined where the case cannot happen. */
function decideWith(statement: Statement, facts: Facts, part: Statement, splits: number): Verdict | undefined {
  const more = assumeStatement(facts, part);
  return more === 'contradiction' ? undefined : decideStatement(statement, more, splits);
}

function merge(cases: readonly (Verdict | undefined)[]): Verdict {
  const possible = cases.filter((verdict) => verdict !== undefined);
  const [first] = possible;
  if (first === undefined) return 'yes';
  return possible.every((verdict) => verdict === first) ? first : 'unknown';
}

/** Each part is asked where the parts before it fail. */
function decideOr(parts: readonly Statement[], facts: Facts, splits: number): Verdict {
  let here = facts;
  let none = true;
  for (const part of parts) {
    const verdict = decideStatement(part, here, Math.max(splits - 1, 0));
    if (verdict === 'yes') return 'yes';
    if (verdict === 'unknown') none = false;
    const more = assumeStatement(here, not(part));
    if (more === 'contradiction') return 'yes';
    here = more;
  }
  return none ? 'no' : 'unknown';
}

/** The sum as it reads where the facts hold. */
export function simplifySum(sum: Sum, facts: Facts): Sum {
  let result = substitute(sum, facts.solved);
  for (const choice of holdsIn(result)) {
    const verdict = prove(choice.statement, facts);
    if (verdict !== 'unknown') result = fixHolds(result, choice, verdict === 'yes' ? 1 : 0);
  }
  for (const term of result.terms) {
    const [atom] = term.product.atoms as [Atom];
    if (atom.kind !== 'floor' || term.product.atoms.length > 1) continue;
    const value = valueOfFloor(atom, facts);
    if (value !== undefined) result = add(addScaled(result, -term.coefficient, atomSum(atom)), scale(term.coefficient, value));
  }
  return result;
}

function valueOfFloor(atom: Extract<Atom, { kind: 'floor' }>, facts: Facts): Sum | undefined {
  const range = rangeOfAtom(atom, facts);
  if (range.atLeast === range.atMost) return constantSum(range.atLeast);
  if (quickRange(atom.by, facts).atLeast < 1) return undefined;
  const { quotient, rest } = dividePolynomial(atom.of, atom.by);
  return rest.terms.length === 0 && rest.constant === 0 ? quotient : undefined;
}
