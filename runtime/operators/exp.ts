import { FLOATS } from '../ir/dtype.ts';
import { exp } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Exp = defineOperator({
  name: 'Exp',
  doc: 'Raises e to the power of each element.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.exp(x.at(at)),
  lower: { elementwise: ({ x }) => exp(x) },
  gradient: (g, { grads: [grad], results: [power] }) => ({ x: g.op('Mul', [grad, power]) }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.exp(input=x)', 'Tensor.exp(x)'],
    tfjs: ['tf.exp(x)', 'Tensor.exp(x)'],
  },
  laws: [
    law('of-the-negative', ({ g, operands: [x], call }) => (x ? [call([g.op('Neg', [x])]), g.op('Div', [g.scalar(x.dtype, 1), call([x])])] : undefined)),
    law('of-twice', ({ g, operands: [x], call }) => [call([g.op('Add', [x, x])]), g.op('Mul', [call([x]), call([x])])]),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, dtypes: { T: 'float64' }, gives: [] },
    { inputs: { x: [2, 0] }, gives: [2, 0] },
  ],
});
