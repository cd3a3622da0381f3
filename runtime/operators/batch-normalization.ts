import type { Dim } from '../dims/dim.ts';
import { FLOATS } from '../ir/dtype.ts';
import { add, div, mul, parameter, sqrt, sub } from '../ir/loop-builder.ts';
import { real } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { alongChannels, sumPerChannel } from './shared/channels.ts';

export const BatchNormalization = defineOperator({
  name: 'BatchNormalization',
  doc: 'Normalises each channel by a given mean and variance, then scales and shifts it: what batch normalisation does in inference.',
  inputs: { x: tensor('T', { min: 2 }), scale: tensor('T', 1), bias: tensor('T', 1), mean: tensor('T', 1), variance: tensor('T', 1) },
  attributes: { epsilon: real({ default: 1e-5, min: 0 }) },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {
    scale: 'the input has {c} channels but the scale has {given} entries',
    bias: 'the input has {c} channels but the bias has {given} entries',
    mean: 'the input has {c} channels but the mean has {given} entries',
    variance: 'the input has {c} channels but the variance has {given} entries',
  },
  shape({ x, scale, bias, mean, variance }, _, rule) {
    const [, c] = x as readonly [Dim, Dim, ...Dim[]];
    rule.must('scale', scale[0].equals(c), { c, given: scale[0] });
    rule.must('bias', bias[0].equals(c), { c, given: bias[0] });
    rule.must('mean', mean[0].equals(c), { c, given: mean[0] });
    rule.must('variance', variance[0].equals(c), { c, given: variance[0] });
    return x;
  },
  // Engines may fold the parameters into one slope and one shift per channel, which cancels more.
  reference: ({ x, scale, bias, mean, variance }, { epsilon }, { calc }) => (at) => {
    const channel = [at[1]!];
    const [value, m, b] = [x.at(at), mean.at(channel), bias.at(channel)];
    const deviation = calc.sqrt(calc.add(variance.at(channel), calc.lit(epsilon)));
    const slope = calc.div(scale.at(channel), deviation);
    const centred = calc.add(calc.mul(calc.div(calc.sub(value, m), deviation), scale.at(channel)), b);
    return calc.either(centred, calc.add(calc.mul(value, slope), calc.sub(b, calc.mul(m, slope))));
  },
  lower: {
    loops(k, { x, scale, bias, mean, variance }, [result], { epsilon }) {
      const [batch, channels, ...spatial] = x.shape as [number, number, ...number[]];
      k.loop(channels, (c) => {
        const factor = k.once(div(k.load(scale, [c]), sqrt(add(k.load(variance, [c]), parameter(x.dtype, epsilon)))));
        const offset = k.once(sub(k.load(bias, [c]), mul(k.load(mean, [c]), factor)));
        k.nest([batch, ...spatial], ([n, ...at]) => {
          k.store(result!, [n!, c, ...at], add(mul(k.load(x, [n!, c, ...at]), factor), offset));
        });
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { x, scale, mean, variance }, attributes: { epsilon } }) {
    const rank = x.shape.length;
    const deviation = g.op('Sqrt', [g.op('Add', [variance, g.scalar(x.dtype, epsilon)])]);
    const normal = g.op('Div', [g.op('Sub', [x, alongChannels(g, mean, rank)]), alongChannels(g, deviation, rank)]);
    const slope = g.op('Div', [scale, deviation]);
    const total = sumPerChannel(g, grad!);
    const alongNormal = sumPerChannel(g, g.op('Mul', [grad, normal]));
    // d normal / d variance = −normal / (2·deviation²)
    const half = g.op('Div', [slope, g.op('Mul', [deviation, g.scalar(x.dtype, -2)])]);
    return {
      x: g.op('Mul', [grad, alongChannels(g, slope, rank)]),
      scale: alongNormal,
      bias: total,
      mean: g.op('Neg', [g.op('Mul', [total, slope])]),
      variance: g.op('Mul', [alongNormal, half]),
    };
  },
  names: {
    onnx: { since: 7 },
    torch: ['torch.nn.functional.batch_norm(input=x, running_mean=mean, running_var=variance, weight=scale, bias, eps?=epsilon)'],
  },
  laws: [
    law('scales-with-its-parameters', ({ g, operands: [x, scale, bias, mean, variance], call }) => {
      const twice = (v: typeof x) => g.op('Add', [v, v]);
      return [call([x, twice(scale), twice(bias), mean, variance]), twice(call([x, scale, bias, mean, variance]))];
    }),
    law('odd-around-the-mean', ({ g, operands: [x, scale, bias, mean, variance], call }) => {
      const minus = (v: typeof x) => g.op('Neg', [v]);
      return [call([minus(x), scale, minus(bias), minus(mean), variance]), minus(call([x, scale, bias, mean, variance]))];
    }),
  ],
  domain: { variance: 'positive' },
  examples: [
    { inputs: { x: [2, 3, 4, 4], scale: [3], bias: [3], mean: [3], variance: [3] }, gives: [2, 3, 4, 4] },
    { inputs: { x: [4, 2], scale: [2], bias: [2], mean: [2], variance: [2] }, attributes: { epsilon: 0.001 }, gives: [4, 2] },
    { inputs: { x: [1, 2, 5], scale: [2], bias: [2], mean: [2], variance: [2] }, dtypes: { T: 'float64' }, gives: [1, 2, 5] },
    { inputs: { x: [0, 3, 2], scale: [3], bias: [3], mean: [3], variance: [3] }, gives: [0, 3, 2] },
    { inputs: { x: [2, 3, 4, 4], scale: [4], bias: [3], mean: [3], variance: [3] }, breaks: 'scale' },
    { inputs: { x: [2, 3, 4, 4], scale: [3], bias: [4], mean: [3], variance: [3] }, breaks: 'bias' },
    { inputs: { x: [2, 3, 4, 4], scale: [3], bias: [3], mean: [4], variance: [3] }, breaks: 'mean' },
    { inputs: { x: [2, 3, 4, 4], scale: [3], bias: [3], mean: [3], variance: [4] }, breaks: 'variance' },
  ],
});
