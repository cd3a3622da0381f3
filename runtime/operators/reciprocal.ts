import { FLOATS } from '../ir/dtype.ts';
import { div } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Reciprocal = defineOperator({
  name: 'Reciprocal',
  doc: 'Gives 1 / x element by element.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.div(calc.lit(1), x.at(at)),
  lower: { elementwise: ({ x }) => div(1, x) },
  gradient: (g, { grads: [grad], results: [y] }) => ({ x: g.op('Neg', [g.op('Mul', [grad, g.op('Mul', [y, y])])]) }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.reciprocal(input=x)', 'Tensor.reciprocal(x)'],
    tfjs: ['tf.reciprocal(x)', 'Tensor.reciprocal(x)'],
  },
  laws: [
    law('a-quotient', ({ g, operands: [x], call }) => (x ? [call([x]), g.op('Div', [g.scalar(x.dtype, 1), x])] : undefined)),
  ],
  domain: { x: 'nonzero' },
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 2] }, gives: [0, 2] },
  ],
});
