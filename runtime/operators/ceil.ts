import { FLOATS } from '../ir/dtype.ts';
import { ceil } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Ceil = defineOperator({
  name: 'Ceil',
  doc: 'Rounds each element up to an integer.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.neg(calc.floor(calc.neg(x.at(at)))),
  lower: { elementwise: ({ x }) => ceil(x) },
  names: {
    onnx: { since: 6 },
    torch: ['torch.ceil(input=x)', 'Tensor.ceil(x)'],
    tfjs: ['tf.ceil(x)', 'Tensor.ceil(x)'],
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
