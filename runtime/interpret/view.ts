// Read access of references to tensors: bounds come along with each element.
import type { Num, View } from '../spec/calc.ts';
import { stridesOf } from '../ir/tensor.ts';
import { close } from './bounded.ts';
import type { BoundedTensor } from './bounded-tensor.ts';

export function viewOf({ dtype, shape, data, errors }: BoundedTensor): View {
  const strides = stridesOf(shape);
  const element = (offset: number): Num => {
    const value = data[offset];
    if (value === undefined) throw new RangeError(`a reference read element ${offset} of a tensor of shape [${shape.join(', ')}]`);
    return close(value, errors ? errors[offset]! : 0);
  };
  return {
    dtype,
    shape,
    at(index) {
      let offset = 0;
      for (let axis = 0; axis < shape.length; axis++) offset += index[axis]! * strides[axis]!;
      return element(offset);
    },
    broadcast(index) {
      const skipped = index.length - shape.length;
      let offset = 0;
      for (let axis = 0; axis < shape.length; axis++) if (shape[axis] !== 1) offset += index[axis + skipped]! * strides[axis]!;
      return element(offset);
    },
  };
}
