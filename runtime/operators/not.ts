import { not } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { undoesItself } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Not = defineOperator({
  name: 'Not',
  doc: 'Turns true into false and false into true.',
  inputs: { x: tensor('bool') },
  attributes: {},
  dtypes: {},
  returns: 'bool',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.equal(x.at(at), calc.lit(0)),
  lower: { elementwise: ({ x }) => not(x) },
  names: {
    onnx: { since: 1 },
    torch: ['torch.logical_not(input=x)', 'Tensor.logical_not(x)'],
    tfjs: ['tf.logicalNot(x)', 'Tensor.logicalNot(x)'],
  },
  laws: [
    undoesItself(),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 2] }, gives: [0, 2] },
  ],
});
