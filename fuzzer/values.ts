// Contents of inputs: inside the domain of the operator that an input was made for, or special on purpose. Also what
// "sound" means: finite everywhere, far from overflow, inside the domain of whoever reads it.
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import type { CoreDType, DType } from '../runtime/ir/dtype.ts';
import { INTEGER_FORMAT, LARGEST, SMALLEST_NORMAL, highestOf, isFloat, isHalf, isInteger, isNarrow, lowestOf } from '../runtime/ir/dtype.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { elementCount, emptyData, tensor, toElement } from '../runtime/ir/tensor.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import { inputAt } from '../runtime/spec/inputs.ts';
import type { Operator, ValueDomain } from '../runtime/spec/spec.ts';

/** What an input's values have to satisfy, from the operator it was made for. */
export interface Need {
  readonly domain: ValueDomain;
  /** For `index`: the extent pointed into. */
  readonly limit: number;
}

/** Beyond it an operator or two lead to overflow. */
const MOST_MAGNITUDE = 1e12;
const MOST_OF_FLOAT16 = 2 ** 12;
/** Quotients and logarithms of less lose all meaning to rounding. */
const LEAST_MAGNITUDE = 1e-6;
const LEAST_OF_HALVES = 2 ** -8;
/** Elements replaced in a special tensor, at most. */
const MOST_SPECIAL = 3;

/** All elements are finite and far from overflow. */
export function isSound({ dtype, data }: Tensor): boolean {
  if (!isFloat(dtype)) return true;
  const most = dtype === 'float16' ? MOST_OF_FLOAT16 : MOST_MAGNITUDE;
  for (let i = 0; i < data.length; i++) if (!(Math.abs(data[i] as number) <= most)) return false;
  return true;
}

/** All elements are inside, and stay there whichever way an engine rounds. */
export function isInside({ domain, limit }: Need, { dtype, data, errors }: BoundedTensor): boolean {
  if (domain === 'any') return true;
  const edge = isHalf(dtype) ? LEAST_OF_HALVES : isFloat(dtype) ? LEAST_MAGNITUDE : 1;
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]);
    const slack = errors?.[i] ?? 0;
    const inside = domain === 'positive' ? value - slack >= edge
      : domain === 'nonzero' ? Math.abs(value) - slack >= edge
      : domain === 'nonnegative' ? value - slack >= 0
      : domain === 'unit' ? Math.abs(value) + slack <= 1
      : value - slack >= -limit && value + slack < limit;
    if (!inside) return false;
  }
  return true;
}

/** How far inside the search aims: engines round, and what follows divides. */
export const MARGIN = 0.0625;

/** How far all elements together are from the domain, and which way they would have to go for less: the slope of that. */
export function shortfall({ domain }: Need, { dtype, shape, data, errors }: BoundedTensor): { readonly loss: number; readonly slope: Tensor } {
  const slope = emptyData(dtype, data.length);
  let loss = 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    const margin = MARGIN + Math.min(1, errors?.[i] ?? 0);
    const size = Math.abs(value);
    const sign = value < 0 ? -1 : 1;
    const missing = domain === 'nonzero' ? margin - size : domain === 'unit' ? size + margin - 1 : margin - value;
    if (missing <= 0) continue;
    loss += missing;
    slope[i] = (domain === 'nonzero' ? -sign : domain === 'unit' ? sign : -1) as never;
  }
  return { loss, slope: { dtype, shape, data: slope } };
}

/** The number nearest to `value` that an input made for a domain may hold. */
export function projected({ domain }: Need, value: number): number {
  switch (domain) {
    case 'positive': return Math.max(MARGIN, value);
    case 'nonnegative': return Math.max(0, value);
    case 'nonzero': return Math.abs(value) >= MARGIN ? value : value < 0 ? -MARGIN : MARGIN;
    case 'unit': return Math.max(-1, Math.min(1, value));
    default: return value;
  }
}

/** The domain of the operand at a flat position. */
export function domainAt(operator: Operator, position: number): ValueDomain {
  if (!operator.domain) return 'any';
  return operator.domain[inputAt(operator.inputs, position)?.name ?? ''] ?? 'any';
}

/** One unsigned tensor in so many has negative numbers wrapped to the upper end, where a signed engine goes wrong. */
const HIGH_IN = 3;

/** Elements of a tensor by a small generator of its own; pattern 0 counts 1, 2, 3, …. */
export function patterned(dtype: DType, shape: readonly number[], need: Need, scale: number, centre: number, pattern: number): Tensor {
  const count = elementCount(shape);
  const data = emptyData(dtype, count);
  let state = pattern;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + (pattern === 0 ? 0 : 1013904223)) | 0;
    const unit = pattern === 0 ? ((i % 8) + 1) / 8 : (state >>> 8) / 2 ** 24;
    data[i] = toElement(dtype, element(dtype, need, unit, scale, centre, pattern % HIGH_IN === 1)) as never;
  }
  return { dtype, shape, data };
}

function element(dtype: DType, { domain, limit }: Need, unit: number, scale: number, centre: number, high: boolean): number {
  if (dtype === 'bool') return unit < 0.5 ? 0 : 1;
  if (domain === 'index') return limit === 0 ? 0 : Math.min(limit - 1, Math.floor(unit * 2 * limit) - limit);
  const value = isInteger(dtype) ? Math.floor(unit * 17) - (INTEGER_FORMAT[dtype].signed || high ? 8 : 0) : centre + scale * (2 * unit - 1);
  switch (domain) {
    case 'positive': return isFloat(dtype) ? Math.abs(value) + 0.0625 : Math.abs(value) + 1;
    case 'nonnegative': return Math.abs(value);
    case 'nonzero': return isFloat(dtype) ? value + Math.sign(value || 1) * 0.125 : value === 0 ? 1 : value;
    case 'unit': return Math.max(-1, Math.min(1, value / 4));
    default: return value;
  }
}

const SPECIAL: Readonly<Record<CoreDType, readonly (number | bigint)[]>> = {
  float32: [NaN, Infinity, -Infinity, -0, 0, 2 ** -149, -(2 ** -126), 3.4028234663852886e38, 2 ** 24 + 2, 2 ** 31],
  float64: [NaN, Infinity, -Infinity, -0, 0, 2 ** -1074, -(2 ** -1022), Number.MAX_VALUE, 2 ** 53, 2 ** 63],
  int32: [2 ** 31 - 1, -(2 ** 31), -1, 0, 65_536],
  int64: [2n ** 63n - 1n, -(2n ** 63n), -1n, 0n, 2n ** 32n, 2n ** 53n + 1n],
  bool: [0, 1],
};
/** Their smallest positive numbers. */
const UNDERFLOWING = { float16: 2 ** -24, bfloat16: 2 ** -133 } as const;

function specialOf(dtype: DType): readonly (number | bigint)[] {
  if (!isNarrow(dtype)) return SPECIAL[dtype];
  if (isHalf(dtype)) return [NaN, Infinity, -Infinity, -0, 0, UNDERFLOWING[dtype], -SMALLEST_NORMAL[dtype], LARGEST[dtype], -LARGEST[dtype]];
  return [highestOf(dtype), lowestOf(dtype), -1, 0, 2n ** BigInt(INTEGER_FORMAT[dtype].bits - 1)];
}

/** The tensor with some elements that programs tend to forget. Indices and divisors stay what they have to be. */
export function withSpecials(draw: Draw, { dtype, shape, data }: Tensor, { domain }: Need): Tensor {
  const restricted = domain === 'index' || (domain !== 'any' && !isFloat(dtype));
  if (data.length === 0 || restricted) return { dtype, shape, data };
  const special = specialOf(dtype);
  const values: (number | bigint)[] = Array.from(data as ArrayLike<number | bigint>);
  for (let n = draw.integer(1, MOST_SPECIAL); n > 0; n--) values[draw.integer(0, values.length - 1)] = draw.pick(special);
  return tensor(dtype, shape, values);
}
