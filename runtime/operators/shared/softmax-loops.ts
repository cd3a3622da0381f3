// The loop nests that Softmax and LogSoftmax share: for each row its largest element and the sum of exp(x − largest),
// then what becomes of each element. Rows that lie in memory side by side are reduced in lanes.
import { add, eitherZero, expNonPositive, max, sub } from '../../ir/loop-builder.ts';
import type { LoopBuilder } from '../../ir/loop-builder.ts';
import type { Buffer, Expr } from '../../ir/loops.ts';
import { eachRow } from './each-row.ts';
import { foldLoops, splits } from './fold-loops.ts';

export interface Row {
  readonly extent: number;
  readonly sum: Expr;
  readonly largest: Expr;
  readonly at: (i: Expr) => readonly Expr[];
}

/** `keep`: the exponentials stand in the result when a row is finished. */
export function softmaxLoops(k: LoopBuilder, x: Buffer, result: Buffer, axis: number, keep: boolean, finish: (row: Row) => void): void {
  const extent = x.shape[axis]!;
  const inLanes = splits(k, extent) && axis === x.shape.length - 1;
  eachRow(k, x.shape, axis, (at) => {
    const element = (i: Expr): Expr => k.load(x, at(i));
    const part = (largest: Expr) => (i: Expr): Expr => {
      const value = k.once(expNonPositive(sub(element(i), largest)));
      if (keep) k.store(result, at(i), value);
      return value;
    };
    if (inLanes) {
      const { get: largest } = foldLoops(k, { type: x.dtype, count: extent, start: -Infinity, step: (x, y) => eitherZero(max(x, y)), element });
      const { get: sum } = foldLoops(k, { type: x.dtype, count: extent, start: 0, step: add, element: part(largest) });
      finish({ extent, sum, largest, at });
      return;
    }
    const largest = k.local(x.dtype, -Infinity);
    k.loop(extent, (i) => largest.set(eitherZero(max(largest.get, element(i)))));
    const sum = k.local(x.dtype, 0);
    k.loop(extent, (i) => sum.set(add(sum.get, part(largest.get)(i))));
    finish({ extent, sum: sum.get, largest: largest.get, at });
  });
}
