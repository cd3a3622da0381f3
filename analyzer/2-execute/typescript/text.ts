// What values are as text: a value in, its text out, or undefined where that is not known.

import type { Value } from '../values.ts';

export function textOf(value: Value): string | undefined {
  switch (value.kind) {
    case 'string': return value.value;
    case 'int': return value.dim.known?.toString();
    case 'float': return value.value?.toString();
    case 'bool': return String(value.value);
    case 'none': return 'null';
    case 'undefined': return 'undefined';
    case 'tuple': return joined(value.items);
    case 'list': {
      const items = value.cells.map.get('items');
      return items?.kind === 'tuple' ? joined(items.items) : undefined;
    }
    default: return undefined;
  }
}

export function joined(items: readonly Value[], between = ','): string | undefined {
  const parts = items.map((item) => (item.kind === 'none' || item.kind === 'undefined' ? '' : textOf(item)));
  return parts.includes(undefined) ? undefined : parts.join(between);
}
