// What is known of a value of a model before it runs: its type, its shape in sizes, and, for small integer tensors,
// the sizes that it holds. Declarations of the file come in; symbols of the file become symbols here.
import type { Dim, Shape } from '../../../runtime/dims/dim.ts';
import { forms, symbol } from '../../../runtime/dims/forms.ts';
import type { Tensor } from '../../../runtime/ir/tensor.ts';
import { toNumbers } from '../../../runtime/ir/tensor.ts';
import type { OnnxDim, OnnxTensor, OnnxType } from '../../../runtime/onnx/model.ts';
import { runtimeTensor } from '../../../runtime/onnx/values.ts';

export interface ModelValue {
  /** ONNX's name of the element type. */
  readonly dtype: string | undefined;
  /** Undefined: not even the rank is known. */
  readonly shape: Shape | undefined;
  /** The integers inside, where they carry sizes. */
  readonly sizes?: readonly Dim[];
  /** The elements of a small constant. */
  readonly tensor?: Tensor;
  /** Where it comes from, for people. */
  readonly origin: string;
}

/** Larger constants are data, not sizes. */
const MOST_SIZES = 64;

export function constantValue({ dims, dtype, ...rest }: OnnxTensor, origin: string): ModelValue {
  const tensor = runtimeTensor({ dims, dtype, ...rest });
  const shape = dims.map((n) => forms.lit(n));
  if (!tensor || tensor.data.length > MOST_SIZES) return { dtype: dtype.name, shape, origin };
  const sizes = sizesIn(tensor);
  return { dtype: dtype.name, shape, tensor, origin, ...(sizes ? { sizes } : {}) };
}

function sizesIn(tensor: Tensor): readonly Dim[] | undefined {
  if ((tensor.dtype !== 'int32' && tensor.dtype !== 'int64') || tensor.shape.length > 1) return undefined;
  const numbers = toNumbers(tensor);
  return numbers.every(Number.isSafeInteger) ? numbers.map((n) => forms.lit(n)) : undefined;
}

/** A value as the file declares it; undefined for sequences, maps and the like. */
export function declaredValue(type: OnnxType | undefined, name: string, origin: string): ModelValue | undefined {
  if (type?.kind !== 'tensor') return undefined;
  return { dtype: type.dtype.name, shape: type.dims?.map((dim, axis) => declaredDim(dim, name, axis)), origin };
}

/** Named sizes are batches and lengths, of which there is at least one; an unnamed size may be anything. */
function declaredDim(dim: OnnxDim, name: string, axis: number): Dim {
  if (typeof dim === 'number') return forms.lit(dim);
  return dim === undefined ? symbol(`${spelled(name)}.${axis}`) : symbol(spelled(dim), { atLeast: 1 });
}

/** Backticks delimit names in forms. */
const spelled = (name: string): string => name.replaceAll('`', "'") || '?';
