import { ANY } from '../ir/dtype.ts';
import { add } from '../ir/loop-builder.ts';
import { axis } from '../spec/attributes.ts';
import { variadic } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Concat = defineOperator({
  name: 'Concat',
  doc: 'Joins tensors along one axis; all other axes agree.',
  inputs: { xs: variadic('T', { ranks: { min: 1 } }) },
  attributes: { axis: axis({ default: 0 }) },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {
    ranks: 'one tensor has {p} axes, another {q}',
    extents: 'on axis {axis}, which is not joined, one tensor has {p} elements and another {q}',
  },
  shape({ xs }, attributes, rule) {
    const [first, ...others] = xs as [typeof xs[number], ...typeof xs];
    for (const other of others) if (other.length !== first.length) rule.stop('ranks', { p: first.length, q: other.length });
    return first.map((extent, axis) => {
      if (axis === attributes.axis) return others.reduce((sum, other) => sum.plus(other[axis]!), extent);
      for (const other of others) rule.must('extents', extent.equals(other[axis]!), { axis, p: extent, q: other[axis]! });
      return extent;
    });
  },
  onSizes: (held, [first]) => (first?.length === 1 && held.every((sizes) => sizes !== undefined) ? held.flat() : undefined),
  reference: ({ xs }, attributes) => (at) => {
    let position = at[attributes.axis]!;
    const part = xs.find((x) => {
      if (position < x.shape[attributes.axis]!) return true;
      position -= x.shape[attributes.axis]!;
      return false;
    })!;
    return part.at(at.map((i, axis) => (axis === attributes.axis ? position : i)));
  },
  lower: {
    loops(k, { xs }, [result], attributes) {
      let start = 0;
      for (const x of xs) {
        const from = start;
        k.nest(x.shape, (at) => k.store(result!, at.map((i, axis) => (axis === attributes.axis ? add(i, from) : i)), k.load(x, at)));
        start += x.shape[attributes.axis]!;
      }
    },
  },
  gradient(g, { grads: [grad], inputs: { xs }, attributes }) {
    return { xs: g.ops('Split', [grad], { axis: attributes.axis, split: xs.map((x) => x.shape[attributes.axis]!) }) };
  },
  names: {
    onnx: { since: 4 },
    torch: ['torch.cat(tensors=xs, dim?=axis)', 'torch.concat(tensors=xs, dim?=axis)'],
    tfjs: ['tf.concat(tensors=xs, axis?)'],
  },
  laws: [
    law('one-alone', ({ operands: [x], call }) => (x ? [call([x]), x] : undefined)),
    law('associates', ({ operands, call }) => (operands.length > 2 ? [call([operands[0], call(operands.slice(1))]), call(operands)] : undefined)),
    law('split-undoes', ({ g, operands: [x], call }) => {
      if (!x) return undefined;
      const [, second] = g.ops('Split', [call([x, x], { axis: -1 })], { axis: -1, split: [x.shape.at(-1)!, x.shape.at(-1)!] });
      return [second!, x];
    }),
  ],
  draw: (draw, [x]) => {
    const rank = Math.max(1, (x ?? []).length);
    return { axis: draw.integer(-rank, rank - 1) };
  },
  examples: [
    { inputs: { xs: [[2, 3], [1, 3], [4, 3]] }, gives: [7, 3] },
    { inputs: { xs: [[2, 3], [2, 5]] }, attributes: { axis: -1 }, gives: [2, 8] },
    { inputs: { xs: [[2, 3, 1]] }, attributes: { axis: 1 }, gives: [2, 3, 1] },
    { inputs: { xs: [[0], [3]] }, gives: [3] },
    { inputs: { xs: [[0, 2], [0, 2]] }, attributes: { axis: 1 }, gives: [0, 4] },
    { inputs: { xs: [[2, 3], [2, 3, 1]] }, breaks: 'ranks' },
    { inputs: { xs: [[2, 3], [2, 4]] }, breaks: 'extents' },
  ],
});
