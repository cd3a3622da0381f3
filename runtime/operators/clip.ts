import { LARGEST, NUMBERS, isFloat } from '../ir/dtype.ts';
import { max as larger, min as smaller } from '../ir/loop-builder.ts';
import type { Num } from '../spec/calc.ts';
import { optional, tensor } from '../spec/inputs.ts';
import { idempotent, law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { sumToShape } from './shared/gradients.ts';

export const Clip = defineOperator({
  name: 'Clip',
  doc: 'Moves what is outside the interval [min, max] to its nearest end; where min is above max, everything is max.',
  inputs: { x: tensor('T'), min: optional('T', 0), max: optional('T', 0) },
  attributes: {},
  dtypes: { T: NUMBERS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x, min, max }, _, { calc }) => (at) => {
    // ONNX says that missing ends are the largest numbers, others say that they are not there: infinities tell.
    const element = x.at(at);
    const [low, high] = isFloat(calc.dtype) ? [calc.lit(-LARGEST[calc.dtype as 'float32']), calc.lit(LARGEST[calc.dtype as 'float32'])] : [undefined, undefined];
    // Between what and NaN nothing lies.
    const known = (end: Num, clipped: Num): Num => calc.choose(calc.equal(end, end), clipped, calc.either(element, calc.add(clipped, end)));
    const raised = min ? known(min.at([]), calc.max(element, min.at([]))) : low ? calc.either(element, calc.max(element, low)) : element;
    return max ? known(max.at([]), calc.min(raised, max.at([]))) : high ? calc.either(raised, calc.min(raised, high)) : raised;
  },
  lower: {
    elementwise: ({ x, min, max }) => {
      const raised = min ? larger(x, min) : x;
      return max ? smaller(raised, max) : raised;
    },
  },
  gradient: (g, { grads: [grad], inputs: { x, min, max } }) => {
    // Backwards: what the upper end cuts off belongs to it, of the rest what the lower end lifts belongs to that.
    const zero = g.scalar(x.dtype, 0);
    const raised = min ? g.op('Max', [x, min]) : x;
    const past = max ? g.op('Where', [g.op('Less', [raised, max]), grad, zero]) : grad!;
    const through = min ? g.op('Where', [g.op('Less', [min, x]), past, zero]) : past;
    return {
      x: through,
      min: min && sumToShape(g, g.op('Sub', [past, through]), []),
      max: max && sumToShape(g, g.op('Sub', [grad, past]), []),
    };
  },
  names: {
    onnx: { since: 1 },
    torch: ['torch.clamp(input=x, min?, max?)', 'torch.clip(input=x, min?, max?)', 'Tensor.clamp(x, min?, max?)', 'Tensor.clip(x, min?, max?)'],
    tfjs: ['tf.clipByValue(x, clipValueMin=min, clipValueMax=max)', 'Tensor.clipByValue(x, clipValueMin=min, clipValueMax=max)'],
  },
  laws: [
    idempotent(),
    law('two-halves', ({ operands: [x, min, max], call }) => (min && max ? [call([x, min, max]), call([call([x, min]), undefined, max])] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3], min: [], max: [] }, gives: [2, 3] },
    { inputs: { x: [2, 3], max: [] }, gives: [2, 3] },
    { inputs: { x: [], min: [] }, dtypes: { T: 'int32' }, gives: [] },
    { inputs: { x: [0, 3] }, gives: [0, 3] },
  ],
});
