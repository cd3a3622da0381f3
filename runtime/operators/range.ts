import { isInteger } from '../ir/dtype.ts';
import { add, cast, constant, mul } from '../ir/loop-builder.ts';
import { dtype, real, size } from '../spec/attributes.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { heldRange, settleRange } from './shared/settle-range.ts';

export const Range = defineOperator({
  name: 'Range',
  doc: 'Numbers at equal distances: element i is start + i · delta. The limit of other spellings becomes a number of elements.',
  inputs: {},
  attributes: { start: real({ default: 0, exact: true }), delta: real({ default: 1, exact: true }), count: size(), dtype: dtype('int64') },
  dtypes: {},
  returns: (attributes) => attributes.dtype,
  checks: {
    numbers: 'a range counts in numbers, not in bools',
    whole: 'a range of integers starts at an integer and moves by one, not from {start} by {delta}',
    step: 'a step of 0 never reaches the limit',
  },
  shape(_, { start, delta, count, ...attributes }, rule) {
    if (attributes.dtype === 'bool') rule.stop('numbers');
    if (isInteger(attributes.dtype) && !(Number.isInteger(start) && Number.isInteger(delta))) rule.stop('whole', { start, delta });
    return [count];
  },
  onSizes: (_, __, { start, delta, count, ...attributes }, lit) => (isInteger(attributes.dtype) ? heldRange(start, delta, count, lit) : undefined),
  reference(_, { start, delta, ...attributes }, { calc }) {
    const c = calc.as(attributes.dtype);
    return ([i]) => c.add(c.lit(start), c.mul(c.lit(i!), c.lit(delta)));
  },
  lower: {
    loops(k, _, [result], { start, delta, count }) {
      const { dtype } = result!;
      k.loop(count, (i) => k.storeFlat(result!, i, add(constant(dtype, start), mul(cast(dtype, i), constant(dtype, delta)))));
    },
  },
  names: {
    onnx: { since: 11, operands: { start: { position: 0, since: 11 }, limit: { position: 1, since: 11 }, delta: { position: 2, since: 11 } } },
    torch: ['torch.arange(end=limit, dtype?)', 'torch.arange(start, end=limit, step?=delta, dtype?)'],
    tfjs: ['tf.range(start, stop=limit, step?=delta, dtype?=dtype:float32)'],
    settle: settleRange,
  },
  laws: [
    law('affine', ({ g, call }) => {
      const plain = call([], { start: 0, delta: 1, count: 5, dtype: 'int32' });
      const scaled = g.op('Mul', [plain, g.scalar('int32', -3)]);
      return [g.op('Add', [scaled, g.scalar('int32', 7)]), call([], { start: 7, delta: -3, count: 5, dtype: 'int32' })];
    }),
  ],
  draw: (draw) => {
    const kind = draw.pick(['float32', 'float64', 'int32', 'int64'] as const);
    const whole = isInteger(kind);
    return { dtype: kind, start: draw.integer(-8, 8) / (whole ? 1 : 4), delta: draw.integer(-8, 8) / (whole ? 1 : 8), count: draw.integer(0, 12) };
  },
  examples: [
    { inputs: {}, attributes: { count: 5 }, gives: [5] },
    { inputs: {}, attributes: { start: 10, limit: 0, delta: -3 }, gives: [4] },
    { inputs: {}, attributes: { start: 0.5, limit: 2, delta: 0.25, dtype: 'float32' }, gives: [6] },
    { inputs: {}, attributes: { limit: 1, delta: 0.3, dtype: 'float64' }, gives: [4] },
    { inputs: {}, attributes: { start: 3, limit: 3 }, gives: [0] },
    { inputs: {}, attributes: { limit: -2 }, gives: [0] },
    { inputs: {}, attributes: { count: 2, dtype: 'bool' }, breaks: 'numbers' },
    { inputs: {}, attributes: { start: 0.5, count: 2, dtype: 'int64' }, breaks: 'whole' },
    { inputs: {}, attributes: { limit: 4, delta: 0 }, breaks: 'step' },
  ],
});
