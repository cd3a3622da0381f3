import { FLOATS } from '../ir/dtype.ts';
import { log } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Log = defineOperator({
  name: 'Log',
  doc: 'Takes the natural logarithm of each element; −∞ at zero, NaN below.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.log(x.at(at)),
  lower: { elementwise: ({ x }) => log(x) },
  gradient: (g, { grads: [grad], inputs: { x } }) => ({ x: g.op('Div', [grad, x]) }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.log(input=x)', 'Tensor.log(x)'],
    tfjs: ['tf.log(x)', 'Tensor.log(x)'],
  },
  laws: [
    law('of-a-square', ({ g, operands: [x], call }) => (x ? [call([g.op('Mul', [x, x])]), g.op('Mul', [call([x]), g.scalar(x.dtype, 2)])] : undefined)),
    law('of-the-inverse', ({ g, operands: [x], call }) => (x ? [call([g.op('Div', [g.scalar(x.dtype, 1), x])]), g.op('Neg', [call([x])])] : undefined)),
  ],
  domain: { x: 'positive' },
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0] }, dtypes: { T: 'float64' }, gives: [0] },
  ],
});
