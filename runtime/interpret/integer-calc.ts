// Arithmetic of references in int32, int64 and bool: exact, wrapping. Bounds appear only where a float was cast; an
// operation that cannot follow them gives "incomparable".
import { invariant } from '../invariant.ts';
import type { DType, IntegerDType } from '../ir/dtype.ts';
import { COMPUTED_IN, integerRange } from '../ir/dtype.ts';
import { toElement } from '../ir/tensor.ts';
import type { Calc, Num } from '../spec/calc.ts';
import type { Bounded } from './bounded.ts';
import { close, incomparable, open } from './bounded.ts';
import { castFrom } from './cast-calc.ts';
import { choose, either, pick } from './select-calc.ts';

export function integerCalc(dtype: IntegerDType | 'bool', calcFor: (dtype: DType) => Calc): Calc {
  /** Narrow integers wrap when they are stored; on the way they are what they are computed in. */
  const type = COMPUTED_IN[dtype] as 'int32' | 'int64' | 'uint64' | 'bool';
  const wide = (x: bigint): number | bigint => toElement(type, dtype === 'bool' ? x !== 0n : x);
  const [least, most] = dtype === 'bool' ? [0, 1] : integerRange(type as IntegerDType);
  const mayWrap = (value: number | bigint, error: number): boolean => error > 0 && (Number(value) - error < least || Number(value) + error > most);

  /** Exact operands give an exact result; an error that could turn into a wrap is incomparable. */
  function exactly(operation: (a: bigint, b: bigint) => bigint, x: Bounded, y: Bounded, error: number): Num {
    const value = wide(operation(BigInt(x.value), BigInt(y.value)));
    return close(value, mayWrap(value, error) ? Infinity : error);
  }

  /** int32 without bigints: the common case of an exact operand. */
  function fast(x: Num, y: Num, small: (a: number, b: number) => number, big: (a: bigint, b: bigint) => bigint, error: (x: Bounded, y: Bounded) => number): Num {
    const [a, b] = [open(x), open(y)];
    if (type === 'int32' && a.error === 0 && b.error === 0) return close(small(a.value as number, b.value as number), 0);
    return exactly(big, a, b, error(a, b));
  }

  const added = (x: Bounded, y: Bounded): number => x.error + y.error;
  const unfollowed = (x: Bounded, y: Bounded): number => (x.error + y.error > 0 ? Infinity : 0);

  function div(x: Num, y: Num): Num {
    const [a, b] = [open(x), open(y)];
    if (Number(b.value) === 0) return incomparable(a.value);
    return exactly((p, q) => p / q, a, b, unfollowed(a, b));
  }

  function pow(x: Num, y: Num): Num {
    const [a, b] = [open(x), open(y)];
    const [base, exponent] = [BigInt(a.value), BigInt(b.value)];
    if (exponent < 0n) return incomparable(a.value);
    const small = base >= -1n && base <= 1n;
    // Engines that go through floating point saturate where others wrap, so an overflow has no one result.
    const exact = small ? base ** (exponent === 0n ? 0n : 2n - (exponent & 1n)) : exponent < 64n ? base ** exponent : undefined;
    const wrapped = exact === undefined ? undefined : wide(exact);
    if (wrapped === undefined || BigInt(wrapped) !== exact) return incomparable(wrapped ?? wide(0n));
    return close(wrapped, a.error + b.error > 0 ? Infinity : 0);
  }

  function extreme(x: Num, y: Num, first: boolean): Num {
    const [a, b] = [open(x), open(y)];
    return close((first ? a.value <= b.value : a.value >= b.value) ? a.value : b.value, Math.max(a.error, b.error));
  }

  function compare(x: Num, y: Num, holds: (a: bigint, b: bigint) => boolean): Num {
    const [a, b] = [open(x), open(y)];
    const value = holds(BigInt(a.value), BigInt(b.value)) ? 1 : 0;
    return close(value, a.error + b.error === 0 || Math.abs(Number(a.value) - Number(b.value)) > a.error + b.error ? 0 : Infinity);
  }

  const terms = (count: number, term: (i: number) => Num): Num[] => Array.from({ length: count }, (_, i) => term(i));
  const none = (what: string) => (): Num => { invariant(false, `${what} of ${dtype}`); };

  const self: Calc = {
    dtype,
    as: calcFor,
    lit: (value) => close(wide(BigInt(typeof value === 'bigint' ? value : Math.trunc(value))), 0),
    add: (x, y) => fast(x, y, (a, b) => (a + b) | 0, (a, b) => a + b, added),
    sub: (x, y) => fast(x, y, (a, b) => (a - b) | 0, (a, b) => a - b, added),
    mul: (x, y) => fast(x, y, Math.imul, (a, b) => a * b, unfollowed),
    term: (x, y) => self.mul(x, y),
    div, pow,
    neg: (x) => self.sub(self.lit(0), x),
    abs: (x) => (open(x).value < 0 ? self.neg(x) : x),
    min: (x, y) => extreme(x, y, true),
    max: (x, y) => extreme(x, y, false),
    bitAnd: (x, y) => fast(x, y, (a, b) => a & b, (a, b) => a & b, unfollowed),
    bitOr: (x, y) => fast(x, y, (a, b) => a | b, (a, b) => a | b, unfollowed),
    bitXor: (x, y) => fast(x, y, (a, b) => a ^ b, (a, b) => a ^ b, unfollowed),
    sqrt: none('sqrt'), exp: none('exp'), log: none('log'), tanh: none('tanh'), erf: none('erf'), floor: none('floor'), round: none('round'),
    sum: (count, term) => terms(count, term).reduce((sum, x) => self.add(sum, x), self.lit(0)),
    largest: (count, term) => terms(count, term).reduce((best, x) => self.max(best, x)),
    whereLargest(count, term) {
      const all = terms(count, term).map(open);
      let best = 0;
      all.forEach((x, i) => { if (x.value > all[best]!.value) best = i; });
      return close(BigInt(best), all.every((x) => x.error === 0) ? 0 : Infinity);
    },
    less: (x, y) => compare(x, y, (a, b) => a < b),
    equal: (x, y) => compare(x, y, (a, b) => a === b),
    choose, either, pick,
    cast: (x, to) => castFrom(dtype, open(x), to),
  };
  return self;
}
