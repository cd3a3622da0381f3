// Gradient of Pad with respect to its input: elements that came from padding go back to where they were copied from.
import type { Build, Value } from '../../spec/build.ts';
import { scatterAxis } from './along-axis.ts';

/** Padding with constants: what was added is cropped, what was cropped gets no gradient. */
export function constantPadGradient(g: Build, grad: Value, pads: readonly number[]): Value {
  return g.op('Pad', [grad], { pads: pads.map((pad) => -pad) });
}

/** Padding with copies: `source` says which element of an axis a position (before 0, or beyond the end) repeats. */
export function copyPadGradient(g: Build, grad: Value, shape: readonly number[], pads: readonly number[], source: (position: number, extent: number) => number): Value {
  return shape.reduce((v, extent, axis) => {
    const [before, after] = [pads[axis]!, pads[axis + shape.length]!];
    if (before === 0 && after === 0) return v;
    return scatterAxis(g, v, axis, Array.from({ length: v.shape[axis]! }, (_, i) => source(i - before, extent)), extent);
  }, grad);
}

export const nearest = (position: number, extent: number): number => Math.min(Math.max(position, 0), extent - 1);
export const mirrored = (position: number, extent: number): number => extent - 1 - Math.abs(extent - 1 - Math.abs(position));
