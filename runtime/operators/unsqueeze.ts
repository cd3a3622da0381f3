import type { Dim } from '../dims/dim.ts';
import { ANY } from '../ir/dtype.ts';
import { axes } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { settleAxes } from './shared/settle-axes.ts';

export const Unsqueeze = defineOperator({
  name: 'Unsqueeze',
  doc: 'Inserts axes of one element; the numbers name axes of the result.',
  inputs: { x: tensor('T') },
  attributes: { axes: axes({ of: 'result' }) },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {},
  shape({ x }, attributes, rule) {
    const shape: Dim[] = [];
    let next = 0;
    for (let axis = 0; axis < x.length + attributes.axes.length; axis++) shape.push(attributes.axes.includes(axis) ? rule.lit(1) : x[next++]!);
    return shape;
  },
  onSizes: ([held]) => held,
  reference: ({ x }, attributes) => (at) => x.at(at.filter((_, axis) => !attributes.axes.includes(axis))),
  lower: {
    operators(g, { x }, attributes) {
      const shape = [...x.shape];
      for (const axis of [...attributes.axes].sort((a, b) => a - b)) shape.splice(axis, 0, 1);
      return g.op('Reshape', [x], { shape });
    },
  },
  gradient: (g, { grads: [grad], attributes }) => ({ x: g.op('Squeeze', [grad], { axes: attributes.axes }) }),
  names: {
    onnx: { since: 1, operands: { axes: { position: 1, since: 13 } } },
    torch: ['torch.unsqueeze(input=x, dim=axes)', 'Tensor.unsqueeze(x, dim=axes)'],
    tfjs: ['tf.expandDims(x, axis?=axes:0)', 'Tensor.expandDims(x, axis?=axes:0)'],
    settle: settleAxes,
  },
  moves: true,
  laws: [
    law('squeeze-undoes', ({ g, operands: [x], call }) => (x ? [g.op('Squeeze', [call([x], { axes: [-1] })], { axes: [-1] }), x] : undefined)),
    law('reshape-undoes', ({ g, operands: [x], call }) => (x ? [g.op('Reshape', [call([x])], { shape: x.shape }), x] : undefined)),
  ],
  draw(draw, [x]) {
    const added = draw.integer(0, Math.max(0, Math.min(2, 6 - (x ?? []).length)));
    const rank = (x ?? []).length + added;
    return { axes: draw.shuffled(Array.from({ length: rank }, (_, axis) => axis)).slice(0, added).map((axis) => (draw.chance(0.3) ? axis - rank : axis)) };
  },
  examples: [
    { inputs: { x: [3, 4] }, attributes: { axes: [0] }, gives: [1, 3, 4] },
    { inputs: { x: [3, 4] }, attributes: { axes: [3, 0] }, gives: [1, 3, 4, 1] },
    { inputs: { x: [3, 4] }, attributes: { axes: [-1, 1] }, gives: [3, 1, 4, 1] },
    { inputs: { x: [] }, attributes: { axes: 0 }, gives: [1] },
    { inputs: { x: [0, 2] }, attributes: { axes: [] }, gives: [0, 2] },
  ],
});
