// Several items of a sequence in, one that stands for each of them out; undefined where they are too different.

import type { Machine } from './machine.ts';
import { same } from './same.ts';
import { sameDims } from './sizes.ts';
import { arrayLike } from './facets.ts';
import type { TensorValue, Value } from './values.ts';
import { NONE, float, int, tuple } from './values.ts';

export function joinItems(m: Machine, items: readonly Value[]): Value | undefined {
  const [first] = items;
  if (!first) return undefined;
  if (items.every((item) => same(item, first))) return first;
  const kinds = new Set(items.map((item) => item.kind));
  if (kinds.size !== 1) return undefined;
  if (first.kind === 'int') {
    const known = items.map((item) => (item.kind === 'int' ? item.dim.known : undefined));
    return known.every((n) => n !== undefined) ? int(m.fresh('turn', Math.min(...known), Math.max(...known))) : undefined;
  }
  if (first.kind === 'float') return float();
  if (first.kind === 'tensor') return items.every((item) => item.kind === 'tensor' && item.shape && item.dtype === first.dtype && sameDims(item.shape, first.shape)) ? plain(first) : undefined;
  if (first.kind === 'tuple') {
    const columns = first.items.map((_, i) => joinItems(m, items.map((item) => (item.kind === 'tuple' ? item.items[i] : undefined) ?? NONE)));
    return columns.every((column) => column !== undefined) ? tuple(columns) : undefined;
  }
  return undefined;
}

/** Of its facets, those of the others may differ. */
const plain = (tensor: TensorValue): TensorValue => ({ kind: 'tensor', dtype: tensor.dtype, shape: tensor.shape, origin: tensor.origin, ...arrayLike(tensor) });
