// The loop nests of a convolution, NCHW. Where nothing slides it is a matrix product. Else the last axis is cut into
// the part in which every tap meets the input, which needs no conditions and so runs in vectors, and the borders.
import { add, and, constant, div, index, le, lt, mul, mulAdd, offset, rem, sub } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { elementCount } from '../../ir/tensor.ts';
import { productLoops } from './product-loops.ts';

interface Operands {
  readonly x: Buffer;
  readonly weight: Buffer;
  readonly bias: Buffer | undefined;
  readonly result: Buffer;
}

interface Attributes {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

export function convLoops(k: LoopBuilder, operands: Operands, attributes: Attributes): void {
  const { strides, pads } = attributes;
  const { weight, result } = operands;
  if (weight.shape.slice(2).every((n) => n === 1) && strides.every((n) => n === 1) && pads.every((n) => n === 0)) {
    pointwise(k, operands, attributes.group);
    return;
  }
  const width = result.shape.at(-1)!;
  if (k.plain) return slide(k, operands, attributes, { from: 0, to: width, atEnd: true });
  const [from, to] = inside(operands, attributes);
  const sorted = strides.at(-1)! > 1 && to - from >= FEWEST_SORTED ? sortByPhase(k, operands.x, strides.at(-1)!) : undefined;
  slide(k, operands, attributes, { from: 0, to: from, atEnd: true });
  slide(k, operands, attributes, { from, to, atEnd: false, sorted });
  slide(k, operands, attributes, { from: to, to: width, atEnd: true });
}

/** Fewer results in a row do not pay for sorting the input. */
const FEWEST_SORTED = 8;

/** A part of the last axis of the result. */
interface Part {
  readonly from: number;
  readonly to: number;
  /** Taps may leave the input along the last axis too. */
  readonly atEnd: boolean;
  /** The input as sortByPhase leaves it. */
  readonly sorted?: Buffer | undefined;
}

/** Elements that neighbouring results meet with one tap lie a stride apart; sorted, they lie side by side. */
function sortByPhase(k: LoopBuilder, x: Buffer, stride: number): Buffer {
  const width = x.shape.at(-1)!;
  const sorted = k.scratch(x.dtype, [...x.shape.slice(0, -1), stride, Math.ceil(width / stride)]);
  for (let phase = 0; phase < Math.min(stride, width); phase++) {
    k.nest([...x.shape.slice(0, -1), Math.ceil((width - phase) / stride)], (at) => {
      const i = at.at(-1)!;
      k.store(sorted, [...at.slice(0, -1), phase, i], k.load(x, [...at.slice(0, -1), add(mul(i, stride), phase)]));
    });
  }
  return sorted;
}

/** Each group multiplies its filters with its channels. */
function pointwise(k: LoopBuilder, { x, weight, bias, result }: Operands, group: number): void {
  const [filters, perGroup] = weight.shape as [number, number];
  const rows = filters / group;
  const columns = elementCount(x.shape.slice(2));
  k.nest([x.shape[0]!, group], ([n, g]) => {
    const plane = (channels: number, channel: Expr): Expr => add(mul(n!, channels * columns), mul(channel, columns));
    const filter = (row: Expr): Expr => add(mul(g!, rows), row);
    productLoops(k, {
      result, rows, columns, inner: perGroup,
      at: (row, column) => add(plane(filters, filter(row)), column),
      left: (row, i) => k.loadFlat(weight, add(mul(filter(row), perGroup), i)),
      right: (i, column) => k.loadFlat(x, add(plane(perGroup * group, add(mul(g!, perGroup), i)), column)),
      ...(bias ? { finish: (sum: Expr, row: Expr) => add(sum, k.load(bias, [filter(row)])) } : {}),
    });
  });
}

/** The results along the last axis for which no tap leaves the input: from, to. */
function inside({ x, weight, result }: Operands, { strides, pads, dilations }: Attributes): [number, number] {
  const axis = strides.length - 1;
  const [stride, before, width] = [strides[axis]!, pads[axis]!, result.shape.at(-1)!];
  const reach = (weight.shape.at(-1)! - 1) * dilations[axis]!;
  const from = Math.min(width, Math.ceil(before / stride));
  const last = Math.floor((x.shape.at(-1)! - 1 - reach + before) / stride);
  return [from, Math.max(from, Math.min(width, last + 1))];
}

function slide(k: LoopBuilder, { x, weight, bias, result }: Operands, { strides, pads, dilations, group }: Attributes, { from, to, atEnd, sorted }: Part): void {
  const [filters, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const spatial = kernel.length;
  k.nest([result.shape[0]!, group, filters / group, ...result.shape.slice(2, -1), to - from], ([n, g, f, ...some]) => {
    const at = [...some.slice(0, -1), add(some.at(-1)!, from)];
    const filter = add(mul(g!, filters / group), f!);
    const sum = k.local(result.dtype, 0);
    /** Of stride·at + dilation·t − before: the remainder by the stride, and the quotient. */
    const phaseOf = (t: Expr): readonly Expr[] => {
      const [stride, before] = [strides.at(-1)!, pads[spatial - 1]!];
      const turns = Math.ceil(before / stride);
      const shifted = add(mul(t, dilations.at(-1)!), turns * stride - before);
      return [rem(shifted, index(stride)), add(at.at(-1)!, sub(div(shifted, index(stride)), turns))];
    };
    const taps = (axis: number, tap: readonly Expr[], position: readonly Expr[]): void => {
      if (axis === spatial) {
        k.loop(perGroup, (channel) => {
          const row = [n!, add(mul(g!, perGroup), channel), ...position.slice(0, -1)];
          const element = sorted ? k.load(sorted, [...row, ...phaseOf(tap.at(-1)!)]) : k.load(x, [...row, position.at(-1)!]);
          sum.set(mulAdd(element, k.load(weight, [filter, channel, ...tap]), sum.get));
        });
        return;
      }
      k.loop(kernel[axis]!, (t) => {
        const place = sub(add(mul(at[axis]!, strides[axis]!), mul(t, dilations[axis]!)), pads[axis]!);
        const next = (): void => taps(axis + 1, [...tap, t], [...position, place]);
        if (axis === spatial - 1 ? !atEnd : pads[axis] === 0 && pads[axis + spatial] === 0) next();
        else k.when(and(le(index(0), place), lt(place, constant('index', x.shape[axis + 2]!))), next);
      });
    };
    taps(0, [], []);
    k.storeFlat(result, offset(result.shape, [n!, filter, ...at]), bias ? add(sum.get, k.load(bias, [filter])) : sum.get);
  });
}
