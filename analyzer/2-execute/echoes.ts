// What comes behind a mistake: the arguments of a library's function and its result in; the result out, marked as an echo
// where it was made of one. Nothing is said about those: one mistake is told once.

import type { Args, Value } from './values.ts';
import { AFTER_MISTAKE } from './values.ts';

export const isEcho = (value: Value): boolean => (value.kind === 'tensor' || value.kind === 'unknown') && value.reason === AFTER_MISTAKE;

export function echoed({ positional, named }: Args, result: Value): Value {
  const isOfEcho = positional.some(holdsEcho) || (named.size > 0 && [...named.values()].some(holdsEcho));
  return isOfEcho ? marked(result) : result;
}

/** Itself, or a part of it: `torch.cat([a, b])`. */
function holdsEcho(value: Value): boolean {
  const items = value.kind === 'list' ? value.cells.map.get('items') : value;
  return isEcho(value) || (items?.kind === 'tuple' && items.items.some(isEcho));
}

function marked(value: Value): Value {
  switch (value.kind) {
    case 'tensor': case 'unknown': return { ...value, reason: AFTER_MISTAKE };
    case 'tuple': case 'iterator': return { ...value, items: value.items.map(marked) };
    default: return value;
  }
}
