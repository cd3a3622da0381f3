// How much the reference has to do for one operator, in element operations: cases stay within a budget, so that a
// campaign spends its time on many graphs and not on one product of matrices.
import { elementCount } from '../runtime/ir/tensor.ts';
import type { AnyAttributes } from '../runtime/spec/attributes.ts';
import type { Operator } from '../runtime/spec/spec.ts';

type Shapes = readonly (readonly number[] | undefined)[];

/** Terms of one element of the result. */
const TERMS: Readonly<Record<string, (shapes: Shapes, attributes: AnyAttributes) => number>> = {
  Conv: ([, weight]) => elementCount(weight!.slice(1)),
  ConvTranspose: ([x, weight]) => elementCount(x!.slice(1, 2)) * elementCount(weight!.slice(2)),
  MatMul: ([a]) => a!.at(-1)!,
  Gemm: ([a], { transA }) => a![transA === true ? 0 : 1]!,
  MaxPool: (_, { kernel_shape }) => elementCount(kernel_shape as readonly number[]),
  AveragePool: (_, { kernel_shape }) => elementCount(kernel_shape as readonly number[]),
  Softmax: ([x], { axis }) => 2 * x![axis as number]!,
  LogSoftmax: ([x], { axis }) => 2 * x![axis as number]!,
  LayerNormalization: ([x], { axis }) => 2 * elementCount(x!.slice(axis as number)),
};

export function workOf(operator: Operator, shapes: Shapes, results: Shapes, attributes: AnyAttributes): number {
  const made = results.reduce((sum, shape) => sum + elementCount(shape!), 0);
  const read = shapes.reduce((most, shape) => Math.max(most, shape ? elementCount(shape) : 0), 0);
  return Math.max(read, made * Math.max(1, TERMS[operator.name]?.(shapes, attributes) ?? 1));
}
