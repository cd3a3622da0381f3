// What MaxPool and AveragePool have in common: attributes, checks, shape rule, names and drawing.
import type { Dim, Rule, Shape } from '../../dims/dim.ts';
import { flag, perSpatial, sizes } from '../../spec/attributes.ts';
import type { AttributesOf } from '../../spec/attributes.ts';
import type { Draw } from '../../spec/draw.ts';
import { WINDOW, slide, slideOver } from './window.ts';

export const POOL_ATTRIBUTES = {
  kernel_shape: sizes({ min: 1 }),
  strides: sizes({ min: 1, default: perSpatial(1) }),
  pads: sizes({ default: perSpatial(0, 2) }),
  dilations: sizes({ min: 1, default: perSpatial(1) }),
  ceil_mode: flag(false),
} as const;

export const POOL_CHECKS = {
  spatial: 'kernel_shape, strides, dilations and pads must name {spatial} spatial axes',
  window: WINDOW,
  padding: 'a padding of {pad} is not smaller than the dilated window of {span}',
  empty: 'a spatial axis has no elements ({extent}) to pool over',
} as const;

export type PoolAttributes<N> = AttributesOf<typeof POOL_ATTRIBUTES, N>;

export function poolShape(x: Shape, { kernel_shape, strides, pads, dilations, ceil_mode }: PoolAttributes<Dim>, rule: Rule<keyof typeof POOL_CHECKS>): Shape {
  const spatial = x.length - 2;
  if ([kernel_shape, strides, dilations].some((list) => list.length !== spatial) || pads.length !== 2 * spatial) rule.stop('spatial', { spatial });
  const [n, c, ...extents] = x as [Dim, Dim, ...Dim[]];
  return [n, c, ...extents.map((extent, axis) => {
    const along = { stride: strides[axis]!, dilation: dilations[axis]!, before: pads[axis]!, after: pads[axis + spatial]! };
    const span = kernel_shape[axis]!.minus(1).times(along.dilation).plus(1);
    rule.must('empty', extent.atLeast(1), { extent });
    for (const pad of [along.before, along.after]) rule.must('padding', span.minus(1).atLeast(pad), { pad, span });
    return (ceil_mode ? slideOver : slide)(extent, kernel_shape[axis]!, along, rule);
  })];
}

/** A window of one element that moves in single steps: pooling changes nothing. For laws. */
export function trivialWindow(rank: number): Readonly<Record<string, unknown>> {
  const list = (value: number, times: number): readonly number[] => Array.from({ length: (rank - 2) * times }, () => value);
  return { kernel_shape: list(1, 1), strides: list(1, 1), dilations: list(1, 1), pads: list(0, 2), ceil_mode: false, auto_pad: 'NOTSET' };
}

export function drawPool(draw: Draw, x: readonly number[]): Readonly<Record<string, unknown>> {
  const axes = x.slice(2).map((extent) => {
    const kernel = extent < 2 || draw.chance(0.2) ? 1 : draw.integer(2, Math.min(extent, 4));
    const dilation = draw.chance(0.8) || kernel === 1 ? 1 : draw.integer(1, Math.max(1, Math.floor((extent - 1) / (kernel - 1))));
    const most = draw.chance(0.3) ? 0 : Math.floor(((kernel - 1) * dilation) / 2);
    return { kernel, dilation, stride: draw.integer(1, 3), before: draw.integer(0, most), after: draw.integer(0, most) };
  });
  return {
    kernel_shape: axes.map((a) => a.kernel), strides: axes.map((a) => a.stride), dilations: axes.map((a) => a.dilation),
    pads: [...axes.map((a) => a.before), ...axes.map((a) => a.after)], ceil_mode: draw.chance(0.3),
  };
}
