// A part of the vocabulary, for engines that know less: names of operators and element types in, operators with just
// these types out.
import type { DType } from '../runtime/ir/dtype.ts';
import { OPERATORS } from '../runtime/operators/index.ts';
import type { Operator } from '../runtime/spec/spec.ts';

export interface Vocabulary {
  /** All where they are not named. */
  readonly operators?: readonly string[] | undefined;
  readonly dtypes?: readonly string[] | undefined;
}

export function operatorsOf({ operators, dtypes }: Vocabulary): readonly Operator[] {
  if (!operators && !dtypes) return OPERATORS;
  return OPERATORS.filter(({ name }) => !operators || operators.includes(name)).flatMap((operator) => {
    const allowed = Object.entries(operator.dtypes).map(([variable, all]) => [variable, all.filter((dtype: DType) => !dtypes || dtypes.includes(dtype))] as const);
    return allowed.every(([, some]) => some.length > 0) ? [{ ...operator, dtypes: Object.fromEntries(allowed) }] : [];
  });
}
