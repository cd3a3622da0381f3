import { FLOATS } from '../ir/dtype.ts';
import { add, div, mul, offset, parameter, sqrt, sub } from '../ir/loop-builder.ts';
import type { Expr } from '../ir/loops.ts';
import { axis, real } from '../spec/attributes.ts';
import type { Num } from '../spec/calc.ts';
import { optional, tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { fitsInto } from './shared/broadcast.ts';
import { sumToShape } from './shared/gradients.ts';
import { dividerBy, foldLoops } from './shared/fold-loops.ts';
import { settleNormalizedShape } from './shared/settle-normalized-shape.ts';

export const LayerNormalization = defineOperator({
  name: 'LayerNormalization',
  doc: 'Normalises over the last axes, from `axis` on, to mean 0 and variance 1, then scales and shifts.',
  inputs: { x: tensor('T', { min: 1 }), scale: tensor('T'), bias: optional('T') },
  attributes: { axis: axis({ default: -1 }), epsilon: real({ default: 1e-5, min: 0 }) },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {
    scale: 'the scale has extent {given} where the normalised axis has {extent}',
    bias: 'the bias has extent {given} where the normalised axis has {extent}',
    'scale-axes': 'the scale has {given} axes but only {normalised} are normalised',
    'bias-axes': 'the bias has {given} axes but only {normalised} are normalised',
    normalized: 'the last axes should have extent {expected} but have {extent}',
    'normalized-axes': '{named} extents are to be normalised in a tensor of {rank} axes',
  },
  shape({ x, scale, bias }, { axis }, rule) {
    const last = x.slice(axis);
    if (scale.length > last.length) rule.stop('scale-axes', { given: scale.length, normalised: last.length });
    if (bias && bias.length > last.length) rule.stop('bias-axes', { given: bias.length, normalised: last.length });
    fitsInto(scale, last, (claim, facts) => rule.must('scale', claim, facts));
    if (bias) fitsInto(bias, last, (claim, facts) => rule.must('bias', claim, facts));
    return x;
  },
  reference({ x, scale, bias }, { axis, epsilon }, { calc }) {
    const extents = x.shape.slice(axis);
    const count = extents.reduce((n, extent) => n * extent, 1);
    const rows = new Map<string, { readonly mean: Num; readonly deviation: Num }>();
    const rowAt = (outer: readonly number[]): { readonly mean: Num; readonly deviation: Num } => {
      const known = rows.get(outer.join());
      if (known) return known;
      const element = (i: number): Num => {
        const inner: number[] = [];
        for (let a = extents.length - 1, rest = i; a >= 0; a--) { inner[a] = rest % extents[a]!; rest = Math.floor(rest / extents[a]!); }
        return x.at([...outer, ...inner]);
      };
      const mean = calc.div(calc.sum(count, element), calc.lit(count));
      const square = (v: Num): Num => calc.mul(v, v);
      const average = (of: (i: number) => Num): Num => calc.div(calc.sum(count, of), calc.lit(count));
      // Engines that read the row once subtract the square of the mean from the mean of the squares.
      const variance = calc.either(average((i) => square(calc.sub(element(i), mean))), calc.sub(average((i) => square(element(i))), square(mean)));
      const row = { mean, deviation: calc.sqrt(calc.add(variance, calc.lit(epsilon))) };
      rows.set(outer.join(), row);
      return row;
    };
    return (at) => {
      const { mean, deviation } = rowAt(at.slice(0, axis));
      const product = calc.mul(calc.div(calc.sub(x.at(at), mean), deviation), scale.broadcast(at));
      // Engines that subtract the scaled mean add two zeros where there is no distance from it.
      const scaled = calc.either(product, calc.add(product, calc.lit(0)));
      return bias ? calc.add(scaled, bias.broadcast(at)) : scaled;
    };
  },
  lower: {
    loops(k, { x, scale, bias }, [result], { axis, epsilon }) {
      const inner = x.shape.slice(axis);
      const size = inner.reduce((n, extent) => n * extent, 1);
      const count = parameter(x.dtype, size);
      k.nest(x.shape.slice(0, axis), (outer) => {
        const average = (of: (element: Expr) => Expr): Expr => {
          const first = mul(offset(x.shape.slice(0, axis), outer), size);
          const sum = foldLoops(k, { type: x.dtype, count: size, start: 0, step: add, element: (i) => of(k.loadFlat(x, add(first, i))) });
          return k.once(div(sum.get, count));
        };
        const mean = average((element) => element);
        const variance = average((element) => { const d = k.once(sub(element, mean)); return mul(d, d); });
        const normalised = dividerBy(k, k.once(sqrt(add(variance, parameter(x.dtype, epsilon)))), size);
        k.nest(inner, (at) => {
          const normal = normalised(sub(k.load(x, [...outer, ...at]), mean));
          const scaled = mul(normal, k.loadBroadcast(scale, at));
          k.store(result!, [...outer, ...at], bias ? add(scaled, k.loadBroadcast(bias, at)) : scaled);
        });
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { x, scale, bias }, attributes: { axis, epsilon } }) {
    const over = { axes: x.shape.map((_, a) => a).slice(axis), keepdims: true };
    const mean = (v: typeof x) => g.op('ReduceMean', [v], over);
    const centred = g.op('Sub', [x, mean(x)]);
    const deviation = g.op('Sqrt', [g.op('Add', [mean(g.op('Mul', [centred, centred])), g.scalar(x.dtype, epsilon)])]);
    const normal = g.op('Div', [centred, deviation]);
    // With s = grad·scale: dx = (s − mean(s) − normal·mean(s·normal)) / deviation
    const s = g.op('Mul', [grad, scale]);
    const along = g.op('Mul', [normal, mean(g.op('Mul', [s, normal]))]);
    return {
      x: g.op('Div', [g.op('Sub', [g.op('Sub', [s, mean(s)]), along]), deviation]),
      scale: sumToShape(g, g.op('Mul', [grad, normal]), scale.shape),
      bias: bias && sumToShape(g, grad!, bias.shape),
    };
  },
  names: {
    onnx: { since: 17 },
    torch: ['torch.nn.functional.layer_norm(input=x, normalized_shape, weight=scale, bias?, eps?=epsilon)'],
    settle: settleNormalizedShape,
  },
  laws: [
    law('scales-with-its-parameters', ({ g, operands: [x, scale, bias], call }) => {
      const twice = (v: typeof x) => g.op('Add', [v, v]);
      return [call([x, twice(scale), bias && twice(bias)]), twice(call([x, scale, bias]))];
    }),
    law('odd', ({ g, operands: [x, scale, bias], call }) => {
      const minus = (v: typeof x) => g.op('Neg', [v]);
      return [call([minus(x), scale, bias && minus(bias)]), minus(call([x, scale, bias]))];
    }),
  ],
  examples: [
    { inputs: { x: [2, 3, 4], scale: [4], bias: [4] }, gives: [2, 3, 4] },
    { inputs: { x: [2, 3, 4], scale: [3, 4] }, attributes: { axis: 1 }, gives: [2, 3, 4] },
    { inputs: { x: [5, 4], scale: [], bias: [1] }, attributes: { epsilon: 0.1 }, dtypes: { T: 'float64' }, gives: [5, 4] },
    { inputs: { x: [0, 4], scale: [4] }, gives: [0, 4] },
    { inputs: { x: [2, 3, 4], scale: [3, 4] }, attributes: { normalized_shape: [3, 4] }, gives: [2, 3, 4] },
    { inputs: { x: [2, 4], scale: [3] }, breaks: 'scale' },
    { inputs: { x: [2, 4], scale: [4], bias: [3] }, breaks: 'bias' },
    { inputs: { x: [2, 4], scale: [2, 4] }, breaks: 'scale-axes' },
    { inputs: { x: [2, 4], scale: [4], bias: [2, 4] }, breaks: 'bias-axes' },
    { inputs: { x: [2, 4], scale: [4] }, attributes: { normalized_shape: [5] }, breaks: 'normalized' },
    { inputs: { x: [4], scale: [4] }, attributes: { normalized_shape: [2, 4] }, breaks: 'normalized-axes' },
  ],
});
