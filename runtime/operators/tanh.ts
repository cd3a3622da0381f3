import { FLOATS } from '../ir/dtype.ts';
import { tanh } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Tanh = defineOperator({
  name: 'Tanh',
  doc: 'Takes the hyperbolic tangent of each element.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.tanh(x.at(at)),
  lower: { elementwise: ({ x }) => tanh(x) },
  gradient: (g, { grads: [grad], results: [y] }) => ({
    x: g.op('Mul', [grad, g.op('Sub', [g.scalar(y!.dtype, 1), g.op('Mul', [y, y])])]),
  }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.tanh(input=x)', 'torch.nn.functional.tanh(input=x)', 'Tensor.tanh(x)'],
    tfjs: ['tf.tanh(x)', 'Tensor.tanh(x)'],
  },
  laws: [
    law('odd', ({ g, operands: [x], call }) => [call([g.op('Neg', [x])]), g.op('Neg', [call([x])])]),
    law('a-stretched-sigmoid', ({ g, operands: [x], call }) => {
      if (!x) return undefined;
      const two = g.scalar(x.dtype, 2);
      const sigmoid = g.op('Sigmoid', [g.op('Mul', [x, two])]);
      return [call([x]), g.op('Sub', [g.op('Mul', [sigmoid, two]), g.scalar(x.dtype, 1)])];
    }),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [1, 0, 2] }, gives: [1, 0, 2] },
  ],
});
