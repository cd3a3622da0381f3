// The arithmetic of sums of products: sums in canonical order come in and come out. Nothing here divides, compares
// sizes or decides (see the other form-*).

import { invariant } from '../invariant.ts';
import type { Atom, HoldsAtom, Product, Sum, Term } from './form-data.ts';
import { constantSum, makeSum, MAX_WEIGHT, productOf, productSum, weightOf, whole, zero } from './form-data.ts';

/** More terms than this are not expanded. */
const MAX_TERMS = 160;
/** A product of more atoms than this is not expanded. */
const MAX_DEGREE = 24;

/** Graded order: higher degree first, then by key. It is kept by multiplication, so long division terminates. */
export function compareProducts(a: Product, b: Product): number {
  if (a === b) return 0;
  if (a.atoms.length !== b.atoms.length) return b.atoms.length - a.atoms.length;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** `a + factor · b` */
export function addScaled(a: Sum, factor: number, b: Sum): Sum {
  if (factor === 0) return a;
  const constant = a.constant + factor * b.constant;
  if (b.terms.length === 0 && Number.isSafeInteger(constant)) return makeSum(constant, a.terms);
  const terms: Term[] = [];
  let safe = Number.isSafeInteger(constant);
  let i = 0;
  let j = 0;
  while (i < a.terms.length || j < b.terms.length) {
    const left = a.terms[i];
    const right = b.terms[j];
    const order = left === undefined ? 1 : right === undefined ? -1 : compareProducts(left.product, right.product);
    if (order < 0) {
      terms.push(left as Term);
      i++;
      continue;
    }
    j++;
    const { coefficient, product } = right as Term;
    if (order === 0) {
      agree((left as Term).product, product);
      i++;
    }
    const total = (order === 0 ? (left as Term).coefficient : 0) + factor * coefficient;
    if (!Number.isSafeInteger(total)) safe = false;
    if (total !== 0) terms.push({ coefficient: total, product });
  }
  if (safe && terms.length <= MAX_TERMS) return light(makeSum(constant, terms));
  return whole('plus', a, scale(factor, b));
}

function light(sum: Sum): Sum {
  return weightOf(sum) <= MAX_WEIGHT ? sum : whole('plus', sum, zero);
}

export function add(a: Sum, b: Sum): Sum {
  return addScaled(a, 1, b);
}

export function subtract(a: Sum, b: Sum): Sum {
  return addScaled(a, -1, b);
}

/** A multiple weighs as much as the sum itself, so it never becomes opaque. */
export function scale(factor: number, sum: Sum): Sum {
  if (factor === 1) return sum;
  if (factor === 0) return zero;
  const constant = factor * sum.constant;
  const terms = sum.terms.map(({ coefficient, product }) => ({ coefficient: factor * coefficient, product }));
  const safe = Number.isSafeInteger(constant) && terms.every(({ coefficient }) => Number.isSafeInteger(coefficient));
  return safe ? makeSum(constant, terms) : whole('times', constantSum(factor), sum);
}

export function multiply(a: Sum, b: Sum): Sum {
  if (a.terms.length === 0) return scale(a.constant, b);
  if (b.terms.length === 0) return scale(b.constant, a);
  if (a.terms.length * b.terms.length > MAX_TERMS || degree(a) + degree(b) > MAX_DEGREE) return whole('times', a, b);
  let result = scale(b.constant, a);
  for (const { coefficient, product } of b.terms) {
    result = add(result, scale(coefficient, timesProduct(a, product)));
  }
  return result;
}

/** Coefficients stay as they are, but two products may become one ([c]·[c] = [c]), so terms are added up again. */
function timesProduct(sum: Sum, by: Product): Sum {
  let constant: Sum = sum.constant === 0 ? zero : productSum(by, sum.constant);
  for (const { coefficient, product } of sum.terms) {
    constant = add(constant, productSum(multiplyProducts(product, by), coefficient));
  }
  return constant;
}

function multiplyProducts(a: Product, b: Product): Product {
  const atoms: Atom[] = [];
  let i = 0;
  let j = 0;
  while (i < a.atoms.length || j < b.atoms.length) {
    const left = a.atoms[i];
    const right = b.atoms[j];
    if (left !== undefined && right !== undefined && left.key === right.key) {
      agreeAtoms(left, right);
      if (left.kind === 'holds') j++;
    }
    if (left !== undefined && (right === undefined || left.key <= right.key)) {
      atoms.push(left);
      i++;
    } else {
      atoms.push(right as Atom);
      j++;
    }
  }
  return productOf(atoms);
}

export function degree(sum: Sum): number {
  return sum.terms[0]?.product.atoms.length ?? 0;
}

/** The product without one occurrence of each given atom, or undefined where one is missing. */
export function divideProduct(product: Product, by: readonly Atom[]): Product | undefined {
  const left = [...product.atoms];
  for (const atom of by) {
    const at = left.findIndex((candidate) => candidate.key === atom.key);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return productOf(left);
}

/** The sum with 0 or 1 put for a `holds` atom. */
export function fixHolds(sum: Sum, atom: HoldsAtom, value: 0 | 1): Sum {
  let result = constantSum(sum.constant);
  const kept: Term[] = [];
  for (const term of sum.terms) {
    const rest = term.product.atoms.some((other) => other.key === atom.key) ? divideProduct(term.product, [atom]) : undefined;
    if (rest === undefined) kept.push(term);
    else if (value === 1) result = add(result, productSum(rest, term.coefficient));
  }
  return add(result, makeSum(0, kept));
}

/** The different `holds` atoms that stand directly in the products of these sums. */
export function holdsIn(...sums: readonly Sum[]): HoldsAtom[] {
  let found: Map<string, HoldsAtom> | undefined;
  for (const sum of sums) {
    for (const { product } of sum.terms) {
      for (const atom of product.atoms) if (atom.kind === 'holds' && !found?.has(atom.key)) (found ??= new Map()).set(atom.key, atom);
    }
  }
  return found ? [...found.values()] : [];
}

function agree(a: Product, b: Product): void {
  if (a === b || a.atoms.length !== 1) return;
  agreeAtoms(a.atoms[0] as Atom, b.atoms[0] as Atom);
}

/** A symbol is its name: two with one name have to be the same promise. */
function agreeAtoms(a: Atom, b: Atom): void {
  if (a === b || a.kind !== 'symbol' || b.kind !== 'symbol') return;
  const same = a.atLeast === b.atLeast && a.atMost === b.atMost && a.divisor === b.divisor;
  if (!same) invariant(false, `the symbol ${a.name} was made twice with different bounds`);
}
