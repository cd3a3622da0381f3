// Shapes that annotations state: jaxtyping's `Float[Tensor, "b c h w"]` and `Tensor[B, 3, 32]`. An annotation in; the
// sizes that it names out, and a warning where a call surely breaks it: annotations are no checks at run time.

import type { Dim } from '../../runtime/dims/dim.ts';
import type * as ir from '../program.ts';
import type { Machine } from './machine.ts';
import { lookup } from './scope.ts';
import { lit } from './sizes.ts';
import { warn } from './suspects.ts';
import type { Env, FunctionValue, TensorValue } from './values.ts';

interface Stated { readonly dtype: string | undefined; readonly sizes: readonly (number | string)[] }

const DTYPES: Readonly<Record<string, string>> = {
  Float32: 'float32', Float64: 'float64', Float16: 'float16', BFloat16: 'bfloat16', Int64: 'int64', Int32: 'int32', UInt8: 'uint8', Bool: 'bool',
};
const KINDS = /^(?:Float|Int|UInt|BFloat|Bool|Num|Shaped|Integer|Real|Inexact|Complex)\d*$/;
const ANY = '_';
const isTensor = (e: ir.Expression): boolean => (e.kind === 'name' || e.kind === 'attribute') && e.name === 'Tensor';

const read = new WeakMap<object, Stated | null>();

export function statedShape(annotation: ir.Expression | undefined): Stated | null {
  if (annotation?.kind !== 'subscript') return null;
  const before = read.get(annotation);
  if (before !== undefined) return before;
  const found = readStated(annotation) ?? null;
  read.set(annotation, found);
  return found;
}

function readStated({ object, index }: ir.SubscriptExpression): Stated | undefined {
  const parts = index.kind === 'tuple' ? index.elements : [index];
  const [first, second] = parts;
  if (isTensor(object)) {
    const inner = first?.kind === 'list' ? first.elements : parts;
    return { dtype: undefined, sizes: inner.map((part) => (part.kind === 'name' ? part.name : part.kind === 'literal' && part.literal.type === 'int' ? part.literal.value : ANY)) };
  }
  const kind = object.kind === 'name' || object.kind === 'attribute' ? object.name : '';
  if (!KINDS.test(kind) || parts.length !== 2 || !first || !isTensor(first) || second?.kind !== 'literal' || second.literal.type !== 'string') return undefined;
  const words = second.literal.value.trim().split(/\s+/).filter((word) => word !== '');
  // A number of axes that is left open.
  if (words.some((word) => word === '...' || word.startsWith('*'))) return undefined;
  return { dtype: DTYPES[kind], sizes: words.map((word) => (/^\d+$/.test(word) ? Number(word) : /^[A-Za-z_]\w*$/.test(word) ? word : ANY)) };
}

/** An input as its annotation states it; the same name is the same size in one function. */
export function statedInput(m: Machine, stated: Stated, origin: ir.Span, names: Map<string, Dim>): TensorValue {
  const shape = stated.sizes.map((size) => {
    if (typeof size === 'number') return lit(size);
    const known = size === ANY ? undefined : names.get(size);
    const dim = known ?? m.fresh(size, 1);
    if (size !== ANY) names.set(size, dim);
    return dim;
  });
  return { kind: 'tensor', dtype: stated.dtype, shape, origin };
}

/** What a call gives to a function of the user's, against its annotations. */
export function checkAnnotations(m: Machine, f: FunctionValue, env: Env): void {
  if (!f.env.module.isUser || m.isContract) return;
  const named = new Map<string, number>();
  for (const param of f.code.params) {
    const stated = statedShape(param.annotation);
    const value = stated && lookup(m, env, param.name);
    if (!stated || value?.kind !== 'tensor' || !value.shape || value.reason) continue;
    const { shape } = value;
    const wrong = stated.sizes.length !== shape.length || stated.sizes.some((size, i) => {
      const known = shape[i]?.known;
      if (known === undefined || size === ANY) return false;
      const expected = typeof size === 'number' ? size : named.get(size);
      if (typeof size === 'string') named.set(size, known);
      return expected !== undefined && expected !== known;
    });
    if (wrong) warn(m, 'Annotation/shape', { param: param.name, stated: `[${stated.sizes.join(', ')}]`, shape: `[${shape.join(', ')}]` }, [[param.name, value]]);
  }
}
