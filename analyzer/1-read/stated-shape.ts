// Shapes that annotations state, as text and as code: jaxtyping's `Float[Tensor, "*b c h*2"]`, torchtyping's
// `TensorType["b", 3]`, `Tensor[B, 3, 32]` and `Tensor[[B, *S, C]]`, in quotes or not. An annotation in; its axes out,
// null where it states no shape.

import type * as ir from '../program.ts';

/** A size as it is written: worked out where its names have values. */
export type StatedSize =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: '+' | '-' | '*' | '//'; readonly left: StatedSize; readonly right: StatedSize };

export type StatedAxis =
  /** One axis; without a size any will do; `spread`: 1 will do as well. */
  | { readonly kind: 'one'; readonly size: StatedSize | undefined; readonly spread: boolean }
  /** Any number of axes; the same name is the same axes. */
  | { readonly kind: 'many'; readonly name: string | undefined };

export interface StatedShape {
  readonly dtype: string | undefined;
  /** `Float`, `Int`, `Bool`: a family of element types. */
  readonly family: 'float' | 'integer' | 'bool' | undefined;
  readonly axes: readonly StatedAxis[];
  readonly text: string;
}

const DTYPES: Readonly<Record<string, string>> = {
  Float32: 'float32', Float64: 'float64', Float16: 'float16', BFloat16: 'bfloat16', Int64: 'int64', Int32: 'int32', Int16: 'int16', Int8: 'int8', UInt8: 'uint8', Bool: 'bool',
};
const FAMILIES: readonly (readonly [RegExp, StatedShape['family']])[] = [[/^(?:B?Float)\d*$/, 'float'], [/^(?:U?Int|Integer)\d*$/, 'integer'], [/^Bool$/, 'bool']];
const KINDS = /^(?:Float|Int|UInt|BFloat|Bool|Num|Shaped|Integer|Real|Inexact|Complex)\d*$/;
const TENSORS = /^(?:\w+\.)*(?:Tensor|TensorType|FloatTensor|LongTensor|BoolTensor)$/;

const read = new WeakMap<object, StatedShape | null>();

export function statedShape(annotation: ir.Expression | undefined): StatedShape | null {
  if (!annotation) return null;
  const before = read.get(annotation);
  if (before !== undefined) return before;
  const found = (isQuoted(annotation) ? fromText(annotation.literal.value) : fromCode(annotation)) ?? null;
  read.set(annotation, found);
  return found;
}

/** What a comment behind a parameter says. */
export function commentedShape(entries: readonly string[]): StatedShape {
  return { dtype: undefined, family: undefined, axes: entries.map(axisOf), text: `(${entries.join(', ')})` };
}

/** Of `tuple[A, B]` what it states of its items. */
export function statedItems(annotation: ir.Expression | undefined): readonly (StatedShape | null)[] | null {
  if (annotation?.kind !== 'subscript' || annotation.object.kind !== 'name' || !/^[tT]uple$/.test(annotation.object.name)) return null;
  return annotation.index.kind === 'tuple' ? annotation.index.elements.map(statedShape) : null;
}

type Quoted = ir.Expression & { readonly kind: 'literal'; readonly literal: { readonly type: 'string'; readonly value: string } };
const isQuoted = (e: ir.Expression): e is Quoted => e.kind === 'literal' && e.literal.type === 'string';

function fromCode(annotation: ir.Expression): StatedShape | undefined {
  if (annotation.kind !== 'subscript') return undefined;
  const { object, index } = annotation;
  const head = textOf(object) ?? '';
  const parts = index.kind === 'tuple' ? index.elements : [index];
  const [first, second] = parts;
  if (TENSORS.test(head)) {
    const inner = first?.kind === 'list' && parts.length === 1 ? first.elements : parts;
    return ofTensor(inner.map((part) => (isQuoted(part) ? part.literal.value : textOf(part) ?? '_')));
  }
  if (!KINDS.test(head.replace(/^.*\./, '')) || parts.length !== 2 || !first || !second || !isQuoted(second) || !TENSORS.test(textOf(first) ?? '')) return undefined;
  return ofKind(head, second.literal.value);
}

function fromText(text: string): StatedShape | undefined {
  const [, head = '', inner = ''] = /^\s*([\w.]+)\s*\[([^]*)\]\s*$/.exec(text) ?? [];
  if (TENSORS.test(head)) return ofTensor(inner.replace(/^\s*\[([^]*)\]\s*$/, '$1').split(',').map((part) => part.trim().replaceAll(/^['"]|['"]$/g, '')));
  const [, of = '', , sizes] = /^\s*([\w.]+)\s*,\s*(['"])([^]*)\2\s*$/.exec(inner) ?? [];
  return sizes !== undefined && KINDS.test(head.replace(/^.*\./, '')) && TENSORS.test(of) ? ofKind(head, sizes) : undefined;
}

function ofKind(head: string, sizes: string): StatedShape {
  const kind = head.replace(/^.*\./, '');
  const words = sizes.trim().split(/\s+/).filter((word) => word !== '');
  return { dtype: DTYPES[kind], family: FAMILIES.find(([pattern]) => pattern.test(kind))?.[1], axes: words.map(axisOf), text: `[${words.join(', ')}]` };
}

function ofTensor(parts: readonly string[]): StatedShape | undefined {
  // What names an element type beside the sizes says nothing of them.
  const words = parts.filter((part) => part !== '' && !/^(?:float|int|bool|torch\.\w+)$/.test(part)).flatMap((part) => (/^[\w\s*.#]+ [\w\s*.#]+$/.test(part) ? part.trim().split(/\s+/) : [part]));
  return words.length > 0 ? { dtype: undefined, family: undefined, axes: words.map(axisOf), text: `[${words.join(', ')}]` } : undefined;
}

/** An axis; words that say more than we understand are any size. */
function axisOf(word: string): StatedAxis {
  const [, marks = '', named = ''] = /^([*#?]*)(?:\w+=)?(.*)$/.exec(word) ?? [];
  if (word === '...') return { kind: 'many', name: undefined };
  if (marks.includes('*')) return { kind: 'many', name: marks.includes('#') || !/^[A-Za-z]\w*$/.test(named) ? undefined : named };
  return { kind: 'one', size: named.startsWith('_') ? undefined : sizeOf(named), spread: marks.includes('#') };
}

/** Sums and products of names and numbers. */
export function sizeOf(text: string): StatedSize | undefined {
  const tokens = text.match(/\d+|[A-Za-z_]\w*|\/\/|[-+*()]|\S/g) ?? [];
  let next = 0;
  const level = (operators: readonly string[], inner: () => StatedSize | undefined) => (): StatedSize | undefined => {
    let left = inner();
    while (left && operators.includes(tokens[next] ?? '')) {
      const kind = tokens[next++] as '+';
      const right = inner();
      left = right && { kind, left, right };
    }
    return left;
  };
  const atom = (): StatedSize | undefined => {
    const token = tokens[next++] ?? '';
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^[A-Za-z_]/.test(token)) return { kind: 'name', name: token };
    const inner = token === '(' ? sum() : undefined;
    return inner && tokens[next++] === ')' ? inner : undefined;
  };
  const sum = level(['+', '-'], level(['*', '//'], atom));
  const size = sum();
  return next === tokens.length ? size : undefined;
}

/** Code that is written as a shape is, as text. */
function textOf(e: ir.Expression): string | undefined {
  switch (e.kind) {
    case 'name': return e.name;
    case 'attribute': return `${textOf(e.object) ?? '_'}.${e.name}`;
    case 'spread': return `*${textOf(e.value) ?? ''}`;
    case 'literal': return e.literal.type === 'int' ? String(e.literal.value) : e.literal.type === 'ellipsis' ? '...' : undefined;
    case 'binary': {
      const [left, right] = [textOf(e.left), textOf(e.right)];
      return left === undefined || right === undefined ? undefined : `(${left}${e.operator}${right})`;
    }
    default: return undefined;
  }
}
