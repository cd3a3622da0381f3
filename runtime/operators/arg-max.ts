import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { and, cast, eq, index, le, lt, ne, or } from '../ir/loop-builder.ts';
import { axis, flag } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { eachRow } from './shared/each-row.ts';
import { reducedShape } from './shared/reduced-shape.ts';

export const ArgMax = defineOperator({
  name: 'ArgMax',
  doc: 'Gives the position of the largest element of each row along an axis: the first of equals, or the last.',
  inputs: { x: tensor('T', { min: 1 }) },
  attributes: { axis: axis({ default: 0 }), keepdims: flag(true), select_last_index: flag(false) },
  dtypes: { T: NUMBERS },
  returns: 'int64',
  checks: { empty: 'the axis has {extent} elements, so none is the largest' },
  shape({ x }, { axis, keepdims }, rule) {
    const extent = x[axis]!;
    rule.must('empty', extent.atLeast(1), { extent });
    return reducedShape(x, [axis], keepdims, rule);
  },
  reference: ({ x }, { axis, keepdims, select_last_index }, { calc }) => {
    const extent = x.shape[axis]!;
    const positions = calc.as('int64');
    return (at) => {
      const row = keepdims ? at : at.toSpliced(axis, 0, 0);
      if (!select_last_index) return calc.whereLargest(extent, (i) => x.at(row.with(axis, i)));
      return positions.sub(positions.lit(extent - 1), calc.whereLargest(extent, (i) => x.at(row.with(axis, extent - 1 - i))));
    };
  },
  lower: {
    loops(k, { x }, [result], { axis, keepdims, select_last_index }) {
      eachRow(k, x.shape, axis, (at) => {
        const largest = k.local(x.dtype, k.load(x, at(index(0))));
        const position = k.local('int64', 0);
        k.loop(x.shape[axis]!, (i) => {
          const element = k.once(k.load(x, at(i)));
          const wins = select_last_index ? le(largest.get, element) : lt(largest.get, element);
          // NaN is larger than any number, as in NumPy: it wins, and only another NaN may win after it.
          const isNaN = ne(element, element);
          const isFirst = select_last_index ? isNaN : and(isNaN, eq(largest.get, largest.get));
          k.when(isFloat(x.dtype) ? or(wins, isFirst) : wins, () => { largest.set(element); position.set(cast('int64', i)); });
        });
        const to = at(index(0));
        k.store(result!, keepdims ? to : to.toSpliced(axis, 1), position.get);
      });
    },
  },
  names: {
    onnx: { since: 1 },
    torch: ['torch.argmax(input=x, dim=axis, keepdim?=keepdims:false)', 'Tensor.argmax(x, dim=axis, keepdim?=keepdims:false)'],
    tfjs: ['tf.argMax(x, axis?, =keepdims:false)', 'Tensor.argMax(x, axis?, =keepdims:false)'],
  },
  laws: [
    // Floats only: doubling may wrap integers.
    law('doubling-changes-nothing', ({ g, operands: [x], call }) => (x && isFloat(x.dtype) ? [call([g.op('Add', [x, x])]), call([x])] : undefined)),
    law('all-equal-is-the-first', ({ g, operands: [x], call }) => {
      if (!x) return undefined;
      const flat = g.op('Expand', [g.scalar(x.dtype, 1)], { shape: x.shape });
      const first = call([flat], { select_last_index: false });
      return [first, g.op('Expand', [g.scalar('int64', 0)], { shape: first.shape })];
    }),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [1, 3] },
    { inputs: { x: [2, 3, 4] }, attributes: { axis: -1, keepdims: 0 }, gives: [2, 3] },
    { inputs: { x: [5] }, attributes: { keepdims: 0, select_last_index: 1 }, dtypes: { T: 'int32' }, gives: [] },
    { inputs: { x: [3, 0] }, attributes: { axis: 0 }, gives: [1, 0] },
    { inputs: { x: [0, 3] }, breaks: 'empty' },
  ],
});
