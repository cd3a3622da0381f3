import type { Dim } from '../dims/dim.ts';
import { FLOATS } from '../ir/dtype.ts';
import { perSpatial, size, sizes } from '../spec/attributes.ts';
import { optional, tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { convGradient } from './shared/conv-gradient.ts';
import { convLoops } from './shared/conv-loops.ts';
import { drawGroup, drawWindow } from './shared/draw-window.ts';
import { settleWindow } from './shared/settle-window.ts';
import { outside } from './shared/outside.ts';
import { KERNEL, WINDOW, slide } from './shared/window.ts';

export const Conv = defineOperator({
  name: 'Conv',
  doc: 'Slides O filters over an N×C×(spatial axes) tensor; each filter reads C/group channels.',
  inputs: { x: tensor('T', { min: 3, max: 5 }), weight: tensor('T', { min: 3, max: 5 }), bias: optional('T', 1) },
  attributes: {
    strides: sizes({ min: 1, default: perSpatial(1) }),
    pads: sizes({ default: perSpatial(0, 2) }),
    dilations: sizes({ min: 1, default: perSpatial(1) }),
    group: size({ min: 1, default: 1 }),
  },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {
    axes: 'the input has {x} axes but the filters have {w}',
    spatial: 'strides, dilations and pads must name {spatial} spatial axes',
    channels: 'the input has {c} channels but the filters read {i} × {group} groups',
    groups: '{o} filters do not split into {group} groups',
    kernel: KERNEL,
    window: WINDOW,
    bias: 'the bias has {b} entries for {o} filters',
  },
  shape({ x, weight, bias }, { strides, pads, dilations, group }, rule) {
    if (x.length !== weight.length) rule.stop('axes', { x: x.length, w: weight.length });
    const spatial = x.length - 2;
    if (strides.length !== spatial || dilations.length !== spatial || pads.length !== 2 * spatial) rule.stop('spatial', { spatial });
    const [n, c, ...extents] = x as [Dim, Dim, ...Dim[]];
    const [o, i, ...kernel] = weight as [Dim, Dim, ...Dim[]];
    rule.must('channels', c.equals(i.times(group)), { c, i, group });
    rule.must('groups', o.divisibleBy(group), { o, group });
    if (bias) rule.must('bias', bias[0].equals(o), { b: bias[0], o });
    for (const extent of kernel) rule.must('kernel', extent.atLeast(1), { kernel: extent });
    return [n, o, ...extents.map((extent, axis) => slide(extent, kernel[axis]!, {
      stride: strides[axis]!, dilation: dilations[axis]!, before: pads[axis]!, after: pads[axis + spatial]!,
    }, rule))];
  },
  reference({ x, weight, bias }, { strides, pads, dilations, group }, { calc }) {
    const [filters, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
    const taps = kernel.reduce((n, extent) => n * extent, 1);
    return ([n, o, ...at]) => {
      const first = Math.floor(o! / (filters / group)) * perGroup;
      const products = perGroup * taps;
      // The bias is one more term: engines may start from it as well as add it last.
      return calc.sum(products + (bias ? 1 : 0), (term) => {
        if (term === products) return bias!.at([o!]);
        let rest = term % taps;
        const tap: number[] = [];
        for (let axis = kernel.length - 1; axis >= 0; axis--) { tap[axis] = rest % kernel[axis]!; rest = Math.floor(rest / kernel[axis]!); }
        const from = tap.map((t, axis) => at[axis]! * strides[axis]! - pads[axis]! + t * dilations[axis]!);
        const channel = Math.floor(term / taps);
        if (from.some((position, axis) => position < 0 || position >= x.shape[axis + 2]!)) return outside(calc, weight.at([o!, channel, ...tap]));
        return calc.term(x.at([n!, first + channel, ...from]), weight.at([o!, channel, ...tap]));
      });
    };
  },
  lower: {
    loops: (k, { x, weight, bias }, [result], attributes) => convLoops(k, { x, weight, bias, result: result! }, attributes),
  },
  gradient: (g, context) => convGradient(g, context),
  names: {
    onnx: { since: 1 },
    torch: [1, 2, 3].map((d) => `torch.nn.functional.conv${d}d(input=x, weight, bias?, stride?=strides, padding?=pads, dilation?=dilations, groups?=group)`),
    settle: settleWindow('weight'),
  },
  laws: [
    law('additive-in-x', ({ g, operands: [x, weight], call }) => {
      if (!x || !weight) return undefined;
      const y = g.op('Mul', [x, g.scalar(x.dtype, -3)]);
      return [call([g.op('Add', [x, y]), weight]), g.op('Add', [call([x, weight]), call([y, weight])])];
    }),
  ],
  draw: (draw, shapes) => ({ ...drawWindow(draw, shapes), group: drawGroup(draw, shapes[0]?.[1] ?? 1) }),
  examples: [
    { inputs: { x: [1, 3, 8, 8], weight: [4, 3, 3, 3], bias: [4] }, gives: [1, 4, 6, 6] },
    { inputs: { x: [2, 4, 7, 5], weight: [6, 2, 3, 1] }, attributes: { strides: [2, 1], pads: [1, 0, 1, 2], group: 2 }, gives: [2, 6, 4, 7] },
    { inputs: { x: [1, 2, 9], weight: [1, 2, 3] }, attributes: { dilations: [2] }, gives: [1, 1, 5] },
    { inputs: { x: [1, 1, 3, 3, 3], weight: [1, 1, 2, 2, 2] }, gives: [1, 1, 2, 2, 2] },
    { inputs: { x: [1, 2, 5], weight: [2, 1, 4] }, attributes: { strides: [2], group: 2, auto_pad: 'SAME_UPPER' }, gives: [1, 2, 3] },
    { inputs: { x: [0, 1, 3, 3], weight: [2, 1, 2, 2] }, gives: [0, 2, 2, 2] },
    { inputs: { x: [1, 3, 8], weight: [4, 3, 3, 3] }, breaks: 'axes' },
    { inputs: { x: [1, 3, 8, 8], weight: [4, 3, 3, 3] }, attributes: { strides: [1] }, breaks: 'spatial' },
    { inputs: { x: [1, 4, 8, 8], weight: [4, 3, 3, 3] }, breaks: 'channels' },
    { inputs: { x: [1, 4, 8, 8], weight: [3, 2, 3, 3] }, attributes: { group: 2 }, breaks: 'groups' },
    { inputs: { x: [1, 3, 8], weight: [4, 3, 0] }, breaks: 'kernel' },
    { inputs: { x: [1, 3, 2, 8], weight: [4, 3, 3, 3] }, breaks: 'window' },
    { inputs: { x: [1, 3, 8, 8], weight: [4, 3, 3, 3], bias: [3] }, breaks: 'bias' },
  ],
});
