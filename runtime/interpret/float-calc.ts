// Arithmetic of references in float32 and float64: values in float64, beside each a running error bound (Higham,
// Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.3, extended to intervals of inputs). An engine rounds
// every operation to the dtype, in any order of additions, and its functions are off by at most FUNCTION_ULPS (numerics.ts).
import { InvariantError } from '../invariant.ts';
import type { DType } from '../ir/dtype.ts';
import { LARGEST, ROUNDOFF, SMALLEST_NORMAL, isHalf } from '../ir/dtype.ts';
import type { FloatDType } from '../ir/dtype.ts';
import { toElement } from '../ir/tensor.ts';
import type { Calc, Num } from '../spec/calc.ts';
import { EITHER_ZERO, close, incomparable, open } from './bounded.ts';
import { castFrom } from './cast-calc.ts';
import { erf } from './erf.ts';
import type { Numerics } from './numerics.ts';
import { IEEE } from './numerics.ts';
import { choose, either, pick } from './select-calc.ts';

/** Absolute loss of one operation whose result is subnormal: half the smallest subnormal, doubled for the reference. */
const UNDERFLOW = { float32: 2 ** -149, float64: 2 ** -1073, float16: 2 ** -24, bfloat16: 2 ** -133 } as const;

/** Half precision is computed in float32: what is off there by less than its own rounding may round the other way. */
function halfNumerics({ divisionRoundings, rootRoundings, ...rest }: Numerics): Numerics {
  return { ...rest, divisionRoundings: Math.min(2, divisionRoundings), rootRoundings: Math.min(2, rootRoundings) };
}

/** `calcFor` finds the calculator of another dtype. */
export class FloatCalc implements Calc {
  readonly dtype: FloatDType;
  readonly as: (dtype: DType) => Calc;
  readonly choose = choose;
  readonly either = either;
  readonly pick = pick;
  /** Unit roundoff of engine and reference together: float64 is as wrong in the reference as in any engine. */
  readonly #unit: number;
  readonly #tiny: number;
  /** Below this the loss of subnormal results counts. */
  readonly #small: number;
  readonly #most: number;
  readonly #numerics: Numerics;

  constructor(dtype: FloatDType, calcFor: (dtype: DType) => Calc, numerics: Numerics = IEEE) {
    this.dtype = dtype;
    this.as = calcFor;
    this.#numerics = dtype === 'float64' ? IEEE : isHalf(dtype) ? halfNumerics(numerics) : numerics;
    this.#unit = dtype === 'float64' ? 2 * ROUNDOFF.float64 : ROUNDOFF[dtype] * 1.0001;
    this.#small = dtype === 'float64' ? Infinity : Math.max(1e-30, 2 ** 20 * SMALLEST_NORMAL[dtype]);
    this.#tiny = Math.max(UNDERFLOW[dtype], this.#numerics.flushesBelow);
    this.#most = LARGEST[dtype];
  }

  /** The result of one operation: rounding is added, overflow decided. */
  #rounded(value: number, error: number, roundings = 1): Num {
    if (Number.isNaN(value)) return close(value, Number.isNaN(error) || error === Infinity ? Infinity : 0);
    if (!Number.isFinite(value)) return close(value, error === Infinity || Number.isNaN(error) ? Infinity : 0);
    // Exact operands and a representable result: every engine that rounds to nearest has exactly this.
    const size = Math.abs(value);
    const flushes = size - error < this.#numerics.flushesBelow && !(value === 0 && error === 0);
    if (error === 0 && roundings <= 1 && this.dtype !== 'float64' && toElement(this.dtype, value) === value && !flushes) return close(value, 0);
    // Functions are made of products with coefficients, which lose bits below the smallest normal number earlier.
    // What does not round otherwise, as a product with a power of 2, does below it.
    const least = this.dtype === 'float64' ? 0 : 1;
    const lost = roundings >= this.#numerics.functionRoundings ? 1024 : Math.max(roundings, least);
    const bound = error + roundings * this.#unit * size + (size < this.#small ? lost * this.#tiny : 0);
    if (Number.isNaN(bound)) return incomparable(value);
    if (size + bound <= this.#most) return close(value, bound);
    // Engines keep intermediates of half precision in float32, where they do not overflow.
    if (isHalf(this.dtype)) return incomparable(value);
    return size - bound > this.#most ? close(Math.sign(value) * Infinity, 0) : incomparable(value);
  }


  /** An operand as an operation may see it. */
  #read(x: Num): readonly [number, number] {
    const [value, error] = number(x);
    const { flushesBelow } = this.#numerics;
    if (flushesBelow === 0 || Math.abs(value) - error >= flushesBelow || (value === 0 && error === 0)) return [value, error];
    return [value, error + Math.min(Math.abs(value), flushesBelow)];
  }

  add(x: Num, y: Num): Num {
    const [a, da] = this.#read(x);
    const [b, db] = this.#read(y);
    return this.#rounded(a + b, da + db, a === 0 || b === 0 ? 0 : 1);
  }

  mul(x: Num, y: Num): Num {
    const [a, da] = this.#read(x);
    const [b, db] = this.#read(y);
    if (Number.isFinite(a) && Number.isFinite(b)) return this.#rounded(a * b, Math.abs(a) * db + Math.abs(b) * da + da * db, isPower(a) || isPower(b) ? 0 : 1);
    const certain = (v: number, d: number): boolean => !Number.isFinite(v) ? d !== Infinity : d === 0 || Math.abs(v) > d;
    return close(a * b, certain(a, da) && certain(b, db) ? 0 : Infinity);
  }

  term(x: Num, y: Num): Num {
    const product = this.mul(x, y);
    const { value } = open(product);
    return Number.isFinite(value) || !Number.isFinite(number(x)[0]) || !Number.isFinite(number(y)[0]) ? product : incomparable(value);
  }

  div(x: Num, y: Num): Num {
    const [a, da] = this.#read(x);
    const [b, db] = this.#read(y);
    const q = a / b;
    const least = Math.abs(b) - db;
    if (!Number.isFinite(a) || !Number.isFinite(b) || least <= 0) return close(q, da === 0 && db === 0 ? 0 : Infinity);
    return this.#rounded(q, (da + Math.abs(q) * db) / least, this.#numerics.divisionRoundings);
  }

  #extreme(x: Num, y: Num, of: (...values: number[]) => number): Num {
    const [a, da] = this.#read(x);
    const [b, db] = this.#read(y);
    const value = of(a, b);
    if (a === 0 && b === 0 && !Object.is(a, b)) return da === 0 && db === 0 ? EITHER_ZERO : close(0, Math.max(da, db));
    if (!Number.isFinite(a) || !Number.isFinite(b)) return close(value, da === Infinity || db === Infinity ? Infinity : value === a ? da : db);
    return close(value, Math.max(of(a + da, b + db) - value, value - of(a - da, b - db)));
  }

  sqrt(x: Num): Num {
    const [a, da] = this.#read(x);
    const root = Math.sqrt(a);
    const roundings = this.#numerics.rootRoundings;
    if (da === 0 || a + da < 0) return this.#rounded(root, 0, roundings);
    return a - da < 0 ? incomparable(root) : this.#rounded(root, da / (root + Math.sqrt(a - da)), roundings);
  }

  exp(x: Num): Num {
    const [a, da] = this.#read(x);
    const value = Math.exp(a);
    return this.#rounded(value, da === 0 ? 0 : value * Math.expm1(da), this.#numerics.functionRoundings);
  }

  log(x: Num): Num {
    const [a, da] = this.#read(x);
    const value = Math.log(a);
    if (da === 0 || a + da < 0 || a === Infinity) return this.#rounded(value, da === Infinity ? da : 0, this.#numerics.functionRoundings);
    return a - da <= 0 ? incomparable(value) : this.#rounded(value, -Math.log1p(-da / a), this.#numerics.functionRoundings);
  }

  tanh(x: Num): Num {
    const [a, da] = this.#read(x);
    const value = Math.tanh(a);
    // The slope is 1 − tanh², largest at the point of the interval nearest to 0.
    const flattest = Math.tanh(Math.max(0, Math.abs(a) - da));
    return this.#rounded(value, da === Infinity ? da : Math.min(da * (1 - flattest * flattest), 2), this.#numerics.functionRoundings);
  }

  erf(x: Num): Num {
    const [a, da] = this.#read(x);
    // The slope is 2/√π · exp(−x²), largest at the point of the interval nearest to 0.
    const flattest = Math.max(0, Math.abs(a) - da);
    return this.#rounded(erf(a), da === Infinity ? da : Math.min(da * 1.1284 * Math.exp(-flattest * flattest), 2), this.#numerics.functionRoundings);
  }

  floor(x: Num): Num {
    return stepped(this.#read(x), Math.floor);
  }

  round(x: Num): Num {
    return stepped(this.#read(x), roundToEven);
  }

  pow(x: Num, y: Num): Num {
    const [a, da] = this.#read(x);
    const [b, db] = this.#read(y);
    // IEEE 754: 1 to any power is 1, also to NaN, and so is −1 to ±∞; JavaScript differs.
    const value = a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : Math.pow(a, b);
    const inside = a === 0 || !Number.isFinite(a) || !Number.isFinite(b) ? 0 : Math.abs(b * Math.log(Math.abs(a)));
    const roundings = this.#numerics.functionRoundings + 2 * inside;
    if (da === 0 && db === 0) return this.#rounded(value, 0, roundings);
    if (a - da <= 0) {
      if (db !== 0 || !Number.isInteger(b) || b < 0) return incomparable(value);
      return this.#rounded(value, Math.max(Math.abs(Math.pow(Math.abs(a) + da, b) - Math.abs(value)), Math.abs(value)), roundings);
    }
    const spread = (Math.abs(b) + db) * -Math.log1p(-da / a) + db * Math.abs(Math.log(a));
    return this.#rounded(value, value * Math.expm1(spread), roundings);
  }

  bitAnd(): Num { return withoutBits(); }
  bitOr(): Num { return withoutBits(); }
  bitXor(): Num { return withoutBits(); }

  sum(count: number, term: (i: number) => Num): Num {
    let value = 0;
    let size = 0;
    let error = 0;
    let negativeZeros = 0;
    for (let i = 0; i < count; i++) {
      const [v, d] = this.#read(term(i));
      if (Object.is(v, -0)) negativeZeros++;
      value += v;
      error += d;
      if (Number.isFinite(v)) size += Math.abs(v);
    }
    if (count > 0 && negativeZeros === count && error === 0) return EITHER_ZERO;
    if (size + error > this.#most) return incomparable(value);
    if (!Number.isFinite(value)) return close(value, error === Infinity ? Infinity : 0);
    // n − 1 roundings of partial sums, each at most the sum of magnitudes, whatever the order.
    return this.#rounded(value, error + Math.max(0, count - 1) * this.#unit * size, 0);
  }

  largest(count: number, term: (i: number) => Num): Num {
    let best = term(0);
    for (let i = 1; i < count; i++) best = this.#extreme(best, term(i), Math.max);
    return best;
  }

  whereLargest(count: number, term: (i: number) => Num): Num {
    const terms = Array.from({ length: count }, (_, i) => this.#read(term(i)));
    let best = 0;
    terms.forEach(([v], i) => { if (v > terms[best]![0]) best = i; });
    const [top, slack] = terms[best]!;
    const certain = terms.every(([v, d], i) => i === best || (d === 0 && slack === 0) || v + d < top - slack);
    return close(BigInt(best), certain && terms.every(([v]) => !Number.isNaN(v)) ? 0 : Infinity);
  }

  lit(value: number | bigint): Num {
    const wide = Number(value);
    return close(wide, Number.isFinite(wide) ? Math.abs(wide - Number(toElement(this.dtype, wide))) : 0);
  }

  sub(x: Num, y: Num): Num {
    return this.add(x, this.neg(y));
  }

  neg(x: Num): Num {
    const [a, da] = number(x);
    return close(-a, da);
  }

  abs(x: Num): Num {
    const [a, da] = number(x);
    return close(Math.abs(a), da);
  }

  min(x: Num, y: Num): Num {
    return this.#extreme(x, y, Math.min);
  }

  max(x: Num, y: Num): Num {
    return this.#extreme(x, y, Math.max);
  }

  less(x: Num, y: Num): Num {
    return compare(this.#read(x), this.#read(y), (a, b) => a < b);
  }

  equal(x: Num, y: Num): Num {
    return compare(this.#read(x), this.#read(y), (a, b) => a === b);
  }

  cast(x: Num, to: DType): Num {
    const [value, error] = this.#read(x);
    return castFrom(this.dtype, { value, error }, to);
  }
}

function number(x: Num): readonly [number, number] {
  const { value, error } = open(x);
  return [value as number, error];
}

function withoutBits(): never {
  throw new InvariantError('floats have no bits to combine');
}

/** A function of steps is exact where no step lies within the error. */
function stepped([a, da]: readonly [number, number], step: (a: number) => number): Num {
  if (!Number.isFinite(a) || !Number.isFinite(da)) return close(step(a), da === 0 ? 0 : Infinity);
  return close(step(a), Math.max(step(a + da) - step(a), step(a) - step(a - da)));
}

function roundToEven(a: number): number {
  if (!(Math.abs(a) < 2 ** 52)) return a;
  const size = Math.abs(a) + 2 ** 52 - 2 ** 52;
  return a < 0 || Object.is(a, -0) ? -size : size;
}

function compare([a, da]: readonly [number, number], [b, db]: readonly [number, number], holds: (a: number, b: number) => boolean): Num {
  const value = holds(a, b) ? 1 : 0;
  const apart = Math.abs(a - b) > da + db;
  const known = (da === 0 && db === 0) || (da !== Infinity && db !== Infinity && (apart || Number.isNaN(a) || Number.isNaN(b)));
  return close(value, known ? 0 : Infinity);
}

/** Multiplying by ±2ᵏ does not round (short of underflow, which the caller's absolute term covers). */
function isPower(v: number): boolean {
  const size = Math.abs(v);
  return size === 0 || size === 1 || size === 2 || size === 0.5 || size === 4 || size === 0.25;
}
