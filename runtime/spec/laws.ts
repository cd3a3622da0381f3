// Metamorphic relations: two graphs that must give the same result within their error bounds. A law receives the
// operator itself as `call`, so that it can be stated without knowing attributes it does not care about.
import type { Build, Value } from './build.ts';

export interface LawContext {
  readonly g: Build;
  /** Operands of the example at hand, in flat order. */
  readonly operands: readonly (Value | undefined)[];
  /** The operator with the example's attributes; `changes` override some of them. */
  call(operands: readonly (Value | undefined)[], changes?: Readonly<Record<string, unknown>>): Value;
}

export interface Law {
  readonly name: string;
  /** Both sides, or undefined where the law says nothing about this example (its side condition fails). */
  sides(context: LawContext): readonly [Value, Value] | undefined;
}

/** op(x, y) = op(y, x). */
export function commutes(): Law {
  return {
    name: 'commutes',
    sides: ({ operands: [x, y, ...rest], call }) => [call([x, y, ...rest]), call([y, x, ...rest])],
  };
}

/** op(op(x)) = x. */
export function undoesItself(): Law {
  return { name: 'undoes-itself', sides: ({ operands: [x], call }) => (x ? [call([call([x])]), x] : undefined) };
}

/** op(op(x)) = op(x). */
export function idempotent(): Law {
  return {
    name: 'idempotent',
    sides: ({ operands: [x, ...rest], call }) => { const once = call([x, ...rest]); return [call([once, ...rest]), once]; },
  };
}

/** A law written out: both sides from the context. */
export function law(name: string, sides: Law['sides']): Law {
  return { name, sides };
}
