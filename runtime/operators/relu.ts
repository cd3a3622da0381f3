import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { max } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Relu = defineOperator({
  name: 'Relu',
  doc: 'Replaces what is below zero by zero.',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, _, { calc }) => (at) => calc.max(x.at(at), calc.lit(0)),
  lower: { elementwise: ({ x }) => max(x, 0) },
  gradient: (g, { grads: [grad], inputs: { x } }) => {
    const zero = g.scalar(x.dtype, 0);
    return { x: g.op('Where', [g.op('Less', [zero, x]), grad, zero]) };
  },
  names: {
    onnx: { since: 6 },
    torch: ['torch.relu(input=x)', 'torch.nn.functional.relu(input=x)', 'Tensor.relu(x)'],
    tfjs: ['tf.relu(x)', 'Tensor.relu(x)'],
  },
  laws: [
    idempotent(),
    // x = max(x, 0) − max(−x, 0). Floats only: the smallest integer has no negative.
    law('splits-by-sign', ({ g, operands: [x], call }) => (x && isFloat(x.dtype) ? [g.op('Sub', [call([x]), call([g.op('Neg', [x])])]), x] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, dtypes: { T: 'int32' }, gives: [] },
    { inputs: { x: [0] }, gives: [0] },
  ],
});
