import { INTEGERS } from '../ir/dtype.ts';
import { or } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { commutes, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';

export const BitwiseOr = defineOperator({
  name: 'BitwiseOr',
  doc: 'The bits that either of two tensors of integers has, broadcasting both ways.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: INTEGERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  reference: ({ x, y }, _, { calc }) => (at) => calc.bitOr(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => or(x, y) },
  names: {
    onnx: { since: 18 },
    torch: ['torch.bitwise_or(input=x, other=y)', 'Tensor.bitwise_or(x, other=y)'],
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
