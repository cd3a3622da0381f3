import { NUMBERS } from '../ir/dtype.ts';
import { add } from '../ir/loop-builder.ts';
import { allAxes, axes, flag } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { spreadOver } from './shared/gradients.ts';
import { oneAxisAtATime } from './shared/one-axis-at-a-time.ts';
import { reduceLoops } from './shared/reduce-loops.ts';
import { reducedShape } from './shared/reduced-shape.ts';
import { reducedTerms } from './shared/reduced-terms.ts';
import { settleReducedAxes } from './shared/settle-reduced-axes.ts';

export const ReduceSum = defineOperator({
  name: 'ReduceSum',
  doc: 'Adds up the elements along the given axes, or along all; nothing adds up to 0.',
  inputs: { x: tensor('T') },
  attributes: { axes: axes({ default: allAxes }), keepdims: flag(true), noop_with_empty_axes: flag(false) },
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }, { axes, keepdims }, rule) => reducedShape(x, axes, keepdims, rule),
  reference: ({ x }, { axes, keepdims }, { calc }) => {
    const terms = reducedTerms(x.shape, axes, keepdims);
    return (at) => calc.sum(terms.count, (term) => x.at(terms.index(at, term)));
  },
  lower: { loops: (k, { x }, [result], { axes, keepdims }) => reduceLoops(k, x, result!, { axes, keepdims, start: 0, step: add }) },
  gradient: (g, { grads: [grad], inputs: { x }, attributes: { axes } }) => ({ x: spreadOver(g, grad!, x.shape, axes) }),
  names: {
    onnx: { since: 1, operands: { axes: { position: 1, since: 13 } } },
    torch: ['torch.sum(input=x, dim?=axes, keepdim?=keepdims:false)', 'Tensor.sum(x, dim?=axes, keepdim?=keepdims:false)'],
    tfjs: ['tf.sum(x, axis?=axes, keepDims?=keepdims:false)', 'Tensor.sum(x, axis?=axes, keepDims?=keepdims:false)'],
    settle: settleReducedAxes,
  },
  laws: [
    law('additive', ({ g, operands: [x], call }) => {
      const y = g.op('Mul', [x, x]);
      return [call([g.op('Add', [x, y])]), g.op('Add', [call([x]), call([y])])];
    }),
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
