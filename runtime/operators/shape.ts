import { ANY } from '../ir/dtype.ts';
import { size } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { heldShape, settleShape } from './shared/settle-shape.ts';

export const Shape = defineOperator({
  name: 'Shape',
  doc: 'The extents of a tensor as a list of integers, from axis `start` up to axis `end`.',
  inputs: { x: tensor('T') },
  attributes: { start: size({ default: 0 }), end: size({ default: (rank) => rank }) },
  dtypes: { T: ANY },
  returns: 'int64',
  checks: {},
  shape: (_, { start, end }) => [end.atLeast(start).choose(end.minus(start), 0)],
  onSizes: (_, [x], { start, end }) => x && heldShape(x, start, end),
  followsFromShapes: true,
  reference: ({ x }, { start }, { calc }) => ([i]) => calc.as('int64').lit(x.shape[start + i!]!),
  lower: {
    loops(k, { x }, [result], { start, end }) {
      x.shape.slice(start, end).forEach((extent, i) => k.storeFlat(result!, i, extent));
    },
  },
  names: { onnx: { since: 1 }, settle: settleShape },
  laws: [
    law('parts-join', ({ g, operands: [x], call }) => {
      if (!x || x.shape.length === 0) return undefined;
      return [g.op('Concat', [call([x], { start: 0, end: 1 }), call([x], { start: 1, end: x.shape.length })]), call([x], { start: 0, end: x.shape.length })];
    }),
    law('reversed-by-transpose', ({ g, operands: [x], call }) => {
      if (!x) return undefined;
      const all = { start: 0, end: x.shape.length };
      return [call([g.op('Transpose', [x])], all), g.op('Slice', [call([x], all)], { starts: [-1], ends: [-x.shape.length - 1], axes: [0], steps: [-1] })];
    }),
  ],
  draw(draw, [x]) {
    const rank = (x ?? []).length;
    return draw.chance(0.5) ? {} : { start: draw.integer(-rank, rank), end: draw.integer(-rank, rank + 1) };
  },
  examples: [
    { inputs: { x: [2, 3, 4] }, gives: [3] },
    { inputs: { x: [2, 3, 4] }, attributes: { start: -2 }, gives: [2] },
    { inputs: { x: [2, 3, 4] }, attributes: { start: 1, end: 9 }, gives: [2] },
    { inputs: { x: [2, 3, 4] }, attributes: { start: 2, end: 1 }, gives: [0] },
    { inputs: { x: [] }, gives: [0] },
    { inputs: { x: [0, 5] }, dtypes: { T: 'bool' }, gives: [2] },
  ],
});
