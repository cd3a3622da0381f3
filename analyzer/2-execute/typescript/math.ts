// `Math.*`: exact where the numbers are known, sizes where the result is surely whole, otherwise some number.

import type { Dim } from '../../../runtime/dims/dim.ts';
import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import { dimOf, isNumeric, numberOf } from '../numbers.ts';
import { lit } from '../sizes.ts';
import type { Value } from '../values.ts';
import { UNDEFINED, float, int } from '../values.ts';
import { ofNumber } from './operators.ts';

type Run = (m: Machine, args: readonly Value[], at: Span) => Value;

const unknownOf = (args: readonly Value[]): Value | undefined => args.find((value) => value.kind === 'unknown');

function real(compute: (...xs: number[]) => number): Run {
  return (_, args) => {
    const lost = unknownOf(args);
    if (lost) return lost;
    const xs = args.map(numberOf);
    return xs.every((x) => x !== undefined) ? ofNumber(compute(...xs)) : float();
  };
}

/** Whole numbers stay what they are; a quotient of sizes that is rounded down is their floor division. */
function rounding(compute: (x: number) => number): Run {
  return (m, [value = UNDEFINED]) => {
    if (value.kind === 'unknown' || value.kind === 'int') return value;
    const x = numberOf(value);
    if (x !== undefined) return ofNumber(compute(x));
    return isNumeric(value) ? int(m.fresh('whole', -Infinity)) : float(Number.NaN);
  };
}

function extreme(compute: (...xs: number[]) => number, first: (m: Machine, a: Dim, b: Dim) => Dim): Run {
  return (m, args, at) => {
    const known = real(compute)(m, args, at);
    if (known.kind !== 'float' || known.value !== undefined) return known;
    const dims = args.map(dimOf);
    const [one, ...rest] = dims;
    return one && dims.every((dim) => dim !== undefined) ? int(rest.reduce((all: Dim, dim) => (dim ? first(m, all, dim) : all), one)) : known;
  };
}

function choose(m: Machine, firstIs: ReturnType<Dim['atLeast']>, a: Dim, b: Dim): Dim {
  const verdict = m.decide(firstIs);
  return verdict === 'yes' ? a : verdict === 'no' ? b : firstIs.choose(a, b);
}

const plain = (names: readonly ('sqrt' | 'cbrt' | 'exp' | 'log' | 'log2' | 'log10' | 'log1p' | 'expm1' | 'sin' | 'cos' | 'tan' | 'asin' | 'acos' | 'atan' | 'atan2' | 'sinh' | 'cosh' | 'tanh' | 'pow' | 'hypot' | 'sign' | 'fround')[]): Readonly<Record<string, Run>> =>
  Object.fromEntries(names.map((name) => [name, real(Math[name] as (...xs: number[]) => number)]));

export const MATH: Readonly<Record<string, Run>> = {
  ...plain(['sqrt', 'cbrt', 'exp', 'log', 'log2', 'log10', 'log1p', 'expm1', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh', 'hypot', 'sign', 'fround']),
  pow: (m, [x = UNDEFINED, y = UNDEFINED], at) => m.parts.binary('**', x, y, at),
  floor: rounding(Math.floor),
  ceil: rounding(Math.ceil),
  round: rounding(Math.round),
  trunc: rounding(Math.trunc),
  abs: (m, args, at) => {
    const [value = UNDEFINED] = args;
    return value.kind === 'int' && m.decide(value.dim.atLeast(lit(0))) === 'yes' ? value : real(Math.abs)(m, args, at);
  },
  max: extreme(Math.max, (m, a, b) => choose(m, a.minus(b).atLeast(0), a, b)),
  min: extreme(Math.min, (m, a, b) => choose(m, b.minus(a).atLeast(0), a, b)),
  random: () => float(),
};

export const MATH_CONSTANTS: Readonly<Record<string, Value>> = {
  PI: float(Math.PI), E: float(Math.E), LN2: float(Math.LN2), LN10: float(Math.LN10), LOG2E: float(Math.LOG2E), LOG10E: float(Math.LOG10E), SQRT2: float(Math.SQRT2), SQRT1_2: float(Math.SQRT1_2),
};
