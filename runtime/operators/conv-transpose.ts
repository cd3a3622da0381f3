import type { Dim } from '../dims/dim.ts';
import { FLOATS } from '../ir/dtype.ts';
import { perSpatial, size, sizes } from '../spec/attributes.ts';
import { optional, tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { convTransposeGradient } from './shared/conv-gradient.ts';
import { convTransposeLoops } from './shared/conv-transpose-loops.ts';
import { drawGroup, drawWindow } from './shared/draw-window.ts';
import { outside } from './shared/outside.ts';
import { settleConvTranspose } from './shared/settle-conv-transpose.ts';
import { KERNEL } from './shared/window.ts';

export const ConvTranspose = defineOperator({
  name: 'ConvTranspose',
  doc: 'Each element of the input adds a filter, scaled by it, to the result: the adjoint of Conv.',
  inputs: { x: tensor('T', { min: 3, max: 5 }), weight: tensor('T', { min: 3, max: 5 }), bias: optional('T', 1) },
  attributes: {
    strides: sizes({ min: 1, default: perSpatial(1) }),
    pads: sizes({ default: perSpatial(0, 2) }),
    dilations: sizes({ min: 1, default: perSpatial(1) }),
    output_padding: sizes({ default: perSpatial(0) }),
    group: size({ min: 1, default: 1 }),
  },
  dtypes: { T: FLOATS },
  returns: 'T',
  checks: {
    axes: 'the input has {x} axes but the filters have {w}',
    spatial: 'strides, dilations, output_padding and pads must name {spatial} spatial axes',
    channels: 'the input has {c} channels but there are filters for {w}',
    groups: '{c} channels do not split into {group} groups',
    bias: 'the bias has {b} entries for {o} channels of the result',
    empty: 'a spatial axis of the input has no elements ({extent})',
    kernel: KERNEL,
    crop: 'the windows reach {reach} elements, so padding of {pad} leaves nothing',
    output: 'an output padding of {extra} is smaller neither than the stride {stride} nor than the dilation {dilation}',
  },
  shape({ x, weight, bias }, { strides, pads, dilations, output_padding, group }, rule) {
    if (x.length !== weight.length) rule.stop('axes', { x: x.length, w: weight.length });
    const spatial = x.length - 2;
    if ([strides, dilations, output_padding].some((list) => list.length !== spatial) || pads.length !== 2 * spatial) rule.stop('spatial', { spatial });
    const [n, c, ...extents] = x as [Dim, Dim, ...Dim[]];
    const [w, perGroup, ...kernel] = weight as [Dim, Dim, ...Dim[]];
    const o = perGroup.times(group);
    rule.must('channels', c.equals(w), { c, w });
    rule.must('groups', c.divisibleBy(group), { c, group });
    if (bias) rule.must('bias', bias[0].equals(o), { b: bias[0], o });
    return [n, o, ...extents.map((extent, axis) => {
      const [stride, dilation, extra] = [strides[axis]!, dilations[axis]!, output_padding[axis]!];
      rule.must('empty', extent.atLeast(1), { extent });
      rule.must('kernel', kernel[axis]!.atLeast(1), { kernel: kernel[axis]! });
      rule.must('output', stride.minus(1).atLeast(extra).or(dilation.minus(1).atLeast(extra)), { extra, stride, dilation });
      const reach = extent.minus(1).times(stride).plus(kernel[axis]!.minus(1).times(dilation)).plus(1).plus(extra);
      const pad = pads[axis]!.plus(pads[axis + spatial]!);
      rule.must('crop', reach.minus(1).atLeast(pad), { reach, pad });
      return reach.minus(pad);
    })];
  },
  reference({ x, weight, bias }, { strides, pads, dilations, group }, { calc }) {
    const [channels, perGroup, ...kernel] = weight.shape as [number, number, ...number[]];
    const depth = channels / group;
    const taps = kernel.reduce((n, extent) => n * extent, 1);
    return ([n, o, ...at]) => {
      const part = Math.floor(o! / perGroup);
      const products = depth * taps;
      // The bias is one more term: engines may start from it as well as add it last.
      return calc.sum(products + (bias ? 1 : 0), (term) => {
        if (term === products) return bias!.at([o!]);
        const channel = part * depth + Math.floor(term / taps);
        let rest = term % taps;
        const tap: number[] = [];
        for (let axis = kernel.length - 1; axis >= 0; axis--) { tap[axis] = rest % kernel[axis]!; rest = Math.floor(rest / kernel[axis]!); }
        // The element whose window put tap t here: at = from · stride + t · dilation − pad.
        const from = tap.map((t, axis) => (at[axis]! + pads[axis]! - t * dilations[axis]!) / strides[axis]!);
        if (from.some((position, axis) => !Number.isInteger(position) || position < 0 || position >= x.shape[axis + 2]!)) return outside(calc, weight.at([channel, o! % perGroup, ...tap]));
        return calc.term(x.at([n!, channel, ...from]), weight.at([channel, o! % perGroup, ...tap]));
      });
    };
  },
  lower: {
    loops: (k, { x, weight, bias }, [result], attributes) => convTransposeLoops(k, { x, weight, bias, result: result! }, attributes),
  },
  gradient: (g, context) => convTransposeGradient(g, context),
  names: {
    onnx: { since: 1 },
    torch: [1, 2, 3].map((d) => `torch.nn.functional.conv_transpose${d}d(input=x, weight, bias?, stride?=strides, padding?=pads, output_padding?, groups?=group, dilation?=dilations)`),
    settle: settleConvTranspose,
  },
  laws: [
    law('scales', ({ g, operands: [x, weight], call }) => {
      if (!x || !weight) return undefined;
      const factor = g.scalar(x.dtype, -2);
      return [call([g.op('Mul', [x, factor]), weight]), g.op('Mul', [call([x, weight]), factor])];
    }),
  ],
  draw: (draw, shapes) => ({ ...drawWindow(draw, shapes), group: drawGroup(draw, shapes[0]?.[1] ?? 1) }),
  examples: [
    { inputs: { x: [1, 3, 4, 4], weight: [3, 2, 3, 3], bias: [2] }, gives: [1, 2, 6, 6] },
    { inputs: { x: [2, 4, 3, 5], weight: [4, 1, 3, 2] }, attributes: { strides: [2, 1], pads: [1, 0, 0, 1], group: 2, output_padding: [1, 0] }, gives: [2, 2, 7, 5] },
    { inputs: { x: [1, 1, 3], weight: [1, 2, 2] }, attributes: { strides: [3], dilations: [2], output_shape: [8] }, gives: [1, 2, 8] },
    { inputs: { x: [1, 1, 3], weight: [1, 1, 4] }, attributes: { strides: [2], auto_pad: 'SAME_UPPER' }, gives: [1, 1, 6] },
    { inputs: { x: [1, 1, 2, 2, 2], weight: [1, 1, 2, 1, 2] }, gives: [1, 1, 3, 2, 3] },
    { inputs: { x: [0, 2, 3], weight: [2, 1, 2] }, gives: [0, 1, 4] },
    { inputs: { x: [1, 3, 4], weight: [3, 2, 3, 3] }, breaks: 'axes' },
    { inputs: { x: [1, 3, 4], weight: [3, 2, 3] }, attributes: { strides: [1, 1] }, breaks: 'spatial' },
    { inputs: { x: [1, 3, 4], weight: [2, 2, 3] }, breaks: 'channels' },
    { inputs: { x: [1, 3, 4], weight: [3, 2, 3] }, attributes: { group: 2 }, breaks: 'groups' },
    { inputs: { x: [1, 3, 4], weight: [3, 2, 3], bias: [3] }, breaks: 'bias' },
    { inputs: { x: [1, 3, 0], weight: [3, 2, 3] }, breaks: 'empty' },
    { inputs: { x: [1, 3, 4], weight: [3, 2, 0] }, breaks: 'kernel' },
    { inputs: { x: [1, 3, 1], weight: [3, 2, 2] }, attributes: { pads: [1, 1] }, breaks: 'crop' },
    { inputs: { x: [1, 3, 4], weight: [3, 2, 3] }, attributes: { output_padding: [1] }, breaks: 'output' },
  ],
});
