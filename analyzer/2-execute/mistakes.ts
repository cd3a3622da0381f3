// What the language itself refuses, whatever the tensors: calls that do not fit the function, names for another number
// of values, attributes and items of what has none, assertions that cannot hold. Stated like any other claim, so that a
// mistake on a path that we do not understand, or in a `try` that catches it, is no finding.

import type { Claim } from '../../runtime/dims/dim.ts';
import type * as ir from '../program.ts';
import { sentenceFor } from '../library/checks.ts';
import { must } from './claims.ts';
import type { Machine, Operand } from './machine.ts';
import { raiseTo } from './exceptions.ts';
import { leastOf, meantBy, namesOf } from '../library/names.ts';
import { isNeverGiven } from './never-given.ts';
import { tensorClass } from './tensor-class.ts';
import type { Args, ClassValue, DictValue, Env, FunctionValue, InstanceValue, TensorValue, UnknownValue, Value } from './values.ts';
import { AFTER_MISTAKE } from './values.ts';
import { kindName } from './values.ts';

/** What Python raises for a mistake, where programs ask in this way whether something is there. */
const RAISED: Readonly<Record<string, string>> = {
  'Index/key': 'KeyError', 'Index/past': 'IndexError', 'Attribute/missing': 'AttributeError', 'Tensor/attribute': 'AttributeError', 'Tensor/method': 'AttributeError', 'Call/missing': 'TypeError', 'Call/unexpected': 'TypeError',
  'Call/surplus': 'TypeError', 'Operator/types': 'TypeError', 'Unpack/count': 'ValueError', 'Name/undefined': 'NameError', 'Name/unbound': 'UnboundLocalError', 'None/attribute': 'AttributeError', 'Attribute/of': 'AttributeError',
  'Attribute/spelling': 'AttributeError', 'Call/callable': 'TypeError', 'Call/length': 'TypeError', 'Call/whole': 'TypeError', 'Loop/items': 'TypeError', 'Index/number': 'TypeError', 'Index/type': 'TypeError', 'Operator/kinds': 'TypeError',
};

/** Where the program catches it, it goes on there. `about`: what several tensors were taken for one tensor or number. */
export function mistake(m: Machine, rule: string, holes: Readonly<Record<string, string>>, ...about: readonly Value[]): UnknownValue {
  const exception = m.language === 'python' ? RAISED[rule] : undefined;
  if (exception !== undefined) raiseTo(m, exception);
  must(m, { rule, claim: undefined, sentence: sentenceFor(rule), holes, operands: about.flatMap(firstOf) });
  return { kind: 'unknown', reason: AFTER_MISTAKE, span: m.userSpan, key: m.fresh(AFTER_MISTAKE).toString() };
}

/** Where the first of several tensors was made, there were all. */
function firstOf(value: Value): readonly Operand[] {
  const [first] = value.kind === 'tuple' ? value.items : isPair(value) && value.kind === 'instance' ? value.cells.map.values() : [];
  return first?.kind === 'tensor' ? [{ name: 'the first of them', tensor: first }] : [];
}

/** Whether it is a method of what comes in and was taken for a tensor, or of what is made of that: an array's take other arguments. */
export const mayBeArray = (m: Machine, { env, owner }: FunctionValue, self: Value | undefined): boolean =>
  m.isContract && !env.module.isUser && owner !== undefined && self?.kind === 'tensor' && self.dtype === undefined;

/** Fewer arguments than a function or method of a library needs, whatever its model asks for. */
export function tooFew(m: Machine, name: string, callee: Value, { positional, named, open, mixed }: Args, from: Value): UnknownValue | undefined {
  if (m.language !== 'python' || open || mixed) return undefined;
  const isMethod = callee.kind === 'method' && callee.self.kind === 'tensor' && !callee.self.array && callee.self.key === undefined && callee.func.kind === 'function' && !callee.func.env.module.isUser && !mayBeArray(m, callee.func, callee.self);
  const module = isMethod ? 'torch.Tensor' : from.kind === 'module' && !from.isUser ? from.name : undefined;
  const required = module === undefined ? 0 : leastOf(module, name);
  const given = positional.length + named.size;
  return given < required ? mistake(m, 'Call/few', { function: name, required: String(required), given: String(given) }) : undefined;
}

/** `left`: named arguments that no parameter has taken so far. */
export function missingArgument(m: Machine, f: FunctionValue, param: string, left: Iterable<string>, self?: Value): UnknownValue {
  // A model may spell a parameter otherwise than its library does.
  const spelled = !f.env.module.isUser && [...left].some((name) => !f.code.params.some((other) => other.name === name));
  if (f.changed || spelled || mayBeArray(m, f, self) || isAbstract(f)) return m.unknown(`the missing argument ${param} of ${f.name}`, undefined);
  return mistake(m, 'Call/missing', { function: nameOf(f), argument: param });
}

/**
 * Arguments that no parameter takes. Models of libraries may leave out what changes no shape; what they say about making
 * an object is complete, and so are the parameters of a function whose result has an annotation.
 */
export function surplusArguments(m: Machine, f: FunctionValue, positional: number, named: ReadonlyMap<string, unknown>): void {
  if (f.changed || isAbstract(f) || (!f.env.module.isUser && f.name !== '__init__' && !f.code.returns && !isPlainLayer(f))) return;
  const [first] = named.size > 0 ? named.keys() : [];
  // One of several functions, and the arguments for another: what decides about both may be the same.
  if (first !== undefined && m.path.length > 0) return;
  if (first !== undefined) mistake(m, 'Call/unexpected', { function: nameOf(f), argument: first });
  else if (positional > 0) mistake(m, 'Call/surplus', { function: nameOf(f), given: String(positional) });
}

/** A layer of the library that takes one tensor and nothing else. */
const isPlainLayer = ({ name, code: { params, span } }: FunctionValue): boolean => name === 'forward' && params.length === 2 && params[1]?.how === 'either' && span.file.startsWith('library:torch');

/** Tensors and their shapes are called where a layer or a method was meant. */
export function notCallable(m: Machine, callee: Value): UnknownValue | undefined {
  const isOne = callee.kind === 'tensor' ? !callee.array && callee.key === undefined : callee.kind === 'tuple' && callee.isShape === true;
  return m.language === 'python' && isOne && isUsers(m) ? mistake(m, 'Call/callable', { kind: callee.kind === 'tensor' ? 'tensor' : 'shape' }, callee) : undefined;
}

/** A method that does nothing but raise: those that stand in for it may take other arguments. */
function isAbstract({ owner, code: { body } }: FunctionValue): boolean {
  return owner !== undefined && body.at(-1)?.kind === 'raise' && body.every(({ kind }) => kind === 'expression' || kind === 'raise');
}

function nameOf(f: FunctionValue): string {
  const owner: ClassValue | undefined = f.owner;
  return f.name === '__init__' && owner ? owner.name : f.name;
}

/** What max(dim) and sort give. */
export const isPair = (value: Value): boolean => value.kind === 'instance' && value.class.name === '_Pair' && value.class.module?.isUser === false;

/** Methods of lists, dictionaries, arrays and modules that tensors have not. */
const OF_OTHERS = new Set(['items', 'keys', 'append', 'extend', 'insert', 'update', 'astype', 'copy', 'length', 'parameters', 'state_dict', 'to_numpy']);

/** What neither Python's numbers have nor those of numpy. */
const OF_TENSORS_ALONE = new Set(['unsqueeze', 'backward', 'detach', 'cpu', 'cuda', 'requires_grad_', 'requires_grad', 'permute', 'softmax', 'float', 'long', 'numel', 'expand', 'chunk', 'masked_fill', 'matmul', 'new_zeros', 'new_tensor', 'contiguous', 'shape', 'size', 'dim', 'view', 'to', 'type_as', 'unbind']);

/** Undefined where the value may have it after all. */
export function missingAttribute(m: Machine, object: Value, name: string): UnknownValue | undefined {
  const pair = isPair(object);
  if (object.kind === 'module') return missingName(m, object, name);
  // A tensor of unknown shape is one by what it was used as, which an array may be as well.
  if (object.kind === 'tensor' && object.shape && !object.array && !m.isContract && (OF_OTHERS.has(name) || (meantBy('torch.Tensor', name) !== undefined && m.language === 'python'))) return mistake(m, 'Tensor/method', { attribute: name });
  // An integer without a value may be a guess of ours, and zero the sum of nothing; numbers of numpy have what its arrays have.
  if (object.kind === 'int' && object.dim.known !== undefined && object.dim.known !== 0 && m.path.length === 0 && OF_TENSORS_ALONE.has(name)) return mistake(m, 'Tensor/attribute', { attribute: name, kind: 'number' });
  if (object.kind === 'instance' && !pair) return isNeverGiven(m, object, name) || isNoneOfDevices(object, name) ? mistake(m, 'Attribute/missing', { type: object.class.name, attribute: name }) : undefined;
  if (!pair && object.kind !== 'tuple' && object.kind !== 'list' && object.kind !== 'dict') return undefined;
  // Only what was surely meant for a tensor: models give tuples for richer objects.
  if (name.startsWith('__')) return undefined;
  const meant = name === 'astype' || tensorClass(m)?.mro.some((base) => base.cells.map.has(name));
  return meant ? mistake(m, 'Tensor/attribute', { attribute: name, kind: pair ? 'pair of values and indices' : object.kind }, object) : undefined;
}

/** A device taken for a model or a tensor. */
const isNoneOfDevices = ({ class: { name: type, module } }: InstanceValue, name: string): boolean => type === 'Device' && module?.isUser === false && namesOf('torch.device')?.has(name) === false && !name.startsWith('_');

/** A slip in the name of what a library has, or what another part of it has. */
function missingName(m: Machine, module: Value & { kind: 'module' }, name: string): UnknownValue | undefined {
  const meant = m.language === 'python' && !module.isUser ? meantBy(module.name, name) : undefined;
  return meant === undefined ? undefined : mistake(m, 'Module/name', { module: module.name, name, meant });
}

/** Whether it is not a model of a library that asks. */
const isUsers = (m: Machine): boolean => !m.active?.code.span.file.startsWith('library:');

/** What can be changed is no key. */
export function noKey(m: Machine, key: Value): UnknownValue | undefined {
  const isWrong = m.language === 'python' && (key.kind === 'list' || key.kind === 'dict' || key.kind === 'set') && isUsers(m);
  return isWrong ? mistake(m, 'Index/hash', { kind: kindName(key) }) : undefined;
}

/** A tensor of several values has no truth. */
export function truthOfTensor(m: Machine, x: TensorValue, at: ir.Span): void {
  const count = x.shape?.map(({ known }) => known).reduce((n, size) => (n === undefined || size === undefined ? undefined : n * size), 1);
  if (count === undefined || count < 2 || !isUsers(m)) return;
  const outer = m.userSpan;
  m.userSpan = at;
  must(m, { rule: 'Truth/several', claim: undefined, sentence: sentenceFor('Truth/several'), holes: { shape: `[${x.shape?.join(', ')}]` }, operands: [{ name: 'x', tensor: x }] });
  m.userSpan = outer;
}

export function wrongCount(m: Machine, values: number, names: number): UnknownValue {
  return mistake(m, 'Unpack/count', { values: String(values), names: String(names) });
}

/** A tensor and a tuple or dictionary: layers that return their state too give tuples. An input that is added to a sequence is one. */
export function wrongTypes(m: Machine, operator: string, left: Value, right: Value): UnknownValue | undefined {
  if (m.language !== 'python') return undefined;
  const [tensor, other] = left.kind === 'tensor' ? [left, right] : [right, left];
  if (m.isContract && operator === '+' && tensor.kind === 'tensor' && tensor.key !== undefined && (other.kind === 'tuple' || other.kind === 'list')) return m.unknown('a sequence that comes in', m.userSpan);
  const isWrong = isNoneReckoned(m, operator, left, right) || tensor.kind === 'tensor' && !tensor.array && (other.kind === 'tuple' || other.kind === 'dict' || isPair(other) || isModule(other));
  return isWrong ? mistake(m, 'Operator/types', { operator, left: kindName(left), right: kindName(right) }, left, right) : undefined;
}

/** A module that was not called, and does not say what is done with it. */
const isModule = (value: Value): boolean => value.kind === 'instance' && value.class.mro.some(({ name, module }) => name === 'Module' && module?.isUser === false) && value.class.mro.every(({ cells }) => ![...cells.map.keys()].some((name) => /^__r?(?:add|sub|mul|truediv|matmul|pow)__$/.test(name)));

/** Surely nothing where a number is expected, such as the gradient of what is not learnt. */
function isNoneReckoned(m: Machine, operator: string, left: Value, right: Value): boolean {
  const [none, other] = left.kind === 'none' ? [left, right] : [right, left];
  const isNumber = other.kind === 'int' || other.kind === 'float' || (other.kind === 'tensor' && other.shape !== undefined && other.key === undefined);
  return none.kind === 'none' && isNumber && !m.isContract && m.path.length === 0 && isUsers(m) && ['+', '-', '*', '/', '@', '**', '//'].includes(operator);
}

/** Numbers are not counted with tuples, which layers that return several things give. */
export function wrongOperands(m: Machine, operator: string, left: Value, right: Value): UnknownValue | undefined {
  if (m.language === 'python' && isNoneReckoned(m, operator, left, right)) return mistake(m, 'Operator/types', { operator, left: kindName(left), right: kindName(right) });
  const numbers = [left, right].filter(({ kind }) => kind === 'int' || kind === 'float').length;
  const isRepeated = operator === '*' && left.kind !== 'float' && right.kind !== 'float';
  const isWrong = m.language === 'python' && numbers === 1 && (left.kind === 'tuple' || right.kind === 'tuple') && ['-', '/', '**', '*'].includes(operator) && !isRepeated;
  return isWrong ? mistake(m, 'Operator/types', { operator, left: kindName(left), right: kindName(right) }, left, right) : undefined;
}

/** A pair of values and indices equals no tensor: one truth value comes of it. */
export function wrongPair(m: Machine, operator: string, left: Value, right: Value): UnknownValue | undefined {
  const isWrong = (left.kind === 'tensor' && isPair(right)) || (isPair(left) && right.kind === 'tensor');
  return isWrong ? mistake(m, 'Operator/types', { operator, left: isPair(left) ? 'pair of values and indices' : kindName(left), right: isPair(right) ? 'pair of values and indices' : kindName(right) }, left, right) : undefined;
}

/** What is neither a call nor an operator still has a place of its own in the user's files. */
export function placed<T>(m: Machine, env: Env, span: ir.Span, run: () => T): T {
  const outer = m.userSpan;
  if (env.module.isUser) m.userSpan = span;
  const result = run();
  m.userSpan = outer;
  return result;
}

/** A truth value, text or tuple has no __enter__. */
export function notAContext(m: Machine, value: Value): void {
  if (m.language !== 'python') return;
  if (value.kind === 'bool' || value.kind === 'condition' || value.kind === 'string' || value.kind === 'tuple') mistake(m, 'With/context', { kind: kindName(value) });
}

/** Undefined where it may have items after all: an integer without a value may be a guess of ours, a decorator may make anything of a function. */
export function noItems(m: Machine, object: Value): UnknownValue | undefined {
  return m.language === 'python' && ((object.kind === 'int' && object.dim.known !== undefined) || (object.kind === 'function' && !object.changed)) ? mistake(m, 'Index/type', { kind: kindName(object) }) : undefined;
}

/** A tuple indexed like a tensor: what layers with a state give. */
export const severalItems = (m: Machine, count: number): UnknownValue => mistake(m, 'Index/tuple', { given: String(count) });

/** What is empty is there to be filled: by a class that derives from this one, in a loop that is not followed. */
export function pastEnd(m: Machine, index: number, length: number): UnknownValue | undefined {
  if (length === 0) return undefined;
  return m.language === 'python' ? mistake(m, 'Index/past', { index: String(index), length: String(length) }) : undefined;
}

/** Undefined where the entry may be there after all; an empty dictionary is there to be filled. */
export function missingKey(m: Machine, object: DictValue, key: Value): UnknownValue | undefined {
  const names = [...object.cells.map.keys()];
  if (!object.whole || object.of || names.length > object.whole || key.kind !== 'string' || key.value === undefined) return undefined;
  return names.every((name) => name.startsWith('s')) ? mistake(m, 'Index/key', { key: key.value, keys: names.map((name) => name.slice(1)).join(', ') }) : undefined;
}

/**
 * What is asserted of sizes is a claim like any other, undefined where it surely fails; whether the program may go on.
 * Other assertions check what users give, and ending there is what they are for.
 */
export function mustAssert(m: Machine, { test, span }: ir.AssertStatement, claim: Claim | undefined, env: Env): boolean {
  // What a forward compares came with its inputs.
  const aboutSizes = comparesSizes(test) || (test.kind === 'compare' && m.active?.code.name === 'forward');
  if (!env.module.isUser || !aboutSizes) {
    if (claim) m.assume(claim);
    // A program that comes by whatever happens was meant to pass: then it is we who are mistaken.
    return claim !== undefined || m.path.length === 0;
  }
  return placed(m, env, span, () => must(m, { rule: 'Assert/fails', claim, sentence: sentenceFor('Assert/fails'), holes: {}, operands: [] }));
}

function comparesSizes(e: ir.Expression): boolean {
  switch (e.kind) {
    case 'compare': return e.rest.every(({ operator }) => operator === '==' || operator === '!=' || operator === '<' || operator === '<=' || operator === '>' || operator === '>=') && [e.left, ...e.rest.map(({ right }) => right)].some(isSize);
    case 'logical': return comparesSizes(e.left) || comparesSizes(e.right);
    default: return false;
  }
}

const SIZES = new Set(['shape', 'size', 'ndim', 'dim', 'numel']);

function isSize(e: ir.Expression): boolean {
  switch (e.kind) {
    case 'attribute': return SIZES.has(e.name) || isSize(e.object);
    case 'call': return isSize(e.callee) || e.args.some(({ value }) => isSize(value));
    case 'subscript': return isSize(e.object);
    case 'binary': return e.operator === '%' || isSize(e.left) || isSize(e.right);
    case 'tuple': case 'list': return e.elements.some(isSize);
    default: return false;
  }
}
