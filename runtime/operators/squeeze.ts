import { ANY } from '../ir/dtype.ts';
import { axes } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { settleAxes } from './shared/settle-axes.ts';

export const Squeeze = defineOperator({
  name: 'Squeeze',
  doc: 'Drops axes of one element: the named ones, or all of them where none are named.',
  inputs: { x: tensor('T') },
  attributes: { axes: axes() },
  dtypes: { T: ANY },
  returns: 'T',
  checks: { one: 'axis {axis} has {extent} elements, so it cannot be dropped' },
  shape({ x }, attributes, rule) {
    for (const axis of attributes.axes) rule.must('one', x[axis]!.equals(1), { axis, extent: x[axis]! });
    return x.filter((_, axis) => !attributes.axes.includes(axis));
  },
  onSizes: ([held]) => held,
  reference: ({ x }, attributes) => (at) => {
    let next = 0;
    return x.at(x.shape.map((_, axis) => (attributes.axes.includes(axis) ? 0 : at[next++]!)));
  },
  lower: {
    operators: (g, { x }, attributes) => g.op('Reshape', [x], { shape: x.shape.filter((_, axis) => !attributes.axes.includes(axis)) }),
  },
  gradient: (g, { grads: [grad], attributes }) => ({ x: g.op('Unsqueeze', [grad], { axes: attributes.axes }) }),
  names: {
    onnx: { since: 1, operands: { axes: { position: 1, since: 13 } } },
    torch: ['torch.squeeze(input=x)', 'Tensor.squeeze(x)'],
    tfjs: ['tf.squeeze(x, axis?=axes)', 'Tensor.squeeze(x, axis?=axes)'],
    settle(given, [x], rule) {
      const settled = settleAxes(given);
      if ('axes' in settled || !x) return settled;
      return { ...settled, axes: x.flatMap((extent, axis) => (rule.whether(extent.equals(1)) ? [axis] : [])) };
    },
  },
  moves: true,
  laws: [
    law('reshape-undoes', ({ g, operands: [x], call }) => (x ? [g.op('Reshape', [call([x])], { shape: x.shape }), x] : undefined)),
    law('unsqueezed', ({ g, operands: [x], call }) => (x ? [call([g.op('Unsqueeze', [x], { axes: [0] })], { axes: [0] }), x] : undefined)),
  ],
  draw: (draw, [x]) => ({ axes: (x ?? []).flatMap((extent, axis) => (extent === 1 && draw.chance(0.7) ? [draw.chance(0.3) ? axis - x!.length : axis] : [])) }),
  examples: [
    { inputs: { x: [1, 3, 1, 4] }, attributes: { axes: [0] }, gives: [3, 1, 4] },
    { inputs: { x: [1, 3, 1, 4] }, gives: [3, 4] },
    { inputs: { x: [1, 3, 1, 4] }, attributes: { axes: [-2, 0] }, gives: [3, 4] },
    { inputs: { x: [2, 3] }, attributes: { axes: [] }, gives: [2, 3] },
    { inputs: { x: [1] }, attributes: { axes: 0 }, gives: [] },
    { inputs: { x: [0, 1] }, gives: [0] },
    { inputs: { x: [2, 1] }, attributes: { axes: [0] }, breaks: 'one' },
  ],
});
