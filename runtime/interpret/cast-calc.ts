// Conversions between dtypes, with what they do to error bounds.
import { invariant } from '../invariant.ts';
import type { DType } from '../ir/dtype.ts';
import { INTEGER_FORMAT, LARGEST, ROUNDOFF, SMALLEST_NORMAL, integerRange, isFloat, isInteger } from '../ir/dtype.ts';
import type { FloatDType } from '../ir/dtype.ts';
import { toElement } from '../ir/tensor.ts';
import type { Num } from '../spec/calc.ts';
import type { Bounded } from './bounded.ts';
import { close, incomparable } from './bounded.ts';

export function castFrom(from: DType, { value, error }: Bounded, to: DType): Num {
  if (to === 'bool') return close(value ? 1 : Number.isNaN(value) ? 1 : 0, from === 'bool' ? error : Math.abs(Number(value)) > error || error === 0 ? 0 : Infinity);
  // An uncertain bool is 0 or 1 as a number.
  const spread = from === 'bool' && error > 0 ? 1 : error;
  if (isFloat(to)) return toFloat(Number(value), spread, from, to);
  if (!isFloat(from)) return toInteger(BigInt(value), spread, to);
  const wide = value as number;
  invariant(isInteger(to), `${to} is not an integer type`);
  const isWide = INTEGER_FORMAT[to].bits === 64;
  const [least, most] = integerRange(to);
  if (!(wide - spread > least - 1 && wide + spread < most + 1)) return incomparable(isWide ? 0n : 0);
  const whole = Math.trunc(wide);
  const off = Math.max(Math.trunc(wide + spread) - whole, whole - Math.trunc(wide - spread));
  return close(isWide ? BigInt(whole) : whole + 0, off);
}

function toFloat(value: number, error: number, from: DType, to: FloatDType): Num {
  if (!Number.isFinite(value) || (isFloat(from) && ROUNDOFF[to] <= ROUNDOFF[from] && LARGEST[to] >= LARGEST[from])) return close(value, error);
  if (error === 0 && toElement(to, value) === value) return close(value, 0);
  const bound = error + ROUNDOFF[to] * 1.0001 * Math.abs(value) + (to === 'float64' ? 0 : 2 * ROUNDOFF[to] * SMALLEST_NORMAL[to]);
  if (Math.abs(value) + bound <= LARGEST[to]) return close(value, bound);
  return Math.abs(value) - bound > LARGEST[to] ? close(Math.sign(value) * Infinity, 0) : incomparable(value);
}

function toInteger(value: bigint, error: number, to: DType): Num {
  invariant(isInteger(to), `${to} is not an integer type`);
  const wrapped = toElement(to, value) as number | bigint;
  const [least, most] = integerRange(to);
  // Near the edge an error may turn into a wrap.
  return close(wrapped, error > 0 && (Number(wrapped) - error < least || Number(wrapped) + error > most) ? Infinity : error);
}
