// Gradients of pooling, from other operators. Channels are treated as batch, so that one filter serves all of them.
// Windows are given back to the input by a transposed convolution over the same strides, dilations and pads.
import { tensor } from '../../ir/tensor.ts';
import type { Build, Value } from '../../spec/build.ts';
import type { PoolAttributes } from './pool.ts';

type Attributes = PoolAttributes<number>;
type AverageAttributes = Attributes & { readonly count_include_pad: boolean };

const product = (list: readonly number[]): number => list.reduce((count, n) => count * n, 1);

/** Sums windows [N·C, F, out…] through filters [F, 1, kernel…] onto the places of x that they saw. */
function giveBack(g: Build, windows: Value, filters: Value, x: Value, { kernel_shape, strides, pads, dilations }: Attributes): Value {
  const spatial = kernel_shape.length;
  const ends: number[] = [];
  const output_padding: number[] = [];
  for (let axis = 0; axis < spatial; axis++) {
    const reach = (windows.shape[axis + 2]! - 1) * strides[axis]! + (kernel_shape[axis]! - 1) * dilations[axis]! + 1;
    const over = reach - pads[axis]! - x.shape[axis + 2]!;
    ends.push(Math.max(0, over));
    output_padding.push(Math.max(0, -over));
  }
  const placed = g.op('ConvTranspose', [windows, filters], { strides, dilations, pads: [...pads.slice(0, spatial), ...ends], output_padding });
  return g.op('Reshape', [placed], { shape: x.shape });
}

/** Each window's gradient goes to the first element that equals the window's result. */
export function maxPoolGradient(g: Build, grad: Value, x: Value, result: Value, attributes: Attributes): Value {
  const { kernel_shape, strides, pads, dilations } = attributes;
  const axes = kernel_shape.map((_, axis) => axis + 2);
  const out = result.shape.slice(2);
  const taps = product(kernel_shape);
  const reach = out.map((count, axis) => (count - 1) * strides[axis]! + (kernel_shape[axis]! - 1) * dilations[axis]! + 1);
  const after = reach.map((n, axis) => Math.max(pads[axis + out.length]!, n - pads[axis]! - x.shape[axis + 2]!));
  const padded = g.op('Pad', [x, g.scalar(x.dtype, -Infinity)], { pads: [0, 0, ...pads.slice(0, out.length), 0, 0, ...after] });
  const zero = g.scalar(x.dtype, 0);
  const batch = product(x.shape.slice(0, 2));
  const parts: Value[] = [];
  let rest = grad;
  for (let tap = 0; tap < taps; tap++) {
    const starts = positions(tap, kernel_shape).map((t, axis) => t * dilations[axis]!);
    const ends = starts.map((start, axis) => start + (out[axis]! - 1) * strides[axis]! + 1);
    const hit = g.op('Equal', [g.op('Slice', [padded], { starts, ends, axes, steps: strides }), result]);
    parts.push(g.op('Reshape', [g.op('Where', [hit, rest, zero])], { shape: [batch, 1, ...out] }));
    rest = g.op('Where', [hit, zero, rest]);
  }
  const oneHot = Array.from({ length: taps * taps }, (_, i) => (i % (taps + 1) === 0 ? 1 : 0));
  const filters = g.constant(tensor(x.dtype, [taps, 1, ...kernel_shape], oneHot));
  return giveBack(g, g.op('Concat', parts, { axis: 1 }), filters, x, attributes);
}

function positions(tap: number, kernel: readonly number[]): readonly number[] {
  const at: number[] = [];
  for (let axis = kernel.length - 1, rest = tap; axis >= 0; axis--) {
    at[axis] = rest % kernel[axis]!;
    rest = Math.floor(rest / kernel[axis]!);
  }
  return at;
}

/** Each window's gradient is shared by the elements it counted. */
export function averagePoolGradient(g: Build, grad: Value, x: Value, attributes: AverageAttributes): Value {
  const out = grad.shape.slice(2);
  let counts: readonly number[] = [1];
  for (const [axis, windows] of out.entries()) {
    const along = Array.from({ length: windows }, (_, window) => counted(window, axis, x.shape[axis + 2]!, attributes));
    counts = counts.flatMap((count) => along.map((n) => count * n));
  }
  const divisor = g.constant(tensor(x.dtype, [1, 1, ...out], counts.map((n) => Math.max(1, n))));
  const shares = g.op('Reshape', [g.op('Div', [grad, divisor])], { shape: [product(x.shape.slice(0, 2)), 1, ...out] });
  const ones = g.constant(tensor(x.dtype, [1, 1, ...attributes.kernel_shape], Array.from({ length: product(attributes.kernel_shape) }, () => 1)));
  return giveBack(g, shares, ones, x, attributes);
}

function counted(window: number, axis: number, extent: number, { kernel_shape, strides, pads, dilations, count_include_pad }: AverageAttributes): number {
  const margin = count_include_pad ? [pads[axis]!, pads[axis + kernel_shape.length]!] as const : [0, 0] as const;
  let count = 0;
  for (let tap = 0; tap < kernel_shape[axis]!; tap++) {
    const at = window * strides[axis]! - pads[axis]! + tap * dilations[axis]!;
    if (at >= -margin[0] && at < extent + margin[1]) count++;
  }
  return count;
}
