// The error function in binary64, which JavaScript lacks. Relative error below 10⁻¹⁵.
// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 (a series of positive terms, so that
// nothing cancels) and 7.1.14 (a continued fraction of the complement).

const SERIES_BELOW = 2;
const FRACTIONS = 120;

export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || size === 0) return x;
  const value = size < SERIES_BELOW ? series(size) : size > 6 ? 1 : 1 - complement(size);
  return x < 0 ? -value : value;
}

function series(x: number): number {
  let term = x, sum = x;
  for (let n = 1; term > sum * 2 ** -56; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function complement(x: number): number {
  let tail = x;
  for (let n = FRACTIONS; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
}
