// A sum and what is known come in; the range of its values comes out, never too narrow. Ranges of atoms are
// multiplied and added up; then, within a budget, sharper ways are tried: shifting symbols to their lower bounds,
// replacing floors by what they round, splitting choices, and subtracting inequalities that are known to hold.

import type { Atom, FloorAtom, HoldsAtom, Product, Statement, Sum, Term } from './form-data.ts';
import { atomSum, constantSum, one, productSum } from './form-data.ts';
import { add, addScaled, degree, divideProduct, fixHolds, holdsIn, multiply, scale, subtract } from './form-sums.ts';
import { floorDivide } from './numbers.ts';

export interface Range {
  readonly atLeast: number;
  readonly atMost: number;
}

/** What narrows ranges beyond the bounds that symbols carry. */
export interface Known {
  range(atom: Atom): Range | undefined;
  /** Sums that are at least 0. */
  readonly inequalities: readonly Sum[];
  /** Atoms are counted from elsewhere here: `range` replaces their own ranges instead of narrowing them. */
  readonly shifted?: true;
}

export const nothingKnown: Known = { range: () => undefined, inequalities: [] };

export const anything: Range = { atLeast: -Infinity, atMost: Infinity };
const truth: Range = { atLeast: 0, atMost: 1 };

/** Interval evaluations that one question about a bound may cost. */
const BUDGET = 40;
/** How many times one question may rewrite the sum before it evaluates it. */
const DEPTH = 3;

/** The best lower bound that is found; the search ends as soon as `goal` is reached. */
export function lowerBound(sum: Sum, known: Known = nothingKnown, goal = Infinity): number {
  if (sum.terms.length === 0) return sum.constant;
  return search(sum, known, goal, DEPTH, { left: BUDGET });
}

/** The best upper bound that is found; the search ends as soon as it is at most `goal`. */
export function upperBound(sum: Sum, known: Known = nothingKnown, goal = -Infinity): number {
  if (sum.terms.length === 0) return sum.constant;
  return -search(scale(-1, sum), known, -goal, DEPTH, { left: BUDGET }) + 0;
}

export function rangeOf(sum: Sum, known: Known = nothingKnown): Range {
  return { atLeast: lowerBound(sum, known), atMost: upperBound(sum, known) };
}

/** The range by interval arithmetic alone: cheap, for the places that run for every form. */
export function quickRange(sum: Sum, known: Known = nothingKnown): Range {
  let atLeast = sum.constant;
  let atMost = sum.constant;
  for (const { coefficient, product } of sum.terms) {
    const range = rangeOfProduct(product, known);
    atLeast = plusBound(atLeast, timesBound(coefficient, coefficient > 0 ? range.atLeast : range.atMost, -1), -1);
    atMost = plusBound(atMost, timesBound(coefficient, coefficient > 0 ? range.atMost : range.atLeast, 1), 1);
  }
  return { atLeast, atMost };
}

interface Budget {
  left: number;
}

/** Evaluations that one question may cost in all, its cases and theirs included; what is left then stays unknown. */
const QUESTION = 250;
let spent = 0;
let total = 0;
let questions = 0;

/** Evaluations so far, of all questions: for callers that bound what many questions cost together. */
export const evaluations = (): number => total;

/** What something has cost: towards the question in which it was done, and in all. */
export interface Cost { readonly spent: number; readonly total: number }

/** What `run` gives, and what that cost; undefined where the question ran short, so that more might have been found. */
export function costOf<T>(run: () => T): { readonly result: T; readonly cost: Cost | undefined } {
  const before = { spent, total };
  const result = run();
  return { result, cost: spent > QUESTION ? undefined : { spent: spent - before.spent, total: total - before.total } };
}

/** Counts what need not be done again as if it were done; false where the question would run short doing it. */
export function charge(cost: Cost): boolean {
  if (spent + cost.spent > QUESTION) return false;
  spent += cost.spent;
  total += cost.total;
  return true;
}

/** Counts anew: to be called where a question comes in from outside, so that no answer depends on the ones before. */
export function newQuestion(): void {
  spent = 0;
  questions++;
}

/** What work has cost in all, and, where questions were asked in it, what the last of them had spent. */
export interface Toll { readonly total: number; readonly spent: number | undefined }

export function tollOf<T>(work: () => T): { readonly result: T; readonly toll: Toll } {
  const before = { total, questions };
  const result = work();
  return { result, toll: { total: total - before.total, spent: questions === before.questions ? undefined : spent } };
}

/** Leaves everything as if the work had been done once more. */
export function pay(toll: Toll): void {
  total += toll.total;
  spent = toll.spent ?? spent;
}

function search(sum: Sum, known: Known, goal: number, depth: number, budget: Budget): number {
  budget.left--;
  total++;
  if (++spent > QUESTION) budget.left = 0;
  let best = quickRange(sum, known).atLeast;
  const better = (bound: number): boolean => {
    best = Math.max(best, bound);
    return best >= goal;
  };
  if (best >= goal || depth === 0 || budget.left <= 0) return best;
  const boundOf = ({ sum: smaller, times }: Rewritten): number =>
    divideUp(search(smaller, known, timesBound(times, goal, 1), depth - 1, budget), times);
  const [choice] = holdsIn(sum);
  if (choice !== undefined) {
    const taken = search(fixHolds(sum, choice, 1), knowing(known, choice, true), goal, depth, budget);
    if (taken <= best) return best;
    const refused = search(fixHolds(sum, choice, 0), knowing(known, choice, false), goal, depth, budget);
    better(Math.min(taken, refused));
    return best;
  }
  if (degree(sum) > 1 && better(shiftedBound(sum, known))) return best;
  for (const rewritten of withoutFloors(sum, known)) {
    if (budget.left <= 0) return best;
    if (better(boundOf(rewritten))) return best;
  }
  for (const rewritten of withoutInequalities(sum, known)) {
    if (budget.left <= 0) return best;
    if (better(boundOf(rewritten))) return best;
  }
  return best;
}

/** `times · original ≥ sum`, so a lower bound of `sum` gives one of the original. */
interface Rewritten {
  readonly sum: Sum;
  readonly times: number;
}

/** Each floor, replaced by the end of `(of − by + 1)/by ≤ floor ≤ of/by` that makes the sum smaller. */
function* withoutFloors(sum: Sum, known: Known): Generator<Rewritten> {
  for (const term of sum.terms) {
    for (const atom of term.product.atoms) {
      if (atom.kind !== 'floor') continue;
      const rewritten = withoutFloor(sum, term, atom, known);
      if (rewritten !== undefined) yield rewritten;
    }
  }
}

/** `by·floor` is replaced where the term holds the leading term of `by` and the floor; `by` may be a number. */
function withoutFloor(sum: Sum, term: Term, atom: FloorAtom, known: Known): Rewritten | undefined {
  const { by } = atom;
  const [lead] = by.terms;
  const size = lead?.coefficient ?? by.constant;
  const others = divideProduct(term.product, lead === undefined ? [atom] : [...lead.product.atoms, atom]);
  if (others === undefined || size < 1 || quickRange(by, known).atLeast < 1) return undefined;
  if (rangeOfProduct(others, known).atLeast < 0) return undefined;
  const shared = gcd(size, term.coefficient);
  const factor = term.coefficient / shared;
  const end = term.coefficient > 0 ? add(subtract(atom.of, by), one) : atom.of;
  const exchange = subtract(end, multiply(by, atomSum(atom)));
  return { sum: add(scale(size / shared, sum), scale(factor, multiply(productSum(others), exchange))), times: size / shared };
}

/** The sum less a multiple of a known inequality, chosen so that one of the sum's terms disappears. */
function* withoutInequalities(sum: Sum, known: Known): Generator<Rewritten> {
  // The newest first: what a case assumes of itself says more about it than what was known long before.
  for (let i = known.inequalities.length - 1; i >= 0; i--) {
    const inequality = known.inequalities[i] as Sum;
    let tried: number[] | undefined;
    for (const { coefficient, product } of sum.terms) {
      const match = coefficientOf(inequality, product);
      if (match === 0 || match > 0 !== coefficient > 0) continue;
      const shared = gcd(match, coefficient);
      const times = Math.abs(match) / shared;
      const factor = Math.abs(coefficient) / shared;
      if (tried?.includes(factor / times)) continue;
      (tried ??= []).push(factor / times);
      yield { sum: addScaled(scale(times, sum), -factor, inequality), times };
    }
  }
}

function coefficientOf(sum: Sum, { key }: Product): number {
  for (const term of sum.terms) if (term.product.key === key) return term.coefficient;
  return 0;
}

function knowing(known: Known, choice: HoldsAtom, holds: boolean): Known {
  const added = boundsFrom(choice.statement, holds);
  return added.length === 0 ? known : { range: known.range, inequalities: [...known.inequalities, ...added] };
}

/** The sums that are at least 0 where the statement holds (or fails). */
export function boundsFrom(statement: Statement, holds: boolean): readonly Sum[] {
  if (statement.kind === 'atLeast') return [holds ? statement.sum : subtract(constantSum(-1), statement.sum)];
  if (statement.kind === 'equals' && holds) return [statement.sum, scale(-1, statement.sum)];
  return [];
}

/** Shifting multiplies terms: above this degree it is not tried. */
const MAX_SHIFTED_DEGREE = 6;

/** `n·h − n` is `n·h'` for `h = h' + 1`: with every symbol counted from its lower bound, coefficients tell. */
function shiftedBound(sum: Sum, known: Known): number {
  if (degree(sum) > MAX_SHIFTED_DEGREE) return -Infinity;
  let result = constantSum(sum.constant);
  for (const { coefficient, product } of sum.terms) {
    let factor: Sum = constantSum(coefficient);
    for (const atom of product.atoms) {
      const low = rangeOfAtom(atom, known).atLeast;
      const counted = atomSum(atom);
      factor = multiply(factor, low === 0 || !Number.isFinite(low) ? counted : add(counted, constantSum(low)));
    }
    result = add(result, factor);
  }
  // An unexpanded atom would hold atoms that mean something else out here.
  const before = new Set(wholesIn(sum));
  if (wholesIn(result).some((key) => !before.has(key))) return -Infinity;
  return quickRange(result, shiftedKnown(known)).atLeast;
}

function wholesIn(sum: Sum): string[] {
  return sum.terms.flatMap(({ product }) => product.atoms.filter((atom) => atom.kind === 'whole').map((atom) => atom.key));
}

function shiftedKnown(known: Known): Known {
  return {
    inequalities: [],
    shifted: true,
    range: (atom) => {
      const range = rangeOfAtom(atom, known);
      return Number.isFinite(range.atLeast) ? { atLeast: 0, atMost: range.atMost - range.atLeast } : range;
    },
  };
}

function rangeOfProduct(product: Product, known: Known): Range {
  const { atoms } = product;
  if (atoms.length === 1) return rangeOfAtom(atoms[0] as Atom, known);
  let range: Range = { atLeast: 1, atMost: 1 };
  for (let i = 0; i < atoms.length; ) {
    const atom = atoms[i] as Atom;
    let power = 0;
    for (; atoms[i]?.key === atom.key; i++) power++;
    range = timesRange(range, toPower(rangeOfAtom(atom, known), power));
  }
  return range;
}

const ranges = new WeakMap<Atom, Range>();

export function rangeOfAtom(atom: Atom, known: Known): Range {
  const narrowed = known.range(atom);
  if (known.shifted && narrowed !== undefined) return narrowed;
  const own = ownRange(atom);
  const range = narrowed === undefined ? own : intersect(own, narrowed);
  if (known === nothingKnown || atom.kind !== 'floor') return range;
  return intersect(range, floorRange(quickRange(atom.of, known), quickRange(atom.by, known)));
}

function ownRange(atom: Atom): Range {
  if (atom.kind === 'symbol') return atom;
  if (atom.kind === 'holds') return truth;
  const ready = ranges.get(atom);
  if (ready !== undefined) return ready;
  // Remembered for all questions, so none of them may be short of evaluations for it, nor pay for the others.
  const before = { spent, total };
  spent = 0;
  const range = compositeRange(atom);
  ({ spent, total } = before);
  ranges.set(atom, range);
  return range;
}

function compositeRange(atom: Exclude<Atom, { kind: 'symbol' | 'holds' }>): Range {
  if (atom.kind === 'floor') return floorRange(rangeOf(atom.of), quickRange(atom.by));
  // Without search: it would make new unexpanded atoms and ask for their ranges in turn.
  const left = quickRange(atom.left);
  const right = quickRange(atom.right);
  if (atom.operation === 'times') return timesRange(left, right);
  return { atLeast: plusBound(left.atLeast, right.atLeast, -1), atMost: plusBound(left.atMost, right.atMost, 1) };
}

function floorRange(of: Range, by: Range): Range {
  const small = Math.max(by.atLeast, 1);
  const large = Math.max(by.atMost, 1);
  const over = (n: number, divisor: number): number => {
    if (!Number.isFinite(n)) return n;
    return Number.isFinite(divisor) ? floorDivide(n, divisor) : n < 0 ? -1 : 0;
  };
  return {
    atLeast: over(of.atLeast, of.atLeast >= 0 ? large : small),
    atMost: over(of.atMost, of.atMost >= 0 ? small : large),
  };
}

export function intersect(a: Range, b: Range): Range {
  return { atLeast: Math.max(a.atLeast, b.atLeast), atMost: Math.min(a.atMost, b.atMost) };
}

function timesRange(a: Range, b: Range): Range {
  // Sizes are rarely negative, and this runs for every product of every question.
  if (a.atLeast >= 0 && b.atLeast >= 0) return { atLeast: timesBound(a.atLeast, b.atLeast, -1), atMost: timesBound(a.atMost, b.atMost, 1) };
  const end = (side: -1 | 1, pick: (...ends: number[]) => number): number => pick(
    timesBound(a.atLeast, b.atLeast, side), timesBound(a.atLeast, b.atMost, side), timesBound(a.atMost, b.atLeast, side), timesBound(a.atMost, b.atMost, side),
  );
  return { atLeast: end(-1, Math.min), atMost: end(1, Math.max) };
}

function toPower(range: Range, power: number): Range {
  if (power === 1) return range;
  let result = range;
  for (let i = 1; i < power; i++) result = timesRange(result, range);
  return power % 2 === 0 ? { atLeast: Math.max(result.atLeast, 0), atMost: result.atMost } : result;
}

/** The product of two bounds, rounded outwards (`side` −1 for lower, 1 for upper bounds) where it is not exact. */
function timesBound(x: number, y: number, side: -1 | 1): number {
  return x === 0 || y === 0 ? 0 : outward(x * y, side);
}

function plusBound(x: number, y: number, side: -1 | 1): number {
  return x === side * Infinity || y === side * Infinity ? side * Infinity : outward(x + y, side);
}

function outward(n: number, side: -1 | 1): number {
  if (Number.isSafeInteger(n)) return n + 0;
  if (n > 0) return side > 0 ? Infinity : Number.MAX_SAFE_INTEGER;
  return side > 0 ? Number.MIN_SAFE_INTEGER : -Infinity;
}

function divideUp(bound: number, by: number): number {
  return Number.isFinite(bound) ? -floorDivide(-bound, by) + 0 : bound;
}

export function gcd(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
