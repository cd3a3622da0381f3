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

/** The result of a reduction with its axes still there, extent 1: whether `keepdims` was set or not. */
export function withAxes(g: Build, reduced: Value, shape: readonly number[], axes: readonly number[]): Value {
  if (reduced.shape.length === shape.length) return reduced;
  return g.op('Reshape', [reduced], { shape: shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)) });
}

/** Repeats the gradient of a reduction over the axes that were reduced. */
export function spreadOver(g: Build, grad: Value, shape: readonly number[], axes: readonly number[]): Value {
  return g.op('Expand', [withAxes(g, grad, shape, axes)], { shape });
}

/** Each element of the gradient goes to the first operand that did not lose; operands broadcast. */
export function gradientToWinner(g: Build, grad: Value, operands: readonly Value[], loses: (operand: Value) => Value): readonly Value[] {
  const zero = g.scalar(grad.dtype, 0);
  let rest = grad;
  return operands.map((operand) => {
    const won = g.op('Where', [loses(operand), zero, rest]);
    rest = g.op('Sub', [rest, won]);
    return sumToShape(g, won, operand.shape);
  });
}
