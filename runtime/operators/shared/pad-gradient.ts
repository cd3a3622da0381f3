// Gradient of Pad with respect to its input: elements that came from padding go back to where they were copied from.
import type { Build, Value } from '../../spec/build.ts';
import { scatterAxis } from './along-axis.ts';

/** Padding with constants: what was added is cropped, what was cropped gets no gradient. */
export function constantPadGradient(g: Build, grad: Value, pads: readonly number[]): Value {
  return g.op('Pad', [grad], { pads: pads.map((pad) => -pad) });
}

/** Which element a position repeats, where `count` elements from `first` on are left after cropping. */
type Source = (position: number, first: number, count: number) => number;

export function copyPadGradient(g: Build, grad: Value, shape: readonly number[], pads: readonly number[], source: Source): Value {
  return shape.reduce((v, extent, axis) => {
    const [before, after] = [pads[axis]!, pads[axis + shape.length]!];
    if (before === 0 && after === 0) return v;
    const first = Math.max(0, -before);
    const count = extent - first - Math.max(0, -after);
    return scatterAxis(g, v, axis, Array.from({ length: v.shape[axis]! }, (_, i) => source(i - before, first, count)), extent);
  }, grad);
}

const nearest: Source = (position, first, count) => Math.min(Math.max(position, first), first + count - 1);
const mirrored: Source = (position, first, count) => first + count - 1 - Math.abs(count - 1 - Math.abs(position - first));
const periodic: Source = (position, first, count) => first + ((((position - first) % count) + count) % count);

export const SOURCES = { edge: nearest, reflect: mirrored, wrap: periodic } as const satisfies Record<string, Source>;
