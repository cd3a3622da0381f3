// Comparison and truth. Values in; a known truth value, a statement about sizes, or an undecided one out. Asking the
// same question about the same unknown twice gives the same answer, so that branches on it stay together.

import type { Claim } from '../../runtime/dims/dim.ts';
import type { Span } from '../program.ts';
import { demand, isSome } from './inputs.ts';
import type { Machine } from './machine.ts';
import { truthOfTensor } from './mistakes.ts';
import { same } from './same.ts';
import { dimOf, isNumeric, numberOf } from './numbers.ts';
import type { Value } from './values.ts';
import { isOpen } from './python/open-dicts.ts';
import { bool, keyOf } from './values.ts';

/** A claim as a truth value, known where the facts decide it. */
export function truthOf(m: Machine, claim: Claim): Value {
  const verdict = m.decide(claim);
  return verdict === 'unknown' ? { kind: 'condition', claim } : bool(verdict === 'yes');
}

export function truth(m: Machine, value: Value, at: Span): Value {
  switch (value.kind) {
    case 'bool': return value;
    case 'condition': return truthOf(m, value.claim);
    case 'none': case 'undefined': return bool(false);
    case 'int': return truthOf(m, value.dim.equals(0).not());
    case 'float': return value.value === undefined ? m.data('a number') : bool(value.value !== 0 && !Number.isNaN(value.value));
    case 'string': return value.value === undefined ? m.data('a text') : bool(value.value !== '');
    case 'tuple': return bool(m.language === 'typescript' || value.items.length > 0);
    case 'list': {
      const items = value.cells.map.get('items');
      if (m.language === 'typescript') return bool(true);
      return items?.kind === 'tuple' ? bool(items.items.length > 0) : m.data('a list');
    }
    case 'dict': case 'set': return isOpen(value) && value.cells.map.size === 1 ? m.data('entries') : bool(m.language === 'typescript' || value.cells.map.size > 0);
    case 'range': return truthOf(m, value.stop.minus(value.start).atLeast(1));
    case 'unknown': return m.undecided(`truth of ${value.key}`, true, value.reason);
    case 'tensor': {
      if (m.language === 'typescript') return bool(true);
      truthOfTensor(m, value, at);
      return m.data('the data of a tensor');
    }
    case 'alternatives': return truthOfAlternatives(m, value, at);
    case 'instance': return truthOfInstance(m, value, at);
    default: return bool(true);
  }
}

function truthOfInstance(m: Machine, value: Value, at: Span): Value {
  for (const name of m.language === 'python' ? ['__bool__', '__len__'] : []) {
    const method = m.parts.findAttribute(value, name, at);
    if (method && method.kind === 'method') return truth(m, m.parts.call(method, { positional: [], named: new Map() }, at), at);
  }
  return bool(true);
}

function truthOfAlternatives(m: Machine, value: Value & { kind: 'alternatives' }, at: Span): Value {
  let holds: Claim | undefined;
  for (const { guard, value: option } of value.options) {
    const answer = truth(m, option, at);
    const part = answer.kind === 'bool' ? (answer.value ? guard : undefined) : answer.kind === 'condition' ? guard.and(answer.claim) : undefined;
    if (part) holds = holds ? holds.or(part) : part;
  }
  return holds ? truthOf(m, holds) : bool(false);
}

const OPPOSITE: Readonly<Record<string, string>> = { '!=': '==', '!==': '===', 'is not': 'is', 'not in': 'in' };

export function compare(m: Machine, operator: string, left: Value, right: Value, at: Span): Value {
  const opposite = OPPOSITE[operator];
  if (opposite) return negate(m, compare(m, opposite, left, right, at), at);
  const spread = overAlternatives(m, operator, left, right, at);
  if (spread) return spread;
  if (operator === 'in') return contains(m, left, right, at);
  if (operator === 'is' || operator === '===') return identical(m, left, right) ?? compare(m, '==', left, right, at);
  if (left.kind === 'unknown' || right.kind === 'unknown') {
    if (operator !== '==' && (isNumeric(left) || isNumeric(right))) for (const value of [left, right]) demand(m, value, 'number');
    return opaque(m, operator, left, right);
  }
  if (operator === '==') return equal(m, left, right, at);
  return ordered(m, operator, left, right);
}

export function negate(m: Machine, value: Value, at: Span): Value {
  const answer = truth(m, value, at);
  return answer.kind === 'bool' ? bool(!answer.value) : answer.kind === 'condition' ? truthOf(m, answer.claim.not()) : answer;
}

function overAlternatives(m: Machine, operator: string, left: Value, right: Value, at: Span): Value | undefined {
  const many = left.kind === 'alternatives' ? left : right.kind === 'alternatives' ? right : undefined;
  if (!many) return undefined;
  const answers = many.options.map(({ guard, value }) => ({ guard, value: many === left ? compare(m, operator, value, right, at) : compare(m, operator, left, value, at) }));
  return truthOfAlternatives(m, { kind: 'alternatives', options: answers }, at);
}

function opaque(m: Machine, operator: string, left: Value, right: Value): Value {
  const [a, b] = [identity(left), identity(right)];
  return a && b ? m.undecided(`${a} ${operator} ${b}`, true, 'a value that is not known') : m.undecided(`${operator} ${m.fresh('question').toString()}`, true, 'a value that is not known');
}

function identity(value: Value): string | undefined {
  return value.kind === 'unknown' ? value.key : value.kind === 'int' ? value.dim.toString() : keyOf(value);
}

function identical(m: Machine, left: Value, right: Value): Value | undefined {
  if (left.kind === 'none' || right.kind === 'none') {
    const other = left.kind === 'none' ? right : left;
    return other.kind === 'unknown' && !isSome(other) ? m.undecided(`${other.key} is None`, true, other.reason) : bool(other.kind === 'none');
  }
  if ('cells' in left && 'cells' in right) return bool(left.cells === right.cells);
  return undefined;
}

function equal(m: Machine, left: Value, right: Value, at: Span): Value {
  if (isNumeric(left) && isNumeric(right)) {
    const [a, b] = [dimOf(left), dimOf(right)];
    if (a && b) return truthOf(m, a.equals(b));
    const [x, y] = [numberOf(left), numberOf(right)];
    return x === undefined || y === undefined ? m.data('a number') : bool(x === y);
  }
  if (left.kind === 'string' && right.kind === 'string') return left.value === undefined || right.value === undefined ? m.data('a text') : bool(left.value === right.value);
  const [a, b] = [itemsOf(left), itemsOf(right)];
  if (a && b) {
    if (a.length !== b.length) return bool(false);
    let all: Claim | undefined;
    for (const [i, item] of a.entries()) {
      const answer = compare(m, '==', item, b[i] as Value, at);
      if (answer.kind === 'bool' && !answer.value) return answer;
      if (answer.kind === 'condition') all = all ? all.and(answer.claim) : answer.claim;
    }
    return all ? truthOf(m, all) : bool(true);
  }
  if ('cells' in left && 'cells' in right && left.kind === 'dict') return left.cells === right.cells ? bool(true) : m.data('two dictionaries');
  // What is iterated once, sets, and sequences of an unknown length are not known item by item.
  if ([left, right].some((side) => ['list', 'iterator', 'set'].includes(side.kind) && !itemsOf(side))) return m.data('two collections');
  if (left.kind === 'unknown' || right.kind === 'unknown') return opaque(m, '==', left, right);
  return bool(same(left, right));
}

function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'tuple') return value.items;
  const items = value.kind === 'list' ? value.cells.map.get('items') : undefined;
  return items?.kind === 'tuple' ? items.items : undefined;
}

function ordered(m: Machine, operator: string, left: Value, right: Value): Value {
  const [a, b] = [dimOf(left), dimOf(right)];
  if (a && b) {
    switch (operator) {
      case '<': return truthOf(m, b.minus(a).atLeast(1));
      case '<=': return truthOf(m, b.minus(a).atLeast(0));
      case '>': return truthOf(m, a.minus(b).atLeast(1));
      default: return truthOf(m, a.minus(b).atLeast(0));
    }
  }
  const [x, y] = [numberOf(left) ?? (left as { value?: unknown }).value, numberOf(right) ?? (right as { value?: unknown }).value];
  if (typeof x === 'number' && typeof y === 'number') return bool(operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y);
  if (typeof x === 'string' && typeof y === 'string') return bool(operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y);
  return m.data('a comparison');
}

function contains(m: Machine, item: Value, container: Value, at: Span): Value {
  const items = itemsOf(container);
  if (items) {
    let some: Claim | undefined;
    for (const other of items) {
      const answer = compare(m, '==', item, other, at);
      if (answer.kind === 'bool' && answer.value) return answer;
      if (answer.kind === 'condition') some = some ? some.or(answer.claim) : answer.claim;
    }
    return some ? truthOf(m, some) : bool(false);
  }
  if (container.kind === 'dict' || container.kind === 'set') {
    const key = keyOf(item);
    const { id, map } = container.cells;
    if (key !== undefined) return map.has(key) || !isOpen(container) ? bool(map.has(key)) : m.undecided(`${key} in ${id} of ${map.size}`, false, 'a key');
    if (item.kind !== 'unknown') return m.data('a key');
  }
  if (container.kind === 'string' && item.kind === 'string' && container.value !== undefined && item.value !== undefined) return bool(container.value.includes(item.value));
  if (container.kind === 'range') {
    const dim = dimOf(item);
    if (dim && container.step.known === 1) return truthOf(m, dim.minus(container.start).atLeast(0).and(container.stop.minus(dim).atLeast(1)));
  }
  const method = container.kind === 'instance' ? m.parts.findAttribute(container, '__contains__', at) : undefined;
  if (method) return truth(m, m.parts.call(method, { positional: [item], named: new Map() }, at), at);
  return opaque(m, 'in', item, container);
}
