// Inputs that nobody gives: of each, what it is used as. A use of a value that is not known comes in and is kept under
// the input's name; when the function is entered once more, the input is what it was used as: an integer where it is a
// size, a tensor of so many axes where a shape is unpacked into so many names. That is the function's contract.

import type { Span } from '../program.ts';
import type { Demand, Machine, Use } from './machine.ts';
import { isNumeric } from './numbers.ts';
import type { TensorValue, UnknownValue, Value } from './values.ts';
import { symbolNames } from './sizes.ts';
import { afterRoot, isRoot, isSure, placeOfKey, reasonOf, rootKey, shifted, unshifted } from './roots.ts';
import { int, tuple } from './values.ts';

const STRENGTH: readonly Use[] = ['sequence', 'text', 'number', 'tensor', 'integer'];

/** Inputs by the start of their keys: arguments of a constructor, which make a module, and of what is run. */
export const MADE = 'input made ';
export const GIVEN = 'input given ';
/** Of those, arguments that need not be given, and are. */
export const SOME = `${GIVEN}some `;
/** Whether it is surely something: what a part of it is nobody knows. */
export const isSome = ({ key }: UnknownValue): boolean => key.startsWith(SOME) && /^\w+$/.test(key.slice(SOME.length));
const isInput = (key: string | undefined): key is string => key !== undefined && key.startsWith('input ');

/** A number worked out from the input of this key: where it has to be an integer, so has the input. */
export const reckoned = (value: Value): Value => (value.kind === 'unknown' && isInput(value.key) && !value.key.endsWith('~') ? { ...value, key: `${value.key}~` } : value);

/** Between the keys of two inputs that a number is worked out from. */
const AND = '~&';

function reckonedOfBoth(left: UnknownValue, right: UnknownValue): Value {
  const [one, other] = [reckoned(left), reckoned(right)] as [UnknownValue, UnknownValue];
  return isInput(left.key) && isInput(right.key) && one.key !== other.key && !left.key.includes(AND) ? { ...one, key: `${one.key}&${other.key}` } : one;
}

/** What only one kind of value survives: the rest says too little of a value that may be anything. */
const DEFINITE: ReadonlySet<Use> = new Set(['sequence', 'tensor', 'integer']);

export function demand(m: Machine, value: Value | undefined, use: Use, more: Demand = {}): void {
  if (value?.kind !== 'unknown' || !isInput(value.key)) return;
  m.traces++;
  const both = value.key.split(AND);
  if (both.length > 1) return both.forEach((key) => demand(m, { ...value, key }, use, more));
  const given = placeOfKey(value.key.replace(/~$/, ''));
  // What a part of it is, it is itself.
  const key = isRoot(given) && use === 'tensor' ? unshifted(given)[0] : given;
  const before = m.demands.get(key);
  if (isRoot(key)) {
    if (!DEFINITE.has(use) || !isSure(m, key)) return;
    const clash = before?.use !== undefined && (before.use !== use || before.length !== more.length);
    learn(m, key, clash ? { ...before, clash } : { ...before, use, ...more });
    return;
  }
  const stronger = !before?.use || STRENGTH.indexOf(use) > STRENGTH.indexOf(before.use) ? use : before.use;
  // Taken apart into two in one branch and into three in another, it is neither.
  const clash = use === 'sequence' && before?.use === 'sequence' && before.length !== undefined && more.length !== undefined && before.length !== more.length;
  learn(m, key, { ...before, use: stronger, ...(stronger === use ? more : {}), ...(clash ? { clash } : {}) });
}

function learn(m: Machine, place: string, found: Demand): void {
  m.demands.set(place, found);
  if (m.given.has(place) && !sameDemand(m.given.get(place), found)) m.hasLearnt();
}

/** What the input is of which this is an attribute, an item, a length: nothing where it is no input. */
export function demandRank(m: Machine, value: Value | undefined, rank: number, exact: boolean, isTable = false): void {
  if (!value || (value.kind !== 'unknown' && value.kind !== 'tensor') || !isInput(value.key)) return;
  m.traces++;
  const [place, shift] = unshifted(placeOfKey(value.key.replace(/~$/, '')));
  const [before, axes] = [m.demands.get(place), rank - shift];
  if (axes < 0 || (before?.rank !== undefined && !isRoot(place)) || (isRoot(place) && !isSure(m, place))) return;
  const atLeast = exact ? before?.atLeast ?? 0 : Math.max(axes, before?.atLeast ?? 0);
  const told = exact ? axes : before?.rank ?? (atLeast === before?.atMost ? atLeast : undefined);
  const clash = isRoot(place) && told !== undefined && (told < atLeast || (before?.rank !== undefined && told !== before.rank));
  // Arrays and nested lists have axes too: a root becomes a tensor only where a tensor is meant.
  const likely = isTable && shift === 0 ? Math.max(axes, before?.likely ?? 0) : before?.likely;
  learn(m, place, { ...before, ...(likely === undefined ? {} : { likely }), ...(isRoot(place) ? {} : { use: 'tensor' }), ...(told === undefined ? {} : { rank: told }), ...(atLeast > 0 ? { atLeast } : {}), ...(clash ? { clash } : {}) });
}

/** A root of at most so many axes. */
export function limitRank(m: Machine, value: Value, atMost: number): void {
  m.traces++;
  if (value.kind === 'tensor' && value.key !== undefined) m.demands.set(value.key, { ...m.demands.get(value.key), atMost });
}

/** What usually has so many axes: that says nothing of a value that may be anything. */
export function usualRank(m: Machine, value: Value | undefined, rank: number): void {
  if (value && 'key' in value && value.key !== undefined && !isRoot(value.key)) demandRank(m, value, rank, true);
}

/** Whether all that was asked for would be given again as it was, after what has been learnt since: running once more would do the same. */
export function nothingNew(m: Machine): boolean {
  return [...m.given].every(([place, then]) => sameDemand(then, m.demands.get(place)));
}

/** Uses that contradict each other take turns for as long as a function runs: what counts is what is left of them. */
function sameDemand(a: Demand = {}, b: Demand = {}): boolean {
  return a.use === b.use && a.rank === b.rank && a.atLeast === b.atLeast && a.length === b.length && a.clash === b.clash;
}

/** What is known of a place when it is asked for, which `nothingNew` looks at. */
function askedFor(m: Machine, place: string): Demand | undefined {
  const found = m.demands.get(place);
  if (!m.given.has(place)) m.given.set(place, found);
  return found;
}

/** `b, c, h, w = x.shape` and `x.shape[3]`: uses of what `shapeOf` below gives. */
export function shapeUse(m: Machine, shape: Value, axes: number, exact: boolean): void {
  const key = shape.kind === 'unknown' && isInput(shape.key) ? /^(.*)\.shape(\[:?\])?$/.exec(shape.key) : null;
  if (key?.[1] !== undefined) demandRank(m, { kind: 'unknown', reason: '', span: undefined, key: key[1] }, axes, exact && key[2] === undefined);
}

/** How many axes the tensor of a root has, where its uses tell and agree. */
export function rankOf(m: Machine, key: string): number | undefined {
  const [place, shift] = unshifted(placeOfKey(key));
  const found = askedFor(m, place);
  return found?.clash || found?.rank === undefined ? undefined : found.rank + shift;
}

/** The input of a key, as far as its uses are known; undefined where they are not. */
export function inputOf(m: Machine, key: string): Value | undefined {
  if (!isInput(key)) return undefined;
  m.traces++;
  const made = m.inputs.get(key);
  if (made) return made;
  const found = askedFor(m, placeOfKey(key));
  const value = found && !found.clash ? build(m, key, found) : undefined;
  if (value) m.inputs.set(key, value);
  return value;
}

/** What comes in from where nobody can look: what it is used as says what it is. */
export function fromOutside(m: Machine, reason: string, at: Span): Value {
  const unknown = m.unknown(reason, at);
  const place = rootKey(m, unknown.reason, at);
  const key = place === undefined ? unknown.key : `${place}#${m.fresh('root').toString()}`;
  return inputOf(m, key) ?? { ...unknown, key };
}

function build(m: Machine, key: string, { use, length, ...axes }: Demand): Value | undefined {
  const name = /[a-z_]\w*(?=[^a-z_]*$)/i.exec(isRoot(key) ? afterRoot(key) : placeOfKey(key))?.[0] ?? 'size';
  switch (use) {
    case 'integer': return int(m.fresh(name, 1));
    case 'number': return { kind: 'float' };
    case 'text': return { kind: 'string' };
    case 'tensor': return tensorInput(m, key, name, axes);
    case 'sequence': return length === undefined ? undefined : tuple(Array.from({ length }, (_, i) => inputOf(m, `${key}[n${i}]`) ?? { ...unknownInput(m, `${key}[n${i}]`, name) }));
    case undefined: return undefined;
  }
}

/** What axes are usually called, by how many there are. */
export const AXES: readonly (readonly string[])[] = [[], ['N'], ['N', 'C'], ['N', 'T', 'C'], ['N', 'C', 'H', 'W'], ['N', 'C', 'D', 'H', 'W']];

const whyUnknown = (key: string, name: string): string => (isRoot(key) ? reasonOf(key) : `the argument ${name}`);
const unknownInput = (m: Machine, key: string, name: string): Value => ({ kind: 'unknown', reason: whyUnknown(key, name), span: m.userSpan, key });

function tensorInput(m: Machine, key: string, name: string, { rank, atLeast = 0 }: Demand): TensorValue {
  const axes = rank ?? (isRoot(key) ? undefined : m.tried?.rankOf(placeOfKey(key), atLeast));
  const base = { kind: 'tensor', dtype: CASTS[/\.(\w+)\([^()]*\)$/.exec(key)?.[1] ?? ''], origin: m.userSpan, key, ...(ARRAYS.test(key) ? { array: true } : {}) } as const;
  return axes === undefined ? { ...base, shape: undefined, reason: whyUnknown(key, name) } : { ...base, shape: Array.from({ length: axes }, (_, i) => m.fresh(AXES[axes]?.[i] ?? name, 1)) };
}

/** What methods that only change the element type give. */
const CASTS: Readonly<Record<string, string>> = { float: 'float32', double: 'float64', half: 'float16', long: 'int64', int: 'int32', bool: 'bool' };

/** Keys of what `.numpy()` gives: an array. */
const ARRAYS = /\.numpy\([^()]*\)$/;

/** Methods and attributes that tensors have, and few other things. */
const OF_TENSORS = new Set([
  'shape', 'size', 'view', 'reshape', 'permute', 'transpose', 'unsqueeze', 'squeeze', 'flatten', 'unflatten', 'contiguous', 'detach', 'expand', 'repeat', 'chunk', 'masked_fill', 'masked_fill_',
  'softmax', 'log_softmax', 'matmul', 'bmm', 'mm', 'ndim', 'dim', 'norm', 'mean', 'std', 'var', 'sigmoid', 'tanh', 'exp', 'log', 'unbind', 'requires_grad_', 'backward', 'numel', 'argmax', 'sum', 'pow',
  'scatter_', 'gather', 'index_select', 'cumsum', 'clamp', 'clamp_', 'dtype', 'requires_grad', 'new_zeros', 'new_tensor', 'type_as', 'expand_as', 'view_as', 'narrow', 'roll', 'long', 'int', 'bool', 'add_', 'mul_', 'copy_',
]);

/** Of those, what the options that make a module are called too. */
const OF_OPTIONS = new Set(['size', 'dim', 'norm', 'mean', 'std', 'var', 'log', 'sum', 'pow', 'exp', 'dtype', 'long', 'repeat', 'expand', 'narrow', 'clamp', 'type_as', 'softmax', 'sigmoid', 'tanh']);

/** And what arrays and tables have as well. */
const OF_ARRAYS = new Set(['shape', 'view', 'reshape', 'transpose', 'squeeze', 'flatten', 'ndim', 'argmax', 'cumsum', 'gather', 'roll', 'copy_', 'matmul']);

/** An attribute of an input: what it has been used as before, else it is noted that a tensor has such a one. */
export function attributeOfInput(m: Machine, object: Value & { kind: 'unknown' }, name: string): Value | undefined {
  if (!isInput(object.key)) return undefined;
  if (name !== 'size') methodUse(m, object, name);
  return inputOf(m, `${object.key}.${name}`);
}

/** `x.size()`: what is not called may be the size of a picture. */
export function callUse(m: Machine, { key, ...callee }: UnknownValue): void {
  if (isInput(key) && key.endsWith('.size')) methodUse(m, { ...callee, key: key.slice(0, -'.size'.length) }, 'size');
}

function methodUse(m: Machine, object: UnknownValue, name: string): void {
  if (OF_TENSORS.has(name) && !(!object.key.startsWith(GIVEN) && OF_OPTIONS.has(name)) && !(isRoot(object.key) && OF_ARRAYS.has(name))) demand(m, object, 'tensor');
}

/** An item of an input, or a part of its shape. */
export function itemOfInput(m: Machine, object: UnknownValue, index: Value): Value | undefined {
  if (!isInput(object.key)) return undefined;
  const position = index.kind === 'int' ? index.dim.known : undefined;
  if (object.key.endsWith('.shape')) {
    if (index.kind === 'slice') return { ...object, key: `${object.key}[:]` };
    if (position !== undefined) shapeUse(m, object, position < 0 ? -position : position + 1, false);
  } else if (index.kind === 'tuple' && index.items.some((item) => item.kind === 'slice' || item.kind === 'ellipsis' || item.kind === 'none')) {
    demandRank(m, object, index.items.filter((item) => item.kind !== 'none' && item.kind !== 'ellipsis').length, false, takesColumn(index.items));
    if (isRoot(object.key) && index.items.every((item) => PARTS.has(item.kind))) return { ...object, key: shifted(object.key, addedAxes(index.items)) };
  }
  return position === undefined ? undefined : inputOf(m, `${object.key}[n${position}]`);
}

const isPast = (part: Value | undefined): boolean => part?.kind === 'int' && (part.dim.known ?? 0) >= 1;

/** `boxes[:, 3]`: a column of a table; the first one may be something else, such as a token. */
export const takesColumn = (parts: readonly Value[]): boolean =>
  parts[0]?.kind === 'slice' && parts.every((part) => PARTS.has(part.kind) && part.kind !== 'ellipsis') && isPast(parts.at(-1));

/** What changes the number of axes by a known number: those of an index that take some away or put one in. */
export const PARTS: ReadonlySet<Value['kind']> = new Set<Value['kind']>(['slice', 'none', 'ellipsis', 'int']);
export const addedAxes = (parts: readonly Value[]): number => parts.filter(({ kind }) => kind === 'none').length - parts.filter(({ kind }) => kind === 'int').length;

/** An operand of arithmetic with a tensor: what makes a module is a number there, what it is given a tensor. */
export function operandUse(m: Machine, value: Value): void {
  if (value.kind === 'unknown' && !isRoot(value.key)) demand(m, value, value.key.startsWith(MADE) && !isOfCall(value) ? 'number' : 'tensor');
}

/** What a module that is given gives. */
const isOfCall = ({ key }: UnknownValue): boolean => key.includes('(');

const WHOLE = new Set(['//', '%', '<<', '>>']);

/** Arithmetic of what are no tensors: numbers, or integers where only those make sense. */
export function arithmeticUse(m: Machine, operator: string, left: Value, right: Value): Value {
  for (const [value, other] of [[left, right], [right, left]] as const) {
    if (value.kind !== 'unknown' || (other.kind !== 'unknown' && !isNumeric(other))) continue;
    if (WHOLE.has(operator)) demand(m, value, isRoot(value.kind === 'unknown' ? value.key : '') ? 'number' : 'integer');
    // A tensor that a function is given may meet a number as well.
    else if (other.kind !== 'unknown' && !value.key.startsWith(GIVEN) && !isOfCall(value)) demand(m, value, 'number');
  }
  return left.kind === 'unknown' && right.kind === 'unknown' ? reckonedOfBoth(left, right) : reckoned(left.kind === 'unknown' ? left : right);
}

/** `a, b = value`: so many items, or with `*rest` at least one less. */
export function unpackingUse(m: Machine, value: UnknownValue, names: number, hasRest: boolean): void {
  if (/\.shape(\[:\])?$/.test(value.key)) shapeUse(m, value, hasRest ? names - 1 : names, !hasRest);
  else if (!hasRest) demand(m, value, 'sequence', { length: names });
}

/** Sizes: an integer, or several. */
export function wholeUse(m: Machine, value: Value): void {
  if (value.kind === 'tuple') for (const item of value.items) wholeUse(m, item);
  else demand(m, value, 'integer');
}

/** Names of what is only passed over say nothing. */
const SAYS_NOTHING = /^_+$/;

/** `b, c = x.shape`, `n = x.size(0)`: what the code calls a size of its inputs. */
export function sizeIsCalled(m: Machine, name: string, value: Value): void {
  if (value.kind !== 'int' || value.dim.known !== undefined || SAYS_NOTHING.test(name)) return;
  const symbol = value.dim.toString();
  if (symbolNames(value.dim).join() === symbol) m.signatures.call(symbol, name, m.active);
}

/** An input itself, of an element type that nothing tells, where this one is needed. */
export function typeIsUsed(m: Machine, value: Value, dtype: string | undefined): void {
  if (value.kind === 'unknown' && !isRoot(value.key)) demand(m, value, 'tensor');
  if (!m.isContract || value.kind !== 'tensor' || value.dtype !== undefined || value.key === undefined || !value.shape || dtype === undefined) return;
  m.traces++;
  m.signatures.use(value.key, dtype);
}
