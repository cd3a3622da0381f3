// A tensor whose elements honest engines reproduce within `errors`.
import type { Tensor } from '../ir/tensor.ts';

export interface BoundedTensor extends Tensor {
  /** Elementwise, Infinity for "incomparable"; left out where every element is exact. */
  readonly errors?: Float64Array;
}
