import { FLOATS } from '../ir/dtype.ts';
import { lt, mul, parameter, select } from '../ir/loop-builder.ts';
import { real } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const LeakyRelu = defineOperator({
  name: 'LeakyRelu',
  doc: 'Multiplies what is below zero by alpha.',
  inputs: { x: tensor('T') },
  attributes: { alpha: real({ default: 0.01 }) },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, { alpha }, { calc }) => (at) => {
    const value = x.at(at);
    return calc.choose(calc.less(value, calc.lit(0)), calc.mul(calc.lit(alpha), value), value);
  },
  lower: { elementwise: ({ x }, { alpha }) => select(lt(x, 0), mul(x, parameter(x.type, alpha)), x) },
  gradient: (g, { grads: [grad], inputs: { x }, attributes: { alpha } }) => ({
    x: g.op('Where', [g.op('Less', [x, g.scalar(x.dtype, 0)]), g.op('Mul', [grad, g.scalar(x.dtype, alpha)]), grad]),
  }),
  names: {
    onnx: { since: 6 },
    torch: ['torch.nn.functional.leaky_relu(input=x, negative_slope?=alpha)'],
    tfjs: ['tf.leakyRelu(x, alpha?=alpha:0.2)', 'Tensor.leakyRelu(x, alpha?=alpha:0.2)'],
  },
  laws: [
    law('slope-one-changes-nothing', ({ operands: [x], call }) => (x ? [call([x], { alpha: 1 }), x] : undefined)),
    law('slope-two-is-a-minimum', ({ g, operands: [x], call }) => (x ? [call([x], { alpha: 2 }), g.op('Min', [x, g.op('Add', [x, x])])] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, attributes: { alpha: 0.5 }, gives: [] },
    { inputs: { x: [2, 0] }, attributes: { alpha: -1 }, gives: [2, 0] },
  ],
});
