// Spellings of sliding windows that mean the same: `auto_pad` (ONNX), `padding='same'` (PyTorch, TensorFlow.js),
// one number for all axes, one padding for both ends. In: loose attributes; out: one entry per axis and end.
import type { Dim, Rule, Shape, Size } from '../../dims/dim.ts';
import { isSize } from '../../dims/dim.ts';
import type { Loose } from '../../spec/settle.ts';

const SAME = new Set(['SAME_UPPER', 'SAME_LOWER', 'same']);

/** `kernelFrom`: the kernel is the trailing part of the second operand's shape, or the attribute `kernel_shape`. */
export function settleWindow(kernelFrom: 'weight' | 'kernel_shape') {
  return (given: Loose, [x, weight]: readonly (Shape | undefined)[], rule: Rule): Loose => {
    if (!x) return given;
    const spatial = x.length - 2;
    const kernel = kernelFrom === 'weight' ? weight?.slice(2) : spread(given['kernel_shape'], spatial);
    const strides = spread(given['strides'], spatial) ?? (kernelFrom === 'weight' ? undefined : Array.from({ length: spatial }, () => 1));
    const dilations = spread(given['dilations'], spatial);
    const padding = given['auto_pad'] ?? given['pads'];
    const pads = SAME.has(String(padding)) && kernel
      ? samePads(x.slice(2), kernel, strides, dilations, padding !== 'SAME_LOWER', rule)
      : padding === 'VALID' || padding === 'valid' ? Array.from({ length: 2 * spatial }, () => 0)
      : spreadPads(given['pads'], spatial);
    return {
      ...given,
      ...(kernelFrom === 'kernel_shape' && kernel ? { kernel_shape: kernel } : {}),
      ...(strides ? { strides } : {}), ...(dilations ? { dilations } : {}), ...(pads ? { pads } : {}),
    };
  };
}

function spread(value: unknown, spatial: number): readonly Size[] | undefined {
  if (isSize(value)) return Array.from({ length: spatial }, () => value);
  return Array.isArray(value) ? (value as readonly Size[]) : undefined;
}

function spreadPads(value: unknown, spatial: number): readonly Size[] | undefined {
  const list = spread(value, spatial);
  return list?.length === spatial ? [...list, ...list] : list;
}

/** out = ceil(extent / stride); the total padding is split, the odd one at the end (UPPER) or the start (LOWER). */
function samePads(extents: Shape, kernel: readonly Size[], strides: readonly Size[] | undefined, dilations: readonly Size[] | undefined, upper: boolean, rule: Rule): readonly Dim[] {
  const dim = (n: Size): Dim => (typeof n === 'number' ? rule.lit(n) : n);
  const totals = extents.map((extent, axis) => {
    const stride = dim(strides?.[axis] ?? 1);
    const span = dim(kernel[axis] ?? 1).minus(1).times(dilations?.[axis] ?? 1).plus(1);
    const results = extent.plus(stride).minus(1).over(stride);
    const total = results.minus(1).times(stride).plus(span).minus(extent);
    return total.atLeast(0).choose(total, 0);
  });
  const small = totals.map((total) => total.over(2));
  const large = totals.map((total, axis) => total.minus(small[axis]!));
  return upper ? [...small, ...large] : [...large, ...small];
}
