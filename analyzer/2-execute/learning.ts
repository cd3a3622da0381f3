// What a function that nobody calls is for: it is entered again and again, while that teaches what its inputs are used
// as, then with numbers of axes that no use tells, and with what comments say of its parameters. A run of it in; what
// the one says that makes the most sense out, under a contract that some input keeps unless nothing does.

import { commentBehind, parameterComment } from '../1-read/shape-comment.ts';
import { statedShape } from '../1-read/stated-shape.ts';
import { sentenceFor } from '../library/checks.ts';
import type * as ir from '../program.ts';
import { fileOffset } from '../source.ts';
import { apart } from './apart.ts';
import { withAnyAxes } from './contracts.ts';
import { nothingNew } from './inputs.ts';
import { LOOP_STEPS, MAX_BEGINNINGS, MAX_ENTRY_EFFORT, MAX_ENTRY_STEPS, MAX_LEARNING_EFFORT, MAX_MORE_STEPS, MAX_ROUNDS } from './limits.ts';
import type { Demand, Machine, Notes } from './machine.ts';
import { isRoot } from './roots.ts';
import { holdsFor, lit, noFacts, symbolNames } from './sizes.ts';
import type { Ranks } from './trials.ts';
import { Trial } from './trials.ts';
import type { FunctionValue } from './values.ts';

/** Numbers of axes that inputs are tried with where no use tells it, the most common first. */
const RANKS = [3, 4, 2] as const;
/** Those that an input is tried with before all are said to fail. */
const ALL_RANKS = [3, 4, 2, 1, 5, 0] as const;
/** Inputs that are tried one by one, and runs that two of them may take together. */
const MAX_TRIED = 3;
const MAX_PAIRS = 25;

/** What inputs are used as, and the numbers of axes under which least is unknown. */
interface Beginning { readonly demands: ReadonlyMap<string, Demand>; readonly tried: Ranks | undefined }
interface Learnt extends Beginning { readonly notes: Notes }
/** A run of which only mistakes count, and where it begins. */
interface More { readonly steps: number; readonly begin: Beginning | undefined }

/** An argument that need not be given. */
export const isOptional = ({ how, default: value }: ir.Param): boolean => how !== 'rest' && how !== 'keywords' && value?.kind === 'literal' && value.literal.type === 'none';

/** What is given of what need not be: arguments that are nothing by default; nothing at all, not even what nobody names. */
export interface Given { readonly optional?: boolean; readonly bare?: boolean }

/** Once with the arguments that have to be given, then with others, too: of that, only mistakes count. */
export function untilLearnt(m: Machine, f: FunctionValue, run: (given: Given) => void): Notes {
  m.isContract = true;
  try {
    const { notes: found, ...begin } = believed(m, f, () => run({}));
    if (m.language !== 'python') return found;
    const isFactory = !f.owner && f.code.params.some(({ how }) => how === 'keywords');
    if (!found.obligations.some((one) => isFailing(one) && one.severity === 'error')) found.obligations.push(...ofAnyType(m, f, () => run({}), begin));
    for (const given of [...(isFactory ? [{ bare: true }] : []), ...(f.code.params.some(isOptional) ? [{ optional: true }] : [])]) {
      if (fails(found)) return found;
      found.obligations.push(...mistakes(m, () => run(given), begin));
    }
    return found;
  } finally {
    Object.assign(m, { tried: undefined, disbelieved: new Set(), isContract: false });
    for (const own of [m.demands, m.inputs, m.stated, m.signatures]) own.clear();
  }
}

/** Element types for what annotations leave open: two of each kind, since a function may be meant for one of them. */
const STAND_INS = [{ float: 'float32', integer: 'int64' }, { float: 'float64', integer: 'int32' }] as const;

/** What fails with each element type that the annotations allow. */
function ofAnyType(m: Machine, { code }: FunctionValue, run: () => void, begin: Beginning): Notes['obligations'] {
  const isOpen = ({ annotation }: ir.Param): boolean => { const stated = statedShape(annotation); return stated?.dtype === undefined && stated?.family !== undefined; };
  if (!code.params.some(isOpen)) return [];
  let failing: Notes['obligations'] | undefined;
  for (const types of STAND_INS) {
    m.signatures.standIns = types;
    const { notes } = learnt(m, run, new Set(), { steps: MAX_MORE_STEPS, begin });
    const found = notes.obligations.filter((one) => isFailing(one) && one.rule.includes('type'));
    failing = failing ? failing.filter((one) => found.some(({ rule, span }) => rule === one.rule && span.start === one.span.start)) : found;
    if (failing.length === 0) break;
  }
  m.signatures.standIns = {};
  return failing ?? [];
}

/** Begun with what is known already of the same inputs; what fails then has to fail as well where only that is known which this run tells. */
function mistakes(m: Machine, run: () => void, begin: Beginning): Notes['obligations'] {
  const quick = learnt(m, run, new Set(), { steps: MAX_MORE_STEPS, begin }).notes;
  return fails(quick) ? learnt(m, run, new Set(), { steps: MAX_MORE_STEPS, begin: undefined }).notes.obligations.filter(isMistake) : [];
}

/** Not every choice of arguments is meant, which assertions tell, and calls and items of what was not given. */
const isMistake = (obligation: Notes['obligations'][number]): boolean => isFailing(obligation) && !/^(?:Assert|Call|Index|Unpack)\//.test(obligation.rule);

/** Comments are believed unless the function makes sense only without one of them. */
function believed(m: Machine, f: FunctionValue, run: () => void): Learnt {
  const believing = learnt(m, run, new Set());
  const commented = fails(believing.notes) ? f.code.params.filter((param) => commentOf(m, param)) : [];
  for (const param of commented.filter((each) => isBehind(m, each))) {
    const without = learnt(m, run, new Set([param.name]));
    if (fails(without.notes) || unknownOf(without.notes) > unknownOf(believing.notes)) continue;
    return { ...without, notes: { ...without.notes, obligations: [...without.notes.obligations, contradicted(m, param, believing.notes)] } };
  }
  // What a function says at its beginning speaks of all its parameters, and is prose: of what fails for that alone, it warns.
  const ahead = commented.filter((param) => !isBehind(m, param));
  const without = ahead.length > 0 ? learnt(m, run, new Set(ahead.map(({ name }) => name))) : undefined;
  if (!without || fails(without.notes)) return believing;
  const against = believing.notes.obligations.filter(isFailing).map((each) => ({ ...each, severity: 'warning' as const }));
  return { ...without, notes: { ...without.notes, obligations: [...without.notes.obligations, ...against] } };
}

export function commentOf(m: Machine, param: ir.Param): readonly string[] | null {
  const text = m.language === 'python' ? m.programs.get(param.span.file)?.text : undefined;
  return text === undefined ? null : parameterComment(text, param);
}

function isBehind(m: Machine, param: ir.Param): boolean {
  const text = m.programs.get(param.span.file)?.text;
  return text !== undefined && commentBehind(text, param) !== null;
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
 * Entered until nothing new is learnt about its inputs. Then with numbers of axes that no use tells: what leaves the
 * least unknown counts, and of those what asks the least of sizes that have nothing to do with each other. A number of axes that we only try, and under which
 * something fails, is not what the function is for: unless all fail.
 */
function learnt(m: Machine, run: () => void, disbelieved: ReadonlySet<string>, more?: More): Learnt {
  for (const own of [m.demands, m.inputs, m.stated, m.signatures]) own.clear();
  for (const [key, found] of more?.begin?.demands ?? []) m.demands.set(key, found);
  Object.assign(m, { tried: undefined, disbelieved });
  const bounds: Bounds = { effort: MAX_LEARNING_EFFORT, steps: more?.steps ?? MAX_ENTRY_STEPS };
  const first = settled(m, bounds, run);
  const known = new Map(m.demands);
  const without: Learnt = { notes: first, demands: known, tried: undefined };
  const open = openInputs(known);
  if (open.length === 0 || unknownOf(first) === 0 || fails(first)) return without;
  let best = without;
  let asked = Infinity;
  let failed = true;
  const contracts = new Map<number, Notes['contracts']>();
  const matter = new Matter();
  const begin = m.steps;
  const before = more?.begin?.tried;
  const likely = tables(known, open);
  const runs: Notes[] = [];
  const attempted = attempts(m, bounds, run, known);
  for (const tried of [...(before ? [before] : []), ...(likely ? [likely] : []), ...RANKS.map((rank) => new Map([['', rank]])), ...mixedRanks(open)]) {
    if (tried.size > 1 && (m.steps - begin > 4 * LOOP_STEPS || matter.never(tried))) continue;
    const start = m.steps;
    const now = attempted(tried);
    const odd = tried === likely ? 0 : oddOf(now);
    if (likely && (tried === likely || tried.size === 1)) runs.push(now);
    if (!fails(now) && tried.size === 1) contracts.set(tried.get('') as number, now.contracts);
    failed &&= errs(now);
    // Nothing is a mistake then.
    if (more && !failed) return without;
    matter.seen(tried, fails(now) ? NaN : unknownOf(now), odd);
    if (!fails(now) && (unknownOf(now) < unknownOf(best.notes) || (best !== without && unknownOf(now) === unknownOf(best.notes) && odd < asked))) [best, asked] = [{ notes: now, demands: known, tried }, odd];
    if (m.steps - start > 4 * LOOP_STEPS) return best === without ? without : { ...best, notes: surely(best.notes) };
    // Inputs of different numbers of axes, only where the same number makes no sense of all.
    if (tried.get('') === RANKS.at(-1) && (open.length === 1 || (unknownOf(best.notes) === 0 && asked === 0))) break;
  }
  if (best !== without) return { ...best, notes: generalised(surely(best.notes), contracts) };
  // Tables of which columns are taken, and that fail like everything else of one number of axes.
  const ofTables = runs[0] && runs.every(errs) ? placesOfAll(runs, runs[0]) : [];
  if (ofTables.length > 0 && runs[0]) return { ...without, notes: surely({ ...runs[0], obligations: ofTables }) };
  const failing = failed ? allFail(m, attempted, known, open) : undefined;
  return failing ? { ...without, notes: surely(failing) } : without;
}

/** Tensors of which no use tells how many axes they have; what is a part of another was asked for before that was known to be a tensor. */
function openInputs(known: ReadonlyMap<string, Demand>): readonly string[] {
  const all = [...known].flatMap(([key, { use, rank }]) => (!isRoot(key) && use === 'tensor' && rank === undefined ? [key] : []));
  return all.filter((key) => !all.some((other) => key.length > other.length && key.startsWith(other) && /\W/.test(key.charAt(other.length))));
}

/** As many axes as the tables have that all open inputs are. */
function tables(known: ReadonlyMap<string, Demand>, open: readonly string[]): Ranks | undefined {
  const ranks = new Map(open.flatMap((key) => { const rank = known.get(key)?.likely; return rank === undefined ? [] : [[key, rank] as const]; }));
  return ranks.size === open.length ? new Map([['', Math.max(...ranks.values())], ...ranks]) : undefined;
}

/** With any number of axes where all that were tried give the same. */
function generalised(notes: Notes, tried: ReadonlyMap<number, Notes['contracts']>): Notes {
  const contracts = new Map([...notes.contracts].map(([place, contract]) => {
    const text = withAnyAxes(new Map([...tried].flatMap(([rank, all]) => (all.has(place) ? [[rank, all.get(place)!.text]] : []))));
    return [place, text === undefined ? contract : { ...contract, text }];
  }));
  return { ...notes, contracts };
}

/** Whether it matters how many axes an input has: where one less is as good as what all have, others are not tried. */
class Matter {
  #all: readonly [number, number] | undefined;
  readonly #never = new Set<string>();
  readonly #asked = new Set<string>();

  seen(tried: Ranks, unknown: number, odd: number): void {
    this.#all ??= [unknown, odd];
    for (const key of tried.keys()) {
      if (key !== '' && !this.#asked.has(key) && unknown === this.#all[0] && odd === this.#all[1]) this.#never.add(key);
      this.#asked.add(key);
    }
  }

  never(tried: Ranks): boolean {
    return [...tried.keys()].some((key) => this.#never.has(key));
  }
}

/** One input of an axis less than the others, or of one alone: an index, a mask, a label. */
function mixedRanks(open: readonly string[]): readonly Ranks[] {
  const some = open.slice(0, MAX_TRIED);
  return [3, 2, 4].flatMap((rank) => some.flatMap((key) => (rank === 2 ? [1] : [rank - 1, 1]).map((less) => new Map([['', rank], [key, less]]))));
}

/** What is open under numbers of axes of our own choosing is theirs, not the program's. */
const surely = (notes: Notes): Notes => ({ ...notes, obligations: notes.obligations.filter(isFailing) });

/** Where one input alone makes the function fail, however many axes it has, or two together: the run that goes furthest. */
function allFail(m: Machine, attempted: Attempt, known: ReadonlyMap<string, Demand>, open: readonly string[]): Notes | undefined {
  const ranksOf = (key: string): readonly number[] => ALL_RANKS.filter((rank) => rank >= (known.get(key)?.atLeast ?? 0));
  const some = open.slice(0, MAX_TRIED);
  const alone = some.map((key) => ranksOf(key).map((rank): Ranks => new Map([[key, rank]])));
  const pairs = open.length !== 2 ? [] : ranksOf(open[0] as string).flatMap((a) => ranksOf(open[1] as string).map((b): Ranks => new Map([[open[0] as string, a], [open[1] as string, b]])));
  for (const all of [...alone, ...(pairs.length > 0 && pairs.length <= MAX_PAIRS ? [pairs] : [])]) {
    const runs: Notes[] = [];
    for (const tried of all) {
      const now = attempted(tried);
      if (!errs(now)) break;
      runs.push(now);
    }
    if (runs.length === all.length && runs.length > 0) return always(runs, runs.reduce((a, b) => (firstOf(m, b) > firstOf(m, a) || (firstOf(m, b) === firstOf(m, a) && provedOf(b) > provedOf(a)) ? b : a)));
  }
  return undefined;
}

/** What fails in one of the runs, of that what fails at the same place in all. */
function placesOfAll(runs: readonly Notes[], chosen: Notes): Notes['obligations'] {
  const places = runs.map(({ obligations }) => new Set(obligations.filter(isFailing).map(({ span }) => span.start)));
  return chosen.obligations.filter(({ span }) => places.every((some) => some.has(span.start)));
}

/** Of what fails in one of the runs, what fails at the same place in all, where anything does. */
function always(runs: readonly Notes[], chosen: Notes): Notes {
  const common = placesOfAll(runs, chosen);
  return common.length > 0 ? { ...chosen, obligations: common } : chosen;
}

type Attempt = (tried: Ranks) => Notes;

/** Runs after what is known, with numbers of axes that are tried; what would run as another did is not run. */
function attempts(m: Machine, bounds: Bounds, run: () => void, known: ReadonlyMap<string, Demand>): Attempt {
  const made: { readonly trial: Trial; readonly effort: number; readonly notes: Notes }[] = [];
  return (tried) => {
    const same = made.find(({ trial, effort }) => effort === bounds.effort && trial.answersAs(tried));
    if (same) return same.notes;
    m.demands.clear();
    for (const [each, found] of known) m.demands.set(each, found);
    const [trial, { effort }] = [new Trial(tried), bounds];
    m.tried = trial;
    const notes = settled(m, bounds, run);
    made.push({ trial, effort, notes });
    return notes;
  };
}

/** What each time may cost: little effort while it is learnt what comes in, until that was not enough. */
interface Bounds { effort: number; readonly steps: number }

function settled(m: Machine, bounds: Bounds, run: () => void): Notes {
  let beginnings = 0;
  let ended = true;
  const once = (): Notes => {
    for (const own of [m.inputs, m.given, m.stated, m.signatures]) own.clear();
    m.startAgain();
    return m.collect(() => { ended = apart(m, run, bounds.effort, beginnings < MAX_BEGINNINGS, bounds.steps); });
  };
  for (let round = 0; ; round++) {
    const { steps } = m;
    const notes = once();
    if (m.tried !== undefined && fails(notes)) return notes;
    const wasShort = m.isSpent && !m.isRaised && bounds.effort < MAX_ENTRY_EFFORT;
    if (m.isSpent || m.isRaised) bounds.effort = MAX_ENTRY_EFFORT;
    if (!ended) {
      beginnings++;
      round--;
      continue;
    }
    if (!nothingNew(m) && round < MAX_ROUNDS && m.steps - steps <= 10 * LOOP_STEPS) continue;
    beginnings = MAX_BEGINNINGS;
    return wasShort ? once() : notes;
  }
}

const isFailing = ({ verdict, under }: Notes['obligations'][number]): boolean => verdict === 'no' || under !== undefined;

const fails = ({ obligations }: Notes): boolean => obligations.some(isFailing);

/** Where it fails first. */
function firstOf(m: Machine, { obligations }: Notes): number {
  const span = obligations.find(isFailing)?.span;
  const program = span && m.programs.get(span.file);
  return program ? fileOffset(program, span.start) : 0;
}

/** Whatever happens. */
const errs = ({ obligations }: Notes): boolean => obligations.some(({ verdict, path }) => verdict === 'no' && path.length === 0);

/** How many of its claims are no matter of sizes of the same name being the same. */
function oddOf({ obligations }: Notes): number {
  const bases: string[] = [];
  const sizeOf = (name: string): number => {
    const base = name.replace(/\.\d+$/, '');
    if (!bases.includes(base)) bases.push(base);
    return 5_040 * (bases.indexOf(base) + 2);
  };
  // Two sizes that are alike for one claim are so for the next.
  const alike = new Map<string, number>();
  return obligations.filter(({ claim }) => {
    if (!claim || holdsFor(claim, (name) => alike.get(name) ?? sizeOf(name))) return false;
    const [one, other, ...more] = symbolNames(claim);
    if (one !== undefined && other !== undefined && more.length === 0) {
      const size = alike.get(one) ?? sizeOf(one);
      if (holdsFor(claim, () => size)) alike.set(other, size);
    }
    return true;
  }).length;
}

const countOf = ({ tensors }: Notes, wanted: string): number => [...tensors.values()].filter(({ status }) => status === wanted).length;
const unknownOf = (notes: Notes): number => countOf(notes, 'unknown');
const provedOf = (notes: Notes): number => countOf(notes, 'proved');
