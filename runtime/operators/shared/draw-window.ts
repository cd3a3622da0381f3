// Attributes of filters for given operand shapes: strides, pads and dilations that leave room for most windows.
import type { Draw } from '../../spec/draw.ts';

export function drawWindow(draw: Draw, [x, weight]: readonly (readonly number[] | undefined)[]): Readonly<Record<string, unknown>> {
  const axes = (x ?? []).slice(2).map((extent, axis) => {
    const kernel = weight?.[axis + 2] ?? 1;
    const before = draw.chance(0.5) ? 0 : draw.integer(0, 2);
    const after = draw.chance(0.5) ? before : draw.integer(0, 2);
    const most = kernel > 1 ? Math.floor((extent + before + after - 1) / (kernel - 1)) : 3;
    return { before, after, stride: draw.chance(0.5) ? 1 : draw.integer(1, 3), dilation: draw.chance(0.6) ? 1 : draw.integer(1, Math.max(1, Math.min(3, most))) };
  });
  return {
    strides: axes.map((a) => a.stride), dilations: axes.map((a) => a.dilation),
    pads: [...axes.map((a) => a.before), ...axes.map((a) => a.after)],
  };
}

/** A number of groups that splits `channels`; mostly 1. */
export function drawGroup(draw: Draw, channels: number): number {
  const divisors = Array.from({ length: Math.min(channels, 8) }, (_, i) => i + 1).filter((n) => channels % n === 0);
  return divisors.length === 0 || draw.chance(0.6) ? 1 : draw.pick(divisors);
}
