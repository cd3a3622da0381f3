import { ANY, isFloat } from '../ir/dtype.ts';
import { eq } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { commutes, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { BROADCAST, broadcast } from './shared/broadcast.ts';
import { combineSizes } from './shared/combine-sizes.ts';

export const Equal = defineOperator({
  name: 'Equal',
  doc: 'Tells element by element whether two tensors are equal, broadcasting both ways; NaN equals nothing.',
  inputs: { x: tensor('T'), y: tensor('T') },
  attributes: {},
  dtypes: { T: ANY },
  returns: 'bool',
  checks: { broadcast: BROADCAST },
  shape: ({ x, y }, _, rule) => broadcast(x, y, rule),
  // Exporters choose between sizes by comparing them: a bool is held as 1 or 0.
  onSizes: (held, shapes) => combineSizes(held, shapes, (x, y) => x.equals(y).choose(1, 0)),
  reference: ({ x, y }, _, { calc }) => (at) => calc.equal(x.broadcast(at), y.broadcast(at)),
  lower: { elementwise: ({ x, y }) => eq(x, y) },
  names: {
    onnx: { since: 7 },
    torch: ['torch.eq(input=x, other=y)', 'Tensor.eq(x, other=y)'],
    tfjs: ['tf.equal(a=x, b=y)', 'Tensor.equal(x, b=y)'],
  },
  laws: [
    commutes(),
    law('to-itself', ({ g, operands: [x], call }) => (x && !isFloat(x.dtype) ? [call([x, x]), g.op('Expand', [g.scalar('bool', 1)], { shape: x.shape })] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3], y: [2, 3] }, dtypes: { T: 'int32' }, gives: [2, 3] },
    { inputs: { x: [2, 1], y: [3] }, dtypes: { T: 'bool' }, gives: [2, 3] },
    { inputs: { x: [], y: [] }, gives: [] },
    { inputs: { x: [0], y: [1] }, dtypes: { T: 'int64' }, gives: [0] },
    { inputs: { x: [2, 3], y: [2] }, breaks: 'broadcast' },
  ],
});
