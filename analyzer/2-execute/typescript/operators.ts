// Operators as JavaScript means them: values in, a value out. Sizes stay sizes where the result is surely whole.

import type { Span } from '../../program.ts';
import { distribute } from '../distribute.ts';
import type { Machine } from '../machine.ts';
import { same } from '../same.ts';
import { arithmetic, dimOf, isNumeric, numberOf } from '../numbers.ts';
import { lit } from '../sizes.ts';
import { compare, negate } from '../truth.ts';
import type { Value } from '../values.ts';
import { UNDEFINED, bool, float, int, string } from '../values.ts';
import { isInstanceOf } from './instances.ts';
import { textOf } from './text.ts';

export function binary(m: Machine, operator: string, left: Value, right: Value, at: Span): Value {
  if (left.kind === 'alternatives') return distribute(m, left, at, (option) => binary(m, operator, option, right, at));
  if (right.kind === 'alternatives') return distribute(m, right, at, (option) => binary(m, operator, left, option, at));
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  const [a, b] = [asNumber(left), asNumber(right)];
  if (operator === '+' && !(a && b)) return string(together(left, right));
  if (!a || !b) return float();
  return known(m, operator, a, b) ?? symbolic(m, operator, a, b, at);
}

function together(left: Value, right: Value): string | undefined {
  const [a, b] = [textOf(left), textOf(right)];
  return a === undefined || b === undefined ? undefined : a + b;
}

/** What counts as a number without asking an object. */
function asNumber(value: Value): Value | undefined {
  if (isNumeric(value)) return value;
  return value.kind === 'none' ? int(lit(0)) : value.kind === 'undefined' ? float(Number.NaN) : undefined;
}

function known(m: Machine, operator: string, left: Value, right: Value): Value | undefined {
  void m;
  const [x, y] = [numberOf(left), numberOf(right)];
  if (x === undefined || y === undefined) return undefined;
  const result = numbers(operator, x, y);
  return result === undefined ? undefined : ofNumber(result);
}

/** Every number that is whole is a size. */
export const ofNumber = (x: number): Value => (Number.isSafeInteger(x) ? int(lit(x)) : float(x));

function numbers(operator: string, x: number, y: number): number | undefined {
  switch (operator) {
    case '+': return x + y;
    case '-': return x - y;
    case '*': return x * y;
    case '/': return x / y;
    case '%': return x % y;
    case '**': return x ** y;
    case '<<': return x << y;
    case '>>': return x >> y;
    case '>>>': return x >>> y;
    case '&': return x & y;
    case '|': return x | y;
    case '^': return x ^ y;
    default: return undefined;
  }
}

function symbolic(m: Machine, operator: string, left: Value, right: Value, at: Span): Value {
  const [a, b] = [dimOf(left), dimOf(right)];
  const natural = a && m.decide(a.atLeast(0)) === 'yes';
  switch (operator) {
    case '%': return natural && b && m.decide(b.atLeast(1)) === 'yes' ? int(a.remainder(b)) : float();
    case '|': case '>>': case '>>>': {
      // `x | 0` and `x >> n` are how whole numbers are made.
      const shift = b?.known;
      if (operator === '|' && shift === 0) return natural ? int(a) : int(m.fresh('whole', -Infinity));
      return operator !== '|' && natural && shift !== undefined && shift >= 0 && shift < 31 ? int(a.over(2 ** shift)) : int(m.fresh('bits', -Infinity));
    }
    case '&': case '^': case '<<': return int(m.fresh('bits', -Infinity));
    default: return arithmetic(m, operator, left, right) ?? m.unknown(`${left.kind} ${operator} ${right.kind}`, at);
  }
}

export function unary(m: Machine, operator: string, operand: Value, at: Span): Value {
  if (operand.kind === 'alternatives') return distribute(m, operand, at, (option) => unary(m, operator, option, at));
  if (operator === 'not') return negate(m, operand, at);
  if (operator === 'void') return UNDEFINED;
  if (operator === 'typeof') return typeName(operand);
  if (operand.kind === 'unknown') return operand;
  const value = asNumber(operand) ?? (operand.kind === 'string' && operand.value !== undefined ? ofNumber(Number(operand.value)) : undefined);
  if (!value) return float();
  if (operator === '+') return value;
  if (operator === '-') return binary(m, '-', int(lit(0)), value, at);
  const x = numberOf(value);
  return x === undefined ? int(m.fresh('bits', -Infinity)) : ofNumber(~x);
}

function typeName(value: Value): Value {
  switch (value.kind) {
    case 'unknown': return { ...value, key: `typeof ${value.key}` };
    case 'int': case 'float': return string('number');
    case 'bool': case 'condition': return string('boolean');
    case 'string': case 'undefined': return string(value.kind);
    case 'function': case 'method': case 'builtin': case 'class': return string('function');
    default: return string('object');
  }
}

export function compareValues(m: Machine, operator: string, left: Value, right: Value, at: Span): Value {
  if (left.kind === 'alternatives') return merged(m, left, (option) => compareValues(m, operator, option, right, at), at);
  if (right.kind === 'alternatives') return merged(m, right, (option) => compareValues(m, operator, left, option, at), at);
  if (operator === '!=' || operator === '!==') return negate(m, compareValues(m, operator === '!=' ? '==' : '===', left, right, at), at);
  if (operator === 'instanceof') return isInstanceOf(m, left, right);
  if (operator === 'in') return has(m, left, right, at);
  if (left.kind === 'unknown' || right.kind === 'unknown') return compare(m, operator, left, right, at);
  // What a model asks about a number that only data decide is no branch that the program is free to take.
  if (at.file.startsWith('library:') && [left, right].some((value) => value.kind === 'float' && value.value === undefined)) {
    return m.undecided(`${operator} ${m.fresh('question').toString()}`, true, 'a number that is not known');
  }
  if (operator === '==' || operator === '===') return equal(m, operator === '===', left, right, at);
  const [a, b] = [asNumber(left), asNumber(right)];
  return compare(m, operator, a ?? left, b ?? right, at);
}

/** A truth value of each option, under the option's guard. */
function merged(m: Machine, many: Value & { kind: 'alternatives' }, ask: (option: Value) => Value, at: Span): Value {
  return m.parts.truth({ kind: 'alternatives', options: many.options.map(({ guard, value }) => ({ guard, value: ask(value) })) }, at);
}

const isNothing = (value: Value): boolean => value.kind === 'none' || value.kind === 'undefined';
const isPlain = (value: Value): boolean => isNumeric(value) || value.kind === 'string';

function equal(m: Machine, strictly: boolean, left: Value, right: Value, at: Span): Value {
  if (isNothing(left) || isNothing(right)) return bool(strictly ? left.kind === right.kind : isNothing(left) && isNothing(right));
  if (isTruth(left) !== isTruth(right) && strictly) return bool(false);
  if (isPlain(left) && isPlain(right)) {
    if ((left.kind === 'string') !== (right.kind === 'string')) return strictly ? bool(false) : m.data('a comparison of a number with a text');
    return compare(m, '==', left, right, at);
  }
  if ('cells' in left && 'cells' in right) return bool(left.cells === right.cells);
  return bool(same(left, right));
}

const isTruth = (value: Value): boolean => value.kind === 'bool' || value.kind === 'condition';

/** `'name' in object`. */
function has(m: Machine, key: Value, object: Value, at: Span): Value {
  const name = textOf(key);
  if (object.kind === 'dict' && name !== undefined) return bool(object.cells.map.has(`s${name}`));
  if (object.kind === 'instance' && name !== undefined) {
    const found = m.parts.findAttribute(object, name, at);
    return found?.kind === 'unknown' ? m.undecided(`${name} in ${found.key}`, true, found.reason) : bool(found !== undefined);
  }
  return m.undecided(`in ${m.fresh('question').toString()}`, true, 'a question about the keys of what is not known');
}
