import { ANY, lowestOf } from '../ir/dtype.ts';
import { constant, eitherZero, max } from '../ir/loop-builder.ts';
import { allAxes, axes, flag } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { spreadOver, withAxes } from './shared/gradients.ts';
import { oneAxisAtATime } from './shared/one-axis-at-a-time.ts';
import { reduceLoops } from './shared/reduce-loops.ts';
import { reducedShape } from './shared/reduced-shape.ts';
import { reducedTerms } from './shared/reduced-terms.ts';
import { settleReducedAxes } from './shared/settle-reduced-axes.ts';

export const ReduceMax = defineOperator({
  name: 'ReduceMax',
  doc: 'Takes the largest element along the given axes, or along all; the lowest value of the type where there is none.',
  inputs: { x: tensor('T') },
  attributes: { axes: axes({ default: allAxes }), keepdims: flag(true), noop_with_empty_axes: flag(false) },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {},
  shape: ({ x }, { axes, keepdims }, rule) => reducedShape(x, axes, keepdims, rule),
  reference: ({ x }, { axes, keepdims }, { calc }) => {
    const terms = reducedTerms(x.shape, axes, keepdims);
    return (at) => (terms.count === 0 ? calc.lit(lowestOf(x.dtype)) : calc.largest(terms.count, (term) => x.at(terms.index(at, term))));
  },
  lower: {
    loops: (k, { x }, [result], { axes, keepdims }) => reduceLoops(k, x, result!, { axes, keepdims, start: constant(x.dtype, lowestOf(x.storage)), step: (x, y) => eitherZero(max(x, y)) }),
  },
  gradient: (g, { grads: [grad], inputs: { x }, results: [largest], attributes: { axes } }) => {
    // Elements that share the largest value share the gradient.
    const wins = g.op('Cast', [g.op('Equal', [x, withAxes(g, largest!, x.shape, axes)])], { to: x.dtype });
    const winners = g.op('ReduceSum', [wins], { axes, keepdims: true, noop_with_empty_axes: true });
    return { x: g.op('Div', [g.op('Mul', [spreadOver(g, grad!, x.shape, axes), wins]), winners]) };
  },
  names: {
    onnx: { since: 1, operands: { axes: { position: 1, since: 18 } } },
    torch: [
      'torch.amax(input=x, dim?=axes, keepdim?=keepdims:false)', 'Tensor.amax(x, dim?=axes, keepdim?=keepdims:false)',
      'torch.max(input=x, =keepdims:false)', 'Tensor.max(x, =keepdims:false)',
    ],
    tfjs: ['tf.max(x, axis?=axes, keepDims?=keepdims:false)', 'Tensor.max(x, axis?=axes, keepDims?=keepdims:false)'],
    settle: settleReducedAxes,
  },
  laws: [
    oneAxisAtATime(),
    law('never-passed', ({ g, operands: [x], call }) => {
      if (!x || x.dtype === 'bool') return undefined;
      const largest = call([x], { axes: allAxes(x.shape.length), keepdims: true });
      return [g.op('Max', [x, largest]), g.op('Expand', [largest], { shape: x.shape })];
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
