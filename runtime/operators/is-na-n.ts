import { FLOATS } from '../ir/dtype.ts';
import { ne } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const IsNaN = defineOperator({
  name: 'IsNaN',
  doc: 'Tells which elements are not a number.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'bool',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.equal(calc.choose(calc.equal(x.at(at), x.at(at)), calc.lit(1), calc.lit(0)), calc.lit(0)),
  lower: { elementwise: ({ x }) => ne(x, x) },
  names: {
    onnx: { since: 9 },
    torch: ['torch.isnan(input=x)', 'Tensor.isnan(x)'],
    tfjs: ['tf.isNaN(x)', 'Tensor.isNaN(x)'],
  },
  laws: [
    law('of-quotients-of-zeros', ({ g, operands: [x], call }) => {
      if (!x) return undefined;
      const zero = g.op('Mul', [x, g.scalar(x.dtype, 0)]);
      return [call([g.op('Div', [zero, zero])]), g.op('Expand', [g.scalar('bool', 1)], { shape: x.shape })];
    }),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 2] }, gives: [0, 2] },
  ],
});
