import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { min } from '../ir/loop-builder.ts';
import { variadic } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcastAll } from './shared/broadcast.ts';
import { gradientToWinner } from './shared/gradients.ts';
import { combineSizes } from './shared/combine-sizes.ts';

export const Min = defineOperator({
  name: 'Min',
  doc: 'Takes the smallest of the operands element by element, broadcasting; NaN if one is NaN.',
  inputs: { xs: variadic('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ xs }, _, rule) => broadcastAll(xs, rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, (...sizes) => sizes.reduce((x, y) => x.atLeast(y).choose(y, x))),
  reference: ({ xs }, _, { calc }) => (at) => xs.map((x) => x.broadcast(at)).reduce((x, y) => calc.min(x, y)),
  lower: { elementwise: ({ xs }) => xs.reduce((x, y) => min(x, y)) },
  gradient: (g, { grads: [grad], inputs: { xs }, results: [smallest] }) => ({
    xs: gradientToWinner(g, grad!, xs, (x) => g.op('Less', [smallest, x])),
  }),
  names: {
    onnx: { since: 8 },
    torch: ['torch.minimum(input=xs, other=xs)', 'Tensor.minimum(self=xs, other=xs)'],
    tfjs: ['tf.minimum(a=xs, b=xs)', 'Tensor.minimum(this=xs, b=xs)'],
  },
  laws: [
    law('order-does-not-matter', ({ operands, call }) => (operands.length > 1 ? [call(operands), call(operands.toReversed())] : undefined)),
    law('twice-is-once', ({ operands, call }) => [call([...operands, ...operands]), call(operands)]),
    // Floats only: the smallest integer has no negative.
    law('mirrors-max', ({ g, operands, call }) => {
      if (!operands.every((x) => x && isFloat(x.dtype))) return undefined;
      return [call(operands), g.op('Neg', [g.op('Max', operands.map((x) => g.op('Neg', [x])))])];
    }),
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
