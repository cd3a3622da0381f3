// Several items of a sequence in, one that stands for each of them out; undefined where they are too different.

import type { Machine } from './machine.ts';
import { same } from './same.ts';
import { boundsOf, sameDims } from './sizes.ts';
import { arrayLike } from './facets.ts';
import type { TensorValue, Value } from './values.ts';
import { NONE, float, int, tuple } from './values.ts';

export function joinItems(m: Machine, given: readonly Value[]): Value | undefined {
  const items = given.flatMap((item) => (item.kind === 'alternatives' ? item.options.map(({ value }) => value) : [item]));
  const [first] = items;
  if (!first) return undefined;
  if (items.every((item) => same(item, first))) return first;
  const kinds = new Set(items.map((item) => (item.kind === 'condition' ? 'bool' : item.kind)));
  if (kinds.size !== 1) return undefined;
  if (kinds.has('bool')) return { kind: 'condition', claim: m.data('an item').claim };
  if (first.kind === 'int') {
    const bounds = items.flatMap((item) => (item.kind === 'int' ? [boundsOf(m.facts, item.dim)] : []));
    return int(m.fresh('turn', Math.min(...bounds.map(({ atLeast }) => atLeast)), Math.max(...bounds.map(({ atMost }) => atMost))));
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
