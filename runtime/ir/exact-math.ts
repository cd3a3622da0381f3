// For tests: exp, log, tanh and erf of a binary64 number to about 100 digits, in integers. Series are summed in fixed
// point with FRACTION bits after the point, which leaves more than 200 correct bits wherever a result is normal.

/** mantissa · 2^exponent. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const FRACTION = 420;
const ONE = 1n << BigInt(FRACTION);

const times = (a: bigint, b: bigint): bigint => (a * b) >> BigInt(FRACTION);
const over = (a: bigint, b: bigint): bigint => (a << BigInt(FRACTION)) / b;

const view = new DataView(new ArrayBuffer(8));

/** The number itself, which has to be finite. */
export function exactly(x: number): Exact {
  view.setFloat64(0, x);
  const pattern = view.getBigUint64(0);
  const field = Number((pattern >> 52n) & 0x7ffn);
  const fraction = pattern & 0xfffffffffffffn;
  const magnitude = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: pattern >> 63n ? -magnitude : magnitude, exponent: Math.max(field, 1) - 1075 };
}

/** In fixed point; bits beyond it are cut off. */
function fixed({ mantissa, exponent }: Exact): bigint {
  const shift = exponent + FRACTION;
  return shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift);
}

/** 2·(s + s³/3 + s⁵/5 + …) = ln((1 + s)/(1 − s)). */
function logRatio(s: bigint): bigint {
  const square = times(s, s);
  let sum = 0n;
  let power = s;
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = times(power, square);
  }
  return 2n * sum;
}

const LN2 = logRatio(ONE / 3n);

/** Machin: π = 16·arctan(1/5) − 4·arctan(1/239). */
function arcTangentOfInverse(n: bigint): bigint {
  let sum = 0n;
  let power = ONE / n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -(power / k);
    power /= n * n;
  }
  return sum;
}

function squareRoot(a: bigint): bigint {
  const target = a << BigInt(FRACTION);
  let root = ONE * 4n;
  for (;;) {
    const next = (root + target / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}

const TWO_OVER_ROOT_PI = over(2n * ONE, squareRoot(16n * arcTangentOfInverse(5n) - 4n * arcTangentOfInverse(239n)));

/** e^x = 2ⁿ·e^r: fixed-point e^r and n. */
function expParts(x: bigint): { readonly value: bigint; readonly n: number } {
  const n = (2n * x + LN2) / (2n * LN2);
  const r = x - n * LN2;
  let sum = 0n;
  let term = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = times(term, r) / k;
  }
  return { value: sum, n: Number(n) };
}

/** Below this, tanh x and erf x are x·(1 − x²/3) and 2x/√π·(1 − x²/3) to 150 bits. */
const TINY = 2 ** -40;

function scaledOdd(x: number, factor: bigint): Exact {
  const { mantissa, exponent } = exactly(x);
  const square = times(fixed(exactly(x)), fixed(exactly(x)));
  return { mantissa: mantissa * times(factor, ONE - square / 3n), exponent: exponent - FRACTION };
}

/** For finite arguments in their domains; exp within ±1000, tanh and erf any. */
export const exactMath = {
  exp(x: number): Exact {
    const { value, n } = expParts(fixed(exactly(x)));
    return { mantissa: value, exponent: n - FRACTION };
  },
  log(x: number): Exact {
    const { mantissa, exponent } = exactly(x);
    const digits = mantissa.toString(2).length;
    const near = fixed({ mantissa, exponent: -digits });
    const [m, e] = 3n * near < 2n * ONE ? [2n * near, exponent + digits - 1] : [near, exponent + digits];
    return { mantissa: logRatio(over(m - ONE, m + ONE)) + BigInt(e) * LN2, exponent: -FRACTION };
  },
  tanh(x: number): Exact {
    if (Math.abs(x) < TINY) return scaledOdd(x, ONE);
    if (Math.abs(x) > 40) return exactly(Math.sign(x));
    const { value, n } = expParts(2n * fixed(exactly(x)));
    const power = n >= 0 ? value << BigInt(n) : value >> BigInt(-n);
    return { mantissa: over(power - ONE, power + ONE), exponent: -FRACTION };
  },
  /** 2/√π·Σ (−1)ⁿ x²ⁿ⁺¹/(n!·(2n + 1)). */
  erf(x: number): Exact {
    if (Math.abs(x) < TINY) return scaledOdd(x, TWO_OVER_ROOT_PI);
    if (Math.abs(x) > 7) return exactly(Math.sign(x));
    const argument = fixed(exactly(x));
    const square = times(argument, argument);
    let sum = 0n;
    let term = argument;
    for (let n = 1n; term !== 0n && term !== -1n; n++) {
      sum += term / (2n * n - 1n);
      term = -times(term, square) / n;
    }
    return { mantissa: times(sum, TWO_OVER_ROOT_PI), exponent: -FRACTION };
  },
} as const;

/**
 * How far `actual` lies from the exact value, in units of the last place that the format has there; `digits` and
 * `lowest` are 53 and −1074 for binary64, 24 and −149 for binary32. Overflow counts as the next power of two.
 */
export function ulpsApart(exact: Exact, actual: number, digits: number, lowest: number): number {
  const magnitude = exact.mantissa < 0n ? -exact.mantissa : exact.mantissa;
  const top = magnitude.toString(2).length + exact.exponent;
  const unit = magnitude === 0n ? lowest : Math.max(top - digits, lowest);
  // The smallest normal exponent is lowest + digits − 1 = 1 − the largest.
  const highest = 3 - lowest - digits;
  const finite = Math.abs(actual) === Infinity ? { mantissa: BigInt(Math.sign(actual)), exponent: highest } : exactly(actual);
  const scale = unit - 64;
  const at = ({ mantissa, exponent }: Exact): bigint => (exponent >= scale ? mantissa << BigInt(exponent - scale) : mantissa >> BigInt(scale - exponent));
  const apart = at(finite) - at(exact);
  return Number(apart < 0n ? -apart : apart) / 2 ** 64;
}
