// Spellings of a transposed convolution: `output_shape` or `auto_pad` in the place of pads, one number for all axes.
// In: loose attributes; out: pads and output_padding per axis. Source: ONNX ConvTranspose,
// total = stride·(extent − 1) + output_padding + span − output_shape, the odd one at the end for SAME_UPPER only.
import type { Rule, Shape, Size } from '../../dims/dim.ts';
import { isSize } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';
import { settleWindow } from './settle-window.ts';

const spellingsOfWindow = settleWindow('weight');

export function settleConvTranspose(given: Loose, inputs: readonly (Shape | undefined)[], rule: Rule): Loose {
  const { auto_pad: autoPad, output_shape: outputShape, ...others } = given;
  const plain = spellingsOfWindow(autoPad === 'VALID' ? { ...others, auto_pad: autoPad } : others, inputs, rule);
  const [x, weight] = inputs;
  if (!x || !weight) return plain;
  const extents = x.slice(2);
  const kernel = weight.slice(2);
  const list = (name: string, fallback: number): readonly Size[] => (Array.isArray(plain[name]) ? plain[name] as readonly Size[] : extents.map(() => (isSize(plain[name]) ? plain[name] : fallback)));
  const strides = list('strides', 1);
  const dilations = list('dilations', 1);
  const padding = list('output_padding', 0);
  const settled = { ...plain, output_padding: padding };
  const wanted = Array.isArray(outputShape) ? (outputShape as readonly Size[]).slice(-extents.length)
    : autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER' ? extents.map((extent, axis) => extent.times(strides[axis] ?? 1)) : undefined;
  if (!wanted || kernel.length !== extents.length) return settled;
  const totals = extents.map((extent, axis) => {
    const span = kernel[axis]!.minus(1).times(dilations[axis] ?? 1).plus(1);
    return extent.minus(1).times(strides[axis] ?? 1).plus(padding[axis] ?? 0).plus(span).minus(wanted[axis] ?? 0);
  });
  const small = totals.map((total) => total.atLeast(0).choose(total.over(2), 0));
  const large = totals.map((total, axis) => total.atLeast(0).choose(total.minus(small[axis]!), 0));
  return {
    ...settled,
    pads: autoPad === 'SAME_UPPER' ? [...small, ...large] : [...large, ...small],
    // A result that is larger than all windows together ends in elements that no window reaches.
    output_padding: totals.map((total, axis) => total.atLeast(0).choose(padding[axis] ?? 0, total.times(-1).plus(padding[axis] ?? 0))),
  };
}
