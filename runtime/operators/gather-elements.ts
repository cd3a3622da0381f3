import { ANY, INTEGERS } from '../ir/dtype.ts';
import { add, cast, index, lt, max, min, select } from '../ir/loop-builder.ts';
import { axis } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { elements } from './shared/elements.ts';

export const GatherElements = defineOperator({
  name: 'GatherElements',
  doc: 'Picks elements along one axis, each by a position of its own; all other coordinates stay. Negative positions count from the end.',
  inputs: { data: tensor('T', { min: 1 }), indices: tensor('I', { min: 1 }) },
  attributes: { axis: axis({ default: 0 }) },
  dtypes: { T: ANY, I: INTEGERS },
  returns: 'T',
  checks: {
    ranks: 'positions with {given} axes pick from data with {wanted}',
    extents: 'along axis {axis} there are {given} positions, but the data has {room}',
    empty: 'there are {count} positions, but axis {axis} has no elements to point at',
  },
  shape({ data, indices }, attributes, rule) {
    if (data.length !== indices.length) rule.stop('ranks', { given: indices.length, wanted: data.length });
    const chosen = attributes.axis;
    indices.forEach((given, at) => { if (at !== chosen) rule.must('extents', data[at]!.atLeast(given), { axis: at, given, room: data[at]! }); });
    const count = elements(indices, rule);
    rule.must('empty', data[chosen]!.atLeast(1).or(count.equals(0)), { count, axis: chosen });
    return indices;
  },
  reference({ data, indices }, attributes, { calc }) {
    const extent = data.shape[attributes.axis]!;
    return (at) => calc.pick(indices.at(at), extent, (i) => data.at(at.with(attributes.axis, i)));
  },
  lower: {
    loops(k, { data, indices }, [result], attributes) {
      const extent = data.shape[attributes.axis]!;
      k.nest(result!.shape, (at) => {
        const given = k.once(cast('index', k.load(indices, at)));
        const counted = select(lt(given, 0), add(given, extent), given);
        // Positions outside the axis have no meaning, but must not read outside the buffer either.
        const position = k.once(min(max(counted, 0), index(extent - 1)));
        k.store(result!, at, k.load(data, at.with(attributes.axis, position)));
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { data, indices }, attributes }) {
    // One more axis behind the chosen one: 1 where a position points at an element, summed over the positions.
    const chosen = attributes.axis;
    const extent = data.shape[chosen]!;
    const counted = g.op('Where', [g.op('Less', [indices, g.scalar(indices.dtype, 0)]), g.op('Add', [indices, g.scalar(indices.dtype, extent)]), indices]);
    const rows = g.op('Reshape', [g.op('Range', [], { start: 0, delta: 1, count: extent, dtype: indices.dtype })], { shape: [extent, ...indices.shape.slice(chosen).map(() => 1)] });
    const meets = g.op('Cast', [g.op('Equal', [g.op('Unsqueeze', [counted], { axes: [chosen] }), rows])], { to: data.dtype });
    const spread = g.op('ReduceSum', [g.op('Mul', [meets, g.op('Unsqueeze', [grad], { axes: [chosen] })])], { axes: [chosen + 1], keepdims: false });
    const pads = data.shape.map((n, at) => (at === chosen ? 0 : n - indices.shape[at]!));
    return { data: g.op('Pad', [spread], { pads: [...data.shape.map(() => 0), ...pads] }) };
  },
  names: {
    onnx: { since: 11 },
    torch: ['torch.gather(input=data, dim=axis, index=indices)', 'Tensor.gather(data, dim=axis, index=indices)'],
  },
  moves: true,
  laws: [
    law('of-a-vector-is-gather', ({ g, operands: [data, indices], call }) =>
      (data?.shape.length === 1 && indices ? [call([data, indices], { axis: 0 }), g.op('Gather', [data, indices], { axis: 0 })] : undefined)),
    law('all-in-order', ({ g, operands: [data], call }) => {
      if (!data) return undefined;
      const rows = g.op('Reshape', [g.op('Range', [], { start: 0, delta: 1, count: data.shape[0]!, dtype: 'int64' })], { shape: [data.shape[0]!, ...data.shape.slice(1).map(() => 1)] });
      return [call([data, g.op('Expand', [rows], { shape: data.shape })], { axis: 0 }), data];
    }),
  ],
  domain: { indices: 'index' },
  indexed: ([data], attributes) => data?.[attributes.axis] ?? 0,
  examples: [
    { inputs: { data: [5, 4], indices: [3, 4] }, gives: [3, 4] },
    { inputs: { data: [5, 4], indices: [2, 7] }, attributes: { axis: 1 }, dtypes: { T: 'float32', I: 'int32' }, gives: [2, 7] },
    { inputs: { data: [2, 4, 3], indices: [1, 2, 3] }, attributes: { axis: -2 }, gives: [1, 2, 3] },
    { inputs: { data: [7], indices: [3] }, gives: [3] },
    { inputs: { data: [0, 4], indices: [0, 4] }, gives: [0, 4] },
    { inputs: { data: [5, 4], indices: [3] }, breaks: 'ranks' },
    { inputs: { data: [5, 4], indices: [3, 5] }, breaks: 'extents' },
    { inputs: { data: [0, 4], indices: [2, 4] }, breaks: 'empty' },
  ],
});
