// Linear maps along one axis, for gradients: a matrix [out, in] replaces the axis of `in` elements by one of `out`.
import { tensor } from '../../ir/tensor.ts';
import type { Build, Value } from '../../spec/build.ts';

export function mapAxis(g: Build, matrix: Value, v: Value, axis: number): Value {
  const count = (extents: readonly number[]): number => extents.reduce((n, extent) => n * extent, 1);
  const [before, after] = [v.shape.slice(0, axis), v.shape.slice(axis + 1)];
  const cube = g.op('Reshape', [v], { shape: [count(before), v.shape[axis]!, count(after)] });
  return g.op('Reshape', [g.op('MatMul', [matrix, cube])], { shape: [...before, matrix.shape[0]!, ...after] });
}

/** Adds element j of an axis to element `targets[j]` of a new axis of `extent` elements. */
export function scatterAxis(g: Build, v: Value, axis: number, targets: readonly number[], extent: number): Value {
  const matrix = new Float64Array(extent * targets.length);
  targets.forEach((target, j) => { matrix[target * targets.length + j] = 1; });
  return mapAxis(g, g.constant(tensor(v.dtype, [extent, targets.length], matrix)), v, axis);
}
