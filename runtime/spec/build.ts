// What a specification may ask of a graph under construction (compositions, gradients, laws). Implemented by
// runtime/ir/build.ts; declared here so that operators do not depend on the registry they are part of.
import type { DType } from '../ir/dtype.ts';
import type { Tensor } from '../ir/tensor.ts';
import type { Loose } from './loose.ts';

/** A tensor-valued edge of the graph. */
export interface Value {
  readonly id: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export interface Build {
  /** Appends an operator with one result; attributes may be loose (negative axes, missing defaults). */
  op(name: string, inputs: readonly (Value | undefined)[], attributes?: Loose): Value;
  /** Appends an operator with several results. */
  ops(name: string, inputs: readonly (Value | undefined)[], attributes?: Loose): readonly Value[];
  constant(value: Tensor): Value;
  /** A scalar constant. */
  scalar(dtype: DType, value: number): Value;
}
