import { FLOATS } from '../ir/dtype.ts';
import { log, sub } from '../ir/loop-builder.ts';
import { axis } from '../spec/attributes.ts';
import type { Num } from '../spec/calc.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { softmaxLoops } from './shared/softmax-loops.ts';

export const LogSoftmax = defineOperator({
  name: 'LogSoftmax',
  doc: 'Takes the logarithm of the softmax of each row along an axis: x − log of the sum of exp(x).',
  inputs: { x: tensor('T', { min: 1 }) },
  attributes: { axis: axis({ default: -1 }) },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, { axis }, { calc }) => {
    const rows = new Map<string, { readonly largest: Num; readonly log: Num }>();
    const rowAt = (at: readonly number[]): { readonly largest: Num; readonly log: Num } => {
      const key = at.with(axis, 0).join();
      let row = rows.get(key);
      if (!row) {
        const element = (i: number): Num => x.at(at.with(axis, i));
        const largest = calc.largest(x.shape[axis]!, element);
        row = { largest, log: calc.log(calc.sum(x.shape[axis]!, (i) => calc.exp(calc.sub(element(i), largest)))) };
        rows.set(key, row);
      }
      return row;
    };
    return (at) => {
      const { largest, log } = rowAt(at);
      return calc.sub(calc.sub(x.at(at), largest), log);
    };
  },
  lower: {
    loops: (k, { x }, [result], { axis }) => softmaxLoops(k, x, result!, axis, false, ({ extent, sum, largest, at }) => {
      const shift = k.once(log(sum));
      k.loop(extent, (i) => k.store(result!, at(i), sub(sub(k.load(x, at(i)), largest), shift)));
    }),
  },
  gradient: (g, { grads: [grad], results: [y], attributes: { axis } }) => {
    // dx = g − softmax(x)·Σ g
    const total = g.op('ReduceSum', [grad], { axes: [axis], keepdims: true });
    return { x: g.op('Sub', [grad, g.op('Mul', [g.op('Exp', [y]), total])]) };
  },
  names: {
    onnx: { since: 1 },
    torch: ['torch.log_softmax(input=x, dim=axis)', 'torch.nn.functional.log_softmax(input=x, dim=axis)', 'Tensor.log_softmax(x, dim=axis)'],
    tfjs: ['tf.logSoftmax(logits=x, axis?)', 'Tensor.logSoftmax(x, axis?)'],
  },
  laws: [
    law('a-shift-changes-nothing', ({ g, operands: [x], call }) => (x ? [call([g.op('Add', [x, g.scalar(x.dtype, 1)])]), call([x])] : undefined)),
    law('its-own-fixed-point', ({ operands: [x], call }) => [call([call([x])]), call([x])]),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 3, 4] }, attributes: { axis: 0 }, gives: [2, 3, 4] },
    { inputs: { x: [1] }, dtypes: { T: 'float64' }, gives: [1] },
    { inputs: { x: [0, 3] }, attributes: { axis: 0 }, gives: [0, 3] },
  ],
});
