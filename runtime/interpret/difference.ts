// Do two tensors agree within their bounds? Used by the contract and by the oracle's comparison.
import type { Tensor } from '../ir/tensor.ts';
import type { BoundedTensor } from './bounded-tensor.ts';

/** The first disagreement as a sentence, or undefined. `actual` may carry bounds of its own. */
export function firstDifference(expected: BoundedTensor, actual: BoundedTensor | Tensor): string | undefined {
  if (expected.dtype !== actual.dtype) return `it is ${actual.dtype}, not ${expected.dtype}`;
  if (expected.shape.join() !== actual.shape.join()) return `its shape is [${actual.shape.join(', ')}], not [${expected.shape.join(', ')}]`;
  for (let i = 0; i < expected.data.length; i++) {
    const slack = (expected.errors?.[i] ?? 0) + ('errors' in actual ? (actual.errors?.[i] ?? 0) : 0);
    if (!agrees(expected.data[i]!, actual.data[i]!, slack)) {
      return `element ${i} is ${String(actual.data[i])}, not ${String(expected.data[i])} ± ${slack}`;
    }
  }
  return undefined;
}

/** NaN agrees with NaN, +0 with −0; an infinite slack agrees with everything. */
export function agrees(expected: number | bigint, actual: number | bigint, slack: number): boolean {
  if (expected === actual || slack === Infinity) return true;
  if (typeof expected === 'bigint' || typeof actual === 'bigint') {
    const apart = BigInt(expected) - BigInt(actual);
    return Number(apart < 0n ? -apart : apart) <= slack;
  }
  if (Number.isNaN(expected) || Number.isNaN(actual)) return Number.isNaN(expected) && Number.isNaN(actual);
  return Math.abs(expected - actual) <= slack;
}
