// Facts of a path and a claim in; whether the claim holds always, never or sometimes out, with sizes for which it
// fails. Forms answer first, then a few concrete assignments, then the solver, which is loaded only if it is needed.
//
// Only assumptions that share symbols with the claim are looked at by the solver, so a path that contradicts itself
// elsewhere is not noticed here: ask `feasible` about the path first. Facts have to be consistent.

import type { Claim } from '../../runtime/dims/dim.ts';
import type { Facts } from '../../runtime/dims/forms.ts';
import { assume, assumptionsOf, canonicalText, decide, findAssignment, noFacts, symbolsOf } from '../../runtime/dims/forms.ts';
import { makeCache } from './cache.ts';
import type { Solution, SolveOptions, Witness, Z3 } from './z3.ts';
import { loadZ3 } from './z3.ts';

export interface Query {
  readonly facts: Facts;
  readonly claim: Claim;
}

export interface Answer {
  readonly verdict: 'always' | 'never' | 'sometimes' | 'unknown';
  /** Sizes that agree with the facts and for which the claim fails, where some were found. */
  readonly witness?: Witness;
  readonly by: 'forms' | 'z3';
}

export interface Feasibility {
  readonly verdict: 'yes' | 'no' | 'unknown';
  /** Sizes that satisfy the facts, where some were found. */
  readonly witness?: Witness;
}

export interface Solver {
  /** Answers in the order of the queries. */
  decideAll(queries: readonly Query[]): Promise<Answer[]>;
  decide(query: Query): Promise<Answer>;
  /** Whether some sizes that agree with the facts satisfy the claim: cheaper than `decide`, and mostly all that is asked. */
  canHold(query: Query): Promise<boolean | undefined>;
  /** The same without the solver; undefined where it would be asked. */
  canHoldNow(query: Query): boolean | undefined;
  /** What can be said without the solver; `unknown` where it would be asked. */
  decideNow(query: Query): Answer;
  /** Whether any sizes satisfy the facts. */
  feasible(facts: Facts): Promise<Feasibility>;
  /** For traces and benchmarks. */
  readonly counts: { readonly forms: number; readonly z3: number; readonly cached: number };
}

export function makeSolver(options: SolveOptions = {}): Solver {
  const cache = makeCache<Answer>();
  const counts = { forms: 0, z3: 0, cached: 0 };

  const decideNow = (query: Query): Answer => {
    const answer = byForms(query);
    if (answer.verdict !== 'unknown') counts.forms++;
    return answer;
  };

  const decideLater = (query: Query, z3: Z3, tried: Answer): Answer => {
    const given = assumptionsOf(query.facts, query.claim);
    const key = keyOf(given, query.claim);
    const ready = cache.get(key);
    if (ready !== undefined) {
      counts.cached++;
      return ready;
    }
    counts.z3++;
    const answer = bySolver(given, query.claim, z3, options, tried);
    cache.set(key, answer);
    return answer;
  };

  const decideAll = async (queries: readonly Query[]): Promise<Answer[]> => {
    const first = queries.map(decideNow);
    if (first.every((answer) => answer.verdict !== 'unknown')) return first;
    const z3 = await loadZ3();
    return first.map((answer, i) => (answer.verdict === 'unknown' ? decideLater(queries[i] as Query, z3, answer) : answer));
  };

  const canHold = async (query: Query): Promise<boolean | undefined> => {
    const now = canHoldNow(query);
    if (now !== undefined) return now;
    const z3 = await loadZ3();
    counts.z3++;
    const status = z3.statusOf([...assumptionsOf(query.facts, query.claim), query.claim], options);
    return status === 'unknown' ? undefined : status === 'sat';
  };

  const feasible = async (facts: Facts): Promise<Feasibility> => {
    const found = findAssignment(facts);
    if (found !== undefined) return { verdict: 'yes', witness: found };
    const z3 = await loadZ3();
    counts.z3++;
    const solution = z3.solveClaims(assumptionsOf(facts), options);
    if (solution.status === 'sat') return { verdict: 'yes', witness: solution.witness };
    return { verdict: solution.status === 'unsat' ? 'no' : 'unknown' };
  };

  const decideOne = async (query: Query): Promise<Answer> => (await decideAll([query]))[0] as Answer;
  return { decideAll, decide: decideOne, decideNow, canHold, canHoldNow, feasible, counts };
}

/** The facts that some claims make, for callers that have claims; undefined where they contradict each other. */
export function factsOf(claims: readonly Claim[]): Facts | undefined {
  let facts = noFacts;
  for (const claim of claims) {
    const more = assume(facts, claim);
    if (more === 'contradiction') return undefined;
    facts = more;
  }
  return facts;
}

function byForms({ facts, claim }: Query): Answer {
  const verdict = decide(claim, facts);
  if (verdict === 'yes') return { verdict: 'always', by: 'forms' };
  const failing = assume(facts, claim.not());
  if (failing === 'contradiction') return { verdict: 'always', by: 'forms' };
  const witness = findAssignment(failing, claim);
  const fails = witness === undefined ? {} : { witness };
  if (verdict === 'no') return { verdict: 'never', by: 'forms', ...fails };
  const holding = assume(facts, claim);
  if (holding === 'contradiction') return { verdict: 'never', by: 'forms', ...fails };
  const canHold = witness !== undefined && findAssignment(holding, claim) !== undefined;
  return { verdict: canHold ? 'sometimes' : 'unknown', by: 'forms', ...fails };
}

function canHoldNow({ facts, claim }: Query): boolean | undefined {
  const verdict = decide(claim, facts);
  if (verdict !== 'unknown') return verdict === 'yes';
  const holding = assume(facts, claim);
  if (holding === 'contradiction') return false;
  return findAssignment(holding, claim) ? true : undefined;
}

/** A witness that was found on the way spares the solver half of the question. */
function bySolver(given: readonly Claim[], claim: Claim, z3: Z3, options: SolveOptions, tried: Answer): Answer {
  const fails: Solution =
    tried.witness === undefined ? z3.solveClaims([...given, claim.not()], options) : { status: 'sat', witness: tried.witness };
  if (fails.status === 'unsat') return { verdict: 'always', by: 'z3' };
  const holds = z3.solveClaims([...given, claim], options);
  const witness = fails.status === 'sat' ? { witness: fails.witness } : {};
  if (holds.status === 'unsat') return { verdict: 'never', by: 'z3', ...witness };
  return { verdict: fails.status === 'sat' && holds.status === 'sat' ? 'sometimes' : 'unknown', by: 'z3', ...witness };
}

/** Two symbols of one name may have different bounds in different programs, so bounds belong to the key. */
function keyOf(given: readonly Claim[], claim: Claim): string {
  const symbols = [...symbolsOf(claim, ...given).values()];
  const bounds = symbols.map(({ name, atLeast, atMost, divisor }) => `${name}:${atLeast}:${atMost}:${divisor}`);
  return [...given.map(canonicalText).sort(), canonicalText(claim), ...bounds.sort()].join('\n');
}
