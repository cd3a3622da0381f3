import { FLOATS } from '../ir/dtype.ts';
import { axis } from '../spec/attributes.ts';
import type { Num } from '../spec/calc.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { dividerBy } from './shared/fold-loops.ts';
import { softmaxLoops } from './shared/softmax-loops.ts';

export const Softmax = defineOperator({
  name: 'Softmax',
  doc: 'Turns each row along an axis into positive parts of 1: exp(x) over the sum of exp(x).',
  inputs: { x: tensor('T', { min: 1 }) },
  attributes: { axis: axis({ default: -1 }) },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {},
  shape: ({ x }) => x,
  reference: ({ x }, { axis }, { calc }) => {
    // Dividing both sides by exp of the largest element leaves the fraction alone and keeps exp from overflowing.
    const rows = new Map<string, { readonly largest: Num; readonly sum: Num }>();
    const rowAt = (at: readonly number[]): { readonly largest: Num; readonly sum: Num } => {
      const key = at.with(axis, 0).join();
      let row = rows.get(key);
      if (!row) {
        const element = (i: number): Num => x.at(at.with(axis, i));
        const largest = calc.largest(x.shape[axis]!, element);
        row = { largest, sum: calc.sum(x.shape[axis]!, (i) => calc.exp(calc.sub(element(i), largest))) };
        rows.set(key, row);
      }
      return row;
    };
    return (at) => {
      const { largest, sum } = rowAt(at);
      return calc.div(calc.exp(calc.sub(x.at(at), largest)), sum);
    };
  },
  lower: {
    loops: (k, { x }, [result], { axis }) => softmaxLoops(k, x, result!, axis, true, ({ extent, sum, at }) => {
      const part = dividerBy(k, sum, extent);
      k.loop(extent, (i) => k.store(result!, at(i), part(k.load(result!, at(i)))));
    }),
  },
  gradient: (g, { grads: [grad], results: [y], attributes: { axis } }) => {
    // dx = y·(g − Σ g·y)
    const inner = g.op('ReduceSum', [g.op('Mul', [grad, y])], { axes: [axis], keepdims: true });
    return { x: g.op('Mul', [y, g.op('Sub', [grad, inner])]) };
  },
  names: {
    onnx: { since: 1 },
    torch: ['torch.softmax(input=x, dim=axis)', 'torch.nn.functional.softmax(input=x, dim=axis)', 'Tensor.softmax(x, dim=axis)'],
    tfjs: ['tf.softmax(logits=x, dim?=axis)', 'Tensor.softmax(x, dim?=axis)'],
  },
  laws: [
    law('a-shift-changes-nothing', ({ g, operands: [x], call }) => (x ? [call([g.op('Add', [x, g.scalar(x.dtype, 1)])]), call([x])] : undefined)),
    law('exp-of-log-softmax', ({ g, operands: [x], call }) => (x ? [call([x], { axis: 0 }), g.op('Exp', [g.op('LogSoftmax', [x], { axis: 0 })])] : undefined)),
  ],
  examples: [
    { inputs: { x: [2, 3] }, gives: [2, 3] },
    { inputs: { x: [2, 3, 4] }, attributes: { axis: 1 }, gives: [2, 3, 4] },
    { inputs: { x: [5] }, attributes: { axis: 0 }, dtypes: { T: 'float64' }, gives: [5] },
    { inputs: { x: [2, 0] }, gives: [2, 0] },
    { inputs: { x: [0, 3] }, attributes: { axis: -1 }, gives: [0, 3] },
  ],
});
