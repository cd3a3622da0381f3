// A pattern of `match` and a value in; whether it fits out. Names in the pattern are bound as a side effect.

import type * as ir from '../program.ts';
import type { Machine } from './machine.ts';
import { placeKey } from './machine.ts';
import { newList } from './numbers.ts';
import { assignName } from './scope.ts';
import type { Env, Value } from './values.ts';
import { TRUE, bool, keyOf, positional } from './values.ts';

export function matches(m: Machine, pattern: ir.Pattern, value: Value, env: Env): Value {
  switch (pattern.kind) {
    case 'any':
      if (pattern.name !== undefined) assignName(m, env, pattern.name, value);
      return TRUE;
    case 'value': return m.parts.truth(m.parts.compare('==', value, m.parts.evaluate(pattern.value, env), pattern.span), pattern.span);
    case 'either': return all(m, pattern.options.map((option) => () => negated(m, matches(m, option, value, env), pattern.span)), pattern.span, true);
    case 'also': {
      const fits = matches(m, pattern.pattern, value, env);
      assignName(m, env, pattern.name, value);
      return fits;
    }
    case 'sequence': return matchSequence(m, pattern, value, env);
    case 'mapping': return matchMapping(m, pattern, value, env);
    case 'instance': return matchInstance(m, pattern, value, env);
    case 'unknown': return m.undecided(`a pattern at ${placeKey(pattern.span)}`, true, pattern.reason);
  }
}

function negated(m: Machine, value: Value, at: ir.Span): Value {
  return m.parts.unary('not', value, at);
}

/** Whether all hold, one after the other; `none`: whether not all do. */
function all(m: Machine, tests: readonly (() => Value)[], at: ir.Span, none = false): Value {
  let result: Value = TRUE;
  for (const test of tests) {
    const answer = m.parts.truth(test(), at);
    if (answer.kind === 'bool') {
      if (!answer.value) return bool(none);
    } else if (answer.kind === 'condition') {
      result = result.kind === 'condition' ? { kind: 'condition', claim: result.claim.and(answer.claim) } : answer;
    }
  }
  return none ? negated(m, result, at) : result;
}

function matchSequence(m: Machine, pattern: ir.Pattern & { kind: 'sequence' }, value: Value, env: Env): Value {
  if (value.kind === 'unknown') {
    bindNames(m, pattern, value, env);
    return m.undecided(`a sequence pattern on ${value.key} at ${placeKey(pattern.span)}`, true, value.reason);
  }
  if (value.kind !== 'tuple' && value.kind !== 'list') return bool(false);
  const turns = m.parts.iterate(value, pattern.span);
  if (!('items' in turns) || !turns.exact) return m.undecided(`a sequence pattern at ${placeKey(pattern.span)}`, true, 'a sequence of unknown length');
  const { items } = turns;
  const restAt = pattern.elements.findIndex((element) => element.rest);
  const { length } = pattern.elements;
  if (restAt < 0 ? items.length !== length : items.length < length - 1) return bool(false);
  return all(m, pattern.elements.map((element, i) => () => {
    const at = restAt >= 0 && i > restAt ? items.length - (length - i) : i;
    const item = element.rest ? newList(m, items.slice(i, items.length - (length - i - 1))) : items[at];
    return item ? matches(m, element.pattern, item, env) : bool(false);
  }), pattern.span);
}

/** Keys that a dictionary is known to have or not to have. */
function matchMapping(m: Machine, pattern: ir.Pattern & { kind: 'mapping' }, value: Value, env: Env): Value {
  if (value.kind !== 'dict') {
    if (value.kind !== 'unknown' && value.kind !== 'alternatives' && value.kind !== 'instance') return bool(false);
    bindNames(m, pattern, value, env);
    return m.undecided(`a mapping pattern at ${placeKey(pattern.span)}`, true, 'a mapping pattern');
  }
  const keys = pattern.entries.map(({ key }) => keyOf(m.parts.evaluate(key, env)));
  if (pattern.rest !== undefined) {
    const rest: Value = { kind: 'dict', cells: m.store.cells([...value.cells.map].filter(([key]) => !keys.includes(key))) };
    assignName(m, env, pattern.rest, rest);
  }
  return all(m, pattern.entries.map(({ pattern: inner }, i) => () => {
    const pair = value.cells.map.get(keys[i] ?? '');
    return pair?.kind === 'tuple' && pair.items[1] ? matches(m, inner, pair.items[1], env) : bool(false);
  }), pattern.span);
}

function bindNames(m: Machine, pattern: ir.Pattern, value: Value, env: Env): void {
  if (pattern.kind === 'any' && pattern.name !== undefined) assignName(m, env, pattern.name, value);
  if (pattern.kind === 'mapping') for (const { pattern: inner } of pattern.entries) bindNames(m, inner, value, env);
  if (pattern.kind === 'sequence') for (const element of pattern.elements) bindNames(m, element.pattern, value, env);
}

function matchInstance(m: Machine, pattern: ir.Pattern & { kind: 'instance' }, value: Value, env: Env): Value {
  const isInstance = m.parts.builtin('isinstance');
  const type = m.parts.evaluate(pattern.class, env);
  const fits = isInstance ? m.parts.call(isInstance, positional(value, type), pattern.span) : m.unknown('a class pattern', pattern.span);
  return all(m, [() => fits, ...pattern.named.map(({ name, pattern: inner }) => () => matches(m, inner, m.parts.getAttribute(value, name, pattern.span), env)),
    ...pattern.positional.map((inner, i) => () => matches(m, inner, positionOf(m, type, i, value, pattern.span), env))], pattern.span);
}

/** What stands in a place of a class pattern: an attribute, or of `int`, `str` and their like the value itself. */
function positionOf(m: Machine, type: Value, i: number, value: Value, at: ir.Span): Value {
  if (type.kind !== 'class') return value;
  const names = m.parts.findAttribute(type, '__match_args__', at);
  const name = names?.kind === 'tuple' ? names.items[i] : undefined;
  return name?.kind === 'string' && name.value !== undefined ? m.parts.getAttribute(value, name.value, at) : m.unknown('a class pattern', at);
}
