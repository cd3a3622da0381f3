import { ANY } from '../ir/dtype.ts';
import { axis } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { elements } from './shared/elements.ts';

export const Flatten = defineOperator({
  name: 'Flatten',
  doc: 'Makes a matrix: the axes before `axis` become its rows, the others its columns.',
  inputs: { x: tensor('T') },
  attributes: { axis: axis({ of: 'between', default: 1 }) },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {},
  shape: ({ x }, attributes, rule) => [elements(x.slice(0, attributes.axis), rule), elements(x.slice(attributes.axis), rule)],
  onSizes: ([held]) => held,
  reference({ x }, attributes) {
    return ([row, column]) => {
      const at: number[] = [];
      let rest = column!;
      for (let i = x.shape.length - 1; i >= 0; i--) {
        if (i === attributes.axis - 1) rest = row!;
        at[i] = rest % x.shape[i]!;
        rest = Math.floor(rest / x.shape[i]!);
      }
      return x.at(at);
    };
  },
  lower: {
    operators(g, { x }, attributes) {
      const count = (extents: readonly number[]): number => extents.reduce((n, extent) => n * extent, 1);
      return g.op('Reshape', [x], { shape: [count(x.shape.slice(0, attributes.axis)), count(x.shape.slice(attributes.axis))] });
    },
  },
  gradient: (g, { grads: [grad], inputs: { x } }) => ({ x: g.op('Reshape', [grad], { shape: x.shape }) }),
  names: { onnx: { since: 9 } },
  moves: true,
  laws: [
    law('reshape-undoes', ({ g, operands: [x], call }) => (x ? [g.op('Reshape', [call([x])], { shape: x.shape }), x] : undefined)),
    law('flat-stays-flat', ({ operands: [x], call }) => (x && x.shape.length === 2 ? [call([x], { axis: 1 }), x] : undefined)),
  ],
  draw: (draw, [x]) => ({ axis: draw.integer(-(x ?? []).length, (x ?? []).length) }),
  examples: [
    { inputs: { x: [2, 3, 4] }, gives: [2, 12] },
    { inputs: { x: [2, 3, 4] }, attributes: { axis: 0 }, gives: [1, 24] },
    { inputs: { x: [2, 3, 4] }, attributes: { axis: 3 }, gives: [24, 1] },
    { inputs: { x: [2, 3, 4] }, attributes: { axis: -1 }, gives: [6, 4] },
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [] }, attributes: { axis: 0 }, gives: [1, 1] },
    { inputs: { x: [3, 0, 2] }, gives: [3, 0] },
  ],
});
