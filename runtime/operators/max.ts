import { NUMBERS } from '../ir/dtype.ts';
import { max } from '../ir/loop-builder.ts';
import { variadic } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcastAll } from './shared/broadcast.ts';
import { gradientToWinner } from './shared/gradients.ts';
import { combineSizes } from './shared/combine-sizes.ts';

export const Max = defineOperator({
  name: 'Max',
  doc: 'Takes the largest of the operands element by element, broadcasting; NaN if one is NaN.',
  inputs: { xs: variadic('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ xs }, _, rule) => broadcastAll(xs, rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, (...sizes) => sizes.reduce((x, y) => x.atLeast(y).choose(x, y))),
  reference: ({ xs }, _, { calc }) => (at) => xs.map((x) => x.broadcast(at)).reduce((x, y) => calc.max(x, y)),
  lower: { elementwise: ({ xs }) => xs.reduce((x, y) => max(x, y)) },
  gradient: (g, { grads: [grad], inputs: { xs }, results: [largest] }) => ({
    xs: gradientToWinner(g, grad!, xs, (x) => g.op('Less', [x, largest])),
  }),
  names: {
    onnx: { since: 8 },
    torch: ['torch.maximum(input=xs, other=xs)', 'Tensor.maximum(self=xs, other=xs)'],
    tfjs: ['tf.maximum(a=xs, b=xs)', 'Tensor.maximum(this=xs, b=xs)'],
  },
  laws: [
    law('order-does-not-matter', ({ operands, call }) => (operands.length > 1 ? [call(operands), call(operands.toReversed())] : undefined)),
    law('twice-is-once', ({ operands, call }) => [call([...operands, ...operands]), call(operands)]),
    law('two-at-a-time', ({ operands: [x, ...rest], call }) => (rest.length > 1 ? [call([x, ...rest]), call([x, call(rest)])] : undefined)),
  ],
  examples: [
    { inputs: { xs: [[2, 3], [2, 3]] }, gives: [2, 3] },
    { inputs: { xs: [[3], [2, 1], []] }, dtypes: { T: 'int32' }, gives: [2, 3] },
    { inputs: { xs: [[]] }, gives: [] },
    { inputs: { xs: [[0, 3], [1, 1]] }, gives: [0, 3] },
    { inputs: { xs: [[2, 3], [3], [2]] }, breaks: 'broadcast' },
  ],
});
