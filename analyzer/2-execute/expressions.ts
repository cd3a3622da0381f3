// Expressions of the program IR in, values out. Operands are evaluated in source order; the innermost place in the
// user's files is kept up to date here, and each tensor that comes out is counted.

import { isOverLines } from '../1-read/meaning.ts';
import type * as ir from '../program.ts';
import type { Operands } from './counting.ts';
import { count, rooted } from './counting.ts';
import { distribute, settled } from './distribute.ts';
import type { Machine } from './machine.ts';
import { tooFew } from './mistakes.ts';
import { newList } from './numbers.ts';
import { followed, openList } from './open-sequences.ts';
import { placed as there } from './mistakes.ts';
import { isOpen, openOf } from './python/open-dicts.ts';
import { lookup, newEnv } from './scope.ts';
import { inFormat } from './python/formatting.ts';
import { lit } from './sizes.ts';
import { bind, declare, updateTarget } from './targets.ts';
import { propertyKey } from './typescript/objects.ts';
import { undefinedName } from './undefined-names.ts';
import type { Args, ClassValue, Env, FunctionValue, Turns, Value } from './values.ts';
import { ELLIPSIS, NONE, NO_ARGS, UNDEFINED, bool, float, int, keyOf, string, tuple } from './values.ts';

export function evaluate(m: Machine, e: ir.Expression, env: Env): Value {
  m.step();
  switch (e.kind) {
    case 'literal': return literal(m, e);
    case 'name': return name(m, e, env);
    case 'attribute': return attribute(m, e, env);
    case 'call': case 'binary': case 'unary': case 'subscript': return placed(m, e, env);
    case 'tuple': case 'list': case 'set': return sequence(m, e, env);
    case 'lambda': return makeFunction(m, e, env, e.name ?? '<lambda>');
    case 'conditional': return conditional(m, e, env);
    case 'logical': return logical(m, e, env);
    case 'compare': return comparison(m, e, env);
    case 'dict': return dict(m, e, env);
    case 'slice': return { kind: 'slice', lower: optional(m, e.lower, env), upper: optional(m, e.upper, env), step: optional(m, e.step, env) };
    case 'template': return template(m, e, env);
    case 'comprehension': return comprehension(m, e, env);
    case 'assign': return assignment(m, e, env);
    case 'await': return m.parts.evaluate(e.value, env);
    case 'yield': return yielded(m, e, env);
    case 'class': return m.parts.run([{ kind: 'class', span: e.span, name: e.name ?? '<class>', nameSpan: e.span, class: e, decorators: [] }], env), lookup(m, env, e.name ?? '<class>') ?? NONE;
    case 'unknown': return m.unknown(e.reason, e.span);
    case 'spread': return m.unknown('a spread outside of a sequence', e.span);
  }
}

/** What may fail or make tensors: remembers where we are while it runs. */
function placed(m: Machine, e: ir.CallExpression | ir.BinaryExpression | ir.UnaryExpression | ir.SubscriptExpression, env: Env): Value {
  const user = env.module.isUser;
  const used = m.discarded !== e;
  const parts = operands(m, e, env);
  if (!user) return compute(m, e, parts, env);
  const outer = m.userSpan;
  m.userSpan = placeOf(e, m);
  const value = rooted(compute(m, e, parts, env), parts);
  count(m, e.span, value, parts, used);
  m.userSpan = outer;
  return value;
}

/** A chain of calls over several lines is placed where its last name stands. */
function placeOf(e: ir.Expression, m: Machine): ir.Span {
  if (e.kind !== 'call' || e.callee.kind !== 'attribute') return e.span;
  const text = m.programs.get(e.span.file)?.text;
  const { nameSpan } = e.callee;
  return text !== undefined && isOverLines(text, e.span, nameSpan) ? { file: e.span.file, start: nameSpan.start, end: e.span.end } : e.span;
}

function operands(m: Machine, e: ir.CallExpression | ir.BinaryExpression | ir.UnaryExpression | ir.SubscriptExpression, env: Env): Operands {
  switch (e.kind) {
    case 'binary': return { first: m.parts.evaluate(e.left, env), second: m.parts.evaluate(e.right, env), args: undefined };
    case 'unary': return { first: m.parts.evaluate(e.operand, env), second: NONE, args: undefined };
    case 'subscript': return { first: m.parts.evaluate(e.object, env), second: m.parts.evaluate(e.index, env), args: undefined };
    case 'call': {
      const callee = m.parts.evaluate(e.callee, env);
      return { first: callee, second: NONE, args: evaluateArgs(m, e.args, env) };
    }
  }
}

function compute(m: Machine, e: ir.CallExpression | ir.BinaryExpression | ir.UnaryExpression | ir.SubscriptExpression, given: Operands, env: Env): Value {
  switch (e.kind) {
    case 'binary': return m.parts.binary(e.operator, given.first, given.second, e.span);
    case 'unary': return m.parts.unary(e.operator, given.first, e.span);
    case 'subscript': return e.optional && isNothing(given.first) ? UNDEFINED : m.parts.getItem(given.first, given.second, e.span);
    case 'call': return e.optional && isNothing(given.first) ? UNDEFINED : callHere(m, e, given, env);
  }
}

const isNothing = (value: Value): boolean => value.kind === 'none' || value.kind === 'undefined';

/** `super()` and `locals()` need to know where they stand. */
function callHere(m: Machine, e: ir.CallExpression, given: Operands, env: Env): Value {
  const args = given.args ?? NO_ARGS;
  if (given.first.kind === 'builtin' && given.first.name === 'super' && args.positional.length === 0 && env.owner && env.self) {
    return { kind: 'super', after: env.owner, self: env.self };
  }
  if (given.first.kind === 'builtin' && (given.first.name === 'locals' || given.first.name === 'globals')) return namesIn(m, given.first.name === 'locals' ? env : env.module);
  const few = env.module.isUser && e.callee.kind === 'attribute' ? tooFew(m, e.callee.name, given.first, args, ofModule(m, e.callee.object, given.first, env)) : undefined;
  if (few) return few;
  if (env.module.isUser) m.userStack = [...m.userStack, e.span];
  const value = args.mixed ? distribute(m, args.mixed, e.span, (option) => m.parts.call(given.first, withNames(args, option), e.span)) : m.parts.call(given.first, args, e.span);
  if (env.module.isUser) m.userStack = m.userStack.slice(0, -1);
  return value;
}

/** The module whose function is called: what stands before its name, a name or a path of names. */
function ofModule(m: Machine, e: ir.Expression, callee: Value, env: Env): Value {
  const isPath = e.kind === 'name' || (e.kind === 'attribute' && e.object.kind === 'name');
  return isPath && callee.kind === 'function' && !callee.env.module.isUser ? m.parts.evaluate(e, env) : NONE;
}

function withNames({ positional, named, open }: Args, names: Value): Args {
  const more = names.kind === 'dict' ? [...names.cells.map.values()].flatMap((pair): [string, Value][] => (pair.kind === 'tuple' && pair.items[0]?.kind === 'string' && pair.items[1] ? [[pair.items[0].value ?? '', pair.items[1]]] : [])) : [];
  return { positional, named: new Map([...named, ...more]), ...(open ? { open } : {}) };
}

/** What the names of a scope stand for now, as a dictionary; what is written into it changes no name. */
function namesIn(m: Machine, { cells }: Pick<Env, 'cells'>): Value {
  return { kind: 'dict', cells: m.store.cells([...cells.map].map(([key, value]) => [`s${key}`, tuple([string(key), value])])) };
}

export function evaluateArgs(m: Machine, list: readonly ir.Argument[], env: Env): Args {
  const positional: Value[] = [];
  let named: Map<string, Value> | undefined;
  let open: Args['open'];
  let mixed: Args['mixed'];
  let more: Args['more'];
  for (const argument of list) {
    const value = m.parts.evaluate(argument.value, env);
    if (argument.spread === 'sequence') {
      const turns = m.parts.iterate(value, argument.span);
      if ('items' in turns && turns.exact && !more) positional.push(...turns.items);
      else if ('items' in turns) more = followed(more ?? { items: [], exact: true }, turns);
      if (!('items' in turns) || !turns.exact) open ??= 'items' in turns ? m.unknown('arguments of unknown number', argument.span) : turns;
    } else if (argument.spread === 'mapping') {
      if (value.kind === 'alternatives' && value.options.every((option) => option.value.kind === 'dict')) mixed = value;
      else if (value.kind !== 'dict' || isOpen(value)) open ??= value.kind === 'unknown' ? value : m.unknown('keyword arguments that are not known', argument.span);
      else for (const pair of value.cells.map.values()) if (pair.kind === 'tuple' && pair.items[0]?.kind === 'string') (named ??= new Map()).set(pair.items[0].value ?? '', pair.items[1] as Value);
    } else if (argument.name !== undefined) {
      (named ??= new Map()).set(argument.name, value);
    } else if (more) {
      more = followed(more, { items: [value], exact: true });
    } else {
      positional.push(value);
    }
  }
  if (!open && !more && !mixed) return { positional, named: named ?? NO_ARGS.named };
  return { positional, named: named ?? NO_ARGS.named, ...(open ? { open } : {}), ...(more ? { more } : {}), ...(mixed ? { mixed } : {}) };
}

function literal(m: Machine, e: ir.LiteralExpression): Value {
  const { literal: l } = e;
  switch (l.type) {
    case 'none': return NONE;
    case 'undefined': return UNDEFINED;
    case 'ellipsis': return ELLIPSIS;
    case 'bool': return bool(l.value);
    case 'int': return Number.isSafeInteger(l.value) ? int(lit(l.value)) : float(l.value);
    case 'float': return m.language === 'typescript' && Number.isSafeInteger(l.value) ? int(lit(l.value)) : float(l.value);
    case 'complex': return float();
    case 'string': case 'bytes': return string(l.value);
  }
}

function name(m: Machine, e: ir.NameExpression, env: Env): Value {
  if (e.name === 'super' && m.language === 'typescript' && env.owner && env.self) return { kind: 'super', after: env.owner, self: env.self };
  return lookup(m, env, e.name) ?? there(m, env, e.span, () => undefinedName(m, e, env)) ?? m.unknown(`the name ${e.name}`, e.span);
}

function attribute(m: Machine, e: ir.AttributeExpression, env: Env): Value {
  const object = m.parts.evaluate(e.object, env);
  if (e.optional && isNothing(object)) return UNDEFINED;
  if (!env.module.isUser) return settled(m, m.parts.getAttribute(object, e.name, e.span));
  const outer = m.userSpan;
  m.userSpan = e.span;
  const value = settled(m, m.parts.getAttribute(object, e.name, e.span));
  if (value.kind === 'tensor' && object.kind === 'tensor') count(m, e.span, value, { first: object, second: NONE, args: undefined }, true);
  m.userSpan = outer;
  return value;
}

function optional(m: Machine, e: ir.Expression | undefined, env: Env): Value {
  return e ? m.parts.evaluate(e, env) : NONE;
}

function sequence(m: Machine, e: ir.SequenceExpression, env: Env): Value {
  let all: Turns = { items: [], exact: true };
  let strange: Value | undefined;
  for (const element of e.elements) {
    const turns = element.kind === 'spread' ? m.parts.iterate(m.parts.evaluate(element.value, env), element.span) : { items: [m.parts.evaluate(element, env)], exact: true };
    if ('items' in turns) all = followed(all, turns);
    else strange ??= turns;
  }
  if (strange) return strange;
  if (!all.exact) return e.kind === 'list' ? openList(m, all) : m.unknown('a sequence of unknown length', e.span);
  const { items } = all;
  if (e.kind === 'tuple') return tuple(items);
  return e.kind === 'list' ? newList(m, items) : newSet(m, items, e.span);
}

export function newSet(m: Machine, items: readonly Value[], at: ir.Span): Value {
  const entries: [string, Value][] = [];
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) return m.unknown('a set of values that are not known', at);
    entries.push([key, tuple([item, item])]);
  }
  return { kind: 'set', cells: m.store.cells(entries) };
}

function dict(m: Machine, e: ir.DictExpression, env: Env): Value {
  const entries: [string, Value][] = [];
  let open: Value | undefined;
  for (const { key, value } of e.entries) {
    const of = m.parts.evaluate(value, env);
    if (!key) {
      if (of.kind === 'dict') entries.push(...of.cells.map);
      else if (m.language === 'typescript' && isNothing(of)) continue;
      else open ??= m.unknown('a dictionary with unknown entries', e.span);
      continue;
    }
    const by = m.language === 'typescript' ? propertyKey(m.parts.evaluate(key, env)) : m.parts.evaluate(key, env);
    const name = keyOf(by);
    if (name === undefined) open ??= m.unknown('a dictionary with unknown keys', e.span);
    else entries.push([name, tuple([by, of])]);
  }
  return open ?? { kind: 'dict', cells: m.store.cells(entries), ...(env.module.isUser ? { whole: entries.length } : {}) };
}

export function makeFunction(m: Machine, code: ir.FunctionExpression, env: Env, name: string): FunctionValue {
  const defaults = new Map<string, Value>();
  if (m.language === 'python') for (const param of code.params) if (param.default) defaults.set(param.name, m.parts.evaluate(param.default, env));
  const owner: ClassValue | undefined = env.owner;
  return { kind: 'function', name, code, env, defaults, cells: m.store.cells(), owner, ...(code.isArrow && env.self ? { receiver: env.self } : {}) };
}

function conditional(m: Machine, e: ir.ConditionalExpression, env: Env): Value {
  const test = m.parts.truth(m.parts.evaluate(e.test, env), e.test.span);
  if (test.kind === 'bool') return m.parts.evaluate(test.value ? e.yes : e.no, env);
  if (test.kind !== 'condition') return m.unknown('a choice that is not understood', e.span);
  return m.parts.fork(test.claim, e.test.span, () => m.parts.evaluate(e.yes, env), () => m.parts.evaluate(e.no, env));
}

function logical(m: Machine, e: ir.LogicalExpression, env: Env): Value {
  const left = m.parts.evaluate(e.left, env);
  const right = (): Value => m.parts.evaluate(e.right, env);
  if (e.operator === '??') return isNothing(left) ? right() : left;
  const test = m.parts.truth(left, e.left.span);
  if (test.kind === 'bool') return test.value === (e.operator === 'and') ? right() : left;
  if (test.kind !== 'condition') return m.unknown('a choice that is not understood', e.span);
  const keep = (): Value => (left.kind === 'condition' ? bool(e.operator === 'or') : left);
  return e.operator === 'and' ? m.parts.fork(test.claim, e.left.span, right, keep) : m.parts.fork(test.claim, e.left.span, keep, right);
}

function comparison(m: Machine, e: ir.CompareExpression, env: Env): Value {
  let left = m.parts.evaluate(e.left, env);
  let all: Value = bool(true);
  for (let i = 0; i < e.rest.length; i++) {
    const { operator, right } = e.rest[i]!;
    const other = m.parts.evaluate(right, env);
    const outer = m.userSpan;
    if (env.module.isUser) m.userSpan = e.span;
    const answer = m.parts.compare(operator, left, other, e.span);
    m.userSpan = outer;
    if (i === 0) all = answer;
    else {
      const a: Value = m.parts.truth(all, e.span);
      const b: Value = m.parts.truth(answer, e.span);
      all = a.kind === 'bool' ? (a.value ? b : a) : b.kind === 'bool' ? (b.value ? a : b)
        : a.kind === 'condition' && b.kind === 'condition' ? { kind: 'condition', claim: a.claim.and(b.claim) } : m.data('a comparison');
    }
    if (all.kind === 'bool' && !all.value) return all;
    left = other;
  }
  return all;
}

function template(m: Machine, e: ir.TemplateExpression, env: Env): Value {
  let text: string | undefined = '';
  for (const part of e.parts) {
    if (typeof part === 'string') {
      if (text !== undefined) text += part;
      continue;
    }
    const value = m.parts.evaluate(part.value, env);
    const told = m.language === 'python' || value.kind === 'string' || value.kind === 'int' ? inFormat(value, (part.format ?? '').replace(/^:/, '')) : undefined;
    text = text === undefined || told === undefined ? undefined : text + told;
  }
  return string(text);
}

function comprehension(m: Machine, e: ir.ComprehensionExpression, env: Env): Value {
  const inner = newEnv(m, 'block', env.module, env);
  const results: Value[] = [];
  let exact = true;
  let order: Pick<Turns, 'tail' | 'loose'> = {};
  const from = (level: number): void => {
    const clause = e.clauses[level];
    if (!clause) {
      const element = m.parts.evaluate(e.element, inner);
      results.push(e.value ? tuple([element, m.parts.evaluate(e.value, inner)]) : element);
      return;
    }
    const turns = m.parts.iterate(m.parts.evaluate(clause.iterable, level === 0 ? env : inner), clause.iterable.span);
    if (!('items' in turns) || !turns.exact) exact = false;
    if ('items' in turns && !turns.exact) order = e.clauses.length === 1 ? turns : { loose: true };
    for (const item of 'items' in turns ? turns.items : [turns]) {
      bind(m, clause.target, item, inner, declare);
      const { facts } = m;
      let [keep, isAssumed] = [true, false];
      for (const condition of clause.conditions) {
        const test = m.parts.truth(m.parts.evaluate(condition, inner), condition.span);
        if (test.kind !== 'bool') exact = false;
        else if (!test.value) keep = false;
        if (test.kind !== 'bool' || !test.value) order = { loose: true };
        if (!keep) break;
        // What is kept has passed: of several values, one that can.
        if (test.kind === 'condition') m.assume(test.claim);
        isAssumed ||= test.kind === 'condition';
      }
      if (keep) from(level + 1);
      if (isAssumed) m.facts = facts;
    }
  };
  from(0);
  return collect(m, e, results, exact, { ...(order.tail ? { tail: order.tail } : {}), ...(order.loose ? { loose: true } : {}) });
}

function collect(m: Machine, e: ir.ComprehensionExpression, results: readonly Value[], exact: boolean, order: Pick<Turns, 'tail' | 'loose'>): Value {
  if (e.makes === 'generator') return { kind: 'iterator', cells: m.store.cells([['position', int(lit(0))]]), items: results, exact, ...(exact ? {} : order) };
  if (e.makes === 'list' && !exact) return openList(m, { items: results, ...order });
  if (!exact) return openOf(m, e.makes === 'set' ? 'set' : 'dict', results, e.span);
  if (e.makes === 'list') return newList(m, results);
  if (e.makes === 'set') return newSet(m, results, e.span);
  const entries: [string, Value][] = [];
  for (const pair of results) {
    const key = pair.kind === 'tuple' && pair.items[0] ? keyOf(pair.items[0]) : undefined;
    if (key === undefined) return openOf(m, 'dict', results, e.span);
    entries.push([key, pair]);
  }
  return { kind: 'dict', cells: m.store.cells(entries), whole: entries.length };
}

function assignment(m: Machine, e: ir.AssignExpression, env: Env): Value {
  if (e.operator) return updateTarget(m, e.target, e.operator, e.value, env, e.span, e.gives === 'before');
  const value = m.parts.evaluate(e.value, env);
  bind(m, e.target, value, env);
  return value;
}

function yielded(m: Machine, e: ir.YieldExpression, env: Env): Value {
  const value = e.value ? m.parts.evaluate(e.value, env) : NONE;
  const cells = env.yields;
  if (!cells) return m.unknown('a yield outside of a generator', e.span);
  const before = cells.map.get('items');
  const added = e.from ? m.parts.iterate(value, e.span) : { items: [value], exact: true };
  const items = 'items' in added ? added.items : [added];
  if (before?.kind === 'tuple') m.store.write(cells, 'items', tuple([...before.items, ...items]));
  return NONE;
}

