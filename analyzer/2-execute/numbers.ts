// Arithmetic on what is neither tensor nor instance: two values and an operator in, a value out, or undefined where
// the pair has no meaning here (the caller then asks the objects).

import type { Dim } from '../../runtime/dims/dim.ts';
import { MAX_ELEMENTS, MAX_SIZE_TEXT } from './limits.ts';
import type { Machine } from './machine.ts';
import { followed, openList } from './open-sequences.ts';
import { percent } from './python/formatting.ts';
import { lit } from './sizes.ts';
import type { IntValue, IteratorValue, TupleValue, Value } from './values.ts';
import { bool, float, int, shapeOf, string, tuple } from './values.ts';

/** An integer or truth value as a size. */
export function dimOf(value: Value): Dim | undefined {
  if (value.kind === 'int') return value.dim;
  if (value.kind === 'bool') return lit(Number(value.value));
  if (value.kind === 'condition') return value.claim.choose(lit(1), lit(0));
  return undefined;
}

/** A number with its value known. */
export function numberOf(value: Value): number | undefined {
  return value.kind === 'float' ? value.value : dimOf(value)?.known;
}

export const isNumeric = (value: Value): boolean => value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' || value.kind === 'condition';

export function arithmetic(m: Machine, operator: string, left: Value, right: Value): Value | undefined {
  if (isNumeric(left) && isNumeric(right)) return numeric(m, operator, left, right);
  if (operator === '+') return concatenate(m, left, right);
  if (operator === '*') return repeat(m, left, right) ?? repeat(m, right, left);
  if (operator === '%' && left.kind === 'string') return string(percent(left.value, right));
  if ((operator === '|' || operator === '&' || operator === '-') && left.kind === 'set' && right.kind === 'set') return setOperation(m, operator, left, right);
  if (operator === '|' && left.kind === 'dict' && right.kind === 'dict') {
    return { kind: 'dict', cells: m.store.cells([...left.cells.map, ...right.cells.map]) };
  }
  return undefined;
}

function numeric(m: Machine, operator: string, left: Value, right: Value): Value {
  const [a, b] = [dimOf(left), dimOf(right)];
  if (a && b && operator !== '/') return withNote(integers(m, operator, a, b, left, right), left, right);
  const [x, y] = [numberOf(left), numberOf(right)];
  if (x === undefined || y === undefined) return m.language === 'typescript' && a && b && operator === '/' ? exactQuotient(m, a, b) : float();
  const result = known(operator, x, y);
  if (result === undefined) return float();
  return m.language === 'typescript' && Number.isSafeInteger(result) ? int(lit(result)) : float(result);
}

/** In a language with one kind of number, a quotient that is whole stays a size. */
function exactQuotient(m: Machine, a: Dim, b: Dim): Value {
  return b.known !== undefined && b.known >= 1 && m.decide(a.divisibleBy(b)) === 'yes' ? int(a.over(b)) : float();
}

function withNote(value: Value, left: Value, right: Value): Value {
  const note = (left as IntValue).note ?? (right as IntValue).note;
  return value.kind === 'int' && note ? { ...value, note } : value;
}

function known(operator: string, x: number, y: number): number | undefined {
  switch (operator) {
    case '+': return x + y;
    case '-': return x - y;
    case '*': return x * y;
    case '/': return y === 0 ? undefined : x / y;
    case '//': return y === 0 ? undefined : Math.floor(x / y);
    case '%': return y === 0 ? undefined : x - y * Math.floor(x / y);
    case '**': return x ** y;
    default: return undefined;
  }
}

function integers(m: Machine, operator: string, a: Dim, b: Dim, left: Value, right: Value): Value {
  const [x, y] = [a.known, b.known];
  if (x !== undefined && y !== undefined) return knownIntegers(m, operator, x, y, left, right);
  const positive = b.known !== undefined ? b.known >= 1 : m.decide(b.atLeast(1)) === 'yes';
  let result: Dim | undefined;
  switch (operator) {
    case '+': result = a.plus(b); break;
    case '-': result = a.minus(b); break;
    case '*': result = a.times(b); break;
    case '//': result = positive ? a.over(b) : undefined; break;
    case '%': result = positive ? a.remainder(b) : undefined; break;
    case '**': result = y !== undefined && y >= 0 && y <= 4 ? power(a, y) : undefined; break;
    case '&': case '|': case '^':
      if (left.kind !== 'int' && right.kind !== 'int') {
        const [p, q] = [a.atLeast(1), b.atLeast(1)];
        return { kind: 'condition', claim: operator === '&' ? p.and(q) : operator === '|' ? p.or(q) : p.and(q.not()).or(q.and(p.not())) };
      }
      break;
    default: break;
  }
  return int(result && result.toString().length <= MAX_SIZE_TEXT ? result : m.fresh('computed', -Infinity));
}

function power(base: Dim, exponent: number): Dim {
  let result = lit(1);
  for (let i = 0; i < exponent; i++) result = result.times(base);
  return result;
}

function knownIntegers(m: Machine, operator: string, x: number, y: number, left: Value, right: Value): Value {
  const truths = left.kind === 'bool' && right.kind === 'bool';
  let result: number | undefined;
  switch (operator) {
    case '&': case '|': case '^': {
      result = Number(operator === '&' ? BigInt(x) & BigInt(y) : operator === '|' ? BigInt(x) | BigInt(y) : BigInt(x) ^ BigInt(y));
      if (truths) return bool(result !== 0);
      break;
    }
    case '<<': result = y >= 0 && y < 64 ? x * 2 ** y : undefined; break;
    case '>>': case '>>>': result = y >= 0 && y < 64 ? Math.floor(x / 2 ** y) : undefined; break;
    default: result = known(operator, x, y);
  }
  if (result === undefined) return m.unknown(`the value of ${x} ${operator} ${y}`, undefined);
  return Number.isSafeInteger(result) ? int(lit(result)) : float(result);
}

function concatenate(m: Machine, left: Value, right: Value): Value | undefined {
  if (left.kind === 'string' && right.kind === 'string') {
    return left.value === undefined || right.value === undefined ? string() : string(left.value + right.value);
  }
  if (left.kind === 'tuple' && right.kind === 'tuple') return { ...tuple([...left.items, ...right.items]), ...shapeOf(left), ...shapeOf(right) };
  if (left.kind === 'list' && right.kind === 'list') {
    const [a, b] = [left.cells.map.get('items'), right.cells.map.get('items')];
    if (!isItems(a) || !isItems(b)) return m.unknown('joining lists of unknown length', undefined);
    const all = followed(a.kind === 'tuple' ? { items: a.items, exact: true } : a, b.kind === 'tuple' ? { items: b.items, exact: true } : b);
    return all.exact ? newList(m, all.items) : openList(m, all);
  }
  if (m.language === 'typescript' && (left.kind === 'string' || right.kind === 'string')) return string();
  return undefined;
}

const isItems = (items: Value | undefined): items is TupleValue | IteratorValue => items?.kind === 'tuple' || items?.kind === 'iterator';

function repeat(m: Machine, sequence: Value, count: Value): Value | undefined {
  const times = dimOf(count);
  if (!times) return undefined;
  if (sequence.kind === 'string') return times.known !== undefined && sequence.value !== undefined && times.known * sequence.value.length < MAX_ELEMENTS ? string(sequence.value.repeat(Math.max(0, times.known))) : string();
  const items = sequence.kind === 'list' ? sequence.cells.map.get('items') : sequence;
  if (items?.kind !== 'tuple' || (sequence.kind !== 'list' && sequence.kind !== 'tuple')) return undefined;
  if (times.known === undefined && sequence.kind === 'list' && items.items.length > 0) return openList(m, { items: items.items, loose: true });
  if (times.known === undefined || times.known * items.items.length > MAX_ELEMENTS) return m.unknown('a sequence repeated an unknown number of times', undefined);
  const repeated = Array.from({ length: Math.max(0, times.known) }, () => items.items).flat();
  return sequence.kind === 'list' ? newList(m, repeated) : { ...tuple(repeated), ...(items === sequence ? shapeOf(items) : {}) };
}

function setOperation(m: Machine, operator: string, left: Value & { kind: 'dict' | 'set' }, right: Value & { kind: 'dict' | 'set' }): Value {
  const entries = operator === '|' ? [...left.cells.map, ...right.cells.map]
    : [...left.cells.map].filter(([key]) => right.cells.map.has(key) === (operator === '&'));
  return { kind: 'set', cells: m.store.cells(entries) };
}

export function newList(m: Machine, items: readonly Value[]): Value {
  return { kind: 'list', cells: m.store.cells([['items', tuple(items)]]) };
}
