// A part of the vocabulary, for engines that know less: names of operators and element types in, the operators that
// such graphs may have out.
import type { DType } from '../runtime/ir/dtype.ts';
import { EVERY_DTYPE } from '../runtime/ir/dtype.ts';
import { OPERATORS } from '../runtime/operators/index.ts';
import type { Operator } from '../runtime/spec/spec.ts';
import { fits } from './types.ts';

export interface Vocabulary {
  /** All where they are not named. */
  readonly operators?: readonly string[] | undefined;
  readonly dtypes?: readonly DType[] | undefined;
}

export function operatorsOf({ operators, dtypes = EVERY_DTYPE }: Vocabulary): readonly Operator[] {
  const some = OPERATORS.filter((operator) => (!operators || operators.includes(operator.name)) && fits(operator, dtypes));
  return some.length === OPERATORS.length ? OPERATORS : some;
}
