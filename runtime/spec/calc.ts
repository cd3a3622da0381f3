// The arithmetic that references are written in. A reference says what one output element is; the interpreter
// decides what a Num carries (a value and a bound on how far any honest engine may be from it). Opaque, so that a
// reference cannot step outside.
import type { DType } from '../ir/dtype.ts';

declare const brand: unique symbol;
/** A scalar of some dtype: made and read by `Calc` only. */
export interface Num { readonly [brand]: true }

/** Integers wrap; integer division truncates towards zero; a bool is a Num of dtype bool. */
export interface Calc {
  readonly dtype: DType;
  /** The same arithmetic for another dtype. */
  as(dtype: DType): Calc;
  lit(value: number | bigint): Num;
  add(x: Num, y: Num): Num;
  sub(x: Num, y: Num): Num;
  mul(x: Num, y: Num): Num;
  /** x·y as a term of a sum: engines fuse the two, so that a product too large for the dtype need not overflow. */
  term(x: Num, y: Num): Num;
  div(x: Num, y: Num): Num;
  pow(x: Num, y: Num): Num;
  neg(x: Num): Num;
  abs(x: Num): Num;
  /** NaN if either is NaN. */
  min(x: Num, y: Num): Num;
  max(x: Num, y: Num): Num;
  /** Bit by bit, of integers in two's complement. */
  bitAnd(x: Num, y: Num): Num;
  bitOr(x: Num, y: Num): Num;
  bitXor(x: Num, y: Num): Num;
  sqrt(x: Num): Num;
  exp(x: Num): Num;
  log(x: Num): Num;
  tanh(x: Num): Num;
  erf(x: Num): Num;
  floor(x: Num): Num;
  /** To the nearest integer, ties to even. */
  round(x: Num): Num;
  /** Sum of terms whose order is not part of the meaning; 0 for none. */
  sum(count: number, term: (i: number) => Num): Num;
  /** Largest term, NaN if one is NaN; count ≥ 1. */
  largest(count: number, term: (i: number) => Num): Num;
  /** Position of the first largest term, as int64; count ≥ 1. */
  whereLargest(count: number, term: (i: number) => Num): Num;
  less(x: Num, y: Num): Num;
  equal(x: Num, y: Num): Num;
  choose(condition: Num, yes: Num, no: Num): Num;
  /** The same number by two formulas that engines use: the first one's value, a bound that allows both. */
  either(x: Num, y: Num): Num;
  /** From this calculator's dtype to another: floats truncate to integers, everything asks `≠ 0` for bool. */
  cast(x: Num, to: DType): Num;
  /** Item number `at` (an int32 or int64 Num, negative counts from the end) of `count`. */
  pick(at: Num, count: number, item: (i: number) => Num): Num;
}

/** Read access to one input. */
export interface View {
  readonly dtype: DType;
  readonly shape: readonly number[];
  at(index: readonly number[]): Num;
  /** The element that broadcasting shows at an index of the result: axes align at the right. */
  broadcast(index: readonly number[]): Num;
}
