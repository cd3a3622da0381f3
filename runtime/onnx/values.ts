// Tensors and element types of a file to those of the runtime and back. The names of the types agree; the file knows
// more of them. A type that the runtime lacks is undefined, never an approximation.
import type { DType } from '../ir/dtype.ts';
import { isDType, isHalf } from '../ir/dtype.ts';
import { fromHalfBits, toHalfBits } from '../ir/half.ts';
import type { Tensor, TensorData } from '../ir/tensor.ts';
import { invariant } from '../invariant.ts';
import type { OnnxDtype } from './dtype.ts';
import { dtypeOf, dtypes } from './dtype.ts';
import type { OnnxTensor } from './model.ts';

export function runtimeDType({ name }: OnnxDtype): DType | undefined {
  return isDType(name) ? name : undefined;
}

/** The element type that a number of the file stands for, as Cast's `to`. */
export function runtimeDTypeNumbered(id: number): DType | undefined {
  return runtimeDType(dtypeOf(id));
}

export function onnxDType(dtype: DType): OnnxDtype {
  const found = dtypes.find(({ name }) => name === dtype);
  invariant(found, `ONNX has no ${dtype}`);
  return found;
}

/** Shares the elements where the file holds them as we do: half precision is bits there and numbers here. */
export function runtimeTensor({ dtype, dims, data }: OnnxTensor): Tensor | undefined {
  const known = runtimeDType(dtype);
  return known && { dtype: known, shape: dims, data: isHalf(known) ? fromHalfBits(known, data as Uint16Array) : (data as TensorData) };
}

export function onnxTensor(name: string, { dtype, shape, data }: Tensor): OnnxTensor {
  return { name, dtype: onnxDType(dtype), dims: shape, data: isHalf(dtype) ? toHalfBits(dtype, data as Float32Array) : data };
}
