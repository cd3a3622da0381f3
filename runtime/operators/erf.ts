import { FLOATS } from '../ir/dtype.ts';
import { erf } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Erf = defineOperator({
  name: 'Erf',
  doc: 'Gives the error function of each element.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.erf(x.at(at)),
  lower: { elementwise: ({ x }) => erf(x) },
  gradient: (g, { grads: [grad], inputs: { x } }) => {
    const bell = g.op('Exp', [g.op('Neg', [g.op('Mul', [x, x])])]);
    return { x: g.op('Mul', [grad, g.op('Mul', [bell, g.scalar(x.dtype, 2 / Math.sqrt(Math.PI))])]) };
  },
  names: {
    onnx: { since: 9 },
    torch: ['torch.erf(input=x)', 'torch.special.erf(input=x)', 'Tensor.erf(x)'],
    tfjs: ['tf.erf(x)', 'Tensor.erf(x)'],
  },
  laws: [
    law('odd', ({ g, operands: [x], call }) => [call([g.op('Neg', [x])]), g.op('Neg', [call([x])])]),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 2] }, gives: [0, 2] },
  ],
});
