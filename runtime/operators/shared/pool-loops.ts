// The loop nest of pooling. The first and last windows along an axis, which hang over the input, are written out one by
// one with the taps that they have; between them all windows have all taps. So nothing asks where a tap is, and loops
// run in vectors. Where many windows hang over, or all is small, taps are asked instead.
import { add, and, index, le, lt, mul, sub } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { elementCount } from '../../ir/tensor.ts';
import type { PoolAttributes } from './pool.ts';

/** Fewer taps in all are not worth several nests. */
const LEAST_SPLIT = 4096;
const MOST_NESTS = 9;
/** More taps are visited in a loop. */
const MOST_UNROLLED = 9;

export interface Window {
  /** Index of the result. */
  readonly at: readonly Expr[];
  /** Where it is known: how many taps are elements of the input, and how many those or padding. */
  readonly counts: { readonly inside: number; readonly padded: number } | undefined;
  /** `use` sees each element under the window, in order, behind a condition if need be; `visit` sees every tap. */
  taps(use: (element: Expr) => void, visit?: (from: readonly Expr[]) => void): void;
}

/** Windows along one axis that see the same taps. */
interface Stretch {
  readonly begin: number;
  readonly end: number;
  readonly firstTap: number;
  readonly taps: number;
  readonly padded: number;
}

export function poolLoops(k: LoopBuilder, x: Buffer, result: Buffer, attributes: PoolAttributes<number>, window: (window: Window) => void): void {
  const { kernel_shape } = attributes;
  k.keepUnitLoops();
  const extents = result.shape.slice(2);
  const stretches = extents.map((extent, axis) => stretchesOf(extent, x.shape[axis + 2]!, axis, attributes));
  const asks = !k.pays(elementCount(kernel_shape) * elementCount(result.shape), LEAST_SPLIT) || elementCount(stretches.map(({ length }) => length)) > MOST_NESTS;
  k.nest(result.shape.slice(0, 2), ([n, c]) => {
    if (asks) {
      k.nest(extents, (at) => window({ at: [n!, c!, ...at], counts: undefined, taps: askedTaps(k, x, [n!, c!], at, attributes) }));
      return;
    }
    const go = (chosen: readonly Stretch[]): void => {
      if (chosen.length < extents.length) {
        for (const stretch of stretches[chosen.length]!) go([...chosen, stretch]);
        return;
      }
      const counts = { inside: elementCount(chosen.map(({ taps }) => taps)), padded: elementCount(chosen.map(({ padded }) => padded)) };
      k.nest(chosen.map(({ begin, end }) => end - begin), (indices) => {
        const at = indices.map((i, axis) => add(i, chosen[axis]!.begin));
        window({ at: [n!, c!, ...at], counts, taps: knownTaps(k, x, [n!, c!], at, chosen, attributes) });
      });
    };
    go([]);
  });
}

function stretchesOf(windows: number, extent: number, axis: number, { kernel_shape, strides, pads, dilations }: PoolAttributes<number>): readonly Stretch[] {
  const [kernel, stride, dilation, pad, after] = [kernel_shape[axis]!, strides[axis]!, dilations[axis]!, pads[axis]!, pads[axis + kernel_shape.length]!];
  const all: Stretch[] = [];
  for (let window = 0; window < windows; window++) {
    const start = window * stride - pad;
    const before = (end: number): number => Math.min(kernel, Math.max(0, Math.ceil((end - start) / dilation)));
    const firstTap = before(0);
    const stretch = { begin: window, end: window + 1, firstTap, taps: before(extent) - firstTap, padded: before(extent + after) };
    const last = all.at(-1);
    if (last && last.firstTap === firstTap && last.taps === stretch.taps && last.padded === stretch.padded) all[all.length - 1] = { ...last, end: window + 1 };
    else all.push(stretch);
  }
  return all;
}

function knownTaps(k: LoopBuilder, x: Buffer, outer: readonly Expr[], at: readonly Expr[], stretches: readonly Stretch[], { strides, pads, dilations }: PoolAttributes<number>): Window['taps'] {
  return (use) => {
    const tap = (t: readonly Expr[]): void => use(k.load(x, [...outer, ...t.map((step, axis) => (
      sub(add(mul(at[axis]!, strides[axis]!), mul(add(step, stretches[axis]!.firstTap), dilations[axis]!)), pads[axis]!)))]));
    const counts = stretches.map(({ taps }) => taps);
    const unrolled = (t: readonly Expr[]): void => {
      if (t.length === counts.length) tap(t);
      else for (let i = 0; i < counts[t.length]!; i++) unrolled([...t, index(i)]);
    };
    if (elementCount(counts) <= MOST_UNROLLED) unrolled([]);
    else k.nest(counts, tap);
  };
}

function askedTaps(k: LoopBuilder, x: Buffer, outer: readonly Expr[], at: readonly Expr[], { kernel_shape, strides, pads, dilations }: PoolAttributes<number>): Window['taps'] {
  return (use, visit) => k.nest(kernel_shape, (t) => {
    const from = t.map((step, axis) => k.once(sub(add(mul(at[axis]!, k.size(strides[axis]!)), mul(step, k.size(dilations[axis]!))), k.size(pads[axis]!))));
    k.when(from.flatMap((position, axis) => [le(index(0), position), lt(position, x.shape[axis + 2]!)]).reduce(and), () => use(k.load(x, [...outer, ...from])));
    visit?.(from);
  });
}
