// Claims on paths. A claim that a rule states comes in; it is proved here, or kept as an obligation with all that an
// explanation needs. What stays open is assumed from here on: the program goes on only where it holds.

import type { Claim, Dim, Size, Verdict } from '../../runtime/dims/dim.ts';
import { MAX_ASSUMED, MAX_CLAIM_TEXT } from './limits.ts';
import type { BranchSymbol, Machine, Obligation, Operand } from './machine.ts';
import { REFUSED } from './machine.ts';
import type { Facts } from './sizes.ts';
import { assume, boundsOf, decide, differAnyway, sameDim, symbol, symbolInfos, symbolNames } from './sizes.ts';
import { AFTER_MISTAKE } from './values.ts';

export interface Stated {
  readonly rule: string;
  /** Undefined: impossible by structure alone. */
  readonly claim: Claim | undefined;
  readonly sentence: string;
  readonly holes: Readonly<Record<string, Size | string>>;
  readonly operands: readonly Operand[];
  readonly severity?: 'error' | 'warning';
}

/** Whether the program may go on past the claim. */
export function must(m: Machine, stated: Stated): boolean {
  if (isOurGuess(m, stated)) return false;
  const decided: Verdict = stated.claim ? m.decide(stated.claim) : 'no';
  if (decided === 'no' && mayNotCome(m, stated)) return true;
  const apart = decided === 'unknown' && statedApart(m, stated);
  const verdict = apart || (decided === 'unknown' && byChance(m, stated)) ? 'no' : decided;
  if (verdict === 'yes') {
    m.claimsProved++;
    return true;
  }
  m.traces++;
  const span = m.userSpan;
  const tainted = stated.operands.some(({ tensor }) => tensor.reason === AFTER_MISTAKE);
  if (span && m.muted === 0 && !tainted) record(m, apart ? { ...stated, severity: 'warning' } : stated, verdict, span);
  if (verdict === 'no') return false;
  if (stated.claim && stated.severity !== 'warning' && m.facts.assumed.length < MAX_ASSUMED && stated.claim.toString().length <= MAX_CLAIM_TEXT) m.assume(stated.claim);
  return true;
}

/** Where several tensors are meant. */
const SEVERAL = new Set(['Call/tensors', 'RNN/pair']);

/** Whether it is only we who took an input for one tensor. */
const isOurGuess = (m: Machine, { rule, operands }: Stated): boolean => m.isContract && SEVERAL.has(rule) && operands.some(({ tensor }) => tensor.key !== undefined);

/** Whether a place is beyond the end only in a turn that need not come: the loop may be as long as what it indexes. */
function mayNotCome(m: Machine, { rule, holes }: Stated): boolean {
  if (rule !== 'Index/range' && rule !== 'Slice/range') return false;
  const counts = symbolInfos(...Object.values(holes).filter((size) => typeof size === 'object'));
  return counts.length > 0 && counts.every((count) => /^turn(\.|$)/.test(count.name) && boundsOf(m.facts, symbol(count.name, count)).atMost === Infinity);
}

function record(m: Machine, stated: Stated, verdict: Verdict, span: NonNullable<Machine['userSpan']>): void {
  const under = verdict === 'unknown' && stated.claim ? failingBranch(m, stated.claim) : undefined;
  const obligation: Obligation = {
    rule: stated.rule, claim: stated.claim, sentence: stated.sentence, holes: stated.holes, operands: stated.operands, span,
    stack: m.userStack.filter((outer) => outer.start !== span.start || outer.file !== span.file),
    facts: m.facts, path: m.path, verdict, isContract: m.isContract, severity: stated.severity ?? 'error', ...(under ? { under } : {}),
  };
  m.obligations.push(obligation);
  const failed = (verdict === 'no' || under) && !m.path.some((decision) => decision.opaque);
  if (failed && obligation.severity === 'error') m.tensors.set(`${span.file}:${span.start}:${span.end}`, { status: 'wrong' });
  if ((verdict === 'no' || under) && m.tried !== undefined && m.provisional === 0) throw REFUSED;
}

/** What data and loops count; how many samples come at once is no less free. */
const COUNTED = /^(nonzero|selected|unique|stacked|joined|batch|data)(\.|$)/;

/** A mask that picks everything is not meant. */
const PICKED = /^selected(\.|$)/;

/** Rows that were picked meet all there are. */
const COUNTS_ROWS = new Set(['NegativeLogLikelihoodLoss/target', 'BinaryCrossEntropy/target', 'Index/mask']);

/** Features of layers are settled when they are made; no layer is made for the length of the longest sentence of a batch. */
const LENGTHS = /^(nonzero|selected|unique|steps|packed)(\.|$)/;
const LAYERS = new Set(['Linear/in_features', 'Conv/channels', 'ConvTranspose/channels', 'RNN/input', 'LayerNormalization/normalized', 'BatchNormalization/scale']);

/**
 * Whether the claim holds for single values only of what data count: a scalar, if a loop ran exactly once; factors for
 * rows beside columns, if as many rows were picked as there are columns. That nobody means the second is sure only
 * where the same count stands in both.
 */
function byChance(m: Machine, stated: Stated): boolean {
  const { rule, claim, operands } = stated;
  if (m.isContract && (onlyAsOne(m, stated) || sameRows(stated))) return true;
  const isScalar = rule === 'Backward/scalar';
  const ofLayer = LAYERS.has(rule);
  const names = claim ? symbolNames(claim) : [];
  if (claim && rule === 'Index/range' && ofDraw(m, claim, names)) return true;
  if (claim && names.length === 1 && names[0] !== undefined && PICKED.test(names[0]) && (COUNTS_ROWS.has(rule) || rule.endsWith('/broadcast')) && picksAll(m, claim, names[0])) return true;
  if (!claim || !(isScalar || ofLayer || rule.endsWith('/broadcast'))) return false;
  const [count] = names;
  if (count === undefined || names.some((name) => !(ofLayer ? LENGTHS : COUNTED).test(name))) return false;
  if (!isScalar && !ofLayer && (names.length > 1 || operands.length < 2 || !operands.every(({ tensor }) => tensor.shape?.some((dim) => dim.toString() === count)))) return false;
  const sizes = new Set([1, ...operands.flatMap(({ tensor }) => tensor.shape?.flatMap((dim) => dim.known ?? []) ?? [])]);
  let facts: Facts | 'contradiction' = m.facts;
  for (const name of names) {
    for (const size of sizes) if (facts !== 'contradiction') facts = assume(facts, symbol(name, { atLeast: 0 }).equals(size).not());
  }
  return facts !== 'contradiction' && decide(facts, claim) === 'no';
}

/** Whether it fails for the last of the numbers that are drawn: sooner or later that one comes. */
function ofDraw(m: Machine, claim: Claim, names: readonly string[]): boolean {
  const [name] = names;
  const info = symbolInfos(claim)[0];
  if (name === undefined || names.length > 1 || !info || !/^random(\.|$)/.test(name)) return false;
  const { atMost } = boundsOf(m.facts, symbol(name, info));
  if (!Number.isFinite(atMost)) return false;
  const facts = assume(m.facts, symbol(name, info).equals(atMost));
  return facts !== 'contradiction' && decide(facts, claim) === 'no';
}

/** Whether two extents that are counted from one size meet only where that makes one of them 1: of n + 3 and n, or 2n and n. */
function onlyAsOne(m: Machine, { rule, holes }: Stated): boolean {
  const sizes = Object.values(holes).filter((size) => typeof size === 'object');
  const [a, b] = sizes;
  if (!rule.endsWith('/broadcast') || !a || !b || sizes.length > 2) return false;
  // What is cut or pooled may be meant to come out as one.
  const [less, more] = m.decide(b.minus(a).atLeast(1)) === 'yes' ? [a, b] : [b, a];
  if (symbolNames(less).join() !== less.toString() || m.decide(more.minus(less).atLeast(1)) !== 'yes') return false;
  let facts: Facts | 'contradiction' = m.facts;
  for (const size of [a, b]) if (facts !== 'contradiction') facts = assume(facts, size.equals(1).not());
  return facts !== 'contradiction' && decide(facts, a.equals(b)) === 'no';
}

/** Whether rows meet features, which are as many by chance: `q @ k` without a transpose. */
function sameRows({ rule, operands }: Stated): boolean {
  const [a, b] = operands.map(({ tensor }) => tensor.shape?.slice(-2));
  const [rows, features] = a ?? [];
  if (rule !== 'MatMul/inner' || a?.length !== 2 || b?.length !== 2 || !rows || !features || rows.known !== undefined || !sameDim(rows, b[0] as Dim)) return false;
  const names = symbolNames(features);
  const isPlain = names.join() === features.toString();
  return !isPlain && !symbolNames(rows).some((name) => names.includes(name));
}

/** Whether a claim holds only where a mask picks all there are, one or none. */
function picksAll(m: Machine, claim: Claim, name: string): boolean {
  const count = symbolInfos(claim).map((info) => symbol(info.name, info))[0];
  const all = count && boundsOf(m.facts, count).atMost;
  if (!count || all === undefined || !Number.isFinite(all) || all < 2) return false;
  let facts: Facts | 'contradiction' = m.facts;
  for (const size of [0, 1, all]) if (facts !== 'contradiction') facts = assume(facts, symbol(name, { atLeast: 0, atMost: all }).equals(size).not());
  return facts !== 'contradiction' && decide(facts, claim) === 'no';
}

/** Whether the claim holds only where sizes are alike to which the annotations of inputs give different names. */
function statedApart(m: Machine, { claim, rule, severity }: Stated): boolean {
  if (!claim || severity === 'warning' || rule === 'Assert/fails' || m.stated.size < 2) return false;
  const names = symbolNames(claim);
  return names.length > 1 && names.every((name) => m.stated.has(name)) && differAnyway(m.facts, claim);
}

/** A branch that the program is free to take, on whose one side the claim cannot hold. */
function failingBranch(m: Machine, claim: Claim): Obligation['under'] {
  for (const name of symbolNames(claim)) {
    const branch: BranchSymbol | undefined = m.branches.get(name);
    if (!branch || branch.opaque) continue;
    const chosen = symbol(name, { atLeast: 0, atMost: 1 });
    for (const taken of [true, false]) {
      const facts = assume(m.facts, chosen.equals(Number(taken)));
      if (facts !== 'contradiction' && decide(facts, claim) === 'no') return { ...branch, taken };
    }
  }
  return undefined;
}
