// Loop nests that treat a tensor as rows along one axis.
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Expr } from '../../ir/loops.ts';

/** Calls `row` once for each row; `at(i)` is the index of its element number i. */
export function eachRow(k: LoopBuilder, shape: readonly number[], axis: number, row: (at: (i: Expr) => readonly Expr[]) => void): void {
  k.nest(shape.with(axis, 1), (outer) => row((i) => outer.with(axis, i)));
}
