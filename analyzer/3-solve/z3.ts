// Claims over forms in, an assignment that satisfies them out, or the finding that there is none, or "unknown".
// The only file that knows the solver. It is loaded on first use (about 0.2 s) and then called synchronously:
// the package's own promises cost a thread hop of 2 to 5 ms each, its exported C functions about 0.5 ms.
//
// Every question gets its own context and a simple solver, and frees both: nothing is left behind, and an answer
// does not depend on the questions asked before it. The limit counts the solver's steps, not seconds, for the same reason.

import type { Z3_ast, Z3_context, Z3_solver, Z3_sort, Z3LowLevel } from 'z3-solver';
import type { Claim, Dim, Domain, Size, Verdict } from '../../runtime/dims/dim.ts';
import type { SymbolInfo } from '../../runtime/dims/forms.ts';
import { holds, symbolsOf, translateClaim } from '../../runtime/dims/forms.ts';
import { floorDivide, floorRemainder } from '../../runtime/dims/numbers.ts';
import { invariant } from '../../runtime/invariant.ts';

/** Sizes by name that satisfy all claims. */
export type Witness = Readonly<Record<string, number>>;

export type Solution =
  | { readonly status: 'sat'; readonly witness: Witness }
  | { readonly status: 'unsat' }
  | { readonly status: 'unknown' };

export interface SolveOptions {
  /** Steps that one check may take; some 10 ms to 700 ms, most often far less. */
  readonly limit?: number;
}

export interface Z3 {
  /** Whether the claims (over forms) can hold together, within the bounds of their symbols. */
  solveClaims(claims: readonly Claim[], options?: SolveOptions): Solution;
  /** The vocabulary over solver terms, for whoever wants to run a rule there. Close it. */
  open(options?: SolveOptions): Z3Session;
}

/** Dims of a session are terms of its solver; the verdict of a claim asks the solver. */
export interface Z3Session {
  readonly domain: Domain;
  symbol(name: string, bounds: { readonly atLeast: number; readonly atMost: number }): Dim;
  /** From here on the claim holds. */
  assert(claim: Claim): void;
  check(): 'sat' | 'unsat' | 'unknown';
  close(): void;
}

export const DEFAULT_LIMIT = 300_000;

/** Witnesses are sought below these values first: people read them. */
const SMALL = [8, 64, 1024, 65_536];

/** The part of the emscripten module that the package does not type: the synchronous check. */
const CHECK = '_Z3_solver_check';
type Module = Readonly<Record<typeof CHECK, (context: Z3_context, solver: Z3_solver) => number>>;

let loading: Promise<Z3> | undefined;

/** The same instance each time; nothing of the package is loaded before the first call. */
export function loadZ3(): Promise<Z3> {
  return (loading ??= load());
}

async function load(): Promise<Z3> {
  const { init } = await import('z3-solver');
  const low: Z3LowLevel = await init();
  const open = (options: SolveOptions = {}): Session => new Session(low, options.limit ?? DEFAULT_LIMIT);
  let lost = false;
  const solveClaims = (claims: readonly Claim[], options?: SolveOptions): Solution => {
    if (lost) return { status: 'unknown' };
    try {
      return solveWith(open(options), claims);
    } catch (error) {
      // The instance ran out of memory and cannot be used any more; what it would have said stays unknown.
      if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
      lost = true;
      return { status: 'unknown' };
    }
  };
  return { open, solveClaims };
}

function solveWith(session: Session, claims: readonly Claim[]): Solution {
  const solution = solveIn(session, claims);
  session.close();
  return solution;
}

function solveIn(session: Session, claims: readonly Claim[]): Solution {
  const symbols = [...symbolsOf(...claims).values()];
  const units = new Map(symbols.map((info) => [info.name, session.symbol(info.name, unitBounds(info))]));
  const target = {
    domain: session.domain,
    symbol: (name: string): Dim => {
      const unit = units.get(name);
      invariant(unit !== undefined, `${name} is not among the symbols of its claim`);
      return unit;
    },
  };
  for (const claim of claims) session.assert(translateClaim(claim, target));
  const status = session.check();
  if (status !== 'sat') return { status };
  const values = session.smallest([...units.values()]);
  const witness = Object.fromEntries(symbols.map(({ name, divisor }, i) => [name, (values[i] ?? NaN) * divisor]));
  return isWitness(witness, claims) ? { status, witness } : { status: 'unknown' };
}

/** A symbol with a known divisor stands for its quotient: see `Target` of forms. */
function unitBounds({ atLeast, atMost, divisor }: SymbolInfo): { atLeast: number; atMost: number } {
  return { atLeast: atLeast / divisor, atMost: atMost / divisor };
}

/** What the solver says is believed only where plain arithmetic agrees. */
function isWitness(witness: Witness, claims: readonly Claim[]): boolean {
  if (!Object.values(witness).every(Number.isSafeInteger)) return false;
  const agreed = claims.every((claim) => holds(claim, witness));
  invariant(agreed, 'the solver found an assignment that breaks a claim');
  return true;
}

class Session implements Z3Session {
  readonly domain: Domain;
  readonly low: Z3LowLevel;
  readonly context: Z3_context;
  readonly integers: Z3_sort;
  private readonly module: Module;
  private readonly solver: Z3_solver;
  private isOpen = true;

  constructor(low: Z3LowLevel, limit: number) {
    this.low = low;
    this.module = low.em as Module;
    const { Z3 } = low;
    const config = Z3.mk_config();
    this.context = Z3.mk_context(config);
    Z3.del_config(config);
    this.integers = Z3.mk_int_sort(this.context);
    this.solver = Z3.mk_simple_solver(this.context);
    Z3.solver_inc_ref(this.context, this.solver);
    const parameters = Z3.mk_params(this.context);
    Z3.params_inc_ref(this.context, parameters);
    Z3.params_set_uint(this.context, parameters, Z3.mk_string_symbol(this.context, 'rlimit'), limit);
    Z3.solver_set_params(this.context, this.solver, parameters);
    Z3.params_dec_ref(this.context, parameters);
    this.domain = { name: 'z3', lit: (n) => new Term(this, this.literal(n), { value: n, positive: n >= 1 }) };
  }

  symbol(name: string, bounds: { readonly atLeast: number; readonly atMost: number }): Dim {
    const { Z3 } = this.low;
    const term = Z3.mk_const(this.context, Z3.mk_string_symbol(this.context, name), this.integers);
    if (Number.isFinite(bounds.atLeast)) this.add(Z3.mk_ge(this.context, term, this.literal(bounds.atLeast)));
    if (Number.isFinite(bounds.atMost)) this.add(Z3.mk_le(this.context, term, this.literal(bounds.atMost)));
    return new Term(this, term, { value: undefined, positive: bounds.atLeast >= 1 });
  }

  literal(n: number): Z3_ast {
    return this.low.Z3.mk_int64(this.context, BigInt(n), this.integers);
  }

  /** A term that stands for some integer; the caller adds what defines it. */
  unnamed(): Z3_ast {
    return this.low.Z3.mk_fresh_const(this.context, 'part', this.integers);
  }

  add(condition: Z3_ast): void {
    invariant(this.isOpen, 'a session of the solver was used after it was closed');
    this.low.Z3.solver_assert(this.context, this.solver, condition);
  }

  assert(claim: Claim): void {
    this.add(conditionOf(this, claim));
  }

  check(): 'sat' | 'unsat' | 'unknown' {
    invariant(this.isOpen, 'a session of the solver was used after it was closed');
    const answer = this.module[CHECK](this.context, this.solver);
    return answer === 1 ? 'sat' : answer === -1 ? 'unsat' : 'unknown';
  }

  /** The same question with one condition more, which is forgotten afterwards. */
  checkWith<T>(conditions: readonly Z3_ast[], read: (status: 'sat' | 'unsat' | 'unknown') => T): T {
    const { Z3 } = this.low;
    Z3.solver_push(this.context, this.solver);
    for (const condition of conditions) this.add(condition);
    const result = read(this.check());
    Z3.solver_pop(this.context, this.solver, 1);
    return result;
  }

  /** Values after a check that was satisfied, small ones where they suffice. */
  smallest(dims: readonly Dim[]): readonly number[] {
    const { Z3 } = this.low;
    const terms = dims.map((dim) => termOf(this, dim).ast);
    const found = this.values(terms);
    for (const most of SMALL) {
      if (found.every((value) => Math.abs(value) <= most)) return found;
      const bounds = terms.flatMap((term) => [
        Z3.mk_le(this.context, term, this.literal(most)),
        Z3.mk_ge(this.context, term, this.literal(-most)),
      ]);
      const smaller = this.checkWith(bounds, (status) => (status === 'sat' ? this.values(terms) : undefined));
      if (smaller !== undefined) return smaller;
    }
    return found;
  }

  private values(terms: readonly Z3_ast[]): number[] {
    const { Z3 } = this.low;
    const model = Z3.solver_get_model(this.context, this.solver);
    Z3.model_inc_ref(this.context, model);
    const values = terms.map((term) => {
      const value = Z3.model_eval(this.context, model, term, true);
      return value === null ? NaN : Number(Z3.get_numeral_string(this.context, value));
    });
    Z3.model_dec_ref(this.context, model);
    return values;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.low.Z3.solver_dec_ref(this.context, this.solver);
    this.low.Z3.del_context(this.context);
  }
}

interface Known {
  readonly value: number | undefined;
  /** At least 1 for certain, so that it divides as it is. */
  readonly positive: boolean;
}

class Term implements Dim {
  readonly session: Session;
  readonly ast: Z3_ast;
  readonly known: number | undefined;
  readonly positive: boolean;

  constructor(session: Session, ast: Z3_ast, known: Known = { value: undefined, positive: false }) {
    this.session = session;
    this.ast = ast;
    this.known = known.value;
    this.positive = known.positive;
  }

  plus(n: Size): Dim {
    const other = this.other(n);
    return this.folded(other, (a, b) => a + b) ?? this.made(this.core.mk_add(this.session.context, [this.ast, other.ast]));
  }

  minus(n: Size): Dim {
    const other = this.other(n);
    return this.folded(other, (a, b) => a - b) ?? this.made(this.core.mk_sub(this.session.context, [this.ast, other.ast]));
  }

  times(n: Size): Dim {
    const other = this.other(n);
    const folded = this.folded(other, (a, b) => a * b);
    if (folded !== undefined) return folded;
    const product = this.core.mk_mul(this.session.context, [this.ast, other.ast]);
    return new Term(this.session, product, { value: undefined, positive: this.positive && other.positive });
  }

  over(n: Size): Dim {
    return this.divided(n).quotient;
  }

  remainder(n: Size): Dim {
    return this.divided(n).rest;
  }

  equals(n: Size): Claim {
    return this.claim(this.core.mk_eq(this.session.context, this.ast, this.other(n).ast));
  }

  atLeast(n: Size): Claim {
    return this.claim(this.core.mk_ge(this.session.context, this.ast, this.other(n).ast));
  }

  divisibleBy(n: Size): Claim {
    return this.remainder(n).equals(0);
  }

  toString(): string {
    return this.core.ast_to_string(this.session.context, this.ast);
  }

  /**
   * By a number: the solver's own division, which is floor division for positive divisors. By a term: a quotient and
   * a remainder with the equations that define them, since the solver leaves division by a term to chance.
   */
  private divided(n: Size): { readonly quotient: Dim; readonly rest: Dim } {
    const divisor = this.other(n);
    const { session, core } = this;
    if (divisor.known !== undefined && divisor.known <= 1) return { quotient: this, rest: session.domain.lit(0) };
    const quotient = this.folded(divisor, floorDivide);
    const rest = this.folded(divisor, floorRemainder);
    if (quotient !== undefined && rest !== undefined) return { quotient, rest };
    if (divisor.known !== undefined) {
      const whole = core.mk_div(session.context, this.ast, divisor.ast);
      return { quotient: this.made(whole), rest: this.made(core.mk_mod(session.context, this.ast, divisor.ast)) };
    }
    return this.dividedByTerm(divisor);
  }

  private dividedByTerm(divisor: Term): { readonly quotient: Dim; readonly rest: Dim } {
    const { session, core } = this;
    const { context } = session;
    const one = session.literal(1);
    const by = divisor.positive ? divisor.ast : core.mk_ite(context, core.mk_ge(context, divisor.ast, one), divisor.ast, one);
    const quotient = session.unnamed();
    const rest = session.unnamed();
    session.add(core.mk_eq(context, this.ast, core.mk_add(context, [core.mk_mul(context, [by, quotient]), rest])));
    session.add(core.mk_ge(context, rest, session.literal(0)));
    session.add(core.mk_lt(context, rest, by));
    return { quotient: this.made(quotient), rest: this.made(rest) };
  }

  private get core(): Z3LowLevel['Z3'] {
    return this.session.low.Z3;
  }

  private other(n: Size): Term {
    return typeof n === 'number' ? termOf(this.session, this.session.domain.lit(n)) : termOf(this.session, n);
  }

  private made(ast: Z3_ast): Dim {
    return new Term(this.session, ast);
  }

  private claim(condition: Z3_ast): Claim {
    return new Condition(this.session, condition);
  }

  private folded(other: Term, compute: (a: number, b: number) => number): Dim | undefined {
    if (this.known === undefined || other.known === undefined) return undefined;
    const value = compute(this.known, other.known);
    return Number.isSafeInteger(value) ? this.session.domain.lit(value + 0) : undefined;
  }
}

class Condition implements Claim {
  readonly session: Session;
  readonly ast: Z3_ast;

  constructor(session: Session, ast: Z3_ast) {
    this.session = session;
    this.ast = ast;
  }

  and(other: Claim): Claim {
    const { low, context } = this.session;
    return new Condition(this.session, low.Z3.mk_and(context, [this.ast, conditionOf(this.session, other)]));
  }

  or(other: Claim): Claim {
    const { low, context } = this.session;
    return new Condition(this.session, low.Z3.mk_or(context, [this.ast, conditionOf(this.session, other)]));
  }

  not(): Claim {
    return new Condition(this.session, this.session.low.Z3.mk_not(this.session.context, this.ast));
  }

  choose(yes: Size, no: Size): Dim {
    const { low, context, domain } = this.session;
    const [taken, refused] = [yes, no].map((size) => termOf(this.session, typeof size === 'number' ? domain.lit(size) : size)) as [Term, Term];
    const chosen = low.Z3.mk_ite(context, this.ast, taken.ast, refused.ast);
    return new Term(this.session, chosen, { value: undefined, positive: taken.positive && refused.positive });
  }

  get verdict(): Verdict {
    const { low, context } = this.session;
    const fails = this.session.checkWith([low.Z3.mk_not(context, this.ast)], (status) => status);
    if (fails === 'unsat') return 'yes';
    return this.session.checkWith([this.ast], (status) => status) === 'unsat' ? 'no' : 'unknown';
  }

  toString(): string {
    return this.session.low.Z3.ast_to_string(this.session.context, this.ast);
  }
}

function termOf(session: Session, dim: Dim): Term {
  invariant(dim instanceof Term && dim.session === session, 'a size of another domain was mixed into solver terms');
  return dim;
}

function conditionOf(session: Session, claim: Claim): Z3_ast {
  invariant(claim instanceof Condition && claim.session === session, 'a claim of another domain was mixed into solver terms');
  return claim.ast;
}
