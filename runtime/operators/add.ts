import { NUMBERS } from '../ir/dtype.ts';
import { add } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { commutes, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';

export const Add = defineOperator({
  name: 'Add',
  doc: 'Adds two tensors element by element, broadcasting both ways.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  onSizes: ([x, y]) => (x && y && x.length === y.length ? x.map((n, i) => n.plus(y[i]!)) : undefined),
  reference: ({ x, y }, _, { calc }) => (at) => calc.add(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => add(x, y) },
  gradient: (g, { grads: [grad], inputs: { x, y } }) => ({ x: sumToShape(g, grad!, x.shape), y: sumToShape(g, grad!, y.shape) }),
  names: {
    onnx: { since: 7 },
    torch: ['torch.add(input=x, other=y)', 'Tensor.add(x, other=y)'],
    tfjs: ['tf.add(a=x, b=y)', 'Tensor.add(x, b=y)'],
  },
  laws: [commutes(), law('zero', ({ g, operands: [x], call }) => (x ? [call([x, g.scalar(x.dtype, 0)]), x] : undefined))],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [4, 1, 3], y: [5, 1] }, gives: [4, 5, 3] },
    { inputs: { x: [], y: [0] }, gives: [0] },
    { inputs: { x: [2, 3], y: [3, 2] }, breaks: 'broadcast' },
  ],
});
