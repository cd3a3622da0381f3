// Assignment: a target of the program IR and a value in; the state changed. Unpacking checks nothing but lengths.

import type * as ir from '../program.ts';
import { sentenceFor } from '../library/checks.ts';
import { must } from './claims.ts';
import { distribute } from './distribute.ts';
import { isEcho } from './echoes.ts';
import { beginLearning, handleGradients, loseGradients } from './gradients.ts';
import { keepsGraph } from './habits.ts';
import { sizeIsCalled, unpackingUse } from './inputs.ts';
import type { Machine } from './machine.ts';
import { mistake, placed, wrongCount } from './mistakes.ts';
import { newList } from './numbers.ts';
import { removeSlice } from './python/lists.ts';
import { refuses } from './refusals.ts';
import { assignName, declareName, lookup } from './scope.ts';
import { lit } from './sizes.ts';
import { undefinedName } from './undefined-names.ts';
import type { Env, TensorValue, Value } from './values.ts';
import { NONE, UNDEFINED, int, keyOf } from './values.ts';

export type Write = (m: Machine, env: Env, name: string, value: Value) => void;

/** Methods that change more of a tensor than its elements. */
const RENEWING = new Set(['requires_grad_', 'detach_', 'unsqueeze_', 'squeeze_', 't_', 'transpose_', 'swapaxes_', 'swapdims_']);

function learnable({ graph: _graph, ...rest }: TensorValue, value: Value): TensorValue {
  return value.kind === 'bool' && value.value ? { ...rest, graph: 'leaf' } : rest;
}

/** `x.unsqueeze_(0)`: the tensor itself is another one from now on. */
export function renewTensor(m: Machine, e: ir.Expression, value: Value, env: Env): void {
  if (e.kind !== 'call' || e.callee.kind !== 'attribute' || !RENEWING.has(e.callee.name) || value.kind !== 'tensor') return;
  const { object } = e.callee;
  if (object.kind === 'name' || object.kind === 'attribute') bind(m, object, value, env);
}

/** Introduces names in the scope at hand. */
export const declare: Write = (m, env, name, value) => declareName(m, env, name, value, false);
export const hoist: Write = (m, env, name, value) => declareName(m, env, name, value, true);

export function bind(m: Machine, target: ir.Target, value: Value, env: Env, write: Write = assignName): void {
  switch (target.kind) {
    case 'name': {
      if (m.isContract && env.module.isUser) sizeIsCalled(m, target.name, value);
      return write(m, env, target.name, value);
    }
    case 'attribute': {
      const object = m.parts.evaluate(target.object, env);
      // Whether it is learnt is known of the tensor, wherever it is kept.
      if (object.kind === 'tensor' && target.name === 'requires_grad' && !(value.kind === 'bool' && value.value)) loseGradients(m);
      if (object.kind === 'tensor' && (target.name === 'requires_grad' || target.name === 'grad')) beginLearning(m, object);
      if (object.kind === 'tensor' && target.name === 'grad') handleGradients(m);
      if (object.kind === 'tensor' && target.name === 'requires_grad' && (target.object.kind === 'name' || target.object.kind === 'attribute')) return bind(m, target.object, learnable(object, value), env, write);
      return m.parts.setAttribute(object, target.name, value, target.span);
    }
    case 'subscript': {
      const object = m.parts.evaluate(target.object, env);
      const index = m.parts.evaluate(target.index, env);
      const outer = m.userSpan;
      if (env.module.isUser) m.userSpan = target.span;
      m.parts.setItem(object, index, value, target.span);
      m.userSpan = outer;
      return;
    }
    case 'sequence-target': return bindSequence(m, target, value, env, write);
    case 'object-target': return bindObject(m, target, value, env, write);
    case 'unknown': m.unknown(target.reason, target.span);
  }
}

function bindSequence(m: Machine, target: ir.SequenceTarget, value: Value, env: Env, write: Write): void {
  if (value.kind === 'alternatives') {
    distribute(m, value, target.span, (option) => {
      bindSequence(m, target, option, env, write);
      return NONE;
    });
    return;
  }
  const rows = rowsOf(m, target, value, env);
  if (rows) return bindSequence(m, target, rows, env, write);
  if (value.kind === 'unknown') unpackingUse(m, value, target.elements.length, target.elements.some((element) => element.rest));
  const turns = m.parts.iterate(value, target.span);
  const items = 'items' in turns && turns.exact ? turns.items : undefined;
  const restAt = target.elements.findIndex((element) => element.rest);
  const after = restAt < 0 ? 0 : target.elements.length - restAt - 1;
  // Of a tensor of many rows, one stands for all.
  const count = items?.length ?? (value.kind === 'tensor' ? value.shape?.[0]?.known : undefined);
  const wrongLength = count !== undefined && m.language === 'python' && (restAt < 0 ? count !== target.elements.length : count < target.elements.length - 1);
  const lost = wrongLength ? (items?.some(isEcho) ? items[0] : placed(m, env, target.span, () => wrongCount(m, count, target.elements.length))) : !items ? (value.kind === 'unknown' ? value : m.unknown('unpacking into an unknown number of names', target.span)) : undefined;
  const single = 'items' in turns && !turns.exact ? partOf(value, turns.items.at(-1)) : undefined;
  target.elements.forEach((element, i) => {
    if (!element.target) return;
    const isAfter = restAt >= 0 && i > restAt;
    const found = lost ? (wrongLength ? undefined : single) ?? (lost === value && restAt < 0 ? partAt(lost, i) : lost)
      : element.rest ? newList(m, (items ?? []).slice(i, (items ?? []).length - after))
      : (items ?? [])[isAfter ? (items ?? []).length - (target.elements.length - i) : i];
    bind(m, element.target, withDefault(m, found, element.default, env), env, write);
  });
}

/** A tensor of any number of rows has as many as there are names. */
function rowsOf(m: Machine, { elements, span }: ir.SequenceTarget, value: Value, env: Env): Value | undefined {
  const count = value.kind === 'tensor' ? value.shape?.[0] : undefined;
  if (m.language !== 'python' || value.kind !== 'tensor' || !count || count.known !== undefined || value.key !== undefined || elements.some((element) => element.rest)) return undefined;
  const stated = { rule: 'Unpack/count', claim: count.equals(elements.length), sentence: sentenceFor('Unpack/count'), holes: { values: count, names: elements.length }, operands: [{ name: 'value', tensor: value }] };
  if (!placed(m, env, span, () => must(m, stated))) return undefined;
  return { kind: 'tuple', items: elements.map((_, i) => m.parts.getItem(value, int(lit(i)), span)) };
}

/** What we took for a tensor may be a pair as well: what is learnt of one part says nothing of the other. */
function partOf(value: Value, item: Value | undefined): Value | undefined {
  if (value.kind !== 'tensor' || item?.kind !== 'tensor' || value.key === undefined) return item;
  return { kind: 'tensor', dtype: undefined, shape: undefined, origin: item.origin, reason: 'a part of what may be a pair' };
}

/** Known by its place, as where the whole is taken for a sequence. */
const partAt = (value: Value, at: number): Value => (value.kind === 'unknown' && value.key.startsWith('input ') ? { ...value, key: `${value.key}[n${at}]` } : value);

function withDefault(m: Machine, value: Value | undefined, fallback: ir.Expression | undefined, env: Env): Value {
  if (value !== undefined && value.kind !== 'undefined') return value;
  return fallback ? m.parts.evaluate(fallback, env) : value ?? UNDEFINED;
}

function bindObject(m: Machine, target: ir.ObjectTarget, value: Value, env: Env, write: Write): void {
  for (const entry of target.entries) {
    const key = m.parts.evaluate(entry.key, env);
    const found = value.kind === 'dict' || key.kind !== 'string' ? m.parts.getItem(value, key, target.span) : m.parts.getAttribute(value, key.value ?? '', target.span);
    bind(m, entry.target, withDefault(m, found, entry.default, env), env, write);
  }
  if (target.rest) bind(m, target.rest, restOf(m, target, value, env), env, write);
}

/** What a pattern does not name. */
function restOf(m: Machine, target: ir.ObjectTarget, value: Value, env: Env): Value {
  const taken = new Set(target.entries.map((entry) => keyOf(m.parts.evaluate(entry.key, env))));
  if (value.kind !== 'dict' || taken.has(undefined)) return m.unknown('the rest of an object', target.span);
  return { kind: 'dict', cells: m.store.cells([...value.cells.map].filter(([key]) => !taken.has(key))) };
}

/** `target op= value`; gives the new value, or the old one. */
export function updateTarget(m: Machine, target: ir.Target, operator: ir.BinaryOperator, operand: ir.Expression, env: Env, at: ir.Span, givesOld = false): Value {
  const old = readTarget(m, target, env);
  const outer = m.userSpan;
  if (env.module.isUser) m.userSpan = at;
  const by = operator === '&&' || operator === '||' || operator === '??' ? undefined : m.parts.evaluate(operand, env);
  if (by && env.module.isUser) keepsGraph(m, operator, old, by);
  const value = by ? updated(m, operator, old, by, at) : m.unknown('a conditional assignment', at);
  m.userSpan = outer;
  if (value !== undefined) bind(m, target, value, env);
  return givesOld ? old : value ?? old;
}

function updated(m: Machine, operator: string, old: Value, operand: Value, at: ir.Span): Value {
  if (old.kind === 'list' && operator === '+') {
    const extend = m.parts.findAttribute(old, 'extend', at);
    if (extend) return m.parts.call(extend, { positional: [operand], named: new Map() }, at), old;
  }
  const wrong = refuses(m, operator, old, operand);
  if (wrong) return wrong;
  if (old.kind === 'instance' || old.kind === 'tensor') {
    const method = m.language === 'python' ? m.parts.findAttribute(old, IN_PLACE[operator] ?? '', at) : undefined;
    if (method) return m.parts.call(method, { positional: [operand], named: new Map() }, at);
  }
  return m.parts.binary(operator, old, operand, at);
}

const IN_PLACE: Readonly<Record<string, string>> = { '+': '__iadd__', '-': '__isub__', '*': '__imul__', '/': '__itruediv__', '@': '__imatmul__', '**': '__ipow__', '//': '__ifloordiv__', '&': '__iand__', '|': '__ior__' };

/** What a function counts on is its own: a name outside that is alike is another one, unless it is declared. */
function unbound(m: Machine, target: ir.NameExpression, env: Env): Value | undefined {
  const isOwn = m.language !== 'python' || env.kind !== 'function' || !env.module.isUser || env.globals.has(target.name) || env.nonlocals.has(target.name) || env.cells.map.has(target.name);
  if (isOwn || !lookup(m, env, target.name)) return undefined;
  return placed(m, env, target.span, () => mistake(m, 'Name/unbound', { name: target.name }));
}

function readTarget(m: Machine, target: ir.Target, env: Env): Value {
  switch (target.kind) {
    case 'name': return unbound(m, target, env) ?? lookup(m, env, target.name) ?? placed(m, env, target.span, () => undefinedName(m, target, env)) ?? m.unknown(`the name ${target.name}`, target.span);
    case 'attribute': case 'subscript': return m.parts.evaluate(target, env);
    default: return m.unknown('an update of several targets', target.span);
  }
}

export function deleteTarget(m: Machine, target: ir.Target, env: Env): void {
  if (target.kind === 'name') {
    for (let scope: Env | undefined = env; scope; scope = scope.parent) {
      if (!scope.cells.map.has(target.name)) continue;
      m.store.write(scope.cells, target.name, undefined);
      return;
    }
  } else if (target.kind === 'subscript') {
    const object = m.parts.evaluate(target.object, env);
    const index = m.parts.evaluate(target.index, env);
    const pop = m.parts.findAttribute(object, 'pop', target.span);
    if (object.kind === 'list' && index.kind === 'slice') removeSlice(m, object, index, target.span);
    else if (pop && (object.kind === 'dict' || object.kind === 'list')) m.parts.call(pop, { positional: object.kind === 'dict' ? [index, NONE] : [index], named: new Map() }, target.span);
  } else if (target.kind === 'attribute') {
    const object = m.parts.evaluate(target.object, env);
    if (object.kind === 'instance') m.store.write(object.cells, target.name, undefined);
  } else if (target.kind === 'sequence-target') {
    for (const element of target.elements) if (element.target) deleteTarget(m, element.target, env);
  }
}

/** The variables that a target sets. */
export function namesOf(target: ir.Target, names: Set<string>): void {
  if (target.kind === 'name') names.add(target.name);
  if (target.kind === 'sequence-target') for (const element of target.elements) if (element.target) namesOf(element.target, names);
  if (target.kind === 'object-target') for (const entry of target.entries) namesOf(entry.target, names);
}
