// Annotations that state shapes, as claims: what a function is given, returns and names inside, against the axes that
// its annotations state (1-read/stated-shape.ts). Warnings out, since annotations are no checks at run time; and of
// what nothing is known, the tensor that its annotation states.

import type { Dim } from '../../runtime/dims/dim.ts';
import type * as ir from '../program.ts';
import type { StatedAxis, StatedShape, StatedSize } from '../1-read/stated-shape.ts';
import { statedItems, statedShape } from '../1-read/stated-shape.ts';
import { GIVEN, demand } from './inputs.ts';
import type { Machine } from './machine.ts';
import { lookup } from './scope.ts';
import { differAnyway, lit } from './sizes.ts';
import { warn } from './suspects.ts';
import type { Env, FunctionValue, TensorValue, Value } from './values.ts';

/** The sizes of names in one call of a function, and the axes of names for several. */
export interface Names { readonly sizes: Map<string, Dim>; readonly several: Map<string, readonly Dim[]> }

export const newNames = (): Names => ({ sizes: new Map(), several: new Map() });

/** By the cells of the function's environment. */
const namesOf = new WeakMap<object, Names>();
/** Sizes that a module was made with under names of its class, by its cells: `class Mixer[D]`, `dim: Dim[D]`. */
const namesOfMade = new WeakMap<object, ReadonlyMap<string, Dim>>();

/** Names that mean the same in all methods of what they belong to. */
export const namesFor = (self: Value | undefined): Names => ({ ...newNames(), sizes: new Map(self?.kind === 'instance' ? namesOfMade.get(self.cells) : []) });

/** What an annotation allows, apart from nothing: `Optional[A]`, `Union[A, B]`, `A | None`. */
export function optionsOf(e: ir.Expression): readonly ir.Expression[] {
  if (e.kind === 'literal') return e.literal.type === 'none' ? [] : [e];
  if (e.kind === 'binary' && e.operator === '|') return [...optionsOf(e.left), ...optionsOf(e.right)];
  if (e.kind !== 'subscript' || (e.object.kind !== 'name' && e.object.kind !== 'attribute') || !['Optional', 'Union'].includes(e.object.name)) return [e];
  return (e.index.kind === 'tuple' ? e.index.elements : [e.index]).flatMap(optionsOf);
}

/** Whether an annotation speaks of something other than one tensor; texts and what no annotation should be say nothing. */
export const isNoTensor = (annotation: ir.Expression): boolean =>
  optionsOf(annotation).some((option) => (option.kind === 'subscript' && !statedShape(option)) || ((option.kind === 'name' || option.kind === 'attribute') && option.name !== 'Tensor'));

const typeOf = (m: Machine, { dtype, family }: StatedShape): string | undefined => dtype ?? (family && m.signatures.standIns[family]);

/** An input as its annotation states it; the same name is the same size in one function. */
export function statedInput(m: Machine, stated: StatedShape, name: string, origin: ir.Span, names: Names = newNames()): TensorValue {
  const shape: Dim[] = [];
  for (const axis of stated.axes) {
    const some = axis.kind === 'many' ? severalInput(m, axis, stated, name, names) : [(axis.size && sizeIn(m, axis.size, names, true)) ?? m.fresh(name, 1)];
    if (!some) return openInput(m, stated, name, origin, names);
    shape.push(...some);
  }
  return { kind: 'tensor', dtype: typeOf(m, stated), shape, origin };
}

/** As many axes as are tried; undefined while none are. */
function severalInput(m: Machine, { name: of }: StatedAxis & { readonly kind: 'many' }, { axes }: StatedShape, name: string, { several }: Names): readonly Dim[] | undefined {
  const known = of === undefined ? undefined : several.get(of);
  const rank = known ? undefined : m.tried?.rankOf(`${GIVEN}${name}`, axes.length - 1);
  if (rank === undefined) return known;
  const some = Array.from({ length: rank - axes.length + 1 }, () => m.fresh(of ?? name, 1));
  if (of !== undefined) several.set(of, some);
  // One name for several sizes is none for each.
  for (const dim of some) m.signatures.call(dim.toString(), '', undefined);
  return some;
}

/** Of a number of axes that is left open. */
function openInput(m: Machine, stated: StatedShape, name: string, origin: ir.Span, names: Names): TensorValue {
  const { axes } = stated;
  const last = axes.slice(axes.findLastIndex(({ kind }) => kind === 'many') + 1);
  const tail = last.map((axis) => (axis.kind === 'one' && axis.size && sizeIn(m, axis.size, names, true)) || m.fresh(name, 1));
  const key = `${GIVEN}${name}`;
  demand(m, { kind: 'unknown', reason: '', span: undefined, key }, 'tensor');
  return { kind: 'tensor', dtype: typeOf(m, stated), shape: undefined, origin, reason: `the argument ${name}`, key, ...(tail.length > 0 ? { tail } : {}) };
}

/** The size for its names; undefined where one of them has none, unless it is to get one. */
function sizeIn(m: Machine, size: StatedSize, names: Names, isNew: boolean): Dim | undefined {
  if (size.kind === 'number') return lit(size.value);
  if (size.kind === 'name') {
    const known = names.sizes.get(size.name);
    if (known || !isNew) return known;
    const made = m.fresh(size.name, 1);
    names.sizes.set(size.name, made);
    m.stated.add(made.toString());
    return made;
  }
  const [left, right] = [sizeIn(m, size.left, names, isNew), sizeIn(m, size.right, names, isNew)];
  if (!left || !right) return undefined;
  switch (size.kind) {
    case '+': return left.plus(right);
    case '-': return left.minus(right);
    case '*': return left.times(right);
    case '//': return right.known !== undefined && right.known >= 1 ? left.over(right) : undefined;
  }
}

/** What a call gives to a function, which is the user's, against its annotations. */
export function checkAnnotations(m: Machine, f: FunctionValue, env: Env): void {
  if (m.language !== 'python' || !f.code.params.some(({ annotation }) => annotation?.kind === 'subscript' || annotation?.kind === 'literal')) return;
  const names = namesFor(env.self);
  namesOf.set(env.cells, names);
  for (const { name, annotation } of f.code.params) {
    const value = lookup(m, env, name);
    const count = value?.kind === 'int' ? namedCount(annotation) : undefined;
    if (count !== undefined && value?.kind === 'int') names.sizes.set(count, value.dim);
    if (count !== undefined && f.name === '__init__' && env.self?.kind === 'instance') namesOfMade.set(env.self.cells, new Map(names.sizes));
    const stated = statedShape(annotation);
    if (stated && value) checkValue(m, value, stated, names, `the argument ${name}`, name);
  }
}

/** A size that is given by itself under a name of its own, as an input. */
export function countInput(m: Machine, annotation: ir.Expression | undefined, { sizes }: Names): Dim | undefined {
  const name = namedCount(annotation);
  return name === undefined ? undefined : sizeIn(m, { kind: 'name', name }, { sizes, several: new Map() }, true);
}

/** `n: Int[N]`: a size that is given by itself. */
function namedCount(annotation: ir.Expression | undefined): string | undefined {
  if (annotation?.kind !== 'subscript' || annotation.index.kind !== 'name') return undefined;
  return annotation.object.kind === 'name' && /^(?:Int|Dim)$/.test(annotation.object.name) ? annotation.index.name : undefined;
}

/** What a function of the user's returns, against its annotation; where nothing is known of it, what that states. */
export function returned(m: Machine, f: FunctionValue, env: Env, value: Value): Value {
  const { returns } = f.code;
  if (!returns || !f.env.module.isUser || m.language !== 'python' || f.code.isGenerator) return value;
  return annotated(m, returns, value, env, 'the result');
}

/** A value under a name or result with an annotation. */
export function annotated(m: Machine, annotation: ir.Expression, value: Value, env: Env, what: string): Value {
  const stated = statedShape(annotation);
  const items = stated ? null : statedItems(annotation);
  if (!stated && !items) return value;
  const names = namesOf.get(env.cells) ?? newNames();
  const outer = m.userSpan;
  m.userSpan = annotation.span;
  if (stated) checkValue(m, value, stated, copyOf(names), what, 'value');
  if (items && value.kind === 'tuple' && value.items.length === items.length) {
    for (const [i, each] of items.entries()) if (each) checkValue(m, value.items[i] as Value, each, copyOf(names), `${what}[${i}]`, 'value');
  }
  const isLost = stated && value.kind === 'unknown' && stated.axes.every(({ kind }) => kind === 'one');
  const found = isLost ? statedInput(m, stated, what.replaceAll(/\W+/g, '_'), annotation.span, copyOf(names)) : value;
  m.userSpan = outer;
  return found;
}

const copyOf = ({ sizes, several }: Names): Names => ({ sizes: new Map(sizes), several: new Map(several) });

function checkValue(m: Machine, value: Value, stated: StatedShape, names: Names, what: string, operand: string): void {
  if (value.kind !== 'tensor' || value.reason) return;
  const { dtype, shape } = value;
  const family = stated.family;
  if (dtype !== undefined && ((stated.dtype !== undefined && stated.dtype !== dtype) || (family !== undefined && family !== familyOf(dtype)))) {
    warn(m, 'Annotation/dtype', { what, dtype, stated: stated.dtype ?? family ?? '' }, [[operand, value]]);
    return;
  }
  if (shape && !agrees(m, stated.axes, shape, names)) warn(m, 'Annotation/shape', { what, stated: stated.text, shape: `[${shape.join(', ')}]` }, [[operand, value]]);
}

const familyOf = (dtype: string): StatedShape['family'] => (/float/.test(dtype) ? 'float' : /int/.test(dtype) ? 'integer' : dtype === 'bool' ? 'bool' : undefined);

/** Whether the sizes can be the stated ones; what the names are is written down on the way. */
function agrees(m: Machine, axes: readonly StatedAxis[], shape: readonly Dim[], names: Names): boolean {
  const many = axes.findIndex(({ kind }) => kind === 'many');
  const open = shape.length - axes.length + 1;
  if (many < 0 ? shape.length !== axes.length : open < 0) return false;
  const [pairs, rest]: [readonly (readonly [StatedAxis, Dim])[], readonly Dim[]] = many < 0
    ? [axes.map((axis, i) => [axis, shape[i] as Dim]), []]
    : [[...axes.slice(0, many), ...axes.slice(many + 1)].map((axis, i) => [axis, shape[i < many ? i : i + open] as Dim]), shape.slice(many, many + open)];
  const [several, sizes] = [axes[many], pairs.flatMap(([axis, dim]) => (axis.kind === 'one' && axis.size && !(axis.spread && dim.known === 1) ? [[axis.size, dim] as const] : []))];
  if (several?.kind === 'many' && several.name !== undefined && !axesAgree(m, several.name, rest, names)) return false;
  // Names by themselves say what the others are worked out of.
  return [...sizes.filter(([{ kind }]) => kind === 'name'), ...sizes.filter(([{ kind }]) => kind !== 'name')].every(([size, dim]) => sizeAgrees(m, size, dim, names));
}

function axesAgree(m: Machine, name: string, axes: readonly Dim[], { several }: Names): boolean {
  const known = several.get(name);
  if (!known) return several.set(name, axes), true;
  return known.length === axes.length && known.every((dim, i) => !differs(m, dim, axes[i] as Dim));
}

function sizeAgrees(m: Machine, size: StatedSize, dim: Dim, names: Names): boolean {
  const stated = sizeIn(m, size, names, false);
  if (stated) return !differs(m, dim, stated);
  if (size.kind === 'name') names.sizes.set(size.name, dim);
  // `4*c`: that many times a size that has no other name.
  if (size.kind === '*' && size.left.kind === 'number' && size.right.kind === 'name') names.sizes.set(size.right.name, dim.over(size.left.value));
  return true;
}

/** Surely; or unless inputs that have nothing to do with each other happen to be alike. */
function differs(m: Machine, a: Dim, b: Dim): boolean {
  const verdict = m.decide(a.equals(b));
  return verdict === 'no' || (verdict === 'unknown' && m.isContract && differAnyway(m.facts, a.equals(b)));
}
