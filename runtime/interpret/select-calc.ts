// Choices and data-dependent reads, the same for every dtype.
import type { Num } from '../spec/calc.ts';
import { EITHER_ZERO, close, incomparable, open } from './bounded.ts';

/** An uncertain condition makes the result as uncertain as the two sides are apart. */
export function choose(condition: Num, yes: Num, no: Num): Num {
  const { value, error } = open(condition);
  const [taken, other] = value ? [open(yes), open(no)] : [open(no), open(yes)];
  if (error === 0) return value ? yes : no;
  const apart = taken.value === other.value ? 0 : Math.abs(Number(taken.value) - Number(other.value));
  return close(taken.value, Number.isNaN(apart) ? Infinity : apart + Math.max(taken.error, other.error));
}

/** Where only one of the formulas overflows, engines need not agree. */
export function either(x: Num, y: Num): Num {
  const [first, second] = [open(x), open(y)];
  const apart = Object.is(first.value, second.value) ? 0 : first.value === second.value ? open(EITHER_ZERO).error : Math.abs(Number(first.value) - Number(second.value));
  return close(first.value, Number.isNaN(apart) ? Infinity : Math.max(first.error, second.error + apart));
}

export function pick(at: Num, count: number, item: (i: number) => Num): Num {
  const { value, error } = open(at);
  const position = Number(value) < 0 ? Number(value) + count : Number(value);
  if (position < 0 || position >= count) return incomparable(count > 0 ? open(item(0)).value : 0);
  return error === 0 ? item(position) : incomparable(open(item(position)).value);
}
