// A reduction of elements that lie side by side. Long ones are split into interleaved parts, one a lane, that are
// combined at the end: only for operations whose terms may come in any order.
import type { ComputeType } from '../../ir/dtype.ts';
import { add, div, index, mul } from '../../ir/loop-builder.ts';
import type { Local, LoopBuilder, Operand } from '../../ir/loop-builder.ts';
import type { Expr } from '../../ir/loops.ts';

/** Four vectors of 32-bit lanes: enough to hide the latency of an addition. */
export const LANES = 16;
/** Shorter reductions are not worth the code. */
export const FEWEST_SPLIT = 4 * LANES;

/** Whether a reduction of so many elements runs in lanes. */
export const splits = (k: LoopBuilder, count: number): boolean => count >= LANES && k.pays(count, FEWEST_SPLIT);

export interface Fold {
  readonly type: ComputeType;
  readonly count: number;
  /** Neutral: every part begins with it. */
  readonly start: Operand;
  element(i: Expr): Expr;
  /** Takes in an element, or another part. */
  step(sum: Expr, element: Expr): Expr;
}

export function foldLoops(k: LoopBuilder, { type, count, start, element, step }: Fold): Local {
  const each = Math.floor(count / LANES);
  const split = splits(k, count);
  const parts = split ? k.scratch(type, [LANES]) : undefined;
  if (parts) {
    k.loop(LANES, (lane) => {
      const part = k.local(type, start);
      k.loop(each, (n) => part.set(step(part.get, element(add(mul(n, LANES), lane)))));
      k.store(parts, [lane], part.get);
    });
  }
  const sum = k.local(type, start);
  if (parts) k.loop(LANES, (lane) => sum.set(step(sum.get, k.load(parts, [lane]))));
  const done = split ? each * LANES : 0;
  k.loop(count - done, (n) => sum.set(step(sum.get, element(add(n, index(done))))));
  return sum;
}

/**
 * Division by what was made of `count` terms. The rounding of one more product is far below that of adding many terms,
 * and products are several times as fast.
 */
export function dividerBy(k: LoopBuilder, divisor: Expr, count: number): (x: Expr) => Expr {
  if (count < FEWEST_SPLIT) return (x) => div(x, divisor);
  const inverse = k.once(div(1, divisor));
  return (x) => mul(x, inverse);
}
