// Two values in, whether a program can tell them apart out.

import { sameFacets } from './facets.ts';
import { claimKey, sameDim, sameDims } from './sizes.ts';
import type { TensorValue, Value } from './values.ts';

/** Equal for all that a program can see of them; unknowns are equal when they are the same one. */
export function same(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'none': case 'undefined': case 'ellipsis': case 'not-implemented': return true;
    case 'bool': return b.kind === 'bool' && a.value === b.value;
    case 'condition': return b.kind === 'condition' && claimKey(a.claim) === claimKey(b.claim);
    case 'int': return b.kind === 'int' && sameDim(a.dim, b.dim);
    case 'float': case 'string': return a.value === (b as typeof a).value;
    case 'tuple': return b.kind === 'tuple' && sameAll(a.items, b.items);
    case 'slice': return b.kind === 'slice' && same(a.lower, b.lower) && same(a.upper, b.upper) && same(a.step, b.step);
    case 'range': return b.kind === 'range' && sameDim(a.start, b.start) && sameDim(a.stop, b.stop) && sameDim(a.step, b.step);
    case 'list': case 'dict': case 'set': case 'instance': case 'module': case 'class': case 'iterator':
      return 'cells' in b && a.cells === b.cells;
    case 'function': return b.kind === 'function' && (a.cells === b.cells || (a.code === b.code && a.env === b.env));
    case 'method': return b.kind === 'method' && same(a.func, b.func) && same(a.self, b.self);
    case 'builtin': return b.kind === 'builtin' && a.name === b.name && a.run === b.run;
    case 'tensor': return b.kind === 'tensor' && sameTensor(a, b);
    case 'dtype': return b.kind === 'dtype' && a.name === b.name;
    case 'property': case 'static': case 'class-method': return 'func' in b && same(a.func, b.func);
    case 'super': return b.kind === 'super' && a.after === b.after && same(a.self, b.self);
    case 'unknown': return b.kind === 'unknown' && a.reason === b.reason;
    case 'alternatives': return b.kind === 'alternatives' && a.options.length === b.options.length
      && a.options.every((option, i) => same(option.value, b.options[i]?.value) && claimKey(option.guard) === claimKey(b.options[i]?.guard ?? option.guard));
  }
}

function sameAll(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((item, i) => same(item, b[i]));
}

function sameTensor(a: TensorValue, b: TensorValue): boolean {
  return a.dtype === b.dtype && sameDims(a.shape, b.shape) && sameDims(a.tail, b.tail) && sameDims(a.sizes, b.sizes) && a.parameter === b.parameter && sameFacets(a, b);
}
