import { xor } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { commutes, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';

export const Xor = defineOperator({
  name: 'Xor',
  doc: 'Tells where exactly one of two tensors is true, broadcasting both ways.',
  inputs: { x: tensor('bool'), y: tensor('bool') },
  attributes: {},
  dtypes: {},
  returns: 'bool',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  reference: ({ x, y }, _, { calc }) => (at) => calc.equal(calc.equal(x.broadcast(at), y.broadcast(at)), calc.lit(0)),
  lower: { elementwise: ({ x, y }) => xor(x, y) },
  names: {
    onnx: { since: 7 },
    torch: ['torch.logical_xor(input=x, other=y)', 'Tensor.logical_xor(x, other=y)'],
    tfjs: ['tf.logicalXor(a=x, b=y)', 'Tensor.logicalXor(x, b=y)'],
  },
  laws: [commutes(), law('with-itself', ({ g, operands: [x], call }) => (x ? [call([x, x]), g.op('Expand', [g.scalar('bool', 0)], { shape: x.shape })] : undefined))],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 1], y: [3] }, gives: [2, 3] },
    { inputs: { x: [], y: [] }, gives: [] },
    { inputs: { x: [0], y: [1] }, gives: [0] },
    { inputs: { x: [2, 3], y: [2] }, breaks: 'broadcast' },
  ],
});
