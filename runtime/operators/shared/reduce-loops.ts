// The loop nest of a reduction: for each result, one accumulator that takes the elements in row-major order.
import type { Expr, Buffer } from '../../ir/loops.ts';
import type { LoopBuilder, Operand } from '../../ir/loop-builder.ts';

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
  k.nest(result.shape, (at) => {
    const sum = k.local(result.dtype, start);
    k.nest(extents, (terms) => {
      const element = x.shape.map((_, axis) => (axes.includes(axis) ? terms[inner.indexOf(axis)]! : at[outer.indexOf(axis)]!));
      sum.set(step(sum.get, k.load(x, element)));
    });
    k.store(result, at, finish(sum.get, extents.reduce((n, extent) => n * extent, 1)));
  });
}
