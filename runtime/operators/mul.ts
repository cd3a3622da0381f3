import { NUMBERS } from '../ir/dtype.ts';
import { mul } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { commutes, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';
import { combineSizes } from './shared/combine-sizes.ts';

export const Mul = defineOperator({
  name: 'Mul',
  doc: 'Multiplies two tensors element by element, broadcasting both ways.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, (x, y) => x.times(y)),
  reference: ({ x, y }, _, { calc }) => (at) => calc.mul(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => mul(x, y) },
  gradient: (g, { grads: [grad], inputs: { x, y } }) => ({
    x: sumToShape(g, g.op('Mul', [grad, y]), x.shape),
    y: sumToShape(g, g.op('Mul', [grad, x]), y.shape),
  }),
  names: {
    onnx: { since: 7 },
    torch: ['torch.mul(input=x, other=y)', 'torch.multiply(input=x, other=y)', 'Tensor.mul(x, other=y)', 'Tensor.multiply(x, other=y)'],
    tfjs: ['tf.mul(a=x, b=y)', 'Tensor.mul(x, b=y)'],
  },
  laws: [
    commutes(),
    law('one', ({ g, operands: [x], call }) => (x ? [call([x, g.scalar(x.dtype, 1)]), x] : undefined)),
    law('distributes', ({ g, operands: [x, y], call }) => [call([x, g.op('Add', [y, y])]), g.op('Add', [call([x, y]), call([x, y])])]),
  ],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [4, 1, 3], y: [5, 1] }, gives: [4, 5, 3] },
    { inputs: { x: [], y: [3] }, dtypes: { T: 'int32' }, gives: [3] },
    { inputs: { x: [2, 1], y: [0] }, gives: [2, 0] },
    { inputs: { x: [4], y: [3] }, breaks: 'broadcast' },
  ],
});
