import { constant } from '../ir/loop-builder.ts';
import { stridesOf, tensor } from '../ir/tensor.ts';
import { tensorValue } from '../spec/attributes.ts';
import { defineOperator } from '../spec/spec.ts';
import { heldConstant, settleConstant } from './shared/settle-constant.ts';

export const Constant = defineOperator({
  name: 'Constant',
  doc: 'A tensor that is written in the program.',
  inputs: {},
  attributes: { value: tensorValue() },
  dtypes: {},
  returns: ({ value }) => value.dtype,
  checks: {},
  shape: (_, { value }, rule) => value.shape.map((extent) => rule.lit(extent)),
  onSizes: (_, __, { value }, lit) => heldConstant(value, lit),
  reference(_, { value }, { calc }) {
    const strides = stridesOf(value.shape);
    return (at) => calc.as(value.dtype).lit(value.data[at.reduce((flat, i, axis) => flat + i * strides[axis]!, 0)]!);
  },
  lower: {
    loops(k, _, [result], { value }) {
      const { data } = value;
      const { dtype } = result!;
      const first = data[0];
      if (first === undefined) return;
      // Bits are compared: 0 and −0 are different fillings.
      if (Array.from(data as ArrayLike<number | bigint>).every((v) => Object.is(v, first))) k.loop(data.length, (i) => k.storeFlat(result!, i, constant(dtype, first)));
      else Array.from(data as ArrayLike<number | bigint>).forEach((v, i) => k.storeFlat(result!, i, constant(dtype, v)));
    },
  },
  names: { onnx: { since: 1 }, settle: settleConstant },
  laws: [],
  examples: [
    { inputs: {}, attributes: { value: tensor('float32', [2, 3], [1, -2.5, 0, Infinity, -0, 1e-40]) }, gives: [2, 3] },
    { inputs: {}, attributes: { value: tensor('int64', [], [2n ** 62n + 1n]) }, gives: [] },
    { inputs: {}, attributes: { value: tensor('bool', [2], [true, false]) }, gives: [2] },
    { inputs: {}, attributes: { value: tensor('float64', [3, 1], [0.1, 0.1, 0.1]) }, gives: [3, 1] },
    { inputs: {}, attributes: { value: tensor('int32', [0, 4], []) }, gives: [0, 4] },
    { inputs: {}, attributes: { value_ints: [3, -1] }, gives: [2] },
  ],
});
