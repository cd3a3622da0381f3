import { NUMBERS } from '../ir/dtype.ts';
import { constant, lt, select } from '../ir/loop-builder.ts';
import type { Calc, Num } from '../spec/calc.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

/** Of −0 engines give either zero. */
const zeroOrNaN = (calc: Calc, x: Num): Num => calc.either(x, calc.add(x, calc.lit(0)));

export const Sign = defineOperator({
  name: 'Sign',
  doc: 'Gives 1 for positive elements, −1 for negative ones, and zeros and NaN as they are.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.choose(calc.less(calc.lit(0), x.at(at)), calc.lit(1), calc.choose(calc.less(x.at(at), calc.lit(0)), calc.lit(-1), zeroOrNaN(calc, x.at(at)))),
  lower: { elementwise: ({ x }) => select(lt(0, x), constant(x.type, 1), select(lt(x, 0), constant(x.type, -1), x)) },
  names: {
    onnx: { since: 9 },
    torch: ['torch.sign(input=x)', 'torch.sgn(input=x)', 'Tensor.sign(x)'],
    tfjs: ['tf.sign(x)', 'Tensor.sign(x)'],
  },
  laws: [
    idempotent(),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 2] }, gives: [0, 2] },
  ],
});
