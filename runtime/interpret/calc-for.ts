// The calculator of each dtype.
import type { DType } from '../ir/dtype.ts';
import { DTYPES, NARROW, isFloat } from '../ir/dtype.ts';
import type { Calc } from '../spec/calc.ts';
import { FloatCalc } from './float-calc.ts';
import { integerCalc } from './integer-calc.ts';

const calculators = new Map<DType, Calc>();
for (const dtype of [...DTYPES, ...NARROW]) calculators.set(dtype, isFloat(dtype) ? new FloatCalc(dtype, calcFor) : integerCalc(dtype, calcFor));

export function calcFor(dtype: DType): Calc {
  return calculators.get(dtype)!;
}
