import { ANY } from '../ir/dtype.ts';
import { add } from '../ir/loop-builder.ts';
import { axis, sizes } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator, several } from '../spec/spec.ts';
import { settleSplit } from './shared/settle-split.ts';

export const Split = defineOperator({
  name: 'Split',
  doc: 'Cuts a tensor along one axis into pieces of the stated sizes, one result each.',
  inputs: { x: tensor('T', { min: 1 }) },
  attributes: { axis: axis({ default: 0 }), split: sizes() },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {
    pieces: 'there has to be at least one piece',
    total: 'the pieces add up to {sum}, but axis {axis} has {extent} elements',
  },
  shape({ x }, attributes, rule) {
    const [first, ...others] = attributes.split;
    if (!first) return rule.stop('pieces');
    const sum = others.reduce((total, piece) => total.plus(piece), first);
    const extent = x[attributes.axis]!;
    rule.must('total', sum.equals(extent), { sum, axis: attributes.axis, extent });
    return several(attributes.split.map((piece) => x.map((n, axis) => (axis === attributes.axis ? piece : n))));
  },
  reference: ({ x }, attributes) => (at, result) => {
    const start = attributes.split.slice(0, result).reduce((sum, piece) => sum + piece, 0);
    return x.at(at.map((i, axis) => (axis === attributes.axis ? i + start : i)));
  },
  lower: {
    loops(k, { x }, results, attributes) {
      let start = 0;
      for (const result of results) {
        const from = start;
        k.nest(result.shape, (at) => k.store(result, at, k.load(x, at.map((i, axis) => (axis === attributes.axis ? add(i, from) : i)))));
        start += result.shape[attributes.axis]!;
      }
    },
  },
  gradient: (g, { grads, attributes }) => ({ x: g.op('Concat', grads, { axis: attributes.axis }) }),
  names: {
    onnx: { since: 2, operands: { split: { position: 1, since: 13 } } },
    torch: ['torch.split(tensor=x, split_size_or_sections=split, dim?=axis)', 'Tensor.split(x, split_size=split, dim?=axis)'],
    settle: settleSplit,
  },
  moves: true,
  laws: [
    law('concat-undoes', ({ g, operands: [x] }) => {
      const last = x?.shape.at(-1);
      if (!x || last === undefined) return undefined;
      const half = Math.floor(last / 2);
      return [g.op('Concat', g.ops('Split', [x], { axis: -1, split: [half, 0, last - half] }), { axis: -1 }), x];
    }),
    law('pieces-are-slices', ({ g, operands: [x] }) => {
      const first = x?.shape[0];
      if (!x || first === undefined) return undefined;
      const [, rest] = g.ops('Split', [x], { split: [Math.min(1, first), Math.max(0, first - 1)] });
      return [rest!, g.op('Slice', [x], { starts: [1], ends: [first], axes: [0] })];
    }),
  ],
  draw(draw, [x]) {
    const rank = Math.max(1, (x ?? []).length);
    const chosen = draw.integer(0, rank - 1);
    const split: number[] = [];
    let rest = x?.[chosen] ?? 0;
    for (let pieces = draw.integer(1, 4); pieces > 1; pieces--) {
      split.push(draw.integer(0, rest));
      rest -= split.at(-1)!;
    }
    return { axis: draw.chance(0.3) ? chosen - rank : chosen, split: [...split, rest] };
  },
  examples: [
    { inputs: { x: [6, 2] }, attributes: { split: [2, 4] }, gives: [[2, 2], [4, 2]] },
    { inputs: { x: [2, 7] }, attributes: { axis: -1, num_outputs: 3 }, gives: [[2, 3], [2, 3], [2, 1]] },
    { inputs: { x: [2, 7] }, attributes: { axis: 1, split: 3 }, gives: [[2, 3], [2, 3], [2, 1]] },
    { inputs: { x: [3] }, attributes: { split: [0, 3, 0] }, gives: [[0], [3], [0]] },
    { inputs: { x: [0, 2] }, attributes: { split: [0] }, gives: [[0, 2]] },
    { inputs: { x: [6, 2] }, attributes: { split: [] }, breaks: 'pieces' },
    { inputs: { x: [6, 2] }, attributes: { split: [2, 3] }, breaks: 'total' },
  ],
});
