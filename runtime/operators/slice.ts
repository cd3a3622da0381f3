import { ANY } from '../ir/dtype.ts';
import { add, mul } from '../ir/loop-builder.ts';
import { axes, integers } from '../spec/attributes.ts';
import { tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { scatterAxis } from './shared/along-axis.ts';
import { settleSlice, sliceHeld } from './shared/settle-slice.ts';

export const Slice = defineOperator({
  name: 'Slice',
  doc: 'Keeps every step-th element from start up to end along the named axes; a negative step walks backwards.',
  inputs: { x: tensor('T') },
  attributes: { starts: integers(), ends: integers(), axes: axes(), steps: integers() },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {
    lengths: 'starts, ends, axes and steps have {starts}, {ends}, {axes} and {steps} entries',
    step: 'the step along axis {axis} is 0',
  },
  shape({ x }, attributes, rule) {
    const shape = [...x];
    attributes.axes.forEach((axis, i) => {
      const [start, end, step, extent] = [attributes.starts[i]!, attributes.ends[i]!, attributes.steps[i]!, x[axis]!];
      rule.must('step', step.equals(0).not(), { axis });
      const forward = end.minus(start).plus(step).minus(1).over(step);
      // Where a backward slice runs to its very beginning, the end is spelled −extent − 1: one before the first.
      const stop = end.atLeast(0).choose(end, end.plus(extent));
      const backward = extent.atLeast(1).choose(start.minus(stop).minus(step).minus(1).over(step.times(-1)), 0);
      const count = step.atLeast(1).choose(forward, backward);
      shape[axis] = count.atLeast(0).choose(count, 0);
    });
    return shape;
  },
  onSizes([held], [shape], { starts, ends, axes: [axis], steps }) {
    if (!held || shape?.length !== 1) return undefined;
    return axis === undefined ? held : sliceHeld(held, starts[0]!, ends[0]!, steps[0]!);
  },
  reference: ({ x }, attributes) => (at) => x.at(at.map((i, axis) => {
    const which = attributes.axes.indexOf(axis);
    return which < 0 ? i : attributes.starts[which]! + i * attributes.steps[which]!;
  })),
  lower: {
    loops(k, { x }, [result], attributes) {
      k.nest(result!.shape, (at) => {
        const from = [...at];
        attributes.axes.forEach((axis, i) => { from[axis] = add(mul(at[axis]!, attributes.steps[i]!), attributes.starts[i]!); });
        k.store(result!, at, k.load(x, from));
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { x }, attributes }) {
    let placed = grad!;
    const pads = x.shape.flatMap(() => [0, 0]);
    attributes.axes.forEach((axis, i) => {
      const [start, step, kept] = [attributes.starts[i]!, attributes.steps[i]!, placed.shape[axis]!];
      if (step !== 1) placed = scatterAxis(g, placed, axis, Array.from({ length: kept }, (_, j) => start + j * step), x.shape[axis]!);
      else if (kept < x.shape[axis]!) [pads[axis], pads[axis + x.shape.length]] = kept === 0 ? [0, x.shape[axis]!] : [start, x.shape[axis]! - start - kept];
    });
    return { x: pads.some((pad) => pad > 0) ? g.op('Pad', [placed], { pads }) : placed };
  },
  names: {
    onnx: {
      since: 1,
      operands: { starts: { position: 1, since: 10 }, ends: { position: 2, since: 10 }, axes: { position: 3, since: 10 }, steps: { position: 4, since: 10 } },
    },
    tfjs: ['tf.stridedSlice(x, begin=starts, end=ends, strides?=steps)', 'Tensor.stridedSlice(x, begin=starts, end=ends, strides?=steps)'],
    settle: settleSlice,
  },
  moves: true,
  laws: [
    law('reversing-twice', ({ operands: [x], call }) => {
      if (!x) return undefined;
      const backwards = { starts: x.shape.map(() => -1), ends: x.shape.map((extent) => -extent - 1), axes: x.shape.map((_, axis) => axis), steps: x.shape.map(() => -1) };
      return [call([call([x], backwards)], backwards), x];
    }),
    law('parts-join', ({ g, operands: [x], call }) => {
      const extent = x?.shape[0];
      if (!x || extent === undefined) return undefined;
      const part = (start: number, end: number) => call([x], { starts: [start], ends: [end], axes: [0], steps: [1] });
      const cut = Math.floor(extent / 2);
      return [g.op('Concat', [part(0, cut), part(cut, extent)]), x];
    }),
  ],
  draw(draw, [x]) {
    const chosen = draw.shuffled((x ?? []).map((_, axis) => axis)).slice(0, draw.integer(0, Math.min(3, (x ?? []).length)));
    const parts = chosen.map((axis) => {
      const extent = x![axis]!;
      const step = draw.chance(0.6) ? 1 : draw.pick([2, 3, -1, -2]);
      const [low, high] = [draw.integer(0, extent), draw.integer(0, extent)].sort((a, b) => a - b) as [number, number];
      return step > 0 ? { start: low, end: draw.chance(0.2) ? extent + 7 : high, step } : { start: high - 1, end: draw.chance(0.2) ? -extent - 9 : low - extent - 1, step };
    });
    return { starts: parts.map((p) => p.start), ends: parts.map((p) => p.end), axes: chosen, steps: parts.map((p) => p.step) };
  },
  examples: [
    { inputs: { x: [5, 4] }, attributes: { starts: [1, 0], ends: [4, 2] }, gives: [3, 2] },
    { inputs: { x: [5, 4] }, attributes: { starts: [-1], ends: [-9], axes: [0], steps: [-2] }, gives: [3, 4] },
    { inputs: { x: [5, 4] }, attributes: { starts: [1], ends: [2 ** 63], axes: [-1], steps: [2] }, gives: [5, 2] },
    { inputs: { x: [5, 4] }, attributes: { starts: [3], ends: [1] }, gives: [0, 4] },
    { inputs: { x: [0, 2] }, attributes: { starts: [-1], ends: [-5], axes: [0], steps: [-1] }, gives: [0, 2] },
    { inputs: { x: [] }, attributes: { starts: [], ends: [] }, gives: [] },
    { inputs: { x: [5, 4] }, attributes: { starts: [1, 0], ends: [4] }, breaks: 'lengths' },
    { inputs: { x: [5, 4] }, attributes: { starts: [1], ends: [4], steps: [0] }, breaks: 'step' },
  ],
});
