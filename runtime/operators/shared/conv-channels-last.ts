// A convolution as products of matrices: rows are neighbouring results, columns are filters, and a sum goes over taps
// and channels. The input is copied with its channels innermost and zeros around it, so that the terms of a sum lie in
// order and no tap leaves it; filters are copied into panels as wide as a register tile. Each panel is multiplied with
// all rows, then its columns are turned into planes of the result.
import { BYTES } from '../../ir/dtype.ts';
import { add, index, mul, mulAdd, offset } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { elementCount, stridesOf } from '../../ir/tensor.ts';

export interface ConvOperands {
  readonly x: Buffer;
  readonly weight: Buffer;
  readonly bias: Buffer | undefined;
  readonly result: Buffer;
}

export interface ConvAttributes {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

/** Columns of a register tile. */
export const panelWidth = ({ dtype }: Buffer): number => (2 * 16) / BYTES[dtype];

export function convChannelsLast(k: LoopBuilder, operands: ConvOperands, attributes: ConvAttributes): void {
  const { x, weight, bias, result } = operands;
  const { strides, dilations, group } = attributes;
  const [filters, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const width = panelWidth(result);
  const perPanels = filters / group;
  const panels = Math.ceil(perPanels / width);
  const extents = result.shape.slice(2);
  const input = channelsInnermost(k, x, result, kernel, attributes);
  const steps = stridesOf(input.shape);
  const packed = packFilters(k, weight, group, panels, width);
  const bases = bias && packBias(k, bias, group, panels, width);
  // Taps of the last axis whose channels follow each other are one run of terms.
  const joined = group === 1 && dilations.at(-1) === 1 ? 1 : 0;
  const taps = kernel.slice(0, kernel.length - joined);
  const run = perGroup * (joined ? kernel.at(-1)! : 1);
  const sums = k.scratch(result.dtype, [elementCount(extents), width]);
  const panel = (n: Expr, g: Expr, p: Expr, columns: number): void => {
    k.nest([...extents, width], (at) => {
      const [position, j] = [at.slice(0, -1), at.at(-1)!];
      const first = position.reduce<Expr>((sum, i, axis) => add(sum, mul(i, strides[axis]! * steps[axis + 1]!)), add(mul(n, steps[0]!), mul(g, perGroup)));
      const sum = k.local(result.dtype, bases ? k.load(bases, [g, p, j]) : 0);
      k.nest([...taps, run], (terms) => {
        const from = terms.slice(0, -1).reduce<Expr>((far, tap, axis) => add(far, mul(tap, dilations[axis]! * steps[axis + 1]!)), add(first, terms.at(-1)!));
        sum.set(mulAdd(k.loadFlat(input, from), k.loadFlat(packed, offset([group, panels, ...taps, run, width], [g, p, ...terms, j])), sum.get));
      });
      k.storeFlat(sums, offset([...extents, width], at), sum.get);
    });
    k.nest([columns, elementCount(extents)], ([j, position]) => {
      const filter = add(mul(g, perPanels), add(mul(p, width), j!));
      k.storeFlat(result, add(offset(result.shape, [n, filter, ...extents.map(() => 0)]), position!), k.load(sums, [position!, j!]));
    });
  };
  k.nest([x.shape[0]!, group], ([n, g]) => {
    const whole = Math.floor(perPanels / width);
    k.loop(whole, (p) => panel(n!, g!, p, width));
    if (whole < panels) panel(n!, g!, index(whole), perPanels - whole * width);
  });
}

/** The part of the input that windows cover, within zeros: [image, …, channel]. */
function channelsInnermost(k: LoopBuilder, x: Buffer, result: Buffer, kernel: readonly number[], { strides, pads, dilations }: ConvAttributes): Buffer {
  const [images, channels] = x.shape as [number, number];
  const spans = kernel.map((extent, axis) => (result.shape[axis + 2]! - 1) * strides[axis]! + (extent - 1) * dilations[axis]! + 1);
  const covered = spans.map((span, axis) => Math.max(0, Math.min(x.shape[axis + 2]!, span - pads[axis]!)));
  const copy = k.scratch(x.dtype, [images, ...spans, channels]);
  if (covered.some((extent, axis) => extent < spans[axis]!)) k.loop(elementCount(copy.shape), (i) => k.storeFlat(copy, i, 0));
  k.nest([images, ...covered.slice(0, -1), channels, covered.at(-1)!], (at) => {
    const [n, channel, last] = [at[0]!, at.at(-2)!, at.at(-1)!];
    const position = [...at.slice(1, -2), last];
    k.store(copy, [n, ...position.map((i, axis) => add(i, pads[axis]!)), channel], k.load(x, [n, channel, ...position]));
  });
  return copy;
}

/** [group, panel, …taps, channel, filter within the panel]; filters that are not there are zeros. */
function packFilters(k: LoopBuilder, weight: Buffer, group: number, panels: number, width: number): Buffer {
  const [filters, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
  const perPanels = filters / group;
  const copy = k.scratch(weight.dtype, [group, panels, ...kernel, perGroup, width]);
  if (perPanels % width > 0) k.loop(elementCount(copy.shape), (i) => k.storeFlat(copy, i, 0));
  const some = (g: Expr, p: Expr, columns: number): void => k.nest([columns, perGroup, ...kernel], ([j, channel, ...tap]) => {
    k.store(copy, [g, p, ...tap, channel!, j!], k.load(weight, [add(mul(g, perPanels), add(mul(p, width), j!)), channel!, ...tap]));
  });
  inPanels(k, group, perPanels, width, some);
  return copy;
}

function packBias(k: LoopBuilder, bias: Buffer, group: number, panels: number, width: number): Buffer {
  const perPanels = bias.shape[0]! / group;
  const copy = k.scratch(bias.dtype, [group, panels, width]);
  if (perPanels % width > 0) k.loop(elementCount(copy.shape), (i) => k.storeFlat(copy, i, 0));
  inPanels(k, group, perPanels, width, (g, p, columns) => k.loop(columns, (j) => k.store(copy, [g, p, j], k.load(bias, [add(mul(g, perPanels), add(mul(p, width), j))]))));
  return copy;
}

function inPanels(k: LoopBuilder, group: number, perPanels: number, width: number, some: (g: Expr, p: Expr, columns: number) => void): void {
  const whole = Math.floor(perPanels / width);
  k.loop(group, (g) => {
    k.loop(whole, (p) => some(g, p, width));
    if (perPanels % width > 0) some(g, index(whole), perPanels % width);
  });
}
