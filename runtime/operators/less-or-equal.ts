import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { le } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { combineSizes } from './shared/combine-sizes.ts';

export const LessOrEqual = defineOperator({
  name: 'LessOrEqual',
  doc: 'Tells element by element whether the first tensor is at most the second, broadcasting both ways; never beside NaN.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'bool',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, (x, y) => y.atLeast(x).choose(1, 0)),
  reference: ({ x, y }, _, { calc }) => (at) => {
    const [a, b] = [x.broadcast(at), y.broadcast(at)];
    return calc.as('bool').max(calc.less(a, b), calc.equal(a, b));
  },
  lower: { elementwise: ({ x, y }) => le(x, y) },
  names: {
    onnx: { since: 12 },
    torch: ['torch.le(input=x, other=y)', 'torch.less_equal(input=x, other=y)', 'Tensor.le(x, other=y)', 'Tensor.less_equal(x, other=y)'],
    tfjs: ['tf.lessEqual(a=x, b=y)', 'Tensor.lessEqual(x, b=y)'],
  },
  laws: [
    law('not-above', ({ g, operands: [x, y], call }) => (x && !isFloat(x.dtype) ? [call([x, y]), g.op('Not', [g.op('Less', [y, x])])] : undefined)),
    // Floats only: the smallest integer has no negative.
    law('mirrored', ({ g, operands: [x, y], call }) => (x && isFloat(x.dtype) ? [call([x, y]), call([g.op('Neg', [y]), g.op('Neg', [x])])] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 1], y: [3] }, dtypes: { T: 'int64' }, gives: [2, 3] },
    { inputs: { x: [], y: [] }, dtypes: { T: 'int32' }, gives: [] },
    { inputs: { x: [3, 0], y: [1] }, gives: [3, 0] },
    { inputs: { x: [2, 3], y: [2, 2] }, breaks: 'broadcast' },
  ],
});
