// A scalar with a bound: what references compute with. `value` is the definition's result; any honest engine's
// result lies within `error` of it. An error of Infinity says "incomparable": behind a discontinuity or an
// overflow that may or may not happen.
import { invariant } from '../invariant.ts';
import type { Num } from '../spec/calc.ts';

export class Bounded {
  /** A bigint for int64, else a number; a bool is 0 or 1. */
  readonly value: number | bigint;
  readonly error: number;
  constructor(value: number | bigint, error: number) {
    this.value = value;
    this.error = error;
  }
}

/** Opens what a reference holds. Only the interpreter makes Nums, so this is what they are. */
export function open(x: Num): Bounded {
  const inside = x as unknown as Bounded;
  invariant(inside instanceof Bounded, 'a reference computed outside of its Calc');
  return inside;
}

export function close(value: number | bigint, error: number): Num {
  return new Bounded(value, error) as unknown as Num;
}

/**
 * A zero that may have either sign: too little to matter, but what is divided by it is incomparable. ONNX says neither
 * which zero is the larger one nor what adding up begins with.
 */
export const EITHER_ZERO = close(0, 1e-300);

/** A value that engines need not agree on. */
export function incomparable(value: number | bigint): Num {
  return close(value, Infinity);
}
