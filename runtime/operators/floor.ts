import { FLOATS } from '../ir/dtype.ts';
import { floor } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Floor = defineOperator({
  name: 'Floor',
  doc: 'Rounds each element down to an integer.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.floor(x.at(at)),
  lower: { elementwise: ({ x }) => floor(x) },
  names: {
    onnx: { since: 6 },
    torch: ['torch.floor(input=x)', 'Tensor.floor(x)'],
    tfjs: ['tf.floor(x)', 'Tensor.floor(x)'],
  },
  laws: [
    idempotent(),
    law('mirrors-ceil', ({ g, operands: [x], call }) => [call([x]), g.op('Neg', [g.op('Ceil', [g.op('Neg', [x])])])]),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 2] }, gives: [0, 2] },
  ],
});
