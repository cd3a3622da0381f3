import type { Dim } from '../dims/dim.ts';
import { ANY } from '../ir/dtype.ts';
import type { Expr } from '../ir/loops.ts';
import { add, and, constant, index, le, lt, max, min, rem, select, sub } from '../ir/loop-builder.ts';
import { choice, integers } from '../spec/attributes.ts';
import { optional, tensor } from '../spec/inputs.ts';
import { law } from '../spec/laws.ts';
import { defineOperator } from '../spec/spec.ts';
import { SOURCES, constantPadGradient, copyPadGradient } from './shared/pad-gradient.ts';
import { settlePad } from './shared/settle-pad.ts';

export const Pad = defineOperator({
  name: 'Pad',
  doc: 'Adds elements before and after each axis: one value, the nearest element (edge), the mirrored ones (reflect) or those of the other end (wrap); negative pads crop first.',
  inputs: { x: tensor('T'), value: optional('T', 0) },
  attributes: { pads: integers(), mode: choice({ of: ['constant', 'reflect', 'edge', 'wrap'], default: 'constant' }) },
  dtypes: { T: ANY },
  returns: 'T',
  checks: {
    pads: '{given} pads are given where {expected} are expected',
    crop: 'cropping leaves {left} elements of an axis of {extent}',
    source: 'an axis of which {room} elements are left cannot provide {pad} elements of padding',
  },
  shape({ x }, { pads, mode }, rule) {
    if (pads.length !== 2 * x.length) rule.stop('pads', { given: pads.length, expected: 2 * x.length });
    const cropped = (pad: Dim): Dim => pad.atLeast(0).choose(0, pad);
    return x.map((extent, axis) => {
      const [before, after] = [pads[axis]!, pads[axis + x.length]!];
      // Cropping comes first: padding can only repeat what is left.
      const room = extent.plus(cropped(before)).plus(cropped(after));
      rule.must('crop', room.atLeast(0), { left: room, extent });
      for (const pad of mode === 'constant' ? [] : [before, after]) {
        rule.must('source', pad.atLeast(1).not().or(mode === 'reflect' ? room.minus(1).atLeast(pad) : room.atLeast(1)), { room, pad });
      }
      return extent.plus(before).plus(after);
    });
  },
  reference({ x, value }, { pads, mode }, { calc }) {
    return (at) => {
      const from = at.map((i, axis) => i - pads[axis]!);
      if (mode === 'constant') {
        const inside = from.every((position, axis) => position >= 0 && position < x.shape[axis]!);
        return inside ? x.at(from) : value ? value.at([]) : calc.lit(0);
      }
      return x.at(from.map((position, axis) => {
        const last = x.shape[axis]! - 1;
        if (mode === 'wrap') {
          const first = Math.max(0, -pads[axis]!);
          const left = last + 1 - first - Math.max(0, -pads[axis + x.shape.length]!);
          return first + ((position - first) % left + left) % left;
        }
        if (position < 0) return mode === 'edge' ? 0 : -position;
        return position <= last ? position : mode === 'edge' ? last : 2 * last - position;
      }));
    };
  },
  lower: {
    loops(k, { x, value }, [result], { pads, mode }) {
      k.keepUnitLoops();
      k.nest(result!.shape, (at) => {
        const from = at.map((i, axis) => k.once(sub(i, k.size(pads[axis]!))));
        if (mode === 'constant') {
          const inside = from.flatMap((position, axis) => [le(index(0), position), lt(position, x.shape[axis]!)]);
          const store = (): void => k.store(result!, at, k.load(x, from));
          if (inside.length === 0) store();
          else k.when(inside.reduce(and), store, () => k.store(result!, at, value ? k.load(value, []) : constant(x.dtype, 0)));
          return;
        }
        const fold = (position: Expr, axis: number): Expr => {
          const last = x.shape[axis]! - 1;
          if (mode === 'edge') return min(max(position, 0), last);
          if (mode === 'wrap') {
            const skipped = Math.max(0, -pads[axis]!);
            const room = x.shape[axis]! + Math.min(0, pads[axis]!) + Math.min(0, pads[axis + x.shape.length]!);
            const rest = k.once(rem(sub(position, skipped), index(room)));
            return add(select(lt(rest, 0), add(rest, room), rest), skipped);
          }
          const size = max(position, sub(index(0), position));
          return min(size, sub(index(2 * last), size));
        };
        k.store(result!, at, k.load(x, from.map((position, axis) => k.once(fold(position, axis)))));
      });
    },
  },
  gradient(g, { grads: [grad], inputs: { x, value }, attributes: { pads, mode } }) {
    if (mode !== 'constant') return { x: copyPadGradient(g, grad!, x.shape, pads, SOURCES[mode]) };
    const kept = g.op('Pad', [g.op('Expand', [g.scalar(x.dtype, 1)], { shape: x.shape })], { pads });
    const added = g.op('Mul', [grad, g.op('Sub', [g.scalar(x.dtype, 1), kept])]);
    return {
      x: constantPadGradient(g, grad!, pads),
      value: value && g.op('ReduceSum', [added], { axes: added.shape.map((_, axis) => axis), keepdims: false }),
    };
  },
  names: {
    onnx: { since: 2, operands: { pads: { position: 1, since: 11 }, axes: { position: 3, since: 18 } } },
    settle: settlePad,
  },
  laws: [
    law('slice-undoes', ({ g, operands: [x, value], call }) => {
      if (!x) return undefined;
      const axes = x.shape.map((_, axis) => axis);
      const padded = call([x, value], { pads: [...x.shape.map(() => 2), ...x.shape.map(() => 1)], mode: 'constant', axes });
      return [g.op('Slice', [padded], { starts: axes.map(() => 2), ends: x.shape.map((extent) => extent + 2), axes }), x];
    }),
    law('crop-undoes', ({ operands: [x, value], call }) => {
      if (!x) return undefined;
      const axes = x.shape.map((_, axis) => axis);
      const pads = [...x.shape.map(() => 1), ...x.shape.map(() => 3)];
      return [call([call([x, value], { pads, mode: 'constant', axes }), value], { pads: pads.map((n) => -n), mode: 'constant', axes }), x];
    }),
  ],
  draw(draw, [x]) {
    const mode = draw.pick(['constant', 'constant', 'constant', 'edge', 'reflect', 'wrap']);
    const pad = (extent: number): number => {
      if (draw.chance(0.4)) return 0;
      if (mode !== 'constant') return draw.integer(0, Math.max(0, Math.min(3, extent - 1)));
      return draw.chance(0.2) ? -draw.integer(0, Math.floor(extent / 2)) : draw.integer(0, 3);
    };
    return { mode, pads: [...(x ?? []), ...(x ?? [])].map(pad) };
  },
  examples: [
    { inputs: { x: [2, 3] }, attributes: { pads: [1, 0, 2, 1] }, gives: [5, 4] },
    { inputs: { x: [2, 3], value: [] }, attributes: { pads: [1, 1], axes: [-1] }, gives: [2, 5] },
    { inputs: { x: [4, 3], value: [] }, attributes: { pads: [-1, 2, -1, -1] }, gives: [2, 4] },
    { inputs: { x: [4, 3] }, attributes: { pads: [3, 0, 1, 2], mode: 'reflect' }, gives: [8, 5] },
    { inputs: { x: [1, 3] }, attributes: { pads: [2, -1, 1, 4], mode: 'edge' }, gives: [4, 6] },
    { inputs: { x: [4, 3] }, attributes: { pads: [5, 2, -1, -2], mode: 'wrap' }, gives: [8, 3] },
    { inputs: { x: [] }, attributes: { pads: [] }, gives: [] },
    { inputs: { x: [0, 2] }, attributes: { pads: [1, 0, 1, 0] }, gives: [2, 2] },
    { inputs: { x: [2, 3] }, attributes: { pads: [1, 1] }, breaks: 'pads' },
    { inputs: { x: [2, 3] }, attributes: { pads: [-2, 0, -1, 0] }, breaks: 'crop' },
    { inputs: { x: [2, 3] }, attributes: { pads: [2, 0, 0, 0], mode: 'reflect' }, breaks: 'source' },
  ],
});
