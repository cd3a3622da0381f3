// The loop nests of a convolution, NCHW. Where nothing slides it is a matrix product. Else the input is laid out so
// that no tap leaves it and that what neighbouring results meet lies side by side, filters so that neighbouring
// filters do; then the sums need no conditions and run in vectors and tiles.
import { add, and, div, index, le, lt, mul, mulAdd, offset, rem, sub } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { elementCount } from '../../ir/tensor.ts';
import { convChannelsLast, panelWidth } from './conv-channels-last.ts';
import type { ConvAttributes, ConvOperands } from './conv-channels-last.ts';
import { productLoops } from './product-loops.ts';

/** Terms that are written out one by one: with few channels loops cost more than products. */
const MOST_UNROLLED = 16;
/** Fewer products do not pay for copying filters. */
const LEAST_PACKED = 1 << 16;

export function convLoops(k: LoopBuilder, operands: ConvOperands, attributes: ConvAttributes): void {
  const { x, weight, bias, result } = operands;
  const { strides, pads, dilations, group } = attributes;
  const [filters, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  if (kernel.every((n) => n === 1) && strides.every((n) => n === 1) && pads.every((n) => n === 0)) {
    pointwise(k, operands, group);
    return;
  }
  if (elementCount(result.shape) === 0) return;
  k.keepUnitLoops();
  const work = perGroup * elementCount(kernel) * elementCount(result.shape);
  if (k.pays(filters / group, panelWidth(result)) && k.pays(work, LEAST_PACKED)) {
    convChannelsLast(k, operands, attributes);
    return;
  }
  const element = k.plain ? undefined : laidOut(k, x, result, kernel, attributes);
  const terms = perGroup * elementCount(kernel);
  const filterAt = filters / group >= 4 && k.pays(work, LEAST_PACKED) ? packed(k, weight) : (filter: Expr, rest: readonly Expr[]): Expr => k.load(weight, [filter, ...rest]);
  k.nest([result.shape[0]!, group, filters / group, ...result.shape.slice(2)], ([n, g, f, ...at]) => {
    const filter = add(mul(g!, k.size(filters / group)), f!);
    const sum = k.local(result.dtype, 0);
    const term = (tap: readonly Expr[], channel: Expr): void => {
      const distance = tap.map((t, axis) => mul(t, k.size(dilations[axis]!)));
      const from = add(mul(g!, k.size(perGroup)), channel);
      const weighed = (x: Expr): void => sum.set(mulAdd(x, filterAt(filter, [channel, ...tap]), sum.get));
      if (element) weighed(element(n!, from, at, distance));
      else inside(k, x, n!, from, distance.map((d, axis) => sub(add(mul(at[axis]!, k.size(strides[axis]!)), d), k.size(pads[axis]!))), pads, weighed);
    };
    const taps = (tap: readonly Expr[]): void => {
      const axis = tap.length;
      if (axis === kernel.length) each(k, terms, perGroup, (channel) => term(tap, channel));
      else each(k, terms, kernel[axis]!, (t) => taps([...tap, t]));
    };
    taps([]);
    k.storeFlat(result, offset(result.shape, [n!, filter, ...at]), bias ? add(sum.get, k.load(bias, [filter])) : sum.get);
  });
}

function each(k: LoopBuilder, terms: number, count: number, body: (i: Expr) => void): void {
  if (terms > MOST_UNROLLED || k.plain) k.loop(count, body);
  else for (let i = 0; i < count; i++) body(index(i));
}

/** Where nothing is copied: the element, if the tap does not leave the input. */
function inside(k: LoopBuilder, x: Buffer, n: Expr, channel: Expr, at: readonly Expr[], pads: readonly number[], use: (x: Expr) => void): void {
  const isInside = (axis: number): boolean => (k.plain ? pads.every((n) => n === 0) : pads[axis] === 0 && pads[axis + at.length] === 0);
  const checks = at.flatMap((place, axis) => (isInside(axis) ? [] : [and(le(index(0), place), lt(place, index(x.shape[axis + 2]!)))]));
  const element = (): void => use(k.load(x, [n, channel, ...at]));
  if (checks.length === 0) element();
  else k.when(checks.reduce((all, check) => and(all, check)), element);
}

/** The element of a channel that a result meets at some distance from its first one. */
type ElementAt = (n: Expr, channel: Expr, at: readonly Expr[], distance: readonly Expr[]) => Expr;

/**
 * The input itself where no tap leaves it and nothing is skipped along the last axis, else a copy within zeros. Elements
 * a stride apart along the last axis are sorted by phase: position p lies at [p mod stride, ⌊p / stride⌋].
 */
function laidOut(k: LoopBuilder, x: Buffer, result: Buffer, kernel: readonly number[], { strides, pads, dilations }: ConvAttributes): ElementAt {
  const last = strides.length - 1;
  const stride = strides[last]!;
  const positions = (at: readonly Expr[], distance: readonly Expr[], axes: number): readonly Expr[] => at.slice(0, axes).map((i, axis) => add(mul(i, strides[axis]!), distance[axis]!));
  const spans = kernel.map((extent, axis) => (result.shape[axis + 2]! - 1) * strides[axis]! + (extent - 1) * dilations[axis]! + 1);
  if (stride === 1 && pads.every((n) => n === 0)) return (n, channel, at, distance) => k.load(x, [n, channel, ...positions(at, distance, last + 1)]);
  const columns = Math.ceil(spans[last]! / stride);
  const copy = k.scratch(x.dtype, [x.shape[0]!, x.shape[1]!, ...spans.slice(0, -1), stride, columns]);
  if (pads.some((n) => n > 0) || spans[last]! % stride > 0) k.loop(elementCount(copy.shape), (i) => k.storeFlat(copy, i, 0));
  // What the window covers of each axis: from the start of the input, in the copy behind the padding.
  const covered = spans.map((span, axis) => Math.max(0, Math.min(x.shape[axis + 2]!, span - pads[axis]!)));
  for (let phase = 0; phase < stride; phase++) {
    const skipped = Math.max(0, Math.ceil((pads[last]! - phase) / stride));
    const first = skipped * stride + phase - pads[last]!;
    const count = Math.max(0, Math.ceil((covered[last]! - first) / stride));
    k.nest([x.shape[0]!, x.shape[1]!, ...covered.slice(0, -1), count], ([n, channel, ...at]) => {
      const rows = at.slice(0, -1);
      k.store(copy, [n!, channel!, ...rows.map((i, axis) => add(i, pads[axis]!)), phase, add(at.at(-1)!, skipped)], k.load(x, [n!, channel!, ...rows, add(mul(at.at(-1)!, stride), first)]));
    });
  }
  return (n, channel, at, distance) => {
    const along = distance[last]!;
    return k.load(copy, [n, channel, ...positions(at, distance, last), rem(along, index(stride)), add(at[last]!, div(along, index(stride)))]);
  };
}

/** Filters with the filter's number innermost: a tile reads the weights of its rows side by side. */
function packed(k: LoopBuilder, weight: Buffer): (filter: Expr, rest: readonly Expr[]) => Expr {
  const [filters, ...rest] = weight.shape as [number, ...number[]];
  const copy = k.scratch(weight.dtype, [...rest.slice(1), rest[0]!, filters]);
  k.nest([...rest, filters], (at) => {
    const [channel, ...taps] = at.slice(0, -1);
    k.store(copy, [...taps, channel!, at.at(-1)!], k.load(weight, [at.at(-1)!, channel!, ...taps]));
  });
  return (filter, [channel, ...taps]) => k.load(copy, [...taps, channel!, filter]);
}

/** Each group multiplies its filters with its channels. */
function pointwise(k: LoopBuilder, { x, weight, bias, result }: ConvOperands, group: number): void {
  const [filters, perGroup] = weight.shape as [number, number];
  const rows = filters / group;
  const columns = elementCount(x.shape.slice(2));
  const plane = (n: Expr, channels: number, channel: Expr): Expr => add(mul(n, channels * columns), mul(channel, columns));
  const filter = (g: Expr, row: Expr): Expr => add(mul(g, rows), row);
  productLoops(k, {
    result, batch: [x.shape[0]!, group], rightVaries: [true, true], rows, columns, inner: perGroup,
    at: ([n, g], row, column) => add(plane(n!, filters, filter(g!, row)), column),
    left: ([, g], row, i) => k.loadFlat(weight, add(mul(filter(g!, row), perGroup), i)),
    right: ([n, g], i, column) => k.loadFlat(x, add(plane(n!, perGroup * group, add(mul(g!, perGroup), i)), column)),
    ...(bias ? { finish: (sum: Expr, [, g]: readonly Expr[], row: Expr) => add(sum, k.load(bias, [filter(g!, row)])) } : {}),
  });
}
