// Claims over forms in, an assignment that satisfies them out, or the finding that there is none, or "unknown".
// The only file that knows the solver. It is loaded on first use (about 0.2 s) and then called synchronously:
// the package's own promises cost a thread hop of 2 to 5 ms each, its exported C functions about 0.5 ms.
//
// Every question gets its own context and a simple solver, and frees both: nothing is left behind, and an answer
// does not depend on the questions asked before it. The limit counts the solver's steps, not seconds, for the same reason.

import type { Z3_ast, Z3_context, Z3_solver, Z3_sort, Z3LowLevel } from 'z3-solver';
import type { Claim, Dim, Domain } from '../../runtime/dims/dim.ts';
import type { SymbolInfo } from '../../runtime/dims/forms.ts';
import { symbolsOf, translateClaim, tryHolds } from '../../runtime/dims/forms.ts';
import { invariant } from '../../runtime/invariant.ts';
import type { Logic, Status, Terms } from './terms.ts';
import { makeTerms } from './terms.ts';

/** Sizes by name that satisfy all claims. */
export type Witness = Readonly<Record<string, number>>;

export type Solution =
  | { readonly status: 'sat'; readonly witness: Witness }
  | { readonly status: 'unsat' }
  | { readonly status: 'unknown' };

export interface SolveOptions {
  /** Steps that one check may take: the default is mostly reached after some 10 to 700 ms, and most checks need far fewer. */
  readonly limit?: number;
}

export interface Z3 {
  /** Whether the claims (over forms) can hold together, within the bounds of their symbols. */
  solveClaims(claims: readonly Claim[], options?: SolveOptions): Solution;
  /** The same without looking for sizes, which costs several questions more. */
  statusOf(claims: readonly Claim[], options?: SolveOptions): Status;
  /** The vocabulary over solver terms, for whoever wants to run a rule there. Close it. */
  open(options?: SolveOptions): Z3Session;
}

/** Dims of a session are terms of its solver; the verdict of a claim asks the solver. */
export interface Z3Session {
  readonly domain: Domain;
  symbol(name: string, bounds: { readonly atLeast: number; readonly atMost: number }): Dim;
  /** From here on the claim holds. */
  assert(claim: Claim): void;
  check(): Status;
  close(): void;
}

export const DEFAULT_LIMIT = 300_000;

/** Witnesses are sought below these values first: people read them. Each costs one check more. */
const SMALL = [16, 1024];

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
  const within = <T>(options: SolveOptions | undefined, ask: (session: Session) => T, unknown: T): T => {
    if (lost) return unknown;
    try {
      const session = open(options);
      const answer = ask(session);
      session.close();
      return answer;
    } catch (error) {
      // The instance ran out of memory and cannot be used any more; what it would have said stays unknown.
      if (!(error instanceof Error && error.name === 'RuntimeError')) throw error;
      lost = true;
      return unknown;
    }
  };
  return {
    open,
    solveClaims: (claims, options) => within<Solution>(options, (session) => solveIn(session, claims), { status: 'unknown' }),
    statusOf: (claims, options) => within<Status>(options, (session) => askIn(session, claims).status, 'unknown'),
  };
}

interface Asked { readonly status: Status; readonly symbols: readonly SymbolInfo[]; readonly units: ReadonlyMap<string, Dim> }

function askIn(session: Session, claims: readonly Claim[]): Asked {
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
  return { status: session.check(), symbols, units };
}

function solveIn(session: Session, claims: readonly Claim[]): Solution {
  const { status, symbols, units } = askIn(session, claims);
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
  const verdicts = new Set(claims.map((claim) => tryHolds(claim, witness)));
  invariant(!verdicts.has('no'), 'the solver found an assignment that breaks a claim');
  return !verdicts.has('unknown');
}

class Session implements Z3Session {
  readonly domain: Domain;
  private readonly low: Z3LowLevel['Z3'];
  private readonly module: Module;
  private readonly context: Z3_context;
  private readonly integers: Z3_sort;
  private readonly solver: Z3_solver;
  private readonly terms: Terms<Z3_ast>;
  private isOpen = true;

  constructor({ Z3, em }: Z3LowLevel, limit: number) {
    this.low = Z3;
    this.module = em as Module;
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
    this.terms = makeTerms(this.logic());
    this.domain = this.terms.domain;
  }

  symbol(name: string, { atLeast, atMost }: { readonly atLeast: number; readonly atMost: number }): Dim {
    const term = this.low.mk_const(this.context, this.low.mk_string_symbol(this.context, name), this.integers);
    if (Number.isFinite(atLeast)) this.add(this.low.mk_ge(this.context, term, this.literal(atLeast)));
    if (Number.isFinite(atMost)) this.add(this.low.mk_le(this.context, term, this.literal(atMost)));
    return this.terms.dim(term, atLeast >= 1);
  }

  assert(claim: Claim): void {
    this.add(this.terms.conditionOf(claim));
  }

  check(): Status {
    invariant(this.isOpen, 'a session of the solver was used after it was closed');
    const answer = this.module[CHECK](this.context, this.solver);
    return answer === 1 ? 'sat' : answer === -1 ? 'unsat' : 'unknown';
  }

  /** Values after a check that was satisfied, small ones where they suffice. */
  smallest(dims: readonly Dim[]): readonly number[] {
    const terms = dims.map((dim) => this.terms.termOf(dim));
    const found = this.values(terms);
    for (const most of SMALL) {
      if (found.every((value) => Math.abs(value) <= most)) return found;
      const bounds = terms.flatMap((term) => [
        this.low.mk_le(this.context, term, this.literal(most)),
        this.low.mk_ge(this.context, term, this.literal(-most)),
      ]);
      const smaller = this.checkWith(bounds, (status) => (status === 'sat' ? this.values(terms) : undefined));
      if (smaller !== undefined) return smaller;
    }
    return found;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.low.solver_dec_ref(this.context, this.solver);
    this.low.del_context(this.context);
  }

  private logic(): Logic<Z3_ast> {
    const { low, context } = this;
    return {
      literal: (n) => this.literal(n),
      unnamed: () => low.mk_fresh_const(context, 'part', this.integers),
      plus: (a, b) => low.mk_add(context, [a, b]),
      minus: (a, b) => low.mk_sub(context, [a, b]),
      times: (a, b) => low.mk_mul(context, [a, b]),
      quotient: (a, b) => low.mk_div(context, a, b),
      remainder: (a, b) => low.mk_mod(context, a, b),
      equal: (a, b) => low.mk_eq(context, a, b),
      atLeast: (a, b) => low.mk_ge(context, a, b),
      and: (a, b) => low.mk_and(context, [a, b]),
      or: (a, b) => low.mk_or(context, [a, b]),
      not: (a) => low.mk_not(context, a),
      choose: (condition, yes, no) => low.mk_ite(context, condition, yes, no),
      assert: (condition) => this.add(condition),
      checkWith: (condition) => this.checkWith([condition], (status) => status),
      text: (term) => low.ast_to_string(context, term),
    };
  }

  private literal(n: number): Z3_ast {
    return this.low.mk_int64(this.context, BigInt(n), this.integers);
  }

  private add(condition: Z3_ast): void {
    invariant(this.isOpen, 'a session of the solver was used after it was closed');
    this.low.solver_assert(this.context, this.solver, condition);
  }

  /** The same question with some conditions more, which are forgotten afterwards. */
  private checkWith<T>(conditions: readonly Z3_ast[], read: (status: Status) => T): T {
    this.low.solver_push(this.context, this.solver);
    for (const condition of conditions) this.add(condition);
    const result = read(this.check());
    this.low.solver_pop(this.context, this.solver, 1);
    return result;
  }

  private values(terms: readonly Z3_ast[]): number[] {
    const model = this.low.solver_get_model(this.context, this.solver);
    this.low.model_inc_ref(this.context, model);
    const values = terms.map((term) => {
      const value = this.low.model_eval(this.context, model, term, true);
      return value === null ? NaN : Number(this.low.get_numeral_string(this.context, value));
    });
    this.low.model_dec_ref(this.context, model);
    return values;
  }
}
