// Pieces that several gradients need; built from operators by name.
import type { Build, Value } from '../../spec/build.ts';

/** Sums a gradient over the axes along which an operand of `shape` was broadcast. */
export function sumToShape(g: Build, grad: Value, shape: readonly number[]): Value {
  const skipped = grad.shape.length - shape.length;
  const leading = Array.from({ length: skipped }, (_, axis) => axis);
  const stretched = shape.flatMap((extent, axis) => (extent === 1 && grad.shape[axis + skipped] !== 1 ? [axis + skipped] : []));
  if (leading.length + stretched.length === 0) return grad;
  const summed = g.op('ReduceSum', [grad], { axes: [...leading, ...stretched], keepdims: true });
  return skipped === 0 ? summed : g.op('Reshape', [summed], { shape });
}
