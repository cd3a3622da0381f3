// Spellings of a constant: ONNX's scalar and list attributes. Out: `value`, a tensor.
import { tensor } from '../../ir/tensor.ts';
import type { Dim } from '../../dims/dim.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Loose } from '../../spec/settle.ts';

export function settleConstant(given: Loose): Loose {
  for (const [name, dtype] of [['value_float', 'float32'], ['value_int', 'int64']] as const) {
    const value = given[name];
    if (typeof value === 'number' || typeof value === 'bigint') return { value: tensor(dtype, [], [value]) };
  }
  for (const [name, dtype] of [['value_floats', 'float32'], ['value_ints', 'int64']] as const) {
    const values = given[name];
    if (Array.isArray(values)) return { value: tensor(dtype, [values.length], values as readonly (number | bigint)[]) };
  }
  return given;
}

/** Lists longer than this do not carry shapes. */
const LONGEST = 64;

/** The integers of a small tensor as sizes. */
export function heldConstant({ dtype, shape, data }: Tensor, lit: (n: number) => Dim): readonly Dim[] | undefined {
  if ((dtype !== 'int32' && dtype !== 'int64') || shape.length > 1 || data.length > LONGEST) return undefined;
  const numbers = Array.from(data as ArrayLike<number | bigint>, Number);
  return numbers.every(Number.isSafeInteger) ? numbers.map(lit) : undefined;
}
