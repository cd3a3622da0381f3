// Gradients of Conv and ConvTranspose, from other operators. For out = conv(x, w):
// dx is the transposed convolution of the gradient; dw correlates x with the gradient, batch and channels swapped,
// strides and dilations changing places. Both leave a rim at the end where the stride does not divide evenly.
// A transposed convolution is the adjoint: image and gradient change places in both formulas.
import { emptyData } from '../../ir/tensor.ts';
import { invariant } from '../../invariant.ts';
import type { AttributesOf } from '../../spec/attributes.ts';
import type { Build, Value } from '../../spec/build.ts';

interface Context {
  readonly grads: readonly Value[];
  readonly inputs: { readonly x: Value; readonly weight: Value; readonly bias: Value | undefined };
  readonly attributes: AttributesOf<{ strides: { kind: 'sizes'; min: number }; pads: { kind: 'sizes'; min: number }; dilations: { kind: 'sizes'; min: number }; group: { kind: 'size'; min: number } }, number>;
}

export function convTransposeGradient(g: Build, { grads: [grad], inputs: { x, weight, bias }, attributes }: Context): Record<'x' | 'weight' | 'bias', Value | undefined> {
  invariant(grad, 'a gradient for the result');
  const axes = Array.from({ length: x.shape.length - 2 }, (_, axis) => axis);
  const { strides, pads, dilations, group } = attributes;
  const seen = g.op('Conv', [grad, weight], { strides, pads, dilations, group });
  const spatial = axes.map((axis) => axis + 2);
  return {
    // Output padding beyond a whole stride makes room for windows that no element of x opened.
    x: g.op('Slice', [seen], { starts: axes.map(() => 0), ends: x.shape.slice(2), axes: spatial }),
    weight: weightGradient(g, x, grad, weight, attributes, axes),
    bias: bias && g.op('ReduceSum', [grad], { axes: [0, ...spatial], keepdims: false }),
  };
}

export function convGradient(g: Build, { grads: [grad], inputs: { x, weight, bias }, attributes }: Context): Record<'x' | 'weight' | 'bias', Value | undefined> {
  invariant(grad, 'a gradient for the result');
  const spatial = x.shape.length - 2;
  const axes = Array.from({ length: spatial }, (_, axis) => axis);
  return {
    x: inputGradient(g, grad, x, weight, attributes, axes),
    weight: weightGradient(g, grad, x, weight, attributes, axes),
    bias: bias && g.op('ReduceSum', [grad], { axes: [0, ...axes.map((axis) => axis + 2)], keepdims: false }),
  };
}

function inputGradient(g: Build, grad: Value, x: Value, weight: Value, { strides, pads, dilations, group }: Context['attributes'], axes: readonly number[]): Value {
  // Padding alone filled the windows, and a transposed convolution has to leave something.
  if (x.shape.includes(0)) return g.constant({ dtype: x.dtype, shape: x.shape, data: emptyData(x.dtype, 0) });
  // The transposed convolution stops at the last window; what the stride left over gets no gradient.
  const output_padding = axes.map((axis) => {
    const reach = (grad.shape[axis + 2]! - 1) * strides[axis]! + (weight.shape[axis + 2]! - 1) * dilations[axis]! + 1;
    return x.shape[axis + 2]! + pads[axis]! + pads[axis + axes.length]! - reach;
  });
  return g.op('ConvTranspose', [grad, weight], { strides, pads, dilations, group, output_padding });
}

/** `grad` is what the filters' outputs receive, `x` what they read. */
function weightGradient(g: Build, grad: Value, x: Value, weight: Value, { strides, pads, dilations, group }: Context['attributes'], axes: readonly number[]): Value {
  const [channels, filters] = [x.shape[1]! / group, grad.shape[1]! / group];
  const parts = Array.from({ length: group }, (_, part) => {
    const channelsFirst = (v: Value, width: number): Value => {
      const sliced = group === 1 ? v : g.op('Slice', [v], { starts: [part * width], ends: [(part + 1) * width], axes: [1] });
      return g.op('Transpose', [sliced], { perm: [1, 0, ...axes.map((axis) => axis + 2)] });
    };
    const full = g.op('Conv', [channelsFirst(x, channels), channelsFirst(grad, filters)], { strides: dilations, dilations: strides, pads });
    const kernel = g.op('Slice', [full], { starts: axes.map(() => 0), ends: axes.map((axis) => weight.shape[axis + 2]!), axes: axes.map((axis) => axis + 2) });
    return g.op('Transpose', [kernel], { perm: [1, 0, ...axes.map((axis) => axis + 2)] });
  });
  return parts.length === 1 ? parts[0]! : g.op('Concat', parts, { axis: 0 });
}
