import { NUMBERS } from '../ir/dtype.ts';
import { neg } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law, undoesItself } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Neg = defineOperator({
  name: 'Neg',
  doc: 'Changes the sign of each element.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  onSizes: ([x], _, __, lit) => x?.map((n) => lit(0).minus(n)),
  reference: ({ x }, _, { calc }) => (at) => calc.neg(x.at(at)),
  lower: { elementwise: ({ x }) => neg(x) },
  gradient: (g, { grads: [grad] }) => ({ x: g.op('Neg', [grad]) }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.neg(input=x)', 'torch.negative(input=x)', 'Tensor.neg(x)', 'Tensor.negative(x)'],
    tfjs: ['tf.neg(x)', 'Tensor.neg(x)'],
  },
  laws: [
    undoesItself(),
    law('from-zero', ({ g, operands: [x], call }) => (x ? [call([x]), g.op('Sub', [g.scalar(x.dtype, 0), x])] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, dtypes: { T: 'int64' }, gives: [] },
    { inputs: { x: [0, 4] }, gives: [0, 4] },
  ],
});
