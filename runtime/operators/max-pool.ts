import { FLOATS } from '../ir/dtype.ts';
import { eitherZero, max } from '../ir/loop-builder.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { POOL_ATTRIBUTES, POOL_CHECKS, drawPool, poolShape, trivialWindow } from './shared/pool.ts';
import { poolLoops } from './shared/pool-loops.ts';
import { maxPoolGradient } from './shared/pool-gradient.ts';
import { settleWindow } from './shared/settle-window.ts';

export const MaxPool = defineOperator({
  name: 'MaxPool',
  doc: 'The largest element under each position of a window; padding never wins, and the optional second result of ONNX (Indices) is not offered.',
  inputs: { x: tensor('T', { min: 3, max: 5 }) },
  attributes: POOL_ATTRIBUTES,
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: POOL_CHECKS,
  shape: ({ x }, attributes, rule) => poolShape(x, attributes, rule),
  reference({ x }, { kernel_shape, strides, pads, dilations }, { calc }) {
    // Positions of the elements that window number `at` sees along one axis.
    const seen = (at: number, axis: number): readonly number[] => Array.from({ length: kernel_shape[axis]! }, (_, tap) => at * strides[axis]! - pads[axis]! + tap * dilations[axis]!)
      .filter((position) => position >= 0 && position < x.shape[axis + 2]!);
    return ([n, c, ...at]) => {
      let places: readonly (readonly number[])[] = [[]];
      at.forEach((window, axis) => { const along = seen(window, axis); places = places.flatMap((place) => along.map((position) => [...place, position])); });
      // A dilated window may step over the whole input; nobody says what the largest of nothing is.
      return places.length === 0 ? calc.either(calc.lit(-Infinity), calc.lit(0)) : calc.largest(places.length, (i) => x.at([n!, c!, ...places[i]!]));
    };
  },
  lower: {
    loops: (k, { x }, [result], attributes) => poolLoops(k, x, result!, attributes, ({ at, taps }) => {
      const best = k.local(result!.dtype, -Infinity);
      taps((element) => best.set(eitherZero(max(best.get, element))));
      k.store(result!, at, best.get);
    }),
  },
  gradient: (g, { grads: [grad], inputs: { x }, results: [result], attributes }) => ({ x: maxPoolGradient(g, grad!, x, result!, attributes) }),
  names: {
    onnx: { since: 1 },
    torch: [1, 2, 3].map((d) => `torch.nn.functional.max_pool${d}d(input=x, kernel_size=kernel_shape, stride=strides, padding?=pads, dilation?=dilations, ceil_mode?)`),
    settle: settleWindow('kernel_shape'),
  },
  laws: [
    law('window-of-one', ({ operands: [x], call }) => (x ? [call([x], trivialWindow(x.shape.length)), x] : undefined)),
    // Rounding is monotone, so adding one number to all elements keeps the winner, bit for bit.
    law('translates', ({ g, operands: [x], call }) => {
      if (!x) return undefined;
      const three = g.scalar(x.dtype, 3);
      return [call([g.op('Add', [x, three])]), g.op('Add', [call([x]), three])];
    }),
  ],
  draw: (draw, [x]) => drawPool(draw, x ?? []),
  examples: [
    { inputs: { x: [1, 2, 8, 8] }, attributes: { kernel_shape: [2, 2], strides: [2, 2] }, gives: [1, 2, 4, 4] },
    { inputs: { x: [1, 1, 7] }, attributes: { kernel_shape: [3], strides: [2], dilations: [2], pads: [1, 1] }, gives: [1, 1, 3] },
    { inputs: { x: [1, 1, 4, 4] }, attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: true }, gives: [1, 1, 2, 2] },
    // The third window would start in the padding behind the input.
    { inputs: { x: [1, 1, 2, 2] }, attributes: { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: true }, gives: [1, 1, 2, 2] },
    { inputs: { x: [1, 1, 1] }, attributes: { kernel_shape: [2], strides: [2], ceil_mode: true }, gives: [1, 1, 1] },
    { inputs: { x: [2, 1, 5, 4] }, attributes: { kernel_shape: [3, 2], strides: [2, 2], auto_pad: 'SAME_LOWER' }, gives: [2, 1, 3, 2] },
    { inputs: { x: [1, 2, 3, 4, 3] }, attributes: { kernel_shape: [2, 2, 2] }, gives: [1, 2, 2, 3, 2] },
    { inputs: { x: [0, 3, 4] }, attributes: { kernel_shape: [2] }, gives: [0, 3, 3] },
    { inputs: { x: [1, 1, 4, 4] }, attributes: { kernel_shape: [2] }, breaks: 'spatial' },
    { inputs: { x: [1, 1, 4, 2] }, attributes: { kernel_shape: [3, 3] }, breaks: 'window' },
    { inputs: { x: [1, 1, 4] }, attributes: { kernel_shape: [2], pads: [2, 0] }, breaks: 'padding' },
    { inputs: { x: [1, 1, 0] }, attributes: { kernel_shape: [2], pads: [1, 1] }, breaks: 'empty' },
  ],
});
