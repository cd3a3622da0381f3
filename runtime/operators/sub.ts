import { NUMBERS } from '../ir/dtype.ts';
import { sub } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';
import { combineSizes } from './shared/combine-sizes.ts';

export const Sub = defineOperator({
  name: 'Sub',
  doc: 'Subtracts the second tensor from the first element by element, broadcasting both ways.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, (x, y) => x.minus(y)),
  reference: ({ x, y }, _, { calc }) => (at) => calc.sub(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => sub(x, y) },
  gradient: (g, { grads: [grad], inputs: { x, y } }) => ({
    x: sumToShape(g, grad!, x.shape),
    y: sumToShape(g, g.op('Neg', [grad]), y.shape),
  }),
  names: {
    onnx: { since: 7 },
    torch: ['torch.sub(input=x, other=y)', 'torch.subtract(input=x, other=y)', 'Tensor.sub(x, other=y)', 'Tensor.subtract(x, other=y)'],
    tfjs: ['tf.sub(a=x, b=y)', 'Tensor.sub(x, b=y)'],
  },
  laws: [
    law('antisymmetric', ({ g, operands: [x, y], call }) => [call([x, y]), g.op('Neg', [call([y, x])])]),
    law('zero', ({ g, operands: [x], call }) => (x ? [call([x, g.scalar(x.dtype, 0)]), x] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [3], y: [4, 1, 1] }, gives: [4, 1, 3] },
    { inputs: { x: [], y: [] }, dtypes: { T: 'int64' }, gives: [] },
    { inputs: { x: [0, 2], y: [1, 2] }, gives: [0, 2] },
    { inputs: { x: [2, 3], y: [2, 4] }, breaks: 'broadcast' },
  ],
});
