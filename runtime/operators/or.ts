import { or } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { commutes, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';

export const Or = defineOperator({
  name: 'Or',
  doc: 'Tells where at least one of two tensors is true, broadcasting both ways.',
  inputs: { x: tensor('bool'), y: tensor('bool') },
  attributes: {},
  dtypes: {},
  returns: 'bool',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  reference: ({ x, y }, _, { calc }) => (at) => calc.max(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => or(x, y) },
  names: {
    onnx: { since: 7 },
    torch: ['torch.logical_or(input=x, other=y)', 'Tensor.logical_or(x, other=y)'],
    tfjs: ['tf.logicalOr(a=x, b=y)', 'Tensor.logicalOr(x, b=y)'],
  },
  laws: [commutes(), law('de-morgan', ({ g, operands: [x, y], call }) => [call([x, y]), g.op('Not', [g.op('And', [g.op('Not', [x]), g.op('Not', [y])])])])],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 1], y: [3] }, gives: [2, 3] },
    { inputs: { x: [], y: [] }, gives: [] },
    { inputs: { x: [0], y: [1] }, gives: [0] },
    { inputs: { x: [2, 3], y: [2] }, breaks: 'broadcast' },
  ],
});
