// Kernels with exp, log, tanh, erf and integer powers in, kernels with arithmetic only out: backends have no such functions of their
// own, so that all of them give the same bits, within bounds that tests measure.
import { violated } from '../invariant.ts';
import { and, constant, mul, ne, select, shr } from './loop-builder.ts';
import type { Expr, Kernel, Stmt, UnaryOp } from './loops.ts';
import { letBe, local, overOperands, set } from './make.ts';
import { float32Math, float32ShaderMath } from './math-float32.ts';
import { float64Math } from './math-float64.ts';
import type { MathFunctions, MathOp, Once } from './math-parts.ts';

/**
 * Largest error in units in the last place of the exact result (of the smallest denormal, below it). Measured by
 * backends/wasm/math.test.ts against results with more digits, then rounded up.
 */
export const MATH_ULPS = {
  float32: { exp: 1.5, log: 1, tanh: 2.75, erf: 3 },
  float64: { exp: 1.5, log: 1, tanh: 2, erf: 2.5 },
} as const satisfies Record<'float32' | 'float64', Record<MathOp, number>>;

export const isMath = (op: UnaryOp): op is MathOp => op === 'exp' || op === 'log' || op === 'tanh' || op === 'erf';

export interface MathOptions {
  /** For compilers that may simplify what is only the same in exact arithmetic. */
  readonly shader?: boolean;
  /** Functions stay, for compilers that call them: integer powers alone are expanded. */
  readonly calls?: boolean;
}

export type MathFunction = keyof MathFunctions;

/** The function that an operation is, if it is one. */
export function functionOf(e: Extract<Expr, { kind: 'unary' }>): MathFunction | undefined {
  if (!isMath(e.op)) return undefined;
  return e.nonPositive ? 'expNonPositive' : e.op;
}

/** A kernel without math functions comes back as it is. */
export function expandMath(kernel: Kernel, { shader = false, calls = false }: MathOptions = {}): Kernel {
  const seen = new Seen(calls);
  return inBody(kernel.body, seen) ? { ...kernel, body: new Expansion(shader, calls).body(kernel.body) } : kernel;
}

/** One function of a local: the statements that compute it, and its value. */
export function mathFunction(name: MathFunction, x: Extract<Expr, { kind: 'local' }>): { readonly body: readonly Stmt[]; readonly value: Expr } {
  const body: Stmt[] = [];
  const once: Once = (value) => {
    if (value.kind === 'const' || value.kind === 'var' || value.kind === 'local') return value;
    const named = local(value.type, `math${body.length}`);
    body.push(letBe(named.name, value.type, value));
    return named;
  };
  const functions = x.type === 'float64' ? float64Math : float32Math;
  return { value: functions[name](x, once), body };
}

/** Expressions that were looked at, where there are so many that some may be shared by many. */
class Seen {
  /** Functions are nothing that has to be expanded. */
  readonly calls: boolean;
  #looks = 0;
  #seen: Set<Expr> | undefined;

  constructor(calls: boolean) {
    this.calls = calls;
  }

  /** Whether it was there before. */
  add(e: Expr): boolean {
    if (++this.#looks < FEW_LOOKS) return false;
    this.#seen ??= new Set();
    if (this.#seen.has(e)) return true;
    this.#seen.add(e);
    return false;
  }
}

const FEW_LOOKS = 500;

function inBody(body: readonly Stmt[], seen: Seen): boolean {
  for (const stmt of body) if (inStatement(stmt, seen)) return true;
  return false;
}

function inStatement(stmt: Stmt, seen: Seen): boolean {
  switch (stmt.kind) {
    case 'for': return inBody(stmt.body, seen);
    case 'store': return hasMath(stmt.value, seen) || hasMath(stmt.at, seen);
    case 'let':
    case 'set': return hasMath(stmt.value, seen);
    case 'if': return hasMath(stmt.when, seen) || inBody(stmt.then, seen) || inBody(stmt.otherwise, seen);
  }
}

function hasMath(e: Expr, seen: Seen): boolean {
  if (e.kind === 'const' || e.kind === 'var' || e.kind === 'local') return false;
  // Sums of indices are many and small.
  if (e.kind === 'binary' && e.type === 'index') return hasMath(e.x, seen) || hasMath(e.y, seen);
  if (seen.add(e)) return false;
  switch (e.kind) {
    case 'load': return hasMath(e.at, seen);
    case 'unary': return (!seen.calls && isMath(e.op)) || hasMath(e.x, seen);
    case 'cast':
    case 'bits': return hasMath(e.x, seen);
    case 'binary':
    case 'compare': return isPower(e) || hasMath(e.x, seen) || hasMath(e.y, seen);
    case 'select': return hasMath(e.when, seen) || hasMath(e.yes, seen) || hasMath(e.no, seen);
  }
}

type Named = Extract<Expr, { kind: 'local' }>;

const isPower = (e: Expr): boolean => e.kind === 'binary' && e.op === 'pow';

class Expansion {
  readonly #shader: boolean;
  readonly #calls: boolean;
  #names = 0;
  /** What precedes the current statement. */
  #before: Stmt[] = [];
  /** Rewritten expressions of the current statement: shared ones are expanded once. */
  #rewritten = new Map<Expr, Expr>();

  constructor(shader: boolean, calls: boolean) {
    this.#shader = shader;
    this.#calls = calls;
  }

  body(stmts: readonly Stmt[]): Stmt[] {
    return stmts.flatMap((stmt) => this.#statement(stmt));
  }

  #statement(stmt: Stmt): Stmt[] {
    if (stmt.kind === 'for') return [{ ...stmt, body: this.body(stmt.body) }];
    this.#before = [];
    this.#rewritten = new Map();
    const rewritten = this.#ownExpressions(stmt);
    const before = this.#before;
    if (rewritten.kind !== 'if') return [...before, rewritten];
    return [...before, { ...rewritten, then: this.body(rewritten.then), otherwise: this.body(rewritten.otherwise) }];
  }

  #ownExpressions(stmt: Exclude<Stmt, { kind: 'for' }>): Exclude<Stmt, { kind: 'for' }> {
    switch (stmt.kind) {
      case 'store': return { ...stmt, at: this.#expr(stmt.at), value: this.#expr(stmt.value) };
      case 'let':
      case 'set': return { ...stmt, value: this.#expr(stmt.value) };
      case 'if': return { ...stmt, when: this.#expr(stmt.when) };
    }
  }

  #expr(e: Expr): Expr {
    if (e.kind === 'const' || e.kind === 'var' || e.kind === 'local') return e;
    const known = this.#rewritten.get(e);
    if (known) return known;
    const rewritten = overOperands(e, (operand) => this.#expr(operand));
    const value = this.#expanded(rewritten);
    this.#rewritten.set(e, value);
    return value;
  }

  #expanded(e: Expr): Expr {
    const name = e.kind === 'unary' && !this.#calls ? functionOf(e) : undefined;
    if (e.kind === 'unary' && name) return this.#expand(name, e.x);
    return e.kind === 'binary' && e.op === 'pow' ? this.#power(e.x, e.y) : e;
  }

  /** Squares and multiplies over the bits of the exponent: a loop, since 63 copies take compilers most of a second. */
  #power(x: Expr, y: Expr): Expr {
    const one = constant(x.type, 1);
    const [power, square, rest] = [one, x, y].map((value) => this.#variable(value)) as [Named, Named, Named];
    const becomes = ({ name }: Named, value: Expr): Stmt => set(name, value);
    this.#before.push({
      kind: 'for', name: this.#fresh(), extent: x.type === 'int64' ? 63 : 31, body: [
        becomes(power, select(ne(and(rest, one), 0), mul(power, square), power)),
        becomes(square, mul(square, square)),
        becomes(rest, shr(rest, 1)),
      ],
    });
    return power;
  }

  #expand(op: MathFunction, x: Expr): Expr {
    if (!(x.type === 'float32' || x.type === 'float64')) violated(`${op} of ${x.type}`);
    const functions = x.type === 'float64' ? float64Math : this.#shader ? float32ShaderMath : float32Math;
    return this.#once(functions[op](this.#once(x), this.#once));
  }

  readonly #once: Once = (value) => {
    if (value.kind === 'const' || value.kind === 'var' || value.kind === 'local') return value;
    return this.#variable(value);
  };

  #variable(value: Expr): Named {
    const name = this.#fresh();
    this.#before.push(letBe(name, value.type, value));
    return local(value.type, name);
  }

  #fresh(): string {
    return `math${this.#names++}`;
  }
}
