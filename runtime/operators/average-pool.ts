import { FLOATS } from '../ir/dtype.ts';
import { add, and, div, lt, select } from '../ir/loop-builder.ts';
import type { Expr } from '../ir/loops.ts';
import { flag } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { POOL_ATTRIBUTES, POOL_CHECKS, drawPool, poolShape, trivialWindow } from './shared/pool.ts';
import { poolLoops } from './shared/pool-loops.ts';
import { averagePoolGradient } from './shared/pool-gradient.ts';
import { settleWindow } from './shared/settle-window.ts';

export const AveragePool = defineOperator({
  name: 'AveragePool',
  doc: 'The mean of the elements under each position of a window; padding counts only with count_include_pad, what hangs over the padding never.',
  inputs: { x: tensor('T', { min: 3, max: 5 }) },
  attributes: { ...POOL_ATTRIBUTES, count_include_pad: flag(false) },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: POOL_CHECKS,
  shape: ({ x }, attributes, rule) => poolShape(x, attributes, rule),
  reference({ x }, { kernel_shape, strides, pads, dilations, count_include_pad }, { calc }) {
    const spatial = kernel_shape.length;
    const reached = (window: number, axis: number): readonly number[] =>
      Array.from({ length: kernel_shape[axis]! }, (_, tap) => window * strides[axis]! - pads[axis]! + tap * dilations[axis]!);
    const inside = (position: number, axis: number): boolean => position >= 0 && position < x.shape[axis + 2]!;
    const padded = (position: number, axis: number): boolean => position >= -pads[axis]! && position < x.shape[axis + 2]! + pads[axis + spatial]!;
    return ([n, c, ...at]) => {
      let places: readonly (readonly number[])[] = [[]];
      let divisor = 1;
      at.forEach((window, axis) => {
        const along = reached(window, axis).filter((position) => inside(position, axis));
        places = places.flatMap((place) => along.map((position) => [...place, position]));
        divisor *= count_include_pad ? reached(window, axis).filter((position) => padded(position, axis)).length : along.length;
      });
      const total = calc.sum(places.length, (i) => x.at([n!, c!, ...places[i]!]));
      // A dilated window may step over the whole input; the mean of nothing is 0 here, as in ONNX Runtime.
      return divisor === 0 ? calc.lit(0) : calc.div(total, calc.lit(divisor));
    };
  },
  lower: {
    loops(k, { x }, [result], attributes) {
      const { kernel_shape, pads, count_include_pad } = attributes;
      const spatial = kernel_shape.length;
      poolLoops(k, x, result!, attributes, ({ at, counts, taps }) => {
        const total = k.local(result!.dtype, 0);
        const sum = (element: Expr): void => total.set(add(total.get, element));
        if (counts) {
          taps(sum);
          k.store(result!, at, div(total.get, Math.max(1, count_include_pad ? counts.padded : counts.inside)));
          return;
        }
        const count = k.local(result!.dtype, 0);
        const another = (): void => count.set(add(count.get, 1));
        // No tap lies before the padding, so only its end needs a look.
        if (count_include_pad) taps(sum, (from) => k.when(from.map((position, axis) => lt(position, x.shape[axis + 2]! + pads[axis + spatial]!)).reduce(and), another));
        else taps((element) => { sum(element); another(); });
        k.store(result!, at, div(total.get, select(lt(count.get, 1), 1, count.get)));
      });
    },
  },
  gradient: (g, { grads: [grad], inputs: { x }, attributes }) => ({ x: averagePoolGradient(g, grad!, x, attributes) }),
  names: {
    onnx: { since: 1 },
    torch: [1, 2, 3].map((d) => `torch.nn.functional.avg_pool${d}d(input=x, kernel_size=kernel_shape, stride=strides, padding?=pads, ceil_mode?, count_include_pad?=count_include_pad:true)`),
    settle: settleWindow('kernel_shape'),
  },
  laws: [
    law('window-of-one', ({ operands: [x], call }) => (x ? [call([x], trivialWindow(x.shape.length)), x] : undefined)),
    law('scales', ({ g, operands: [x], call }) => {
      if (!x) return undefined;
      const factor = g.scalar(x.dtype, -2);
      return [call([g.op('Mul', [x, factor])]), g.op('Mul', [call([x]), factor])];
    }),
  ],
  draw: (draw, [x]) => ({ ...drawPool(draw, x ?? []), count_include_pad: draw.chance(0.5) }),
  examples: [
    { inputs: { x: [1, 2, 8, 8] }, attributes: { kernel_shape: [2, 2], strides: [2, 2] }, gives: [1, 2, 4, 4] },
    { inputs: { x: [1, 1, 7] }, attributes: { kernel_shape: [3], strides: [2], dilations: [2], pads: [1, 1] }, gives: [1, 1, 3] },
    { inputs: { x: [1, 1, 4, 4] }, attributes: { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: true }, gives: [1, 1, 2, 2] },
    { inputs: { x: [1, 1, 4, 5] }, attributes: { kernel_shape: [3, 2], strides: [2, 2], pads: [1, 0, 1, 1], ceil_mode: true, count_include_pad: true }, gives: [1, 1, 3, 3] },
    { inputs: { x: [1, 1, 1] }, attributes: { kernel_shape: [2], strides: [2], ceil_mode: true }, gives: [1, 1, 1] },
    { inputs: { x: [2, 1, 5, 4] }, attributes: { kernel_shape: [3, 2], strides: [2, 2], auto_pad: 'SAME_UPPER' }, gives: [2, 1, 3, 2] },
    { inputs: { x: [1, 2, 3, 4, 3] }, attributes: { kernel_shape: [2, 2, 2] }, gives: [1, 2, 2, 3, 2] },
    { inputs: { x: [2, 0, 4] }, attributes: { kernel_shape: [2] }, gives: [2, 0, 3] },
    { inputs: { x: [1, 1, 4, 4] }, attributes: { kernel_shape: [2] }, breaks: 'spatial' },
    { inputs: { x: [1, 1, 4, 2] }, attributes: { kernel_shape: [3, 3] }, breaks: 'window' },
    { inputs: { x: [1, 1, 4] }, attributes: { kernel_shape: [2], pads: [0, 2] }, breaks: 'padding' },
    { inputs: { x: [1, 1, 0] }, attributes: { kernel_shape: [2], pads: [1, 1] }, breaks: 'empty' },
  ],
});
