import { FLOATS } from '../ir/dtype.ts';
import { abs, add, constant, div, expNonPositive, lt, neg, select } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Sigmoid = defineOperator({
  name: 'Sigmoid',
  doc: 'Squeezes each element into (0, 1): 1 / (1 + exp(−x)).',
  inputs: { x: tensor('T') },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  // Below zero the fraction is extended by exp(x): exp(−x) would overflow long before the result is 0. Engines that
  // go by tanh keep what is near 0 to an absolute accuracy only (ONNX Runtime gives 0 at −90).
  reference: ({ x }, _, { calc }) => (at) => {
    const [value, one, half] = [x.at(at), calc.lit(1), calc.lit(0.5)];
    const tail = calc.exp(calc.neg(calc.abs(value)));
    const fraction = calc.div(calc.choose(calc.less(value, calc.lit(0)), tail, one), calc.add(one, tail));
    return calc.either(fraction, calc.mul(half, calc.add(one, calc.tanh(calc.mul(half, value)))));
  },
  lower: {
    elementwise: ({ x }) => {
      const tail = expNonPositive(neg(abs(x)));
      return div(select(lt(x, 0), tail, constant(x.type, 1)), add(tail, 1));
    },
  },
  gradient: (g, { grads: [grad], results: [y] }) => ({
    x: g.op('Mul', [grad, g.op('Mul', [y, g.op('Sub', [g.scalar(y!.dtype, 1), y])])]),
  }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.sigmoid(input=x)', 'torch.nn.functional.sigmoid(input=x)', 'Tensor.sigmoid(x)'],
    tfjs: ['tf.sigmoid(x)', 'Tensor.sigmoid(x)'],
  },
  laws: [
    law('mirrored', ({ g, operands: [x], call }) => (x ? [call([g.op('Neg', [x])]), g.op('Sub', [g.scalar(x.dtype, 1), call([x])])] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, dtypes: { T: 'float64' }, gives: [] },
    { inputs: { x: [0, 1] }, gives: [0, 1] },
  ],
});
