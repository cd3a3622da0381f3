import type { Dim } from '../dims/dim.ts';
import { FLOATS } from '../ir/dtype.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const GlobalAveragePool = defineOperator({
  name: 'GlobalAveragePool',
  doc: 'The mean of each channel over all spatial axes, which stay with one element each.',
  inputs: { x: tensor('T', { min: 3, max: 5 }) },
  attributes: {},
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: { empty: 'a spatial axis has no elements ({extent}) to average' },
  shape({ x }, _, rule) {
    const [n, c, ...extents] = x as [Dim, Dim, ...Dim[]];
    for (const extent of extents) rule.must('empty', extent.atLeast(1), { extent });
    return [n, c, ...extents.map(() => rule.lit(1))];
  },
  reference({ x }, _, { calc }) {
    const extents = x.shape.slice(2);
    const count = extents.reduce((n, extent) => n * extent, 1);
    return ([n, c]) => calc.div(calc.sum(count, (i) => {
      let rest = i;
      const at = extents.map(() => 0);
      for (let axis = extents.length - 1; axis >= 0; axis--) { at[axis] = rest % extents[axis]!; rest = Math.floor(rest / extents[axis]!); }
      return x.at([n!, c!, ...at]);
    }), calc.lit(count));
  },
  lower: {
    operators: (g, { x }) => g.op('ReduceMean', [x], { axes: x.shape.slice(2).map((_, axis) => axis + 2), keepdims: true }),
  },
  gradient(g, { grads: [grad], inputs: { x } }) {
    const count = x.shape.slice(2).reduce((n, extent) => n * extent, 1);
    return { x: g.op('Expand', [g.op('Div', [grad!, g.scalar(x.dtype, count)])], { shape: x.shape }) };
  },
  names: { onnx: { since: 1 } },
  laws: [
    law('is-one-large-window', ({ g, operands: [x], call }) => (x ? [call([x]), g.op('AveragePool', [x], { kernel_shape: x.shape.slice(2) })] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3, 4, 5] }, gives: [2, 3, 1, 1] },
    { inputs: { x: [1, 2, 7] }, gives: [1, 2, 1] },
    { inputs: { x: [1, 1, 2, 3, 2] }, gives: [1, 1, 1, 1, 1] },
    { inputs: { x: [0, 3, 2, 2] }, gives: [0, 3, 1, 1] },
    { inputs: { x: [1, 3, 0, 2] }, breaks: 'empty' },
  ],
});
