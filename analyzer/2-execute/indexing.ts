// `x[…]` on a tensor: integers, slices, None, Ellipsis, truth masks and index tensors, as NumPy and PyTorch mean them.
// A tensor and an index in, the selected tensor out; integer positions are checked against their axis.

import type { Claim, Dim } from '../../runtime/dims/dim.ts';
import { sentenceFor } from '../library/checks.ts';
import type { Span } from '../program.ts';
import { must } from './claims.ts';
import { rangeOf } from './facet-intrinsics.ts';
import { echo, rowStrides, stridesOf } from './facets.ts';
import { PARTS, addedAxes, demandRank, takesColumn } from './inputs.ts';
import type { Machine } from './machine.ts';
import { dimOf } from './numbers.ts';
import { unknownTensor } from './operators.ts';
import { isRoot, shifted } from './roots.ts';
import { lit, sameDims, simplify } from './sizes.ts';
import type { SliceValue, TensorValue, Value } from './values.ts';

interface Reading {
  readonly m: Machine;
  readonly x: TensorValue;
  readonly shape: readonly Dim[];
  /** The next axis that is not yet indexed. */
  axis: number;
  readonly result: Dim[];
  /** Of the axes in `result`; undefined where the elements are gathered or their places are not known. */
  strides: Dim[] | undefined;
  readonly from: readonly Dim[] | undefined;
  /** Shapes of index tensors, and where the first and last of them stand in the result. */
  readonly advanced: (readonly Dim[])[];
  firstAt: number | undefined;
  scattered: boolean;
  ended: boolean;
  failed: boolean;
}

export function indexTensor(m: Machine, x: TensorValue, index: Value, at: Span): Value {
  const parts = index.kind === 'tuple' ? index.items : [index];
  if (!parts.every((part) => part.kind !== 'tensor' || indexes(m, x, part))) return unknownTensor(m, 'a mistake before', x.dtype);
  if (!x.shape) return m.language === 'python' ? indexUnknown(m, x, parts) : x;
  const consumed = parts.reduce((n, part) => n + axesOf(m, part, at), 0);
  if (Number.isNaN(consumed)) return unknownTensor(m, 'an index that is not known', x.dtype);
  const r: Reading = { m, x, shape: x.shape, axis: 0, result: [], strides: [], from: stridesOf(x)?.strides, advanced: [], firstAt: undefined, scattered: false, ended: false, failed: false };
  if (consumed > x.shape.length) {
    must(m, { rule: 'Index/axes', claim: undefined, sentence: sentenceFor('Index/axes'), holes: { given: lit(consumed), rank: lit(x.shape.length) }, operands: [{ name: 'x', tensor: x }] });
    return unknownTensor(m, 'a mistake before', x.dtype);
  }
  for (const part of parts) {
    if (part.kind === 'ellipsis') {
      if (r.firstAt !== undefined) r.ended = true;
      for (let left = x.shape.length - consumed; left > 0; left--) keep(r);
    } else if (!step(r, part, at)) return unknownTensor(m, 'an index that is not known', x.dtype);
  }
  while (r.axis < x.shape.length) keep(r);
  const shape = placeAdvanced(r).map((dim) => simplify(m.facts, dim));
  if (r.failed) return unknownTensor(m, 'a mistake before', x.dtype);
  const position = parts.length === 1 && parts[0]?.kind === 'int' ? parts[0].dim.known : undefined;
  const size = position !== undefined && x.sizes ? x.sizes.at(position) : shape.length === 0 ? anyElement(m, x) : undefined;
  return { kind: 'tensor', dtype: x.dtype, shape, origin: m.userSpan, ...(size ? { sizes: [size] } : {}), ...selectedFacets(r, shape) };
}

/** An integer of which only its bounds are known. */
function anyElement(m: Machine, { range, dtype }: TensorValue): Dim | undefined {
  const [low, high] = [range?.low.known, range?.high.known];
  return range?.each && low !== undefined && high !== undefined && dtype?.includes('int') ? m.fresh('element', low, high) : undefined;
}

/** A part lies where the whole lies; numbers that any element may have stay. */
function selectedFacets(r: Reading, shape: readonly Dim[]): Partial<TensorValue> {
  const { m, x } = r;
  const strides = r.strides?.map((stride) => simplify(m.facts, stride));
  const layout = r.advanced.length > 0 ? (x.layout === 'rows' && r.advanced.length === 1 && r.firstAt === 0 ? 'rows' as const : undefined)
    : !strides || !r.from ? undefined
    : sameDims(strides.filter((_, i) => shape[i]?.known !== 1), rowStrides(shape).filter((_, i) => shape[i]?.known !== 1)) ? 'rows' as const
    : { strides, packed: false };
  return { ...echo(x), ...(x.device ? { device: x.device } : {}), ...(layout ? { layout } : {}), ...(x.range?.each ? { range: x.range } : {}) };
}

/** `x[index] = value`: the value has to fit into what the index selects. */
export function assignTo(m: Machine, x: TensorValue, index: Value, value: Value, at: Span): void {
  const part = indexTensor(m, x, index, at);
  if (part.kind !== 'tensor' || !part.shape || value.kind !== 'tensor' || !value.shape) return;
  let given = value.shape;
  while (given.length > part.shape.length && given[0]?.known === 1) given = given.slice(1);
  const lead = part.shape.length - given.length;
  const claim = given.reduce<Claim | undefined>((all, dim, i) => {
    // Axes in front of those that there are have to be of one element.
    const one = i + lead < 0 ? dim.equals(1) : dim.equals(part.shape?.[i + lead] as Dim).or(dim.equals(1));
    return all ? all.and(one) : one;
  }, undefined);
  if (!claim) return;
  const holes = { value: `[${value.shape.join(', ')}]`, shape: `[${part.shape.join(', ')}]` };
  must(m, { rule: 'Index/assign', claim, sentence: sentenceFor('Index/assign'), holes, operands: [{ name: 'x', tensor: x }, { name: 'value', tensor: value }] });
}

/** Of a tensor of unknown rank: the last sizes survive where the first axes are indexed by what keeps the rest. */
function indexUnknown(m: Machine, x: TensorValue, parts: readonly Value[]): Value {
  if (!parts.some((part) => part.kind === 'tensor')) demandRank(m, x, parts.filter((part) => part.kind === 'int' || part.kind === 'slice').length, false, takesColumn(parts));
  const plain = parts.length === 1 && parts[0]?.kind === 'slice';
  const key = x.key !== undefined && isRoot(x.key) && parts.every(({ kind }) => PARTS.has(kind)) ? shifted(x.key, addedAxes(parts)) : undefined;
  return { kind: 'tensor', dtype: x.dtype, shape: undefined, origin: x.origin, reason: x.reason ?? 'a part of a tensor of unknown rank', ...(plain && x.tail && x.tail.length === 1 ? { tail: x.tail } : {}), ...(key === undefined ? {} : { key }) };
}

/** How many axes a part uses up; not a number where that is not known. */
function axesOf(m: Machine, part: Value, at: Span): number {
  switch (part.kind) {
    case 'none': case 'ellipsis': case 'bool': return 0;
    case 'tensor': return !part.shape ? Number.NaN : part.dtype === 'bool' || part.dtype === 'uint8' ? part.shape.length : 1;
    case 'list': return m.parts.iterate(part, at) ? 1 : 1;
    case 'int': case 'slice': case 'range': case 'tuple': return 1;
    default: return Number.NaN;
  }
}

function put(r: Reading, dim: Dim, stride: Dim | undefined): void {
  r.result.push(dim);
  if (stride) r.strides?.push(stride);
  else r.strides = undefined;
}

function keep(r: Reading): void {
  const stride = r.from?.[r.axis];
  const dim = r.shape[r.axis++];
  if (dim) put(r, dim, stride);
  if (r.firstAt !== undefined) r.ended = true;
}

function step(r: Reading, part: Value, at: Span): boolean {
  switch (part.kind) {
    case 'none':
      put(r, lit(1), lit(1));
      if (r.firstAt !== undefined) r.ended = true;
      return true;
    case 'int': {
      const extent = r.shape[r.axis++];
      if (extent) inRange(r, part.dim, extent);
      return true;
    }
    case 'slice': {
      const [stride, step] = [r.from?.[r.axis], part.step.kind === 'none' ? lit(1) : dimOf(part.step)];
      if (step && !must(r.m, { rule: 'Index/step', claim: step.equals(0).not(), sentence: sentenceFor('Index/step'), holes: {}, operands: [{ name: 'x', tensor: r.x }] })) r.failed = true;
      const extent = r.shape[r.axis++];
      if (extent) put(r, sliced(r.m, extent, part), step && stride?.times(step));
      if (r.firstAt !== undefined) r.ended = true;
      return true;
    }
    case 'tensor': return byTensor(r, part);
    case 'list': case 'range': case 'tuple': {
      const turns = r.m.parts.iterate(part, at);
      if (!('items' in turns) || !turns.exact || turns.items.some((item) => item.kind !== 'int')) return false;
      advance(r, [lit(turns.items.length)]);
      const extent = r.shape[r.axis++];
      for (const item of turns.items) if (extent && item.kind === 'int' && !r.failed) inRange(r, item.dim, extent);
      return true;
    }
    default: return false;
  }
}

function inRange(r: Reading, position: Dim, extent: Dim): void {
  const claim = position.known !== undefined && position.known >= 0 ? extent.minus(position).atLeast(1)
    : position.known !== undefined ? extent.plus(position).atLeast(0)
    : position.plus(extent).atLeast(0).and(extent.minus(position).atLeast(1));
  if (!must(r.m, { rule: 'Index/range', claim, sentence: sentenceFor('Index/range'), holes: { index: position, extent }, operands: [{ name: 'x', tensor: r.x }] })) r.failed = true;
}

function byTensor(r: Reading, part: TensorValue): boolean {
  if (!part.shape) return false;
  if (part.dtype === 'bool' || part.dtype === 'uint8') {
    const most = part.shape.reduce((n, dim) => n.times(dim), lit(1));
    const count = part.made === 'never' ? lit(0) : r.m.fresh('selected', 0, most.known);
    if (part.dtype === 'bool') masks(r, part, part.shape);
    advance(r, [count]);
    r.axis += part.shape.length;
    return true;
  }
  advance(r, part.shape);
  const [extent, range] = [r.shape[r.axis++], rangeOf(part)];
  if (!extent || !range || r.failed) return true;
  const [high, low] = [extent.minus(range.high).atLeast(1), extent.plus(range.low).atLeast(0)];
  const beyond = r.m.decide(low) === 'no' ? range.low : range.high;
  if (!must(r.m, { rule: 'Index/range', claim: high.and(low), sentence: sentenceFor('Index/range'), holes: { index: beyond, extent }, operands: [{ name: 'x', tensor: r.x }, { name: 'index', tensor: part }] })) r.failed = true;
  return true;
}

/** Whether a tensor may be an index, which is asked before anything is known of shapes. */
function indexes(m: Machine, x: TensorValue, index: TensorValue): boolean {
  return index.dtype === 'bool' || mayIndex(x, index) || must(m, { rule: 'Index/dtype', claim: undefined, sentence: sentenceFor('Index/dtype'), holes: { dtype: index.dtype ?? '' }, operands: [{ name: 'x', tensor: x }, { name: 'index', tensor: index }] });
}

/** PyTorch's message: "tensors used as indices must be long, int, byte or bool tensors"; numpy takes any integers. */
function mayIndex(x: TensorValue, { dtype, array }: TensorValue): boolean {
  if (dtype === undefined || dtype === 'int64' || dtype === 'int32' || dtype === 'uint8') return true;
  return dtype.includes('int') && (array === true || x.array === true);
}

/** A mask has the sizes of the axes that it masks. */
function masks(r: Reading, mask: TensorValue, sizes: readonly Dim[]): void {
  const holes = { mask: `[${sizes.join(', ')}]` };
  sizes.forEach((size, i) => {
    const extent = r.shape[r.axis + i];
    if (extent && !r.failed && !must(r.m, { rule: 'Index/mask', claim: size.equals(extent), sentence: sentenceFor('Index/mask'), holes, operands: [{ name: 'x', tensor: r.x }, { name: 'mask', tensor: mask }] })) r.failed = true;
  });
}

function advance(r: Reading, shape: readonly Dim[]): void {
  r.advanced.push(shape);
  if (r.ended) r.scattered = true;
  r.firstAt ??= r.result.length;
}

/** Index tensors broadcast together; what they select stands where they stood, or in front when they stood apart. */
function placeAdvanced(r: Reading): readonly Dim[] {
  if (r.advanced.length === 0) return r.result;
  const rank = Math.max(...r.advanced.map((shape) => shape.length));
  const together = Array.from({ length: rank }, (_, i): Dim => {
    let best = lit(1);
    for (const shape of r.advanced) {
      const dim = shape[i - rank + shape.length];
      if (!dim || dim.known === 1) continue;
      if (best.known !== 1 && !r.failed && !must(r.m, { rule: 'Index/together', claim: best.equals(dim).or(dim.equals(1)).or(best.equals(1)), sentence: sentenceFor('Index/together'), holes: { a: best, b: dim }, operands: [{ name: 'x', tensor: r.x }] })) r.failed = true;
      best = dim;
    }
    return best;
  });
  const at = r.scattered ? 0 : r.firstAt ?? 0;
  return [...r.result.slice(0, at), ...together, ...r.result.slice(at)];
}

/** `extent[lower:upper:step]`, with bounds outside of the extent clamped. */
export function sliced(m: Machine, extent: Dim, slice: SliceValue): Dim {
  const step = slice.step.kind === 'none' ? lit(1) : dimOf(slice.step);
  const lower = slice.lower.kind === 'none' ? lit(0) : positionOf(slice.lower);
  const upper = slice.upper.kind === 'none' ? extent : positionOf(slice.upper);
  if (!step || !lower || !upper || step.known === undefined || step.known < 1) {
    return slice.step.kind !== 'none' && slice.lower.kind === 'none' && slice.upper.kind === 'none' && step?.known === -1 ? extent : m.fresh('slice', 0, extent.known);
  }
  const from = clamp(m, lower, extent);
  const until = slice.upper.kind === 'none' ? extent : clamp(m, upper, extent);
  const span = until.minus(from);
  const length = m.decide(span.atLeast(0)) === 'yes' ? span : span.atLeast(0).choose(span, lit(0));
  return step.known === 1 ? length : length.plus(step.known - 1).over(step.known);
}

/** A tensor of one integer is a position too. */
function positionOf(value: Value): Dim | undefined {
  return value.kind === 'tensor' && value.sizes?.length === 1 ? value.sizes[0] : dimOf(value);
}

function clamp(m: Machine, bound: Dim, extent: Dim): Dim {
  const counted = m.decide(bound.atLeast(0)) === 'yes' ? bound : m.decide(bound.atLeast(0)) === 'no' ? bound.plus(extent) : bound.atLeast(0).choose(bound, bound.plus(extent));
  const low = m.decide(counted.atLeast(0)) === 'yes' ? counted : counted.atLeast(0).choose(counted, lit(0));
  return m.decide(extent.minus(low).atLeast(0)) === 'yes' ? low : extent.atLeast(low).choose(low, extent);
}
