// Operators on symbolic tensors: an operator's name, operands and attributes as values in; the result tensor out. The
// operator's own rule says what must hold (claims.ts decides) and what the result's shape is.

import type { Claim, Dim } from '../../runtime/dims/dim.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import { isDType, isNarrow } from '../../runtime/ir/dtype.ts';
import { operatorNamed } from '../../runtime/operators/index.ts';
import type { RuleRun } from '../../runtime/spec/drive.ts';
import { bindDTypes, resultDType, runRule } from '../../runtime/spec/drive.ts';
import { inputAt } from '../../runtime/spec/inputs.ts';
import { SIGNATURE_CHECKS } from '../../runtime/spec/settle.ts';
import type { Operator } from '../../runtime/spec/spec.ts';
import type { Span } from '../program.ts';
import { must } from './claims.ts';
import { lookInClass } from './classes.ts';
import { mustShareDevice } from './devices.ts';
import { distribute } from './distribute.ts';
import { echo, graphOf } from './facets.ts';
import { demand, demandRank, rankOf, wholeUse } from './inputs.ts';
import { MAX_SIZE_TEXT } from './limits.ts';
import type { Machine, Operand } from './machine.ts';
import { dimOf } from './numbers.ts';
import { isRoot, rootKey, shifted } from './roots.ts';
import { claimKey, domain, lit, sameDims, simplify } from './sizes.ts';
import type { TensorValue, Value } from './values.ts';
import { AFTER_MISTAKE, positional, tuple } from './values.ts';

export interface From { readonly of?: Value; readonly axes?: number; readonly at?: Span }

/**
 * As many axes as it is used with, where a use tells. `tail`: its last sizes; `of`: what it is made of, with so many axes
 * more; `at`: where a library model makes it.
 */
export function unknownTensor(m: Machine, reason: string, dtype?: string, tail: readonly Dim[] = [], { of, axes: more = 0, at }: From = {}): TensorValue {
  const given = of && 'key' in of ? of.key : undefined;
  const key = given === undefined || reason === AFTER_MISTAKE ? rootKey(m, reason, at) : isRoot(given) || of?.kind === 'tensor' ? shifted(given, more) : rootKey(m, reason, at, given);
  const axes = key === undefined ? undefined : rankOf(m, key);
  if (axes !== undefined && axes >= tail.length) {
    const lead = Array.from({ length: axes - tail.length }, () => m.fresh('size', 1));
    return { kind: 'tensor', dtype, shape: [...lead, ...tail], origin: m.userSpan };
  }
  return { kind: 'tensor', dtype, shape: undefined, origin: m.userSpan, reason, ...(tail.length > 0 ? { tail } : {}), ...(key === undefined ? {} : { key }) };
}

export function callOperator(m: Machine, name: string, values: readonly Value[], given: ReadonlyMap<string, Value>, at: Span): Value {
  const mixed = values.findIndex((value) => value.kind === 'alternatives');
  const mixedValue = values[mixed];
  if (name === 'Concat' && values.filter((value) => value.kind === 'alternatives').length > 2) return joinedInTurn(m, values, given, at);
  if (mixedValue) return distribute(m, mixedValue, at, (option) => callOperator(m, name, values.with(mixed, option), given, at));
  for (const [key, value] of given) {
    if (value.kind === 'alternatives') return distribute(m, value, at, (option) => callOperator(m, name, values, new Map([...given, [key, option]]), at));
  }
  const operator = operatorNamed(name);
  if (!operator) return noted(m, `the operator ${name}`, at);
  const tensors = values.map(asTensor);
  const own = overridden(m, values, at);
  if (own) return own;
  const joined = name === 'Concat' ? joinedBeside(m, values, given.get('axis')) : undefined;
  if (joined) return joined;
  const lost = tensors.findIndex((tensor) => tensor === undefined);
  for (const value of values) demand(m, value, 'tensor');
  if (lost >= 0) return noted(m, `${name} of ${values[lost]?.kind ?? 'nothing'}`, at, values[lost]);
  if (Object.keys(operator.inputs).length > 0 && tensors.every((tensor) => tensor === 'none')) return noted(m, `${name} of nothing`, at);
  const unshaped = tensors.find((tensor) => tensor && tensor !== 'none' && !tensor.shape);
  if (unshaped && unshaped !== 'none') {
    const tail = lastOf(m, operator, tensors, at);
    if (tail === 'wrong') return unknownTensor(m, AFTER_MISTAKE);
    const result = like(unshaped, axesAfter(name, unshaped, tensors, given), m.userSpan, likelyDType(operator, tensors.map((tensor) => (tensor === 'none' ? undefined : tensor)), given));
    return tail ? { ...result, tail } : result;
  }
  const attributes = attributesOf(m, operator, given);
  if (typeof attributes === 'string') return noted(m, `the attribute ${attributes} of ${name}`, at);
  return apply(m, operator, tensors, attributes, at, []);
}

/** One after the other: of many operands that are each one of several, all combinations are more than can be followed. */
function joinedInTurn(m: Machine, values: readonly Value[], given: ReadonlyMap<string, Value>, at: Span): Value {
  return values.reduce((joined, value) => callOperator(m, 'Concat', [joined, value], given, at));
}

/** Operators whose operands are spread over each other. */
const SPREADS = new Set(['Pow', 'Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Equal', 'Less', 'Where']);

/** Of operands of which some have an unknown number of axes, the last size of the result: what is known of the last axes has to fit. */
function lastOf(m: Machine, operator: Operator, tensors: readonly (TensorValue | 'none' | undefined)[], at: Span): readonly Dim[] | 'wrong' | undefined {
  const given = tensors.filter((tensor): tensor is TensorValue => tensor !== undefined && tensor !== 'none');
  const lasts = given.map(({ shape, tail }) => shape ?? tail?.slice(-1));
  const isProduct = operator.name === 'MatMul';
  if (given.some(({ reason }) => reason === AFTER_MISTAKE) || !(isProduct || SPREADS.has(operator.name))) return undefined;
  if (lasts.every((last) => last !== undefined) && (!isProduct || (given[1]?.shape && given[1].shape.length > 0))) {
    const result = apply(m, operator, given.map((tensor, i) => ({ ...tensor, shape: isProduct && i === 1 ? tensor.shape : lasts[i]?.slice(-1) })), {}, at, []);
    if (result.kind !== 'tensor' || result.reason === AFTER_MISTAKE) return result.kind === 'tensor' ? 'wrong' : undefined;
    return isProduct && given[1]?.shape?.length === 1 ? undefined : result.shape?.slice(-1);
  }
  // What is not 1 is not spread.
  const wide = isProduct ? undefined : lasts.find((last) => last?.at(-1)?.known !== undefined && last.at(-1)?.known !== 1);
  return wide?.slice(-1) ?? (isProduct && given[1]?.shape && given[1].shape.length > 1 ? given[1].shape.slice(-1) : undefined);
}

/** Operators whose result has as many axes as their first operand. */
const KEEPS_RANK = new Set(['Softmax', 'LogSoftmax', 'Pow', 'Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Equal', 'Less', 'Where', 'Clip', 'Cast', 'MaxPool', 'AveragePool', 'Conv', 'ConvTranspose', 'Transpose', 'CumSum', 'Concat']);

/** What an object makes of operations of torch on it. */
function overridden(m: Machine, values: readonly Value[], at: Span): Value | undefined {
  const object = values.find((value) => value.kind === 'instance' && value.class.cells.isLibrary && lookInClass(value.class, '__torch_function__') !== undefined);
  const method = object && m.parts.findAttribute(object, '__torch_function__', at);
  return method && m.parts.call(method, positional(), at);
}

/** Beside a tensor that is known, one that is not has as many axes, and all sizes but that of the axis along which they are joined. */
function joinedBeside(m: Machine, values: readonly Value[], axis: Value | undefined): TensorValue | undefined {
  if (values.every((value) => value.kind === 'tensor' && value.shape)) return undefined;
  if (!values.every((value) => (value.kind === 'tensor' || value.kind === 'unknown') && value.reason !== AFTER_MISTAKE)) return undefined;
  const shaped = values.filter((value): value is TensorValue & { readonly shape: readonly Dim[] } => value.kind === 'tensor' && value.shape !== undefined);
  const [first, along] = [shaped[0], axis && dimOf(axis)?.known];
  if (!first || along === undefined || along >= first.shape.length || along < -first.shape.length) return undefined;
  const at = along < 0 ? along + first.shape.length : along;
  if (shaped.some(({ shape }) => shape.length !== first.shape.length)) return undefined;
  for (const value of values) demandRank(m, value, first.shape.length, true);
  const atLeast = shaped.reduce((sum, { shape }) => sum + (shape[at]?.known ?? 0), 0);
  return { kind: 'tensor', dtype: first.dtype, shape: first.shape.with(at, m.fresh('joined', atLeast)), origin: m.userSpan };
}

/** How many axes more the result has than the operand that is not known; undefined where that is not known either. */
function axesAfter(name: string, x: TensorValue, tensors: readonly (TensorValue | 'none' | undefined)[], given: ReadonlyMap<string, Value>): number | undefined {
  const others = tensors.filter((tensor): tensor is TensorValue => tensor !== undefined && tensor !== 'none' && tensor !== x);
  const isFree = x.key === undefined || !isRoot(x.key);
  if (KEEPS_RANK.has(name)) return others.every((other) => !other.shape?.length && (isFree || other.shape || other.key === x.key)) || name.startsWith('Conv') ? 0 : undefined;
  if (isFree) return undefined;
  if (name === 'MatMul') return others.every(({ shape }) => shape?.length === 2) ? 0 : undefined;
  const axes = given.get('axes') ?? given.get('axis');
  const count = axes?.kind === 'tuple' ? axes.items.length : axes?.kind === 'int' ? 1 : undefined;
  if (count === undefined) return undefined;
  if (name === 'Unsqueeze') return count;
  const keeps = given.get('keepdims');
  return keeps?.kind === 'bool' && (name.startsWith('Reduce') || name === 'ArgMax') ? (keeps.value ? 0 : -count) : undefined;
}

/** Of unknown shape as another is; with so many axes more, whatever they turn out to be. */
export function like(x: TensorValue, axes: number | undefined, origin: Span | undefined, dtype: string | undefined): TensorValue {
  const key = axes === undefined || x.key === undefined ? undefined : axes === 0 ? x.key : isRoot(x.key) ? shifted(x.key, axes) : undefined;
  return { kind: 'tensor', dtype, shape: undefined, origin, reason: x.reason ?? 'a tensor of unknown shape', ...(key === undefined ? {} : { key }) };
}

function noted(m: Machine, reason: string, at: Span, cause?: Value): Value {
  if (cause?.kind !== 'unknown') m.unknown(reason, at);
  return unknownTensor(m, cause?.kind === 'unknown' ? cause.reason : reason, undefined, [], { at });
}

function asTensor(value: Value): TensorValue | 'none' | undefined {
  switch (value.kind) {
    case 'tensor': return value;
    case 'none': case 'undefined': return 'none';
    case 'int': return { kind: 'tensor', dtype: 'int64', shape: [], origin: undefined, layout: 'rows', sizes: [value.dim] };
    case 'float': return { kind: 'tensor', dtype: 'float32', shape: [], origin: undefined, layout: 'rows' };
    case 'bool': case 'condition': return { kind: 'tensor', dtype: 'bool', shape: [], origin: undefined, layout: 'rows' };
    default: return undefined;
  }
}

/** Operators that frameworks refuse for operands of different types. */
const ONE_TYPE = new Set(['Conv', 'ConvTranspose', 'MatMul']);

/** The dtype of the results as far as the operands say: that of the first one that shares the results' variable. */
function likelyDType(operator: Operator, tensors: readonly (TensorValue | undefined)[], given: ReadonlyMap<string, Value>): string | undefined {
  if (typeof operator.returns === 'function') {
    const to = given.get('to');
    return to?.kind === 'dtype' ? to.name : undefined;
  }
  if (isDType(operator.returns)) return operator.returns;
  const sharing = tensors.filter((tensor, i) => tensor && inputAt(operator.inputs, i)?.input.dtype === operator.returns);
  return (ONE_TYPE.has(operator.name) ? sharing.find((tensor) => tensor?.dtype !== undefined) : sharing[0])?.dtype;
}

/** As rules take them, or the name of one that is not known. */
function attributesOf(m: Machine, operator: Operator, given: ReadonlyMap<string, Value>): Record<string, unknown> | string {
  const result: Record<string, unknown> = {};
  for (const [name, value] of given) {
    if (value.kind === 'none' || value.kind === 'undefined') continue;
    const plain = plainOf(value);
    const kind = operator.attributes[name]?.kind;
    const fixed = kind === 'axis' || kind === 'axes' || kind === 'flag';
    if (plain === undefined && operator.attributes[name]) wholeUse(m, value);
    if (plain === undefined || (fixed && !isFixed(plain))) return name;
    result[name] = plain;
  }
  return result;
}

function isFixed(plain: unknown): boolean {
  if (Array.isArray(plain)) return plain.every(isFixed);
  return typeof plain !== 'object' || plain === null || (plain as Dim).known !== undefined;
}

function plainOf(value: Value): unknown {
  switch (value.kind) {
    case 'int': return value.dim;
    case 'bool': return value.value;
    case 'float': return value.value;
    case 'string': return value.value;
    case 'dtype': return value.name;
    case 'condition': return undefined;
    case 'tuple': {
      const items = value.items.map(plainOf);
      return items.includes(undefined) ? undefined : items;
    }
    case 'list': {
      const items = value.cells.map.get('items');
      return items && plainOf(items);
    }
    default: return undefined;
  }
}

class Undecided extends Error {
  readonly claim: Claim;
  constructor(claim: Claim) {
    super('undecided');
    this.claim = claim;
  }
}

/** Runs the rule; a choice that the facts leave open is replayed both ways, each on its own path. */
function apply(m: Machine, operator: Operator, tensors: readonly (TensorValue | 'none' | undefined)[], attributes: Readonly<Record<string, unknown>>, at: Span, choices: readonly boolean[]): Value {
  const operands = tensors.map((tensor) => (tensor === 'none' ? undefined : tensor));
  while (operands.length > 0 && operands.at(-1) === undefined) operands.pop();
  let next = 0;
  let run: RuleRun;
  try {
    run = runRule(operator, operands.map((tensor) => tensor?.shape), attributes, {
      domain,
      whether(claim) {
        const verdict = m.decide(claim);
        if (verdict !== 'unknown') return verdict === 'yes';
        const chosen = choices[next++];
        if (chosen === undefined) throw new Undecided(claim);
        return chosen;
      },
      fresh(name, atMost) {
        const size = m.fresh(name);
        m.assume((typeof atMost === 'number' ? lit(atMost) : atMost).minus(size).atLeast(0));
        return size;
      },
    });
  } catch (error) {
    if (!(error instanceof Undecided)) throw error;
    const again = (choice: boolean) => (): Value => apply(m, operator, tensors, attributes, at, [...choices, choice]);
    return m.parts.fork(asked(m, error.claim), at, again(true), again(false));
  }
  return conclude(m, operator, operands, run);
}

/** What is asked of an input that nobody gives may be so or not: what follows from either is no finding. */
export const asked = (m: Machine, claim: Claim): Claim => (m.isContract ? m.undecided(`one ${claimKey(claim)}`, true, 'a size is 1').claim : claim);

function conclude(m: Machine, operator: Operator, operands: readonly (TensorValue | undefined)[], run: RuleRun): Value {
  const named = Object.keys(operator.inputs);
  const shown: Operand[] = operands.flatMap((tensor, i) => (tensor ? [{ name: named[i] ?? named.at(-1) ?? 'x', tensor }] : []));
  let holds = true;
  const state = (check: string, claim: Claim | undefined, holes: RuleRun['claims'][number]['facts']): void => {
    const sentence = operator.checks[check] ?? (SIGNATURE_CHECKS as Readonly<Record<string, string>>)[check] ?? check;
    if (holds && !must(m, { rule: `${operator.name}/${check}`, claim, sentence, holes, operands: shown })) holds = false;
  };
  for (const { check, claim, facts } of run.claims) state(check, claim, facts);
  if (run.stopped) state(run.stopped.check, undefined, run.stopped.facts);
  const dtype = dtypeOf(operator, operands, run, () => state('dtype', undefined, {}));
  if (!holds || !mustShareDevice(m, shown)) return unknownTensor(m, 'a mistake before', dtype);
  const facets = { ...computedFacets(operator.name, operands), ...graphOf(m, ...operands) };
  const results = run.shapes.map((shape): TensorValue => ({ kind: 'tensor', dtype, shape: shape.map((dim) => renamed(m, simplify(m.facts, dim))), origin: m.userSpan, ...facets, ...layoutAfter(operator.name, operands, shape) }));
  const [only] = results;
  if (results.length !== 1 || !only) return tuple(results);
  const sizes = operator.onSizes?.(operands.map((tensor) => tensor?.sizes), operands.map((tensor) => tensor?.shape), run.attributes, lit);
  return sizes ? { ...only, sizes } : only;
}

/** Results of two operands lie as the first of them does, where it is as large (PyTorch's TensorIterator). */
function layoutAfter(name: string, [first]: readonly (TensorValue | undefined)[], shape: readonly Dim[]): Pick<TensorValue, 'layout'> {
  const layout = SPREADS.has(name) && name !== 'Where' ? first?.layout : undefined;
  return typeof layout === 'object' && layout.packed && sameDims(first?.shape, shape) ? { layout } : {};
}

/** Where every operand lies in rows, so does the result; a product of matrices always does. */
function computedFacets(name: string, operands: readonly (TensorValue | undefined)[]): Partial<TensorValue> {
  const given = operands.filter((tensor) => tensor !== undefined);
  const placed = given.filter(({ shape }) => shape?.length !== 0);
  const rows = name === 'MatMul' || given.every(({ layout }) => layout === 'rows');
  const sources = placed.length > 0 ? placed : given;
  const device = sources.every((tensor) => tensor.device) ? sources[0]?.device : undefined;
  return { ...echo(...given), ...(name === 'MatMul' ? { made: 'product' } : {}), ...(device ? { device } : {}), ...(rows ? { layout: 'rows' } : {}) };
}

/** A size whose text has grown out of hand gets a name of its own. */
export function renamed(m: Machine, dim: Dim): Dim {
  return dim.known === undefined && dim.toString().length > MAX_SIZE_TEXT ? m.bounded('computed', dim) : dim;
}

function dtypeOf(operator: Operator, operands: readonly (TensorValue | undefined)[], run: RuleRun, clash: () => void): string | undefined {
  const dtypes = operands.map((tensor) => tensor?.dtype);
  // Frameworks promote the narrow types in ways of their own.
  const known = operands.every((tensor) => !tensor || (isDType(tensor.dtype) && !isNarrow(tensor.dtype)));
  const bound = known ? bindDTypes(operator, dtypes as readonly (DType | undefined)[]) : undefined;
  if (known && !bound) {
    clash();
    return undefined;
  }
  if (bound) return resultDType(operator, bound, run.attributes as never);
  return likelyDType(operator, operands, new Map());
}

/** The integers of a shape given as a tuple or list; undefined where one is not known to be an integer. */
export function dimsOf(m: Machine, value: Value, at: Span): readonly Dim[] | undefined {
  const turns = value.kind === 'tuple' || value.kind === 'list' || value.kind === 'range' ? m.parts.iterate(value, at) : undefined;
  if (!turns || !('items' in turns) || !turns.exact) return undefined;
  for (const item of turns.items) demand(m, item, 'integer');
  const dims = turns.items.map((item) => (item.kind === 'int' || item.kind === 'bool' ? dimOf(item) : undefined));
  return dims.every((dim) => dim !== undefined) ? dims : undefined;
}
