import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { div } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';
import { combineSizes } from './shared/combine-sizes.ts';
import { settleQuotient } from './shared/settle-quotient.ts';

export const Div = defineOperator({
  name: 'Div',
  doc: 'Divides the first tensor by the second element by element, broadcasting both ways; integers truncate towards zero.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, settleQuotient),
  reference: ({ x, y }, _, { calc }) => (at) => calc.div(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => div(x, y) },
  gradient: (g, { grads: [grad], inputs: { x, y }, results: [quotient] }) => {
    // d(x/y)/dy = −(x/y)/y
    const scaled = g.op('Div', [grad, y]);
    return { x: sumToShape(g, scaled, x.shape), y: sumToShape(g, g.op('Neg', [g.op('Mul', [scaled, quotient])]), y.shape) };
  },
  names: {
    onnx: { since: 7 },
    torch: ['torch.div(input=x, other=y)', 'torch.divide(input=x, other=y)', 'torch.true_divide(input=x, other=y)', 'Tensor.div(x, other=y)', 'Tensor.divide(x, other=y)'],
    tfjs: ['tf.div(a=x, b=y)', 'Tensor.div(x, b=y)'],
  },
  laws: [
    law('one', ({ g, operands: [x], call }) => (x ? [call([x, g.scalar(x.dtype, 1)]), x] : undefined)),
    // Floats only: the smallest integer has no negative.
    law('sign', ({ g, operands: [x, y], call }) => (x && isFloat(x.dtype) ? [call([g.op('Neg', [x]), y]), g.op('Neg', [call([x, y])])] : undefined)),
  ],
  domain: { y: 'nonzero' },
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 3], y: [2, 1] }, dtypes: { T: 'int32' }, gives: [2, 3] },
    { inputs: { x: [], y: [4] }, gives: [4] },
    { inputs: { x: [3, 0], y: [] }, gives: [3, 0] },
    { inputs: { x: [2, 3], y: [2] }, breaks: 'broadcast' },
  ],
});
