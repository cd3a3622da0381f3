// What the math of both precisions is made of.
import { mulAdd } from './loop-builder.ts';
import type { Expr, UnaryOp } from './loops.ts';

export type MathOp = Extract<UnaryOp, 'exp' | 'log' | 'tanh' | 'erf'>;

/** Evaluates an expression once; the result is a name for its value. */
export type Once = (e: Expr) => Expr;

export type MathFunctions = Readonly<Record<MathOp | 'expNonPositive', (x: Expr, once: Once) => Expr>>;

/** c₀ + x·(c₁ + x·(c₂ + …)), from the inside out. */
export function horner(coefficients: readonly number[], x: Expr, literal: (value: number) => Expr): Expr {
  let sum = literal(coefficients.at(-1)!);
  for (let i = coefficients.length - 2; i >= 0; i--) sum = mulAdd(sum, x, literal(coefficients[i]!));
  return sum;
}
