// The data behind forms: sums of products of atoms with integer coefficients, and their arithmetic. Sums come
// in, a sum in canonical order comes out. Nothing here divides, compares sizes or decides (see the other form-*).
//
// What would not stay small (too many terms, too high a degree, a coefficient outside the safe integers) is kept
// unexpanded as one `whole` atom: still exact, only less is known about it.

import { invariant } from '../invariant.ts';

/** A sum of products: `constant + Σ coefficient · product`; products are sorted and differ from each other. */
export interface Sum {
  readonly constant: number;
  readonly terms: readonly Term[];
  /** The canonical key, filled on first use by `keyOf`. */
  key: string | undefined;
}

export interface Term {
  readonly coefficient: number;
  readonly product: Product;
}

/** Atoms sorted by key; an atom that stands n times is an n-th power. */
export interface Product {
  readonly atoms: readonly Atom[];
  readonly key: string;
  readonly weight: number;
}

export type Atom = SymbolAtom | FloorAtom | HoldsAtom | WholeAtom;

interface AtomBase {
  readonly key: string;
  /** How much there is to walk through; 1 for a symbol and for what is opaque. */
  readonly weight: number;
  /** Too heavy to be looked into by arithmetic, substitution and texts; still exact. */
  readonly opaque: boolean;
  readonly symbols: ReadonlySet<string>;
}

/** A named size divided by its known divisor: `n` divisible by 8 is the sum `8·atom`, so dividing it is exact. */
export interface SymbolAtom extends AtomBase {
  readonly kind: 'symbol';
  readonly name: string;
  readonly divisor: number;
  /** Bounds of the atom, not of the named size. */
  readonly atLeast: number;
  readonly atMost: number;
}

/** `floor(of / max(by, 1))` */
export interface FloorAtom extends AtomBase {
  readonly kind: 'floor';
  readonly of: Sum;
  readonly by: Sum;
}

/** 1 where the statement holds, else 0: `if(c; y; n)` is `n + [c]·(y − n)`, and [c]² = [c]. */
export interface HoldsAtom extends AtomBase {
  readonly kind: 'holds';
  readonly statement: Statement;
}

/** A sum or product that is not expanded. */
export interface WholeAtom extends AtomBase {
  readonly kind: 'whole';
  readonly operation: 'plus' | 'times';
  readonly left: Sum;
  readonly right: Sum;
}

/** What a claim over forms says; plain data for solvers, generators and explainers to walk. */
export type Statement =
  | { readonly kind: 'known'; readonly value: boolean; readonly key: string }
  | { readonly kind: 'equals'; readonly sum: Sum; readonly key: string } // sum = 0
  | { readonly kind: 'atLeast'; readonly sum: Sum; readonly key: string } // sum ≥ 0
  | { readonly kind: 'divisible'; readonly sum: Sum; readonly by: Sum; readonly key: string }
  | { readonly kind: 'not'; readonly of: Statement; readonly key: string } // of: equals, divisible
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Statement[]; readonly key: string };

/** More terms than this are not expanded. */
export const MAX_TERMS = 160;
/** A product of more atoms than this is not expanded. */
export const MAX_DEGREE = 24;
/** A sum heavier than this becomes one opaque atom, so that no operation ever meets a heavier one. */
export const MAX_WEIGHT = 240;
/** Opaque atoms that are recognised when they are made again. */
const MAX_RECOGNISED = 2_000;

const BETWEEN_ATOMS = '\u0001'; // below every character of a name, so that key order is the order of atom lists
const COMPOSITE = '\uffff'; // above: composite atoms sort behind symbols

const NO_TERMS: readonly Term[] = [];
const SHARED = 64;
const shared: readonly Sum[] = Array.from({ length: SHARED }, (_, n) => ({ constant: n, terms: NO_TERMS, key: String(n) }));
export const zero = constantSum(0);
export const one = constantSum(1);

export function constantSum(n: number): Sum {
  return shared[n] ?? { constant: n + 0, terms: NO_TERMS, key: undefined };
}

export function makeSum(constant: number, terms: readonly Term[]): Sum {
  return terms.length === 0 ? constantSum(constant) : { constant: constant + 0, terms, key: undefined };
}

export function keyOf(sum: Sum): string {
  if (sum.key !== undefined) return sum.key;
  let key = '';
  for (const term of sum.terms) key += `${term.coefficient}*(${term.product.key})+`;
  return (sum.key = key + sum.constant);
}

export function sameSum(a: Sum, b: Sum): boolean {
  if (a === b) return true;
  if (a.constant !== b.constant || a.terms.length !== b.terms.length) return false;
  return a.terms.every((term, i) => {
    const other = b.terms[i] as Term;
    return term.coefficient === other.coefficient && term.product.key === other.product.key;
  });
}

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

/** The atoms have to be sorted by key. */
export function productOf(atoms: readonly Atom[]): Product {
  const [first] = atoms;
  if (first !== undefined && atoms.length === 1) return { atoms, key: first.key, weight: first.weight };
  let weight = 0;
  for (const atom of atoms) weight += atom.weight;
  return { atoms, key: atoms.map((atom) => atom.key).join(BETWEEN_ATOMS), weight };
}

export function productSum(product: Product, coefficient = 1): Sum {
  return product.atoms.length === 0 ? constantSum(coefficient) : makeSum(0, [{ coefficient, product }]);
}

export function atomSum(atom: Atom, coefficient = 1): Sum {
  return makeSum(0, [{ coefficient, product: { atoms: [atom], key: atom.key, weight: atom.weight } }]);
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
  let found: HoldsAtom[] | undefined;
  for (const sum of sums) {
    for (const { product } of sum.terms) {
      for (const atom of product.atoms) {
        if (atom.kind !== 'holds' || found?.some((other) => other.key === atom.key)) continue;
        (found ??= []).push(atom);
      }
    }
  }
  return found ?? [];
}

export function symbolAtom(name: string, atLeast: number, atMost: number, divisor: number): SymbolAtom {
  return { kind: 'symbol', key: name, weight: 1, opaque: false, symbols: new Set([name]), name, divisor, atLeast, atMost };
}

export function floorAtom(of: Sum, by: Sum): FloorAtom {
  return { kind: 'floor', ...describe([of, by], () => `floor(${keyOf(of)}/${keyOf(by)})`), of, by };
}

export function holdsAtom(statement: Statement): HoldsAtom {
  return { kind: 'holds', ...describe(sumsOf(statement), () => `[${statement.key}]`), statement };
}

function whole(operation: 'plus' | 'times', a: Sum, b: Sum): Sum {
  const [left, right] = keyOf(a) <= keyOf(b) ? [a, b] : [b, a];
  const about = describe([left, right], () => `${operation}(${keyOf(left)},${keyOf(right)})`);
  return atomSum({ kind: 'whole', ...about, operation, left, right });
}

const recognised = new Map<string, string>();
let opaques = 0;

/** The short name of an opaque atom; the same for the same text while it is remembered. */
function nameOpaque(text: string): string {
  const known = recognised.get(text);
  if (known !== undefined) return known;
  if (recognised.size >= MAX_RECOGNISED) recognised.clear();
  const name = `#${++opaques}`;
  recognised.set(text, name);
  return name;
}

function describe(parts: readonly Sum[], key: () => string): AtomBase {
  let weight = 1;
  const symbols = new Set<string>();
  for (const part of parts) {
    weight += weightOf(part);
    for (const name of symbolsOfSum(part)) symbols.add(name);
  }
  const opaque = weight > MAX_WEIGHT;
  return { key: `${COMPOSITE}${opaque ? nameOpaque(key()) : key()}`, weight: opaque ? 1 : weight, opaque, symbols };
}

export function weightOf(sum: Sum): number {
  let weight = 0;
  for (const { product } of sum.terms) weight += product.weight;
  return weight;
}

export function symbolsOfSum(sum: Sum): Set<string> {
  const names = new Set<string>();
  for (const { product } of sum.terms) for (const atom of product.atoms) for (const name of atom.symbols) names.add(name);
  return names;
}

/** The sums that a statement speaks about. */
export function sumsOf(statement: Statement): readonly Sum[] {
  switch (statement.kind) {
    case 'known':
      return [];
    case 'equals':
    case 'atLeast':
      return [statement.sum];
    case 'divisible':
      return [statement.sum, statement.by];
    case 'not':
      return sumsOf(statement.of);
    case 'and':
    case 'or':
      return statement.parts.flatMap(sumsOf);
  }
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
