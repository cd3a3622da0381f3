import { ANY } from '../ir/dtype.ts';
import { select } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcastAll } from './shared/broadcast.ts';
import { combineSizes } from './shared/combine-sizes.ts';
import { sumToShape } from './shared/gradients.ts';

export const Where = defineOperator({
  name: 'Where',
  doc: 'Takes the element of x where the condition holds and that of y elsewhere; all three broadcast.',
  inputs: { condition: tensor('bool'), x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: ANY },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ condition, x, y }, _, rule) => broadcastAll([condition, x, y], rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, (condition, x, y) => condition.equals(0).choose(y, x)),
  reference: ({ condition, x, y }, _, { calc }) => (at) => calc.choose(condition.broadcast(at), x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ condition, x, y }) => select(condition, x, y) },
  gradient: (g, { grads: [grad], inputs: { condition, x, y } }) => {
    const zero = g.scalar(grad!.dtype, 0);
    return {
      x: sumToShape(g, g.op('Where', [condition, grad, zero]), x.shape),
      y: sumToShape(g, g.op('Where', [condition, zero, grad]), y.shape),
    };
  },
  names: {
    onnx: { since: 9 },
    torch: ['torch.where(condition, input=x, other=y)', 'Tensor.where(self=x, condition, other=y)'],
    tfjs: ['tf.where(condition, a=x, b=y)', 'Tensor.where(this=x, condition, b=y)'],
  },
  laws: [
    law('same-on-both-sides', ({ g, operands: [condition, x], call }) => {
      const chosen = call([condition, x, x]);
      return [chosen, g.op('Expand', [x], { shape: chosen.shape })];
    }),
    law('negated-condition', ({ g, operands: [condition, x, y], call }) => {
      const no = g.scalar('bool', 0);
      return [call([condition, x, y]), call([g.op('Equal', [condition, no]), y, x])];
    }),
  ],
  examples: [
    { inputs: { condition: [2, 3], x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { condition: [2, 1], x: [3], y: [] }, dtypes: { T: 'int64' }, gives: [2, 3] },
    { inputs: { condition: [], x: [], y: [] }, dtypes: { T: 'bool' }, gives: [] },
    { inputs: { condition: [0], x: [1], y: [] }, gives: [0] },
    { inputs: { condition: [2], x: [2, 3], y: [3] }, breaks: 'broadcast' },
  ],
});
