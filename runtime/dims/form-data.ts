// The data behind forms: what sums, atoms and statements are, and how each is made with its canonical key. Parts come
// in, plain objects come out. Arithmetic is in form-sums.ts.
//
// What would not stay small (too many terms, too high a degree, a coefficient outside the safe integers, too much to
// walk through) is kept unexpanded as one atom: still exact, only less is known about it.

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

/** The atoms have to be sorted by key. */
export function productOf(atoms: readonly Atom[]): Product {
  const [first] = atoms;
  if (first !== undefined && atoms.length === 1) return { atoms, key: first.key, weight: first.weight };
  let weight = 0;
  for (const atom of atoms) weight += atom.weight;
  return { atoms, key: atoms.map((atom) => atom.key).join(BETWEEN_ATOMS), weight };
}

export function atomSum(atom: Atom, coefficient = 1): Sum {
  return makeSum(0, [{ coefficient, product: { atoms: [atom], key: atom.key, weight: atom.weight } }]);
}

export function productSum(product: Product, coefficient = 1): Sum {
  return product.atoms.length === 0 ? constantSum(coefficient) : makeSum(0, [{ coefficient, product }]);
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

/** A sum or product that is not expanded. */
export function whole(operation: 'plus' | 'times', a: Sum, b: Sum): Sum {
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
