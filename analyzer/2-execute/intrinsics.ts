// The module `dimwright` that library models import: how a model written in the user's language reaches operators,
// makes tensors, states checks of its own, and says what it does not know.

import { isDType } from '../../runtime/ir/dtype.ts';
import { sentenceFor } from '../library/checks.ts';
import type { Span } from '../program.ts';
import { must } from './claims.ts';
import { clone } from './clone.ts';
import type { Machine, Operand } from './machine.ts';
import { distribute } from './distribute.ts';
import type { Facets } from './facets.ts';
import { echo, facetsOf, graphOf, madeFrom } from './facets.ts';
import { FACETS, rangeOf } from './facet-intrinsics.ts';
import { einops } from './einops.ts';
import { lastOfBatch, writesToOne } from './habits.ts';
import { assignTo, indexTensor } from './indexing.ts';
import { demand, demandRank, fromOutside, limitRank, operandUse, typeIsUsed, usualRank } from './inputs.ts';
import { isPair, mistake } from './mistakes.ts';
import { dimOf, isNumeric, numberOf } from './numbers.ts';
import { callOperator, dimsOf, unknownTensor } from './operators.ts';
import { promoted } from './promotion.ts';
import { lit, simplify, symbolNames } from './sizes.ts';
import { columnAgainstRow } from './suspects.ts';
import type { Args, TensorValue, Value } from './values.ts';
import { AFTER_MISTAKE, NONE, bool, float, int, string, tuple } from './values.ts';

type Intrinsic = (m: Machine, args: Args, at: Span) => Value;

const NO: Value = NONE;
const arg = (args: Args, i: number): Value => args.positional[i] ?? NO;
const text = (value: Value): string => (value.kind === 'string' ? value.value ?? '' : '');

/** By name, as a library model sees them. */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  tensor: makeTensor,
  unknown_tensor: (m, args, at) => unknownTensor(m, text(arg(args, 0)) || 'a tensor of unknown shape', dtypeName(arg(args, 1)), [], { at, of: arg(args, 2), axes: numberOf(arg(args, 3)) ?? 0 }),
  dtype: (_, args) => ({ kind: 'dtype', name: text(arg(args, 0)) }),
  dtype_of: (m, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' ? (value.dtype === undefined ? m.anonymous('an element type') : { kind: 'dtype', name: value.dtype }) : NO;
  },
  dims: (m, args) => {
    const value = arg(args, 0);
    demand(m, value, 'tensor');
    return value.kind === 'tensor' && value.shape ? tuple(value.shape.map(int)) : NO;
  },
  rank: (m, args) => {
    const value = arg(args, 0);
    demand(m, value, 'tensor');
    return value.kind === 'tensor' && value.shape ? int(lit(value.shape.length)) : NO;
  },
  tail: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' && !value.shape && value.tail ? tuple(value.tail.map(int)) : NO;
  },
  with_tail: (m, args, at) => unknownTensor(m, 'a tensor of unknown rank', dtypeName(arg(args, 1)), dimsOf(m, arg(args, 0), at), { at, of: arg(args, 2), axes: numberOf(arg(args, 3)) ?? 0 }),
  // The shape of a tensor, or what asks for its rank when it is taken apart.
  shape_of: (m, args) => {
    const value = arg(args, 0);
    if (value.kind === 'tensor' && value.shape) return { ...tuple(value.shape.map(int)), isShape: true };
    const unknown = m.anonymous(value.kind === 'tensor' ? value.reason ?? 'a tensor of unknown shape' : 'the shape of no tensor');
    return value.kind === 'tensor' && value.key !== undefined ? { ...unknown, key: `${value.key}.shape` } : unknown;
  },
  // An input of unknown rank has so many axes, or at least so many: else what follows makes no sense.
  expect_rank: (m, args) => {
    const axes = numberOf(arg(args, 1));
    if (axes === undefined) return NO;
    demand(m, arg(args, 0), 'tensor');
    demandRank(m, arg(args, 0), axes, arg(args, 2).kind === 'none');
    return NO;
  },
  most_axes: (m, args) => {
    limitRank(m, arg(args, 0), numberOf(arg(args, 1)) ?? Infinity);
    return arg(args, 0);
  },
  // An input of an element type that nothing tells is of this one.
  expect_dtype: (m, args) => {
    typeIsUsed(m, arg(args, 0), dtypeName(arg(args, 1)));
    return NO;
  },
  // What is usually given: other ranks are possible.
  usual_rank: (m, args) => {
    const axes = numberOf(arg(args, 1));
    if (axes !== undefined) usualRank(m, arg(args, 0), axes);
    return NO;
  },
  // What comes in from where nobody can look: what it is used as says what it is.
  root: (m, args, at) => fromOutside(m, text(arg(args, 0)), at),
  with_shape: (m, args, at) => reshaped(m, arg(args, 0), arg(args, 1), at),
  ...FACETS,
  with_dtype: (m, args) => {
    const [value, name] = [arg(args, 0), dtypeName(arg(args, 1))];
    if (value.kind !== 'tensor' || value.dtype === name) return value;
    const { graph: _graph, ...rest } = value;
    return { ...rest, dtype: name, ...graphOf(m, value) };
  },
  parameter: (_, args) => {
    const value = arg(args, 0);
    if (value.kind !== 'tensor') return value;
    const { graph: _graph, ...rest } = value;
    return { ...rest, parameter: true };
  },
  is_parameter: (_, args) => {
    const value = arg(args, 0);
    return bool(value.kind === 'tensor' && value.parameter === true);
  },
  named: (m, args, at) => {
    const [value, names] = [arg(args, 0), m.parts.iterate(arg(args, 1), at)];
    if (value.kind !== 'tuple' || !('items' in names)) return value;
    return { ...value, names: names.items.map(text) };
  },
  is_tensor: (_, args) => bool(arg(args, 0).kind === 'tensor'),
  kind: (_, args) => string(arg(args, 0).kind),
  fresh: (m, args) => {
    const most = dimOf(arg(args, 2));
    const size = m.fresh(text(arg(args, 0)) || 'size', numberOf(arg(args, 1)) ?? 0, most?.known);
    if (most && most.known === undefined) m.assume(most.minus(size).atLeast(0));
    return int(size);
  },
  // As the number that claims before have made of it.
  settled: (m, args) => {
    const value = arg(args, 0);
    return value.kind === 'int' ? int(simplify(m.facts, value.dim)) : value;
  },
  // A size of what is not known: what is decided by its value may never come up.
  guess: (m, args) => {
    const size = m.fresh(text(arg(args, 0)), numberOf(arg(args, 1)) ?? 0);
    for (const name of symbolNames(size)) m.branches.set(name, { name, opaque: true, span: m.userSpan, text: name });
    return int(size);
  },
  result_type: (m, args) => {
    const name = promoted(args.positional.filter((value) => value.kind !== 'none'));
    return name === undefined ? m.anonymous('an element type') : { kind: 'dtype', name };
  },
  must: (m, args) => state(m, byName(m, args), false),
  warn: (m, args) => state(m, byName(m, args), true),
  known: (m, args) => bool(numberOf(arg(args, 0)) !== undefined || arg(args, 0).kind === 'bool' || (void m, false)),
  surely: (m, args, at) => {
    const test = m.parts.truth(arg(args, 0), at);
    return bool(test.kind === 'bool' && test.value);
  },
  /** The program goes on only where this holds. */
  suppose: (m, args, at) => {
    const test = m.parts.truth(arg(args, 0), at);
    if (test.kind === 'condition') m.assume(test.claim);
    return NONE;
  },
  possible: (m, args, at) => {
    const test = m.parts.truth(arg(args, 0), at);
    return bool(test.kind !== 'bool' || test.value);
  },
  choose: (m, args, at) => {
    const test = m.parts.truth(arg(args, 0), at);
    if (test.kind === 'bool') return test.value ? arg(args, 1) : arg(args, 2);
    const [a, b] = [dimOf(arg(args, 1)), dimOf(arg(args, 2))];
    return test.kind === 'condition' && a && b ? int(test.claim.choose(a, b)) : m.unknown('a choice', at);
  },
  unknown: (m, args, at) => {
    const [reason, of] = [text(arg(args, 0)) || 'something', arg(args, 1)];
    // What a mistake leaves behind has been said already.
    if (of.kind === 'tensor' && of.reason === AFTER_MISTAKE) return { kind: 'unknown', reason, span: m.userSpan, key: m.fresh(AFTER_MISTAKE).toString() };
    return { ...m.unknown(reason, at), noTensor: true };
  },
  some_bool: (m, args) => (text(arg(args, 0)) ? m.undecided(text(arg(args, 0)), false, text(arg(args, 0))) : m.data('a truth value')),
  some_number: () => float(),
  some_text: () => string(),
  turns: (m, args) => ({ kind: 'iterator', cells: m.store.cells([['position', int(lit(0))]]), items: args.positional, exact: false }),
  // All items, or those that stand for the items of a sequence of unknown length.
  samples: (m, args, at) => {
    const turns = m.parts.iterate(arg(args, 0), at);
    return tuple('items' in turns ? turns.items : []);
  },
  set_field: (m, args) => {
    const object = arg(args, 0);
    if ('cells' in object) m.store.write(object.cells, text(arg(args, 1)), arg(args, 2));
    return NO;
  },
  get_field: (_, args) => {
    const object = arg(args, 0);
    return ('cells' in object ? object.cells.map.get(text(arg(args, 1))) : undefined) ?? arg(args, 2);
  },
  // The fields, or those that may be of a kind.
  fields: (m, args) => {
    const [object, kind] = [arg(args, 0), args.positional.length > 1 ? text(arg(args, 1)) : undefined];
    if (!('cells' in object)) return NO;
    const of = [...object.cells.map].filter(([, value]) => kind === undefined || [kind, 'unknown', 'alternatives'].includes(value.kind));
    return { kind: 'dict', cells: m.store.cells(of.map(([name, value]) => [`s${name}`, tuple([string(name), value])])) };
  },
  arith: (m, args, at) => elementwise(m, text(arg(args, 0)), arg(args, 1), arg(args, 2), at),
  index: (m, args, at) => {
    const value = arg(args, 0);
    if (value.kind !== 'tensor') return m.unknown('an index', at);
    lastOfBatch(m, value, arg(args, 1));
    if (isPair(arg(args, 1))) return mistake(m, 'Tensor/expected', { kind: 'a pair of values and indices' });
    return indexTensor(m, value, arg(args, 1), at);
  },
  index_check: (m, args, at) => {
    const value = arg(args, 0);
    if (isPair(arg(args, 1))) return mistake(m, 'Tensor/expected', { kind: 'a pair of values and indices' });
    if (value.kind === 'tensor') writesToOne(m, value);
    if (value.kind === 'tensor') assignTo(m, value, arg(args, 1), arg(args, 2), at);
    return NO;
  },
  einops,
  clone: (m, args) => clone(m, arg(args, 0), arg(args, 1).kind === 'bool' && (arg(args, 1) as { value?: boolean }).value === true),
  overridable: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'int' ? { ...value, note: text(arg(args, 1)) } : value;
  },
  real_function: (m, args) => realFunction(m, text(arg(args, 0)), arg(args, 1)),
  is_user_class: (m, args) => {
    const object = arg(args, 0);
    return bool(!m.isContract && object.kind === 'instance' && object.class.module?.isUser === true && !object.class.open);
  },
  no_attribute: () => ({ kind: 'not-implemented' }),
  sizes_of: (_, args) => {
    const value = arg(args, 0);
    return value.kind === 'tensor' && value.sizes ? tuple(value.sizes.map(int)) : NO;
  },
  with_sizes: (m, args, at) => {
    const [value, sizes] = [arg(args, 0), dimsOf(m, arg(args, 1), at)];
    return value.kind === 'tensor' && sizes ? { ...value, sizes } : value;
  },
};

function dtypeName(value: Value): string | undefined {
  return value.kind === 'dtype' ? value.name : value.kind === 'string' ? value.value : undefined;
}

/** `tensor(shape, dtype, like)`; sizes that are not known get names of their own; lives and lies in memory as `like` does. */
function makeTensor(m: Machine, args: Args, at: Span): Value {
  const shape = shapeOf(m, arg(args, 0), at);
  const dtype = dtypeName(arg(args, 1));
  return shape ? { kind: 'tensor', dtype, shape, origin: m.userSpan, ...placedLike(arg(args, 2)) } : unknownTensor(m, 'a shape that is not known', dtype);
}

/** Without an example: new, on the CPU. */
function placedLike(like: Value): Partial<TensorValue> {
  if (like.kind === 'none') return { device: lit(0), layout: 'rows' };
  if (like.kind !== 'tensor') return {};
  return { ...echo(like), ...(like.device ? { device: like.device } : {}), ...(like.layout === 'rows' ? { layout: 'rows' } : {}) };
}

function shapeOf(m: Machine, value: Value, at: Span): TensorValue['shape'] {
  const turns = m.parts.iterate(value, at);
  if (!('items' in turns) || !turns.exact) return undefined;
  for (const item of turns.items) demand(m, item, 'integer');
  return turns.items.map((item) => dimOf(item) ?? m.fresh('size'));
}

function reshaped(m: Machine, value: Value, shape: Value, at: Span): Value {
  if (value.kind !== 'tensor') return value;
  const dims = shapeOf(m, shape, at);
  if (!dims) return unknownTensor(m, 'a shape that is not known', value.dtype);
  const { layout, ...facets } = facetsOf(value);
  return { kind: 'tensor', dtype: value.dtype, shape: dims, ...echo(value), origin: value.parameter ? value.origin : m.userSpan, ...facets, ...(layout === 'rows' ? { layout } : {}), ...(value.parameter ? { parameter: true } : {}) };
}

/** Models in JavaScript, which has no named arguments, give them as an object in the last place. */
function byName(m: Machine, args: Args): Args {
  const last = args.positional.at(-1);
  if (m.language !== 'typescript' || last?.kind !== 'dict') return args;
  const named = [...last.cells.map.values()].flatMap((pair): [string, Value][] => (pair.kind === 'tuple' && pair.items[1] ? [[text(pair.items[0] ?? NO), pair.items[1]]] : []));
  return { ...args, positional: args.positional.slice(0, -1), named: new Map([...args.named, ...named]) };
}

/** `must('Rule/check', condition, a=…)`: named tensors are shown as operands, numbers fill the sentence. */
function state(m: Machine, args: Args, warning: boolean): Value {
  const rule = text(arg(args, 0));
  const test = m.parts.truth(arg(args, 1), m.userSpan ?? { file: '', start: 0, end: 0 });
  if (test.kind === 'bool' && test.value) {
    m.claimsProved++;
    return bool(true);
  }
  if (test.kind !== 'bool' && test.kind !== 'condition') return bool(true);
  if (warning && test.kind === 'condition') return bool(true);
  const operands: Operand[] = [];
  const holes: Record<string, Operand['tensor']['shape'] extends infer _ ? ReturnType<typeof lit> | string : never> = {};
  for (const [name, value] of args.named) {
    if (value.kind === 'tensor') operands.push({ name, tensor: value });
    else if (value.kind === 'int') holes[name] = value.dim;
    else if (value.kind === 'string') holes[name] = value.value ?? '';
    else if (value.kind === 'dtype') holes[name] = value.name;
    else holes[name] = shapeText(value);
  }
  return bool(must(m, { rule, claim: test.kind === 'condition' ? test.claim : undefined, sentence: sentenceFor(rule), holes, operands, severity: warning ? 'warning' : 'error' }));
}

/** A shape in brackets; what is not fixed is `null` in JavaScript. */
function shapeText(value: Value): string {
  const items = value.kind === 'list' ? value.cells.map.get('items') : value;
  if (items?.kind !== 'tuple') return '?';
  return `[${items.items.map((item) => (item.kind === 'int' ? item.dim.toString() : item.kind === 'none' ? 'null' : '?')).join(', ')}]`;
}

const REAL: Readonly<Record<string, (x: number) => number>> = {
  floor: Math.floor, ceil: Math.ceil, trunc: Math.trunc, sqrt: Math.sqrt, log: Math.log, log2: Math.log2, log10: Math.log10, exp: Math.exp,
  sin: Math.sin, cos: Math.cos, tan: Math.tan, tanh: Math.tanh,
};

/** A function of one real number; the rounding ones give integers. */
function realFunction(m: Machine, name: string, value: Value): Value {
  if (value.kind === 'unknown') return value;
  const x = numberOf(value);
  const rounds = name === 'floor' || name === 'ceil' || name === 'trunc';
  if (rounds && value.kind === 'int') return value;
  const y = x === undefined ? undefined : REAL[name]?.(x);
  if (y === undefined || !Number.isFinite(y)) return rounds ? int(m.fresh('number', -Infinity)) : name.startsWith('is') ? m.data(name) : float();
  return rounds && Number.isSafeInteger(y) ? int(lit(y)) : float(y);
}

const TRUTHS = new Set(['Equal', 'Less']);

/** Two operands, one of them a tensor: promoted to one element type, then the operator's rule. */
function elementwise(m: Machine, name: string, left: Value, right: Value, at: Span): Value {
  if (left.kind === 'alternatives') return distribute(m, left, at, (option) => elementwise(m, name, option, right, at));
  if (right.kind === 'alternatives') return distribute(m, right, at, (option) => elementwise(m, name, left, option, at));
  if (left.kind === 'none' || right.kind === 'none') return { kind: 'not-implemented' };
  for (const value of [left, right]) operandUse(m, value);
  const scalar = isNumeric(right) ? left : isNumeric(left) ? right : undefined;
  const dtype = promoted([left, right]);
  const gives = TRUTHS.has(name) ? 'bool' : dtype;
  if (scalar?.kind === 'tensor') return { kind: 'tensor', dtype: gives, shape: scalar.shape, origin: m.userSpan, ...elementwiseFacets(scalar, name, left, right), ...graphOf(m, scalar), ...(scalar.tail ? { tail: scalar.tail } : {}), ...(scalar.reason ? { reason: scalar.reason } : {}), ...(scalar.key === undefined ? {} : { key: scalar.key }) };
  columnAgainstRow(m, name, left, right);
  const [a, b] = [left, right].map((value) => (value.kind === 'tensor' && dtype !== undefined ? { ...value, dtype: runnable(dtype) } : value));
  const result = callOperator(m, name, [a ?? NONE, b ?? NONE], NO_NAMES, at);
  return result.kind === 'tensor' ? { ...result, dtype: gives } : result;
}

/** A tensor with a number: it stays where it is, and adding a number moves the ends of its range. */
function elementwiseFacets(x: TensorValue, name: string, left: Value, right: Value): Facets {
  const { device, layout } = facetsOf(x);
  const range = rangeAfter(name, left, right);
  return { ...madeFrom(x), ...(device ? { device } : {}), ...(layout === 'rows' || layout?.packed ? { layout } : {}), ...(range ? { range } : {}) };
}

function rangeAfter(name: string, left: Value, right: Value): TensorValue['range'] {
  const [range, by] = [rangeOf(left), dimOf(right)];
  if (left.kind !== 'tensor' || !range || !by || right.kind !== 'int') return undefined;
  if (name === 'Add') return { ...range, low: range.low.plus(by), high: range.high.plus(by) };
  if (name === 'Sub') return { ...range, low: range.low.minus(by), high: range.high.minus(by) };
  return undefined;
}

/** Rules know the element types of our own runtime; the result gets the promoted one back. */
const runnable = (dtype: string): string => (isDType(dtype) && dtype !== 'bool' ? dtype : 'float32');

const NO_NAMES: ReadonlyMap<string, Value> = new Map();

/** `op.MatMul(a, b, …)`: any operator, attributes by their names. */
export function operatorIntrinsic(m: Machine, name: string): Value {
  return {
    kind: 'builtin', name: `~op.${name}`,
    run(args, at) {
      const { positional, named } = byName(m, args);
      if (args.open) return unknownTensor(m, 'a number of tensors that is not known');
      return callOperator(m, name, positional, named, at);
    },
  };
}
