import { FLOATS } from '../ir/dtype.ts';
import { round } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Round = defineOperator({
  name: 'Round',
  doc: 'Rounds each element to the nearest integer, to the even one of two that are equally near.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.round(x.at(at)),
  lower: { elementwise: ({ x }) => round(x) },
  names: {
    onnx: { since: 11 },
    torch: ['torch.round(input=x)', 'Tensor.round(x)'],
    tfjs: ['tf.round(x)', 'Tensor.round(x)'],
  },
  laws: [
    idempotent(),
    law('odd', ({ g, operands: [x], call }) => [call([g.op('Neg', [x])]), g.op('Neg', [call([x])])]),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 2] }, gives: [0, 2] },
  ],
});
