// Plainer contents and smaller extents for a tensor: candidates from the boldest to the mildest.
import { isFloat } from '../../runtime/ir/dtype.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { elementCount, emptyData, stridesOf, tensor } from '../../runtime/ir/tensor.ts';

/** The same tensor with plainer elements; nothing where it is plain already. */
export function* plainer(t: Tensor): Iterable<Tensor> {
  const count = elementCount(t.shape);
  const numbers = Array.from(t.data as ArrayLike<number | bigint>, Number);
  if (count === 0 || t.dtype === 'bool') return;
  const candidates = [
    numbers.map(() => 0), numbers.map(() => 1), numbers.map((_, i) => i + 1),
    ...(isFloat(t.dtype) ? [numbers.map((v) => Math.round(v)), numbers.map((v) => Math.round(v * 4) / 4)] : []),
  ];
  for (const values of candidates) {
    if (values.every((v, i) => v === numbers[i])) return;
    yield tensor(t.dtype, t.shape, values);
  }
}

/** The leading corner of a tensor: the same rank, smaller extents. */
export function corner(t: Tensor, shape: readonly number[]): Tensor {
  const data = emptyData(t.dtype, elementCount(shape));
  const from = stridesOf(t.shape);
  const to = stridesOf(shape);
  for (let i = 0; i < data.length; i++) {
    let rest = i;
    let offset = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      offset += Math.floor(rest / to[axis]!) * from[axis]!;
      rest %= to[axis]!;
    }
    data[i] = t.data[offset] as never;
  }
  return { dtype: t.dtype, shape, data };
}
