import { ANY, INTEGERS } from '../ir/dtype.ts';
import { add, cast, index, lt, max, min, select } from '../ir/loop-builder.ts';
import { axis } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { mapAxis } from './shared/along-axis.ts';
import { elements } from './shared/elements.ts';
import { gatherHeld } from './shared/held-gather.ts';

export const Gather = defineOperator({
  name: 'Gather',
  doc: 'Picks slices along one axis by their positions; the axes of the positions take the place of that axis. Negative positions count from the end.',
  inputs: { data: tensor('T', { min: 1 }), indices: tensor('I') },
  attributes: { axis: axis({ default: 0 }) },
  dtypes: { T: ANY, I: INTEGERS },
  returns: 'T',
  checks: { empty: 'there are {count} positions, but axis {axis} has no elements to point at' },
  shape({ data, indices }, attributes, rule) {
    const count = elements(indices, rule);
    rule.must('empty', data[attributes.axis]!.atLeast(1).or(count.equals(0)), { count, axis: attributes.axis });
    return [...data.slice(0, attributes.axis), ...indices, ...data.slice(attributes.axis + 1)];
  },
  onSizes: ([data, indices], [shape]) => (data && indices && shape?.length === 1 ? gatherHeld(data, indices) : undefined),
  reference({ data, indices }, attributes, { calc }) {
    const extent = data.shape[attributes.axis]!;
    return (at) => {
      const before = at.slice(0, attributes.axis);
      const position = indices.at(at.slice(attributes.axis, attributes.axis + indices.shape.length));
      const after = at.slice(attributes.axis + indices.shape.length);
      return calc.pick(position, extent, (i) => data.at([...before, i, ...after]));
    };
  },
  lower: {
    loops(k, { data, indices }, [result], attributes) {
      const extent = data.shape[attributes.axis]!;
      const outer = data.shape.slice(0, attributes.axis);
      k.nest([...outer, ...indices.shape], (at) => {
        const where = at.slice(outer.length);
        const given = k.once(cast('index', k.load(indices, where)));
        const counted = select(lt(given, 0), add(given, extent), given);
        // Positions outside the axis have no meaning, but must not read outside the buffer either.
        const position = k.once(min(max(counted, 0), index(extent - 1)));
        k.nest(data.shape.slice(attributes.axis + 1), (inner) => {
          k.store(result!, [...at, ...inner], k.load(data, [...at.slice(0, outer.length), position, ...inner]));
        });
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { data, indices }, attributes }) {
    // One row per element of the axis, one column per position: 1 where they meet.
    const extent = data.shape[attributes.axis]!;
    const count = indices.shape.reduce((n, i) => n * i, 1);
    const flat = g.op('Reshape', [indices], { shape: [1, count] });
    const counted = g.op('Where', [g.op('Less', [flat, g.scalar(indices.dtype, 0)]), g.op('Add', [flat, g.scalar(indices.dtype, extent)]), flat]);
    const rows = g.op('Unsqueeze', [g.op('Range', [], { start: 0, delta: 1, count: extent, dtype: indices.dtype })], { axes: [1] });
    const matrix = g.op('Cast', [g.op('Equal', [rows, counted])], { to: data.dtype });
    const picked = g.op('Reshape', [grad], { shape: [...data.shape.slice(0, attributes.axis), count, ...data.shape.slice(attributes.axis + 1)] });
    return { data: mapAxis(g, matrix, picked, attributes.axis) };
  },
  names: {
    onnx: { since: 1 },
    torch: ['torch.index_select(input=data, dim=axis, index=indices)', 'Tensor.index_select(data, dim=axis, index=indices)', 'torch.nn.functional.embedding(input=indices, weight=data)'],
    tfjs: ['tf.gather(x=data, indices, axis?)', 'Tensor.gather(x=data, indices, axis?)'],
  },
  moves: true,
  laws: [
    law('all-in-order', ({ g, operands: [data], call }) => {
      if (!data) return undefined;
      return [call([data, g.op('Range', [], { start: 0, delta: 1, count: data.shape[0]!, dtype: 'int64' })], { axis: 0 }), data];
    }),
    law('backwards-is-a-slice', ({ g, operands: [data], call }) => {
      if (!data) return undefined;
      const backwards = g.op('Range', [], { start: -1, delta: -1, count: data.shape[0]!, dtype: 'int32' });
      return [call([data, backwards], { axis: 0 }), g.op('Slice', [data], { starts: [-1], ends: [-data.shape[0]! - 1], axes: [0], steps: [-1] })];
    }),
  ],
  domain: { indices: 'index' },
  indexed: ([data], attributes) => data?.[attributes.axis] ?? 0,
  examples: [
    { inputs: { data: [5, 4], indices: [3] }, gives: [3, 4] },
    { inputs: { data: [5, 4], indices: [2, 2] }, attributes: { axis: 1 }, dtypes: { I: 'int32' }, gives: [5, 2, 2] },
    { inputs: { data: [5, 4, 3], indices: [] }, attributes: { axis: -2 }, gives: [5, 3] },
    { inputs: { data: [7], indices: [] }, gives: [] },
    { inputs: { data: [0, 4], indices: [0] }, gives: [0, 4] },
    { inputs: { data: [0, 4], indices: [2] }, breaks: 'empty' },
  ],
});
