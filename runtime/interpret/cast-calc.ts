// Conversions between dtypes, with what they do to error bounds.
import { invariant } from '../invariant.ts';
import type { DType } from '../ir/dtype.ts';
import { LARGEST, ROUNDOFF, isFloat } from '../ir/dtype.ts';
import type { Num } from '../spec/calc.ts';
import type { Bounded } from './bounded.ts';
import { close, incomparable } from './bounded.ts';

const RANGE = { int32: [-(2 ** 31), 2 ** 31 - 1], int64: [-(2 ** 63), 2 ** 63 - 1024] } as const;

export function castFrom(from: DType, { value, error }: Bounded, to: DType): Num {
  if (to === 'bool') return close(value ? 1 : Number.isNaN(value) ? 1 : 0, from === 'bool' ? error : Math.abs(Number(value)) > error || error === 0 ? 0 : Infinity);
  // An uncertain bool is 0 or 1 as a number.
  const spread = from === 'bool' && error > 0 ? 1 : error;
  if (isFloat(to)) return toFloat(Number(value), spread, from, to);
  if (!isFloat(from)) return toInteger(BigInt(value), spread, to);
  const wide = value as number;
  const [least, most] = RANGE[to];
  if (!(wide - spread > least - 1 && wide + spread < most + 1)) return incomparable(to === 'int64' ? 0n : 0);
  const whole = Math.trunc(wide);
  const off = Math.max(Math.trunc(wide + spread) - whole, whole - Math.trunc(wide - spread));
  return close(to === 'int64' ? BigInt(whole) : whole + 0, off);
}

function toFloat(value: number, error: number, from: DType, to: 'float32' | 'float64'): Num {
  const widens = from === to || (from === 'float32' && to === 'float64') || from === 'bool' || (from === 'int32' && to === 'float64');
  if (widens || !Number.isFinite(value)) return close(value, error);
  const bound = error + (to === 'float32' ? ROUNDOFF.float32 : ROUNDOFF.float64) * 1.0001 * Math.abs(value) + (to === 'float32' ? 2 ** -149 : 0);
  if (Math.abs(value) + bound <= LARGEST[to]) return close(value, bound);
  return Math.abs(value) - bound > LARGEST[to] ? close(Math.sign(value) * Infinity, 0) : incomparable(value);
}

function toInteger(value: bigint, error: number, to: DType): Num {
  invariant(to === 'int32' || to === 'int64', `${to} is not an integer type`);
  if (to === 'int64') return close(BigInt.asIntN(64, value), error);
  const wrapped = Number(BigInt.asIntN(32, value));
  // Near the edge an error may turn into a wrap.
  return close(wrapped, error > 0 && Math.abs(wrapped) + error >= 2 ** 31 ? Infinity : error);
}
