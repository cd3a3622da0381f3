// Math functions that a module imports instead of writing them out: which of them its kernels need, and by which
// numbers they are called. Their code is in math-functions.ts.
import { invariant } from '../../invariant.ts';
import { functionBit, functionOf, MATH_FUNCTIONS } from '../../ir/expand-math.ts';
import type { MathFunction } from '../../ir/expand-math.ts';
import type { Expr } from '../../ir/loops.ts';
import { SIGNATURES } from './binary.ts';
import type { FunctionImport } from './binary.ts';

export interface MathVersion extends FunctionImport {
  readonly function: MathFunction;
  readonly type: 'float32' | 'float64';
  readonly vector: boolean;
}

/** By twice the bit of `functionBit`, vectors behind scalars. */
export const MATH_VERSIONS: readonly MathVersion[] = (['float32', 'float64'] as const).flatMap((type) => MATH_FUNCTIONS.flatMap((name) => [false, true].map((vector) => ({
  name: `${name} ${type}${vector ? ' vector' : ''}`, function: name, type, vector,
  signature: vector ? SIGNATURES.v128 : type === 'float32' ? SIGNATURES.f32 : SIGNATURES.f64,
}))));

const NONE: readonly FunctionImport[] = [];

export class MathCalls {
  #imports: MathVersion[] | undefined;

  get imports(): readonly FunctionImport[] {
    return this.#imports ?? NONE;
  }

  /** What a kernel needs, as bits. */
  add(bits: number, vectors: boolean): void {
    for (let bit = 0; bit < 2 * MATH_FUNCTIONS.length; bit++) {
      if ((bits & (1 << bit)) === 0) continue;
      this.#add(MATH_VERSIONS[2 * bit]!);
      if (vectors) this.#add(MATH_VERSIONS[2 * bit + 1]!);
    }
  }

  #add(version: MathVersion): void {
    if (!(this.#imports ??= []).includes(version)) this.#imports.push(version);
  }

  indexOf(e: Extract<Expr, { kind: 'unary' }>, vector: boolean): number {
    const at = this.#imports?.indexOf(MATH_VERSIONS[2 * functionBit(functionOf(e)!, e.type) + (vector ? 1 : 0)]!) ?? -1;
    invariant(at >= 0, 'a math function that the module does not import');
    return at;
  }
}
