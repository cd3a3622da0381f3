import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { add, div, parameter } from '../ir/loop-builder.ts';
import { allAxes, axes, flag } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { anything } from './shared/anything.ts';
import { spreadOver } from './shared/gradients.ts';
import { reduceLoops } from './shared/reduce-loops.ts';
import { reducedShape } from './shared/reduced-shape.ts';
import { reducedTerms } from './shared/reduced-terms.ts';
import { settleReducedAxes } from './shared/settle-reduced-axes.ts';

export const ReduceMean = defineOperator({
  name: 'ReduceMean',
  doc: 'Averages the elements along the given axes, or along all; integers truncate, the average of nothing is not defined: engines give NaN or 0.',
  inputs: { x: tensor('T') },
  attributes: { axes: axes({ default: allAxes }), keepdims: flag(true), noop_with_empty_axes: flag(false) },
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }, { axes, keepdims }, rule) => reducedShape(x, axes, keepdims, rule),
  reference: ({ x }, { axes, keepdims }, { calc }) => {
    const terms = reducedTerms(x.shape, axes, keepdims);
    return (at) => {
      const sum = calc.sum(terms.count, (term) => x.at(terms.index(at, term)));
      const mean = calc.div(sum, calc.lit(terms.count));
      // ONNX: "Reduction over an empty set of values yields undefined."
      if (terms.count === 0) return calc.either(mean, calc.lit(0));
      if (isFloat(calc.dtype)) return mean;
      // Engines add up integers in wider types or not: where the sum overflows, means differ.
      const wide = calc.as('float64');
      const wideSum = wide.sum(terms.count, (term) => calc.cast(x.at(terms.index(at, term)), 'float64'));
      const fits = wide.less(wide.abs(wide.sub(calc.cast(sum, 'float64'), wideSum)), wide.lit(0.5));
      return calc.choose(fits, mean, anything(calc));
    };
  },
  lower: {
    loops: (k, { x }, [result], { axes, keepdims }) =>
      reduceLoops(k, x, result!, { axes, keepdims, start: 0, step: add, finish: (sum, count) => div(sum, parameter(sum.type, count)) }),
  },
  gradient: (g, { grads: [grad], inputs: { x }, attributes: { axes } }) => {
    const count = axes.reduce((n, axis) => n * x.shape[axis]!, 1);
    return { x: spreadOver(g, g.op('Div', [grad, g.scalar(grad!.dtype, count)]), x.shape, axes) };
  },
  names: {
    onnx: { since: 1, operands: { axes: { position: 1, since: 18 } } },
    torch: ['torch.mean(input=x, dim?=axes, keepdim?=keepdims:false)', 'Tensor.mean(x, dim?=axes, keepdim?=keepdims:false)'],
    tfjs: ['tf.mean(x, axis?=axes, keepDims?=keepdims:false)', 'Tensor.mean(x, axis?=axes, keepDims?=keepdims:false)'],
    settle: settleReducedAxes,
  },
  laws: [
    law('sum-over-count', ({ g, operands: [x], call }) => {
      if (!x || x.shape.includes(0)) return undefined;
      const count = x.shape.reduce((n, extent) => n * extent, 1);
      const all = { axes: allAxes(x.shape.length), keepdims: true };
      return [call([x], all), g.op('Div', [g.op('ReduceSum', [x], all), g.scalar(x.dtype, count)])];
    }),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [1, 1] },
    { inputs: { x: [2, 3, 4] }, attributes: { axes: [1, 2], keepdims: 0 }, gives: [2] },
    { inputs: { x: [2, 3] }, attributes: { axes: [], noop_with_empty_axes: 1 }, gives: [2, 3] },
    { inputs: { x: [4] }, attributes: { axes: 0, keepdims: 0 }, dtypes: { T: 'int64' }, gives: [] },
    { inputs: { x: [] }, gives: [] },
    { inputs: { x: [3, 0] }, attributes: { axes: [0] }, gives: [1, 0] },
  ],
});
