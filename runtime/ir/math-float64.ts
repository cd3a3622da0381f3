// exp, log, tanh and erf of binary64 as expressions of the loop language; the same reductions as in binary32
// (math-float32.ts gives sources and how the coefficients were found). No cast between floats and int64 is used,
// since WebAssembly has none for vectors: exponents go through the low bits of a sum with 1.5·2⁵².
import { abs, add, and, bits, constant, div, eq, le, lt, mul, mulAdd, neg, or, round, select, shl, shr, sub } from './loop-builder.ts';
import type { Expr } from './loops.ts';
import { horner } from './math-parts.ts';
import type { MathFunctions } from './math-parts.ts';

const f = (value: number): Expr => constant('float64', value);

/** (eʳ − 1 − r)/r² for |r| ≤ 0.3486, times r²: 5.8e−20. */
const EXP = [
  0.5, 0.16666666666666685, 0.04166666666666673, 0.008333333333315943, 0.0013888888888857365, 0.00019841269899043175,
  2.4801587375593695e-05, 2.755723224201004e-06, 2.755723191995328e-07, 2.5112939385435896e-08, 2.0927358173597424e-09,
];
/** (ln((1 + s)/(1 − s)) − 2s)/s³ in z = s² ≤ 0.0295, times z: 2.5e−18. */
const LOG = [
  0.6666666666666735, 0.39999999999410407, 0.2857142874339004, 0.22222198464629353, 0.1818357026670543, 0.15313890987088974,
  0.14797620765962455,
];
/** (tanh x − x)/x³ in z = x² ≤ 0.55², times z: 1.6e−20. */
const TANH = [
  -0.3333333333333333, 0.13333333333333075, -0.05396825396804921, 0.021869488528013986, -0.00886323533991678,
  0.003592125207712286, -0.001455806207869585, 0.0005898349437957346, -0.0002382206773648642, 9.398149131757059e-05,
  -3.29836031514859e-05, 7.458348510883075e-06,
];
/** erf(x)/x in z = x² ≤ 1: 2.0e−21. */
const ERF = [
  1.1283791670955126, -0.37612638903183754, 0.1128379167095512, -0.026866170645129868, 0.005223977625423598,
  -0.0008548327021955185, 0.00012055332903776448, -1.4925647593454664e-05, 1.6462045959937906e-06, -1.636464927147462e-07,
  1.4792467076357038e-08, -1.2164953413410101e-09, 8.710412895063855e-11, -4.233049472772561e-12,
];
/** −ln(erfc x) in x − 2.5 for 1 ≤ x ≤ 6, times erfc x: 1.2e−18. */
const ERFC = [
  7.806815272727266, 5.3526807509864325, 0.9438937335242179, 0.010858072737469606, -0.0021654769027051697,
  0.00042093256395813096, -7.70307814855615e-05, 1.2755857738020532e-05, -1.769025140843285e-06, 1.5589960746725852e-07,
  1.2621099096357334e-08, -1.0852472729737231e-08, 3.5410716400087937e-09, -8.776288078235386e-10, 1.3727166826886282e-10,
  -1.802430521752506e-11, 8.835388058375758e-12, 7.58157881831057e-13, -1.0393075684536653e-12,
];

/** ln 2 in two parts; the first has 41 bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.693147180559663;
const LN2_LOW = 2.8235290563031577e-13;

/** n + 1.5·2⁵² holds the integer n in its low bits, in two's complement. */
const INTEGER_BITS = 1.5 * 2 ** 52;

export const float64Math: MathFunctions = {
  expNonPositive: (x, once) => float64Math.exp(x, once),

  exp(x, once) {
    const n = once(round(mul(x, f(1 / Math.LN2))));
    const r = once(sub(sub(x, mul(n, f(LN2_HIGH))), mul(n, f(LN2_LOW))));
    const p = once(mulAdd(mulAdd(horner(EXP, r, f), r, f(1)), r, f(1)));
    const half = once(round(mul(n, f(0.5))));
    const scaled = mul(mul(p, powerOfTwo(half)), powerOfTwo(sub(n, half)));
    // Above 709.79 the result overflows; below −745.2 it is less than half of the smallest denormal.
    return select(lt(f(709.79), x), f(Infinity), select(lt(x, f(-745.2)), f(0), scaled));
  },

  log(x, once) {
    const tiny = once(lt(x, f(2 ** -1022)));
    const pattern = once(bits('int64', select(tiny, mul(x, f(2 ** 52)), x)));
    // 0x3fe6a09e667f3bcd is √½.
    const exponent = once(shr(sub(pattern, constant('int64', 0x3fe6a09e667f3bcdn)), constant('int64', 52)));
    const g = once(sub(bits('float64', sub(pattern, shl(exponent, constant('int64', 52)))), f(1)));
    const e = once(sub(integerToFloat(exponent), select(tiny, f(52), f(0))));
    const s = once(div(g, add(g, f(2))));
    const z = once(mul(s, s));
    const halfSquare = once(mul(mul(g, g), f(0.5)));
    const correction = add(mul(s, add(mul(horner(LOG, z, f), z), halfSquare)), mul(e, f(LN2_LOW)));
    const value = add(sub(g, sub(halfSquare, correction)), mul(e, f(LN2_HIGH)));
    return select(lt(f(0), x), select(lt(x, f(Infinity)), value, x), select(eq(x, f(0)), f(-Infinity), f(NaN)));
  },

  tanh(x, once) {
    const a = once(abs(x));
    const z = once(mul(a, a));
    const small = add(a, mul(mul(a, z), horner(TANH, z, f)));
    const large = sub(f(1), div(f(2), add(float64Math.exp(mul(a, f(2)), once), f(1))));
    return withSign(x, once(select(lt(a, f(0.55)), small, large)));
  },

  /** Beyond 6 the result differs from 1 by less than 2⁻⁵⁵. */
  erf(x, once) {
    const a = once(abs(x));
    const small = mul(a, horner(ERF, once(mul(a, a)), f));
    const large = sub(f(1), float64Math.exp(neg(horner(ERFC, once(sub(a, f(2.5))), f)), once));
    return withSign(x, once(select(lt(a, f(1)), small, select(le(f(6), a), f(1), large))));
  },
};

function powerOfTwo(exponent: Expr): Expr {
  const integer = bits('int64', add(exponent, f(INTEGER_BITS)));
  return bits('float64', shl(add(integer, constant('int64', 1023)), constant('int64', 52)));
}

/** For |n| < 2⁵¹: adding n to the bits of 1.5·2⁵² gives the bits of 1.5·2⁵² + n. */
function integerToFloat(n: Expr): Expr {
  const pattern = 0x4338000000000000n;
  return sub(bits('float64', add(n, constant('int64', pattern))), f(INTEGER_BITS));
}

function withSign(x: Expr, value: Expr): Expr {
  const sign = constant('int64', -(2n ** 63n));
  return bits('float64', or(bits('int64', value), and(bits('int64', x), sign)));
}
