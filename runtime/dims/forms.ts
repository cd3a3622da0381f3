// Canonical forms over named sizes, behind the vocabulary of `dim.ts`: what the checker and the generator run rules
// on. In: symbols and integers. Out: dims and claims that print the same when they are the same, that are decided
// without a solver almost always, and that can be walked (`sumOf`, `statementOf`), evaluated and translated.
//
// Parts, each importing only parts before it: form-data · form-sums (arithmetic) · form-division · form-ranges (bounds) ·
// form-statements (canonical claims) · form-rebuild (floor, choice, substitution) · form-proofs and form-facts (path
// knowledge) · form-text · form-translate · form-probe (witnesses).

import { invariant } from '../invariant.ts';
import type { Claim, Dim, Domain, Size, Verdict } from './dim.ts';
import type { Facts } from './form-facts.ts';
import { assumeStatement, decideStatement, noFacts, simplifySum, together as togetherOf } from './form-facts.ts';
import { prove } from './form-proofs.ts';
import type { Range, Toll } from './form-ranges.ts';
import { evaluations, newQuestion, nothingKnown, pay, rangeOf, rangeOfAtom, tollOf } from './form-ranges.ts';
import { probe, relevantTo } from './form-probe.ts';
import { choose, floorOver, remainderOf, substitute } from './form-rebuild.ts';
import { and, atLeastZero, divisible, equalsZero, not, or } from './form-statements.ts';
import type { Atom, Statement, Sum, SymbolAtom } from './form-data.ts';
import { atomSum, constantSum, sumsOf, symbolAtom, weightOf } from './form-data.ts';
import { add, multiply, subtract } from './form-sums.ts';
import { textOfComparison, textOfStatement, textOfSum } from './form-text.ts';
import type { Assignment, Target } from './form-translate.ts';
import { evaluateStatement, evaluateSum, translateStatement, translateSum, tryStatement } from './form-translate.ts';
import { floorDivide } from './numbers.ts';

class Form implements Dim {
  readonly sum: Sum;
  private text: string | undefined;

  constructor(sum: Sum) {
    this.sum = sum;
    // Opaque atoms stand inside each other in long loops: ranges are taken on the way, one level at a time.
    for (const { product } of sum.terms) for (const atom of product.atoms) if (atom.opaque) rangeOfAtom(atom, nothingKnown);
  }

  get known(): number | undefined {
    return this.sum.terms.length === 0 ? this.sum.constant : undefined;
  }

  plus(n: Size): Dim {
    return new Form(add(this.sum, sumOf(n)));
  }

  minus(n: Size): Dim {
    return new Form(subtract(this.sum, sumOf(n)));
  }

  times(n: Size): Dim {
    return new Form(multiply(this.sum, sumOf(n)));
  }

  over(n: Size): Dim {
    return new Form(floorOver(this.sum, sumOf(n)));
  }

  remainder(n: Size): Dim {
    return new Form(remainderOf(this.sum, sumOf(n)));
  }

  equals(n: Size): Claim {
    const other = sumOf(n);
    return new FormClaim(equalsZero(subtract(this.sum, other)), { left: this.sum, relation: '=', right: other });
  }

  atLeast(n: Size): Claim {
    const other = sumOf(n);
    return new FormClaim(atLeastZero(subtract(this.sum, other)), { left: this.sum, relation: '>=', right: other });
  }

  divisibleBy(n: Size): Claim {
    return new FormClaim(divisible(this.sum, sumOf(n)));
  }

  toString(): string {
    return (this.text ??= textOfSum(this.sum));
  }
}

/** The two sides as the rule said them: `h - 2 >= 3` reads better than the canonical `h >= 5`. */
interface Sides {
  readonly left: Sum;
  readonly relation: '=' | '!=' | '>=' | '<';
  readonly right: Sum;
}

const opposites = { '=': '!=', '!=': '=', '>=': '<', '<': '>=' } as const;

class FormClaim implements Claim {
  readonly statement: Statement;
  private readonly sides: Sides | undefined;
  private decided: Verdict | undefined;

  constructor(statement: Statement, sides?: Sides) {
    this.statement = statement;
    this.sides = sides;
  }

  get verdict(): Verdict {
    if (this.decided === undefined) newQuestion();
    return (this.decided ??= decideStatement(this.statement));
  }

  and(other: Claim): Claim {
    return new FormClaim(and(this.statement, statementOf(other)));
  }

  or(other: Claim): Claim {
    return new FormClaim(or(this.statement, statementOf(other)));
  }

  not(): Claim {
    return new FormClaim(not(this.statement), this.sides && { ...this.sides, relation: opposites[this.sides.relation] });
  }

  choose(yes: Size, no: Size): Dim {
    return new Form(choose(this.statement, sumOf(yes), sumOf(no)));
  }

  toString(): string {
    if (this.sides === undefined) return textOfStatement(this.statement);
    return textOfComparison(textOfSum(this.sides.left), this.sides.relation, textOfSum(this.sides.right));
  }
}

/** Small numbers are made again and again. */
const small = Array.from({ length: 64 }, (_, n) => new Form(constantSum(n)));

export const forms: Domain = { name: 'forms', lit: (n) => small[n] ?? new Form(literal(n)) };

export interface SymbolOptions {
  /** 0 unless said otherwise: extents of tensors are never negative. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Every value of the symbol is a multiple of this. */
  readonly divisor?: number;
}

/**
 * A named size. A symbol is its name: whoever makes symbols gives each size its own name, and repeats the same
 * options when making it again (forms in which two promises about one name meet throw). Where the options leave one
 * value, the symbol is that number.
 */
export function symbol(name: string, options: SymbolOptions = {}): Dim {
  const { atLeast = 0, atMost = Infinity, divisor = 1 } = options;
  invariant(name.length > 0 && !name.includes('`'), `a size cannot be named "${name}"`);
  invariant(Number.isSafeInteger(divisor) && divisor >= 1, `the divisor of ${name} has to be a positive integer`);
  const low = Number.isFinite(atLeast) ? -floorDivide(-atLeast, divisor) : atLeast;
  const high = Number.isFinite(atMost) ? floorDivide(atMost, divisor) : atMost;
  invariant(low <= high, `no value of ${name} lies between ${atLeast} and ${atMost}`);
  return new Form(low === high ? constantSum(low * divisor) : atomSum(symbolAtom(name, low, high, divisor), divisor));
}

export function isForm(value: unknown): value is Dim {
  return value instanceof Form;
}

/**
 * Sizes that satisfy the facts: for all symbols of the facts, or for those that have to do with the values asked about.
 * Nothing where none are found among a few dozen telling ones, which says nothing about whether there are any.
 */
export function findAssignment(facts: Facts, ...about: readonly (Dim | Claim)[]): Assignment | undefined {
  const statements = statementsAbout(facts, about);
  return probe(facts, statements, [...atomsOf([...statements.flatMap(sumsOf), ...about.flatMap(sumsIn)]).values()]);
}

/** A symbol as it was made, for those who put numbers in its place. */
export interface SymbolInfo {
  readonly name: string;
  readonly atLeast: number;
  readonly atMost: number;
  readonly divisor: number;
}

/** The symbols inside, by name, in order of first appearance. */
export function symbolsOf(...values: readonly (Dim | Claim)[]): ReadonlyMap<string, SymbolInfo> {
  return new Map([...atomsOf(values.flatMap(sumsIn))].map(([name, atom]) => [name, infoOf(atom)]));
}

/** What is held for symbols inside, each once. */
export function heldFor<T>(value: Dim | Claim, held: ReadonlyMap<string, T>): readonly T[] {
  const found: T[] = [];
  if (held.size === 0) return found;
  for (const sum of sumsIn(value)) {
    for (const { product } of sum.terms) {
      for (const { symbols } of product.atoms) {
        for (const name of symbols) {
          const one = held.get(name);
          if (one !== undefined && !found.includes(one)) found.push(one);
        }
      }
    }
  }
  return found;
}

function sumsIn(value: Dim | Claim): readonly Sum[] {
  return value instanceof Form ? [value.sum] : sumsOf(statementOf(value as Claim));
}

function atomsOf(sums: readonly Sum[]): Map<string, SymbolAtom> {
  const found = new Map<string, SymbolAtom>();
  const seen = new Set<Atom>();
  const visit = (sum: Sum): void => {
    for (const { product } of sum.terms) {
      for (const atom of product.atoms) {
        if (seen.has(atom)) continue;
        seen.add(atom);
        if (atom.kind === 'symbol') found.set(atom.name, atom);
        else for (const part of partsOf(atom)) visit(part);
      }
    }
  };
  for (const sum of sums) visit(sum);
  return found;
}

function partsOf(atom: Exclude<Atom, SymbolAtom>): readonly Sum[] {
  if (atom.kind === 'floor') return [atom.of, atom.by];
  return atom.kind === 'holds' ? sumsOf(atom.statement) : [atom.left, atom.right];
}

function infoOf({ name, atLeast, atMost, divisor }: SymbolAtom): SymbolInfo {
  return { name, atLeast: atLeast * divisor, atMost: atMost * divisor, divisor };
}

/** The bounds of a form, for all values of its symbols that satisfy the facts. */
export function boundsOf(dim: Dim, facts: Facts = noFacts): Range {
  return rangeOf(simplifySum(sumOf(dim), facts), facts);
}

/** The facts and one claim more; `contradiction` where no values of the symbols satisfy both. */
export function assume(facts: Facts, claim: Claim): Facts | 'contradiction' {
  newQuestion();
  return assumeStatement(facts, statementOf(claim));
}

/** What several facts say together that have no symbol in common; `claims`: all that was assumed, in order. */
export function together(parts: readonly Facts[], claims: readonly Claim[]): Facts {
  return parts.length === 1 && parts[0] ? parts[0] : togetherOf(parts, claims.map(statementOf));
}

export type { Toll };
export { evaluations, pay, tollOf };

/** `yes`: for all values of the symbols that satisfy the facts; `no`: for none of them. */
export function decide(claim: Claim, facts: Facts = noFacts): Verdict {
  newQuestion();
  return facts === noFacts ? claim.verdict : decideStatement(statementOf(claim), facts);
}

/** What is plain of a claim, without looking at cases. */
export function plainVerdict(claim: Claim): Verdict {
  newQuestion();
  return prove(statementOf(claim), noFacts);
}

/** The form as it reads where the facts hold. */
export function simplify(dim: Dim, facts: Facts): Dim {
  const sum = sumOf(dim);
  const simpler = simplifySum(sum, facts);
  return simpler === sum ? dim : new Form(simpler);
}

/** The claims that the facts were made of, in order: all, or those that have to do with the values asked about. */
export function assumptionsOf(facts: Facts, ...about: readonly (Dim | Claim)[]): readonly Claim[] {
  return statementsAbout(facts, about).map((statement) => new FormClaim(statement));
}

function statementsAbout(facts: Facts, about: readonly (Dim | Claim)[]): readonly Statement[] {
  return about.length === 0 ? facts.assumed : relevantTo(symbolsOf(...about).keys(), facts.assumed);
}

/** The value for an assignment of all symbols; it throws where a value leaves the safe integers. */
export function evaluate(dim: Dim, assignment: Assignment): number {
  return evaluateSum(sumOf(dim), assignment);
}

export function holds(claim: Claim, assignment: Assignment): boolean {
  return evaluateStatement(statementOf(claim), assignment);
}

/** Like `holds`, for assignments that may be too large to compute with: then `unknown`. */
export function tryHolds(claim: Claim, assignment: Assignment): Verdict {
  return tryStatement(statementOf(claim), assignment);
}

/** Other dims in place of named symbols (except inside an expression too large to look into: `opaque` in form-sums). */
export function replace(dim: Dim, values: Readonly<Record<string, Size>>): Dim {
  const map = new Map();
  for (const { name, divisor, atLeast, atMost } of symbolsOf(dim).values()) {
    const value = values[name];
    if (value === undefined) continue;
    const low = Number.isFinite(atLeast) ? atLeast / divisor : atLeast;
    const atom = symbolAtom(name, low, Number.isFinite(atMost) ? atMost / divisor : atMost, divisor);
    map.set(name, { atom, value: floorOver(sumOf(value), constantSum(divisor)) });
  }
  return new Form(substitute(sumOf(dim), map));
}

/** The form in another domain. */
export function translate(dim: Dim, target: Target): Dim {
  return translateSum(sumOf(dim), target);
}

export function translateClaim(claim: Claim, target: Target): Claim {
  return translateStatement(statementOf(claim), target);
}

/** Equal exactly where two claims are the same claim, however they were said. */
export function canonicalText(claim: Claim): string {
  return statementOf(claim).key;
}

/** How much there is to walk through in a claim: what is done with it takes that long, more or less. */
export function weightOfClaim(claim: Claim): number {
  return sumsOf(statementOf(claim)).reduce((weight, sum) => weight + weightOf(sum), 0);
}

/** A form's data: a canonical sum, to be walked. */
export function sumOf(n: Size): Sum {
  if (typeof n === 'number') return literal(n);
  invariant(n instanceof Form, 'a size of another domain was mixed into forms');
  return n.sum;
}

/** A claim's data: a canonical statement, to be walked. */
export function statementOf(claim: Claim): Statement {
  invariant(claim instanceof FormClaim, 'a claim of another domain was mixed into forms');
  return claim.statement;
}

function literal(n: number): Sum {
  if (!Number.isSafeInteger(n)) invariant(false, `${n} is not a safe integer`);
  return constantSum(n);
}

export { noFacts };
export type { Assignment, Facts, Range, Statement, Sum, Target };
