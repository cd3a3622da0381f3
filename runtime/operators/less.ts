import { NUMBERS, isFloat } from '../ir/dtype.ts';
import { lt } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { combineSizes } from './shared/combine-sizes.ts';

export const Less = defineOperator({
  name: 'Less',
  doc: 'Tells element by element whether the first tensor is below the second, broadcasting both ways; never beside NaN.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'bool',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  onSizes: (held, shapes) => combineSizes(held, shapes, (x, y) => y.atLeast(x.plus(1)).choose(1, 0)),
  reference: ({ x, y }, _, { calc }) => (at) => calc.less(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => lt(x, y) },
  names: {
    onnx: { since: 9 },
    torch: ['torch.lt(input=x, other=y)', 'torch.less(input=x, other=y)', 'Tensor.lt(x, other=y)', 'Tensor.less(x, other=y)'],
    tfjs: ['tf.less(a=x, b=y)', 'Tensor.less(x, b=y)'],
  },
  laws: [
    law('never-below-itself', ({ g, operands: [x], call }) => (x ? [call([x, x]), g.op('Expand', [g.scalar('bool', 0)], { shape: x.shape })] : undefined)),
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
