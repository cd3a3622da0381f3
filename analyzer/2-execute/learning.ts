// What a function that nobody calls is for: it is entered again and again, while that teaches what its inputs are used
// as, then with numbers of axes that no use tells, and with what comments say of its parameters. A run of it in; what
// the one says that makes the most sense out, under a contract that some input keeps unless nothing does.

import { parameterComment } from '../1-read/shape-comment.ts';
import { sentenceFor } from '../library/checks.ts';
import type * as ir from '../program.ts';
import { apart } from './apart.ts';
import { nothingNew } from './inputs.ts';
import { LOOP_STEPS, MAX_ENTRY_EFFORT, MAX_LEARNING_EFFORT, MAX_ROUNDS } from './limits.ts';
import type { Demand, Machine, Notes } from './machine.ts';
import { isRoot } from './roots.ts';
import { lit, noFacts } from './sizes.ts';
import type { FunctionValue } from './values.ts';

/** Numbers of axes that inputs are tried with where no use tells it, the most common first. */
const RANKS = [3, 4, 2] as const;
/** Those that an input is tried with before all are said to fail. */
const ALL_RANKS = [3, 4, 2, 1, 5, 0] as const;
/** Inputs that are tried one by one. */
const MAX_TRIED = 3;

/** Comments are believed unless the function makes sense only without one of them. */
export function untilLearnt(m: Machine, f: FunctionValue, run: () => void): Notes {
  m.isContract = true;
  try {
    const believing = learnt(m, run, new Set());
    const commented = fails(believing) ? f.code.params.filter((param) => commentOf(m, param)) : [];
    for (const param of commented) {
      const without = learnt(m, run, new Set([param.name]));
      if (fails(without) || unknownOf(without) > unknownOf(believing)) continue;
      return { ...without, obligations: [...without.obligations, contradicted(m, param, believing)] };
    }
    return believing;
  } finally {
    Object.assign(m, { tried: undefined, triedFor: undefined, disbelieved: new Set(), isContract: false });
    for (const own of [m.demands, m.inputs, m.stated]) own.clear();
  }
}

export function commentOf(m: Machine, param: ir.Param): readonly string[] | null {
  const text = m.language === 'python' ? m.programs.get(param.span.file)?.text : undefined;
  return text === undefined ? null : parameterComment(text, param);
}

function contradicted(m: Machine, param: ir.Param, { obligations }: Notes): Notes['obligations'][number] {
  const operands = obligations.find(isFailing)?.operands ?? [];
  const holes = { param: param.name, comment: `(${(commentOf(m, param) ?? []).join(', ')})` };
  return {
    rule: 'Comment/use', claim: lit(0).atLeast(1), sentence: sentenceFor('Comment/use'), holes, operands, span: param.span, stack: [],
    facts: noFacts, path: [], verdict: 'no', isContract: true, severity: 'warning',
  };
}

/**
 * Entered until nothing new is learnt about its inputs. Then the first number of axes under which nothing can go wrong
 * and everything is known, else what leaves the least unknown. A number of axes that we only try, and under which
 * something fails, is not what the function is for: unless all fail.
 */
function learnt(m: Machine, run: () => void, disbelieved: ReadonlySet<string>): Notes {
  for (const own of [m.demands, m.inputs, m.stated]) own.clear();
  Object.assign(m, { tried: undefined, triedFor: undefined, disbelieved });
  const bounds: Bounds = { effort: MAX_LEARNING_EFFORT };
  let best = settled(m, bounds, run);
  const known = new Map(m.demands);
  const open = [...known].flatMap(([key, { use, rank }]) => (!isRoot(key) && use === 'tensor' && rank === undefined ? [key] : []));
  if (open.length === 0) return best;
  let failed = true;
  for (const rank of RANKS) {
    if (unknownOf(best) === 0 || fails(best)) break;
    const start = m.steps;
    const now = tried(m, bounds, run, known, rank, undefined);
    failed &&= errs(now);
    if (!fails(now) && unknownOf(now) < unknownOf(best)) best = now;
    if (m.steps - start > 4 * LOOP_STEPS) return best;
  }
  return (failed && unknownOf(best) > 0 && !fails(best) && allFail(m, bounds, run, known, open)) || best;
}

/** Where one input alone makes the function fail, however many axes it has: the run that goes furthest. */
function allFail(m: Machine, bounds: Bounds, run: () => void, known: ReadonlyMap<string, Demand>, open: readonly string[]): Notes | undefined {
  for (const key of open.slice(0, MAX_TRIED)) {
    const runs: Notes[] = [];
    for (const rank of ALL_RANKS) {
      const now = tried(m, bounds, run, known, rank, key);
      if (!errs(now)) break;
      runs.push(now);
    }
    if (runs.length === ALL_RANKS.length) return runs.reduce((a, b) => (provedOf(b) > provedOf(a) ? b : a));
  }
  return undefined;
}

function tried(m: Machine, bounds: Bounds, run: () => void, known: ReadonlyMap<string, Demand>, rank: number, key: string | undefined): Notes {
  m.demands.clear();
  for (const [each, found] of known) m.demands.set(each, found);
  Object.assign(m, { tried: rank, triedFor: key });
  return settled(m, bounds, run);
}

/** What each time may cost: little while it is learnt what comes in, until that was not enough. */
interface Bounds { effort: number }

function settled(m: Machine, bounds: Bounds, run: () => void): Notes {
  const once = (): Notes => {
    m.inputs.clear();
    m.given.clear();
    m.stated.clear();
    return m.collect(() => apart(m, run, bounds.effort));
  };
  let notes: Notes;
  for (let round = 0; ; round++) {
    const { steps } = m;
    notes = once();
    if (m.tried !== undefined && fails(notes)) break;
    const wasShort = m.isSpent && bounds.effort < MAX_ENTRY_EFFORT;
    if (wasShort) bounds.effort = MAX_ENTRY_EFFORT;
    if (!nothingNew(m) && round < MAX_ROUNDS && m.steps - steps <= 10 * LOOP_STEPS) continue;
    return wasShort ? once() : notes;
  }
  return notes;
}

const isFailing = ({ verdict, under }: Notes['obligations'][number]): boolean => verdict === 'no' || under !== undefined;

const fails = ({ obligations }: Notes): boolean => obligations.some(isFailing);

/** Whatever happens. */
const errs = ({ obligations }: Notes): boolean => obligations.some(({ verdict, path }) => verdict === 'no' && path.length === 0);

const countOf = ({ tensors }: Notes, wanted: string): number => [...tensors.values()].filter(({ status }) => status === wanted).length;
const unknownOf = (notes: Notes): number => countOf(notes, 'unknown');
const provedOf = (notes: Notes): number => countOf(notes, 'proved');
