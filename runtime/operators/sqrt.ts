import { FLOATS } from '../ir/dtype.ts';
import { sqrt } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Sqrt = defineOperator({
  name: 'Sqrt',
  doc: 'Takes the square root of each element; NaN below zero.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.sqrt(x.at(at)),
  lower: { elementwise: ({ x }) => sqrt(x) },
  gradient: (g, { grads: [grad], results: [root] }) => ({ x: g.op('Div', [grad, g.op('Mul', [root, g.scalar(root!.dtype, 2)])]) }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.sqrt(input=x)', 'Tensor.sqrt(x)'],
    tfjs: ['tf.sqrt(x)', 'Tensor.sqrt(x)'],
  },
  laws: [law('of-a-square', ({ g, operands: [x], call }) => [call([g.op('Mul', [x, x])]), g.op('Abs', [x])])],
  domain: { x: 'nonnegative' },
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 3] }, gives: [0, 3] },
  ],
});
