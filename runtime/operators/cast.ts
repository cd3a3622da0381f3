import { ANY, isFloat, isInteger } from '../ir/dtype.ts';
import { cast } from '../ir/loop-builder.ts';
import { dtype } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { idempotent, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';

export const Cast = defineOperator({
  name: 'Cast',
  doc: 'Changes the element type: floats truncate to integers, integers wrap, a bool asks whether the element is not zero.',
  inputs: { x: tensor('T') },
  attributes: { to: dtype() },
  dtypes: { T: ANY },
  returns: ({ to }) => to,
  checks: {},
  shape: ({ x }) => x,
  onSizes: ([held], _, { to }) => (isInteger(to) ? held : undefined),
  reference: ({ x }, { to }, { calc }) => (at) => calc.cast(x.at(at), to),
  lower: { elementwise: ({ x }, { to }) => cast(to, x) },
  // Integers and bools move in steps: nothing flows back through them.
  gradient: (g, { grads: [grad], inputs: { x }, attributes: { to } }) => ({ x: isFloat(x.dtype) && isFloat(to) ? g.op('Cast', [grad], { to: x.dtype }) : undefined }),
  names: {
    onnx: { since: 9 },
    torch: ['Tensor.to(x, dtype=to)', 'Tensor.type(x, dtype=to)'],
    tfjs: ['tf.cast(x, dtype=to)', 'Tensor.cast(x, dtype=to)', 'Tensor.asType(x, dtype=to)'],
  },
  laws: [
    idempotent(),
    law('to-its-own-type', ({ operands: [x], call }) => (x ? [call([x], { to: x.dtype }), x] : undefined)),
    law('widened-and-back', ({ operands: [x], call }) => {
      const wide = x && ({ float32: 'float64', int32: 'int64', bool: 'int32' } as Readonly<Record<string, string>>)[x.dtype];
      return x && wide ? [call([call([x], { to: wide })], { to: x.dtype }), x] : undefined;
    }),
  ],
  examples: [
    { inputs: { x: [2, 3] }, attributes: { to: 'int32' }, gives: [2, 3] },
    { inputs: { x: [3] }, dtypes: { T: 'int64' }, attributes: { to: 'float32' }, gives: [3] },
    { inputs: { x: [] }, dtypes: { T: 'bool' }, attributes: { to: 'float64' }, gives: [] },
    { inputs: { x: [0, 2] }, dtypes: { T: 'int32' }, attributes: { to: 'bool' }, gives: [0, 2] },
  ],
});
