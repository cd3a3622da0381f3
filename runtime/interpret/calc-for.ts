// The calculator of each dtype, for each kind of arithmetic that engines promise.
import type { DType } from '../ir/dtype.ts';
import { EVERY_DTYPE, isFloat } from '../ir/dtype.ts';
import type { Calc } from '../spec/calc.ts';
import { FloatCalc } from './float-calc.ts';
import { integerCalc } from './integer-calc.ts';
import type { Numerics } from './numerics.ts';
import { IEEE } from './numerics.ts';

const calculators = new Map<Numerics, ReadonlyMap<DType, Calc>>();

export function calcFor(dtype: DType, numerics: Numerics = IEEE): Calc {
  let all = calculators.get(numerics);
  if (!all) {
    const as = (other: DType): Calc => calcFor(other, numerics);
    calculators.set(numerics, all = new Map(EVERY_DTYPE.map((each) => [each, isFloat(each) ? new FloatCalc(each, as, numerics) : integerCalc(each, as)])));
  }
  return all.get(dtype)!;
}
