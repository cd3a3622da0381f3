import { NUMBERS } from '../ir/dtype.ts';
import { abs } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Abs = defineOperator({
  name: 'Abs',
  doc: 'Gives the magnitude of each element; the smallest integer has none and stays.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.abs(x.at(at)),
  lower: { elementwise: ({ x }) => abs(x) },
  gradient: (g, { grads: [grad], inputs: { x } }) => ({ x: g.op('Where', [g.op('Less', [x, g.scalar(x.dtype, 0)]), g.op('Neg', [grad]), grad]) }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.abs(input=x)', 'torch.absolute(input=x)', 'Tensor.abs(x)', 'Tensor.absolute(x)'],
    tfjs: ['tf.abs(x)', 'Tensor.abs(x)'],
  },
  laws: [
    idempotent(),
    law('even', ({ g, operands: [x], call }) => [call([g.op('Neg', [x])]), call([x])]),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, dtypes: { T: 'int32' }, gives: [] },
    { inputs: { x: [3, 0] }, gives: [3, 0] },
  ],
});
