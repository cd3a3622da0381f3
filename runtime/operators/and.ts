import { and } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { commutes, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';

export const And = defineOperator({
  name: 'And',
  doc: 'Tells where both tensors are true, broadcasting both ways.',
  inputs: { x: tensor('bool'), y: tensor('bool') },
  attributes: {},
  dtypes: {},
  returns: 'bool',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  reference: ({ x, y }, _, { calc }) => (at) => calc.min(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => and(x, y) },
  names: {
    onnx: { since: 7 },
    torch: ['torch.logical_and(input=x, other=y)', 'Tensor.logical_and(x, other=y)'],
    tfjs: ['tf.logicalAnd(a=x, b=y)', 'Tensor.logicalAnd(x, b=y)'],
  },
  laws: [commutes(), law('with-itself', ({ operands: [x], call }) => (x ? [call([x, x]), x] : undefined))],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 1], y: [3] }, gives: [2, 3] },
    { inputs: { x: [], y: [] }, gives: [] },
    { inputs: { x: [0], y: [1] }, gives: [0] },
    { inputs: { x: [2, 3], y: [2] }, breaks: 'broadcast' },
  ],
});
