// exp, log, tanh and erf of binary32 as expressions of the loop language. Branches are selects; nothing traps.
// Shader compilers may rewrite p·r + r, (x·c₁)·c₂, (x + c₁) + c₂, (x − y) + y and x ≠ x even where that changes bits, so
// none of these stands in what is written for them; what they keep is Horner's p·r + c.
//
// The reductions are the textbook ones: Cody and Waite, "Software Manual for the Elementary Functions" (1980), and
// the atanh series for log. The coefficients are our own: weighted least squares over Chebyshev nodes, reweighted
// towards the least maximum, in 60 digits, then rounded. Each table gives the error of its polynomial before rounding.
import { abs, add, and, bits, cast, constant, div, eq, le, lt, mul, mulAdd, neg, or, round, select, shl, shr, sub } from './loop-builder.ts';
import type { Expr } from './loops.ts';
import { horner } from './math-parts.ts';
import type { MathFunctions, Once } from './math-parts.ts';

const f = (value: number): Expr => constant('float32', value);

/** (eʳ − 1 − r)/r² for |r| ≤ 0.3486, times r²: 3.3e−9. */
const EXP = [0.5, 0.16666515171527863, 0.04166619852185249, 0.00836931448429823, 0.0013950967695564032];
/** (ln((1 + s)/(1 − s)) − 2s)/s³ in z = s² ≤ 0.0295, times z: 9.5e−12. */
const LOG = [0.6666666269302368, 0.4000033736228943, 0.2853722870349884, 0.235836461186409];
/** (tanh x − x)/x³ in z = x² ≤ 0.625², times z: 4.1e−9. */
const TANH = [-0.3333328366279602, 0.13331487774848938, -0.05374326929450035, 0.020649923011660576, -0.005716369487345219];
/** erf(x)/x in z = x² ≤ 1: 1.2e−9. */
const ERF = [
  1.1283791065216064, -0.3761262595653534, 0.11283600330352783, -0.026854438707232475, 0.005189524032175541,
  -0.0008020742097869515, 7.88878824096173e-05,
];
/** −ln(erfc x) for 1 ≤ x ≤ 4, times erfc x: 2.2e−11. */
const ERFC = [
  -0.00018971280951518565, 1.129585862159729, 0.6332058906555176, 0.10843289643526077, -0.02521686442196369,
  0.004207603167742491, -0.00044192103086970747, 2.173400207539089e-05,
];

/** ln 2 in two parts; the first has 15 bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = 1.428606765330187e-06;

/** Added to a number below 2²² it rounds it to an integer, which then stands in the low bits. */
const ROUNDING = 1.5 * 2 ** 23;
const BITS_OF_ROUNDING = 0x4b400000;
/** Exponents of results that are not above 1 lie between −150 and 0: 2⁶³ times as much is an ordinary number. */
const LIFT = 63;

/** eʳ of |r| ≤ 0.3486. */
const near = (r: Expr, once: Once): Expr => once(mulAdd(mulAdd(horner(EXP, r, f), r, f(1)), r, f(1)));
/** Above 89 all results overflow, below −104 all are less than half of the smallest denormal; NaN stays. */
const notAbove = (x: Expr, once: Once): Expr => once(select(lt(f(89), x), f(89), x));
const notBelow = (x: Expr, once: Once): Expr => once(select(lt(x, f(-104)), f(-104), x));
const remainder = (x: Expr, n: Expr, once: Once): Expr => once(mulAdd(n, f(-LN2_LOW), mulAdd(n, f(-LN2_HIGH), x)));
/** 2ⁿ is multiplied in two halves: each is representable, the first product is exact, and a denormal result is rounded once. */
function inHalves(p: Expr, exponent: Expr, once: Once): Expr {
  const half = once(shr(exponent, 1));
  return mul(mul(p, powerOfTwo(half)), powerOfTwo(sub(exponent, half)));
}

/** eˣ = 2ⁿ·eʳ with n = round(x / ln 2). */
const exp = (given: Expr, once: Once): Expr => {
  const x = notBelow(notAbove(given, once), once);
  const shifted = once(mulAdd(x, f(1 / Math.LN2), f(ROUNDING)));
  const p = near(remainder(x, once(sub(shifted, f(ROUNDING))), once), once);
  return inHalves(p, once(sub(bits('int32', shifted), constant('int32', BITS_OF_ROUNDING))), once);
};

const shaderExp = (given: Expr, once: Once): Expr => {
  const x = notBelow(notAbove(given, once), once);
  const n = once(round(mul(x, f(1 / Math.LN2))));
  // Casts of shaders saturate, which costs more than the sum that brings the number into the low bits.
  return inHalves(near(remainder(x, n, once), once), once(sub(bits('int32', add(n, f(ROUNDING))), constant('int32', BITS_OF_ROUNDING))), once);
};

/** The exponent is lifted while it is put together, so that one product rounds, the last. */
const lifted = (p: Expr, shifted: Expr): Expr => mul(mul(p, bits('float32', shl(bits('int32', shifted), 23))), f(2 ** -LIFT));

const expNonPositive = (given: Expr, once: Once): Expr => {
  const x = notBelow(given, once);
  const shifted = once(mulAdd(x, f(1 / Math.LN2), f(ROUNDING + 127 + LIFT)));
  return lifted(near(remainder(x, once(sub(shifted, f(ROUNDING + 127 + LIFT))), once), once), shifted);
};

const shaderExpNonPositive = (given: Expr, once: Once): Expr => {
  const x = notBelow(given, once);
  const n = once(round(mul(x, f(1 / Math.LN2))));
  return lifted(near(remainder(x, n, once), once), add(n, f(ROUNDING + 127 + LIFT)));
};

/**
 * (e⁻²ᵃ − 1)/(e⁻²ᵃ + 1) on a = |x|. With −2a = n·ln 2 + r the numerator is 2ⁿ·(eʳ − 1) + (2ⁿ − 1), which is r and what
 * follows where n is 0, so small results keep all digits. Below −30 it is −1. The sign bit is put back.
 */
const tanh = (x: Expr, once: Once): Expr => {
  const given = once(mul(abs(x), f(-2)));
  const y = once(select(lt(given, f(-30)), f(-30), given));
  const shifted = once(mulAdd(y, f(1 / Math.LN2), f(ROUNDING + 127)));
  const r = once(remainder(y, once(sub(shifted, f(ROUNDING + 127))), once));
  const scale = once(bits('float32', shl(bits('int32', shifted), 23)));
  const part = mulAdd(mul(r, r), horner(EXP, r, f), r);
  const numerator = once(mulAdd(scale, part, sub(scale, f(1))));
  return withSign(x, once(abs(div(numerator, add(numerator, f(2))))));
};

export const float32Math: MathFunctions = { exp, expNonPositive, log, tanh, erf: (x, once) => erf(x, once, expNonPositive) };
export const float32ShaderMath: MathFunctions = { exp: shaderExp, expNonPositive: shaderExpNonPositive, log, tanh: shaderTanh, erf: (x, once) => erf(x, once, shaderExpNonPositive) };

/**
 * x = 2ᵉ·(1 + g) with √½ ≤ 1 + g < √2, s = g/(2 + g): ln(1 + g) = g − (g²/2 − s·(g²/2 + z·P(z))), z = s².
 * Denormals are scaled by 2²³ first.
 */
function log(x: Expr, once: Once): Expr {
  const tiny = once(lt(x, f(2 ** -126)));
  const pattern = once(bits('int32', select(tiny, mul(x, f(2 ** 23)), x)));
  // 0x3f3504f3 is √½: the exponent field of the difference is that of 1 + g.
  const exponent = once(shr(sub(pattern, constant('int32', 0x3f3504f3)), 23));
  const g = once(sub(bits('float32', sub(pattern, shl(exponent, 23))), f(1)));
  const e = once(cast('float32', select(tiny, sub(exponent, 23), exponent)));
  const s = once(div(g, add(g, f(2))));
  const z = once(mul(s, s));
  const halfSquare = once(mul(mul(g, g), f(0.5)));
  const correction = add(mul(s, add(mul(horner(LOG, z, f), z), halfSquare)), mul(e, f(LN2_LOW)));
  const value = add(sub(g, sub(halfSquare, correction)), mul(e, f(LN2_HIGH)));
  return select(lt(f(0), x), select(lt(x, f(Infinity)), value, x), select(eq(x, f(0)), f(-Infinity), f(NaN)));
}

/** On |x|: x + x·z·P(z) below 0.625, else 1 − 2t/(t + 1) with t = e⁻²ˣ; the sign bit is put back, so −0 stays −0. */
function shaderTanh(x: Expr, once: Once): Expr {
  const a = once(abs(x));
  const z = once(mul(a, a));
  const small = add(a, mul(mul(a, z), horner(TANH, z, f)));
  const t = once(shaderExpNonPositive(once(mul(a, f(-2))), once));
  const large = sub(f(1), div(add(t, t), add(t, f(1))));
  return withSign(x, once(select(lt(a, f(0.625)), small, large)));
}

/** On |x|: x·P(x²) below 1, 1 − e^(−Q(x)) below 4, then 1, from which it differs by less than 2⁻²⁵. */
function erf(x: Expr, once: Once, expNonPositive: MathFunctions['exp']): Expr {
  const a = once(abs(x));
  const small = mul(a, horner(ERF, once(mul(a, a)), f));
  // Below 1, where Q may be negative, nobody looks.
  const large = sub(f(1), expNonPositive(once(neg(horner(ERFC, a, f))), once));
  return withSign(x, once(select(lt(a, f(1)), small, select(le(f(4), a), f(1), large))));
}

function powerOfTwo(exponent: Expr): Expr {
  return bits('float32', shl(add(exponent, 127), 23));
}

/** A value that is not negative gets the sign bit of x. */
function withSign(x: Expr, value: Expr): Expr {
  return bits('float32', or(bits('int32', value), and(bits('int32', x), constant('int32', -(2 ** 31)))));
}

