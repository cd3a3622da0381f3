// PyTorch's type promotion: dtypes with their category of participation in, the dtype of the result out.
// Source: "Type Promotion Semantics" of torch.Tensor attributes: categories order bool < integer < float < complex; a scalar or a
// zero-dimensional tensor raises only the category, not the width.

import type { TensorValue, Value } from './values.ts';

const ORDER: readonly string[] = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float16', 'bfloat16', 'float32', 'float64', 'complex64', 'complex128'];

/** Types that PyTorch 2 promotes with floats alone: to any other integer it raises. */
const UNPROMOTED = new Set(['uint16', 'uint32', 'uint64']);

const category = (dtype: string): number => (dtype === 'bool' ? 0 : dtype.includes('int') ? 1 : dtype.startsWith('complex') ? 3 : 2);

function wider(a: string, b: string): string | undefined {
  if (a === b) return a;
  if ((UNPROMOTED.has(a) || UNPROMOTED.has(b)) && category(a) <= 1 && category(b) <= 1) return undefined;
  if (new Set([a, b, 'float16', 'bfloat16']).size === 2) return 'float32';
  if (new Set([a, b, 'float64', 'complex64']).size === 2) return 'complex128';
  if (new Set([a, b, 'uint8', 'int8']).size === 2) return 'int16';
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

interface Part { readonly dtype: string; readonly priority: number }

function partOf(value: Value): Part | undefined {
  switch (value.kind) {
    case 'tensor': return value.dtype === undefined ? undefined : { dtype: value.dtype, priority: (value as TensorValue).shape?.length === 0 ? 1 : 2 };
    case 'int': return { dtype: 'int64', priority: 0 };
    case 'float': return { dtype: 'float32', priority: 0 };
    case 'bool': case 'condition': return { dtype: 'bool', priority: 0 };
    case 'dtype': return { dtype: value.name, priority: 2 };
    default: return undefined;
  }
}

/** Undefined where one of the dtypes is not known. */
export function promoted(values: readonly Value[]): string | undefined {
  let result: Part | undefined;
  for (const priority of [2, 1, 0]) {
    for (const value of values) {
      const part = partOf(value);
      if (!part) return undefined;
      if (part.priority !== priority) continue;
      if (!result) result = part;
      else if (result.priority === part.priority) {
        const dtype = wider(result.dtype, part.dtype);
        if (dtype === undefined) return undefined;
        result = { ...part, dtype };
      }
      else if (category(part.dtype) > category(result.dtype)) result = { ...result, dtype: part.dtype };
    }
  }
  return result?.dtype;
}
