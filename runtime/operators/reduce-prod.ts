import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { mul } from '../ir/loop-builder.ts';
import { allAxes, axes, flag } from '../spec/attributes.ts';
import type { Calc, Num } from '../spec/calc.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { anything } from './shared/anything.ts';
import { oneAxisAtATime } from './shared/one-axis-at-a-time.ts';
import { reduceLoops } from './shared/reduce-loops.ts';
import { reducedShape } from './shared/reduced-shape.ts';
import { reducedTerms } from './shared/reduced-terms.ts';
import { settleReducedAxes } from './shared/settle-reduced-axes.ts';

function product(calc: Calc, terms: readonly Num[]): Num {
  return terms.reduce((all, term) => calc.mul(all, term), calc.lit(1));
}

/** No order is part of the meaning: where some order leaves the range of floats on its way, engines may differ. */
function floatProduct(calc: Calc, terms: readonly Num[]): Num {
  const one = calc.lit(1);
  const picked = (large: boolean) => terms.map((x) => (large ? calc.choose(calc.less(calc.abs(x), one), one, x) : calc.choose(calc.less(calc.abs(x), one), x, one)));
  const [large, small] = [product(calc, picked(true)), product(calc, picked(false))];
  const largeFirst = picked(false).reduce((all, x) => calc.mul(all, x), large);
  const smallFirst = picked(true).reduce((all, x) => calc.mul(all, x), small);
  return calc.either(calc.either(product(calc, terms), largeFirst), smallFirst);
}

/** Engines multiply integers in wider types or in floats: where the product overflows, they differ. */
function integerProduct(calc: Calc, terms: readonly Num[]): Num {
  const wide = calc.as('float64');
  const [exact, near] = [product(calc, terms), product(wide, terms.map((x) => calc.cast(x, 'float64')))];
  const gap = wide.abs(wide.sub(calc.cast(exact, 'float64'), near));
  const fits = wide.less(gap, wide.add(wide.lit(0.5), wide.mul(wide.abs(near), wide.lit(1e-9))));
  return calc.choose(fits, exact, anything(calc));
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
    const multiply = isFloat(calc.dtype) ? floatProduct : integerProduct;
    return (at) => multiply(calc, Array.from({ length: terms.count }, (_, term) => x.at(terms.index(at, term))));
  },
  lower: { loops: (k, { x }, [result], { axes, keepdims }) => reduceLoops(k, x, result!, { axes, keepdims, start: 1, step: mul }) },
  names: {
    onnx: { since: 1, operands: { axes: { position: 1, since: 18 } } },
    torch: ['torch.prod(input=x, dim?=axes, keepdim?=keepdims:false)', 'Tensor.prod(x, dim?=axes, keepdim?=keepdims:false)'],
    tfjs: ['tf.prod(x, axis?=axes, keepDims?=keepdims:false)', 'Tensor.prod(x, axis?=axes, keepDims?=keepdims:false)'],
    settle: settleReducedAxes,
  },
  laws: [
    law('multiplicative', ({ g, operands: [x], call }) => (x && isFloat(x.dtype) ? [call([g.op('Mul', [x, x])]), g.op('Mul', [call([x]), call([x])])] : undefined)),
    oneAxisAtATime(),
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
