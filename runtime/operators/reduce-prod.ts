import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { mul } from '../ir/loop-builder.ts';
import { allAxes, axes, flag } from '../spec/attributes.ts';
import type { Calc, Num } from '../spec/calc.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { reduceLoops } from './shared/reduce-loops.ts';
import { reducedShape } from './shared/reduced-shape.ts';
import { reducedTerms } from './shared/reduced-terms.ts';
import { settleReducedAxes } from './shared/settle-reduced-axes.ts';

function product(calc: Calc, count: number, term: (i: number) => Num): Num {
  let all = calc.lit(1);
  for (let i = 0; i < count; i++) all = calc.mul(all, term(i));
  return all;
}

export const ReduceProd = defineOperator({
  name: 'ReduceProd',
  doc: 'Multiplies the elements along the given axes, or along all; nothing multiplies to 1.',
  inputs: { x: tensor('T') },
  attributes: { axes: axes({ default: allAxes }), keepdims: flag(true), noop_with_empty_axes: flag(false) },
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }, { axes, keepdims }, rule) => reducedShape(x, axes, keepdims, rule),
  reference: ({ x }, { axes, keepdims }, { calc }) => {
    const terms = reducedTerms(x.shape, axes, keepdims);
    return (at) => product(calc, terms.count, (term) => x.at(terms.index(at, term)));
  },
  lower: { loops: (k, { x }, [result], { axes, keepdims }) => reduceLoops(k, x, result!, { axes, keepdims, start: 1, step: mul }) },
  names: {
    onnx: { since: 11, operands: { axes: { position: 1, since: 18 } } },
    torch: ['torch.prod(input=x, dim?=axes, keepdim?=keepdims:false)', 'Tensor.prod(x, dim?=axes, keepdim?=keepdims:false)'],
    tfjs: ['tf.prod(x, axis?=axes, keepDims?=keepdims:false)', 'Tensor.prod(x, axis?=axes, keepDims?=keepdims:false)'],
    settle: settleReducedAxes,
  },
  laws: [
    law('multiplicative', ({ g, operands: [x], call }) => (x && isFloat(x.dtype) ? [call([g.op('Mul', [x, x])]), g.op('Mul', [call([x]), call([x])])] : undefined)),
    law('one-axis-at-a-time', ({ operands: [x], call }) => {
      if (!x || x.shape.length < 2) return undefined;
      const [first, ...rest] = allAxes(x.shape.length);
      return [call([call([x], { axes: [first], keepdims: true })], { axes: rest, keepdims: true }), call([x], { axes: [first, ...rest], keepdims: true })];
    }),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [1, 1] },
    { inputs: { x: [2, 3, 4] }, attributes: { axes: [-1, 0], keepdims: 0 }, gives: [3] },
    { inputs: { x: [2, 3] }, attributes: { axes: [], noop_with_empty_axes: 1 }, gives: [2, 3] },
    { inputs: { x: [2, 3] }, attributes: { axes: [], keepdims: 0 }, dtypes: { T: 'int32' }, gives: [] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 3] }, attributes: { axes: 0, keepdims: false }, gives: [3] },
  ],
});
