import { INTEGERS } from '../ir/dtype.ts';
import { xor } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law, undoesItself } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const BitwiseNot = defineOperator({
  name: 'BitwiseNot',
  doc: 'Turns over each bit of a tensor of integers: −1 − x in two\'s complement.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: INTEGERS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.bitXor(x.at(at), calc.lit(-1)),
  lower: { elementwise: ({ x }) => xor(x, -1) },
  names: {
    onnx: { since: 18 },
    torch: ['torch.bitwise_not(input=x)', 'Tensor.bitwise_not(x)'],
  },
  laws: [undoesItself(), law('one-less-than-negated', ({ g, operands: [x], call }) => (x ? [call([x]), g.op('Sub', [g.scalar(x.dtype, -1), x])] : undefined))],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0] }, gives: [0] },
  ],
});
