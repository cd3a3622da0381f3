import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { pow } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';
import { floatPower } from './shared/power.ts';

export const Pow = defineOperator({
  name: 'Pow',
  doc: 'Raises the first tensor to the power of the second element by element, broadcasting both ways; integers wrap.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  reference: ({ x, y }, _, { calc }) => (at) => calc.pow(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }, _, result) => (isFloat(result) ? floatPower(x, y) : pow(x, y)) },
  gradient: (g, { grads: [grad], inputs: { x, y }, results: [power] }) => {
    const lower = g.op('Pow', [x, g.op('Sub', [y, g.scalar(y.dtype, 1)])]);
    return {
      x: sumToShape(g, g.op('Mul', [grad, g.op('Mul', [y, lower])]), x.shape),
      y: sumToShape(g, g.op('Mul', [grad, g.op('Mul', [power, g.op('Log', [x])])]), y.shape),
    };
  },
  names: {
    onnx: { since: 12 },
    torch: ['torch.pow(input=x, exponent=y)', 'Tensor.pow(x, exponent=y)'],
    tfjs: ['tf.pow(base=x, exp=y)', 'Tensor.pow(x, exp=y)'],
  },
  laws: [
    law('one', ({ g, operands: [x], call }) => (x ? [call([x, g.scalar(x.dtype, 1)]), x] : undefined)),
    law('square', ({ g, operands: [x], call }) => (x ? [call([x, g.scalar(x.dtype, 2)]), g.op('Mul', [x, x])] : undefined)),
    law('cube', ({ g, operands: [x], call }) => (x ? [call([x, g.scalar(x.dtype, 3)]), g.op('Mul', [x, g.op('Mul', [x, x])])] : undefined)),
  ],
  domain: { x: 'positive' },
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 3], y: [] }, gives: [2, 3] },
    { inputs: { x: [2, 1], y: [3] }, dtypes: { T: 'int32' }, gives: [2, 3] },
    { inputs: { x: [0], y: [1] }, gives: [0] },
    { inputs: { x: [2, 3], y: [2] }, breaks: 'broadcast' },
  ],
});
