import { ANY, highestOf } from '../ir/dtype.ts';
import { constant, eitherZero, min } from '../ir/loop-builder.ts';
import { allAxes, axes, flag } from '../spec/attributes.ts';
import type { Calc, Num } from '../spec/calc.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { spreadOver, withAxes } from './shared/gradients.ts';
import { oneAxisAtATime } from './shared/one-axis-at-a-time.ts';
import { reduceLoops } from './shared/reduce-loops.ts';
import { reducedShape } from './shared/reduced-shape.ts';
import { reducedTerms } from './shared/reduced-terms.ts';
import { settleReducedAxes } from './shared/settle-reduced-axes.ts';

/** The least term, NaN if one is NaN. */
function smallest(calc: Calc, count: number, term: (i: number) => Num): Num {
  let least = term(0);
  for (let i = 1; i < count; i++) least = calc.min(least, term(i));
  return least;
}

export const ReduceMin = defineOperator({
  name: 'ReduceMin',
  doc: 'Takes the smallest element along the given axes, or along all; the highest value of the type where there is none.',
  inputs: { x: tensor('T') },
  attributes: { axes: axes({ default: allAxes }), keepdims: flag(true), noop_with_empty_axes: flag(false) },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {},
  shape: ({ x }, { axes, keepdims }, rule) => reducedShape(x, axes, keepdims, rule),
  reference: ({ x }, { axes, keepdims }, { calc }) => {
    const terms = reducedTerms(x.shape, axes, keepdims);
    return (at) => (terms.count === 0 ? calc.lit(highestOf(x.dtype)) : smallest(calc, terms.count, (term) => x.at(terms.index(at, term))));
  },
  lower: {
    loops: (k, { x }, [result], { axes, keepdims }) => reduceLoops(k, x, result!, { axes, keepdims, start: constant(x.dtype, highestOf(x.storage)), step: (x, y) => eitherZero(min(x, y)) }),
  },
  gradient: (g, { grads: [grad], inputs: { x }, results: [smallest], attributes: { axes } }) => {
    // Elements that share the smallest value share the gradient.
    const wins = g.op('Cast', [g.op('Equal', [x, withAxes(g, smallest!, x.shape, axes)])], { to: x.dtype });
    const winners = g.op('ReduceSum', [wins], { axes, keepdims: true, noop_with_empty_axes: true });
    return { x: g.op('Div', [g.op('Mul', [spreadOver(g, grad!, x.shape, axes), wins]), winners]) };
  },
  names: {
    onnx: { since: 1, operands: { axes: { position: 1, since: 18 } } },
    torch: [
      'torch.amin(input=x, dim?=axes, keepdim?=keepdims:false)', 'Tensor.amin(x, dim?=axes, keepdim?=keepdims:false)',
      'torch.min(input=x, =keepdims:false)', 'Tensor.min(x, =keepdims:false)',
    ],
    tfjs: ['tf.min(x, axis?=axes, keepDims?=keepdims:false)', 'Tensor.min(x, axis?=axes, keepDims?=keepdims:false)'],
    settle: settleReducedAxes,
  },
  laws: [
    oneAxisAtATime(),
    law('never-passed', ({ g, operands: [x], call }) => {
      if (!x || x.dtype === 'bool') return undefined;
      const smallest = call([x], { axes: allAxes(x.shape.length), keepdims: true });
      return [g.op('Min', [x, smallest]), g.op('Expand', [smallest], { shape: x.shape })];
    }),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [1, 1] },
    { inputs: { x: [2, 3, 4] }, attributes: { axes: [-2], keepdims: 0 }, gives: [2, 4] },
    { inputs: { x: [2, 3] }, attributes: { axes: [], noop_with_empty_axes: 1 }, dtypes: { T: 'bool' }, gives: [2, 3] },
    { inputs: { x: [5] }, attributes: { keepdims: 0 }, dtypes: { T: 'int64' }, gives: [] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [0, 3] }, attributes: { axes: [0] }, dtypes: { T: 'int32' }, gives: [1, 3] },
  ],
});
