import { ANY } from '../ir/dtype.ts';
import { sizes } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { elements } from './shared/elements.ts';
import { settleReshape } from './shared/settle-reshape.ts';

export const Reshape = defineOperator({
  name: 'Reshape',
  doc: 'Gives the same elements, in the same row-major order, another shape.',
  inputs: { x: tensor('T') },
  attributes: { shape: sizes() },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {
    count: 'the tensor has {before} elements but the new shape holds {after}',
    unknown: 'at most one extent may be left to be computed (-1)',
    divisible: '{before} elements do not split into rows of {rest}, so -1 has no value',
  },
  shape({ x }, { shape }, rule) {
    const before = elements(x, rule);
    const after = elements(shape, rule);
    rule.must('count', before.equals(after), { before, after });
    return shape;
  },
  onSizes: ([held]) => held,
  reference({ x }, _, { results: [result] }) {
    return (at) => {
      let flat = at.reduce((sum, i, axis) => sum * result![axis]! + i, 0);
      const from: number[] = [];
      for (let axis = x.shape.length - 1; axis >= 0; axis--) {
        from[axis] = flat % x.shape[axis]!;
        flat = Math.floor(flat / x.shape[axis]!);
      }
      return x.at(from);
    };
  },
  lower: {
    loops(k, { x }, [result]) {
      const count = x.shape.reduce((n, extent) => n * extent, 1);
      k.loop(count, (i) => k.storeFlat(result!, i, k.loadFlat(x, i)));
    },
  },
  gradient: (g, { grads: [grad], inputs: { x } }) => ({ x: g.op('Reshape', [grad], { shape: x.shape }) }),
  names: {
    onnx: { since: 5, operands: { shape: { position: 1, since: 5 } } },
    torch: ['torch.reshape(input=x, shape)', 'Tensor.reshape(x, *shape)', 'Tensor.view(x, *shape)'],
    tfjs: ['tf.reshape(x, shape)', 'Tensor.reshape(x, shape)'],
    settle: settleReshape,
  },
  moves: true,
  laws: [
    law('round-trip', ({ g, operands: [x], call }) => (x ? [g.op('Reshape', [call([x])], { shape: x.shape }), x] : undefined)),
  ],
  draw(draw, [x]) {
    // Merge neighbours at random: the count stays, whatever the extents are.
    const shape: number[] = [];
    for (const extent of x ?? []) {
      if (shape.length > 0 && draw.chance(0.5)) shape.push(shape.pop()! * extent);
      else shape.push(extent);
    }
    if (draw.chance(0.3)) shape.splice(draw.integer(0, shape.length), 0, 1);
    return { shape };
  },
  examples: [
    { inputs: { x: [2, 3] }, attributes: { shape: [6] }, gives: [6] },
    { inputs: { x: [2, 3, 4] }, attributes: { shape: [4, -1] }, gives: [4, 6] },
    { inputs: { x: [2, 3] }, attributes: { shape: [0, 3], allowzero: 0 }, gives: [2, 3] },
    { inputs: { x: [1] }, attributes: { shape: [] }, gives: [] },
    { inputs: { x: [0, 3] }, attributes: { shape: [3, 0] }, gives: [3, 0] },
    { inputs: { x: [2, 3] }, attributes: { shape: [4] }, breaks: 'count' },
    { inputs: { x: [2, 3] }, attributes: { shape: [-1, -1] }, breaks: 'unknown' },
    { inputs: { x: [2, 3] }, attributes: { shape: [4, -1] }, breaks: 'divisible' },
  ],
});
