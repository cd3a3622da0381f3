// The loop nest of a reduction: for each result, one accumulator that takes the elements in row-major order, or in
// lanes where the elements of one result lie side by side.
import { add, mul, offset } from '../../ir/loop-builder.ts';
import type { Expr, Buffer } from '../../ir/loops.ts';
import type { LoopBuilder, Operand } from '../../ir/loop-builder.ts';
import { FEWEST_SPLIT, foldLoops, splits } from './fold-loops.ts';

export interface Reduction {
  readonly axes: readonly number[];
  readonly keepdims: boolean;
  readonly start: Operand;
  step(sum: Expr, element: Expr): Expr;
  /** From the accumulator and the number of elements to the result. */
  finish?(sum: Expr, count: number): Expr;
}

export function reduceLoops(k: LoopBuilder, x: Buffer, result: Buffer, { axes, keepdims, start, step, finish = (sum) => sum }: Reduction): void {
  const inner = x.shape.map((_, axis) => axis).filter((axis) => axes.includes(axis));
  const outer = x.shape.map((_, axis) => axis).filter((axis) => keepdims || !axes.includes(axis));
  const extents = inner.map((axis) => x.shape[axis]!);
  const count = extents.reduce((n, extent) => n * extent, 1);
  if ((count >= FEWEST_SPLIT || splits(k, count)) && inner.every((axis, i) => axis === x.shape.length - inner.length + i)) {
    k.nest(result.shape, (at) => {
      const first = mul(offset(result.shape, at), count);
      const sum = foldLoops(k, { type: result.dtype, count, start, step, element: (i) => k.loadFlat(x, add(first, i)) });
      k.store(result, at, finish(sum.get, count));
    });
    return;
  }
  k.nest(result.shape, (at) => {
    const sum = k.local(result.dtype, start);
    k.nest(extents, (terms) => {
      const element = x.shape.map((_, axis) => (axes.includes(axis) ? terms[inner.indexOf(axis)]! : at[outer.indexOf(axis)]!));
      sum.set(step(sum.get, k.load(x, element)));
    });
    k.store(result, at, finish(sum.get, count));
  });
}
