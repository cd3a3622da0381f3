// Operators on anything: two values in, a value out. What is built in is computed here; tensors and instances answer
// through the methods that the language gives operators.

import type { Span } from '../program.ts';
import { distribute } from './distribute.ts';
import type { Machine } from './machine.ts';
import { wrongOperands, wrongPair, wrongTypes } from './mistakes.ts';
import { arithmeticUse, reckoned } from './inputs.ts';
import { arithmetic, dimOf } from './numbers.ts';
import { refuses } from './refusals.ts';
import { lit } from './sizes.ts';
import { compare, negate } from './truth.ts';
import type { Value } from './values.ts';
import { float, int, positional, string } from './values.ts';

const METHODS: Readonly<Record<string, string>> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'truediv', '//': 'floordiv', '%': 'mod', '**': 'pow', '@': 'matmul', '&': 'and', '|': 'or', '^': 'xor', '<<': 'lshift', '>>': 'rshift',
};
const COMPARISONS: Readonly<Record<string, readonly [string, string]>> = {
  '==': ['__eq__', '__eq__'], '!=': ['__ne__', '__ne__'], '<': ['__lt__', '__gt__'], '<=': ['__le__', '__ge__'], '>': ['__gt__', '__lt__'], '>=': ['__ge__', '__le__'],
};

const isObject = (value: Value): boolean => value.kind === 'tensor' || value.kind === 'instance';

export function binary(m: Machine, operator: string, left: Value, right: Value, at: Span): Value {
  if (left.kind === 'alternatives') return distribute(m, left, at, (option) => binary(m, operator, option, right, at));
  if (right.kind === 'alternatives') return distribute(m, right, at, (option) => binary(m, operator, left, option, at));
  if (!isObject(left) && !isObject(right)) {
    if (left.kind === 'unknown' || right.kind === 'unknown') return arithmeticUse(m, operator, left, right);
    return arithmetic(m, operator, left, right) ?? wrongOperands(m, operator, left, right) ?? refuses(m, operator, left, right) ?? m.unknown(`${left.kind} ${operator} ${right.kind}`, at);
  }
  const wrong = wrongTypes(m, operator, left, right) ?? refuses(m, operator, left, right);
  if (wrong) return wrong;
  const name = METHODS[operator];
  const found = name ? viaMethod(m, left, `__${name}__`, right, at) ?? viaMethod(m, right, `__r${name}__`, left, at) : undefined;
  return found ?? m.unknown(`${left.kind} ${operator} ${right.kind}`, at);
}

function viaMethod(m: Machine, self: Value, name: string, other: Value, at: Span): Value | undefined {
  if (!isObject(self)) return undefined;
  const method = m.parts.findAttribute(self, name, at);
  if (!method || method.kind === 'unknown') return undefined;
  const value = m.parts.call(method, positional(other), at);
  return value.kind === 'not-implemented' ? undefined : value;
}

export function compareAny(m: Machine, operator: string, left: Value, right: Value, at: Span): Value {
  const methods = COMPARISONS[operator];
  const wrong = operator === '==' || operator === '!=' ? wrongPair(m, operator, left, right) : undefined;
  if (wrong) return wrong;
  if (methods && (isObject(left) || isObject(right))) {
    const found = viaMethod(m, left, methods[0], right, at) ?? viaMethod(m, right, methods[1], left, at);
    if (found) return found;
    if (left.kind === 'tensor' || right.kind === 'tensor') return m.unknown('a comparison with a tensor', at);
  }
  return compare(m, operator, left, right, at);
}

export function unary(m: Machine, operator: string, operand: Value, at: Span): Value {
  if (operand.kind === 'alternatives') return distribute(m, operand, at, (option) => unary(m, operator, option, at));
  if (operator === 'not') return negate(m, operand, at);
  if (operator === 'typeof') return string();
  if (operator === 'void') return { kind: 'undefined' };
  if (operand.kind === 'unknown') return reckoned(operand);
  if (isObject(operand)) return viaUnary(m, operator, operand, at);
  const dim = dimOf(operand);
  if (dim) return operator === '-' ? int(lit(0).minus(dim)) : operator === '+' ? int(dim) : int(lit(-1).minus(dim));
  if (operand.kind === 'float') return operator === '-' && operand.value !== undefined ? float(-operand.value) : operator === '+' ? operand : float();
  return m.unknown(`${operator} ${operand.kind}`, at);
}

function viaUnary(m: Machine, operator: string, operand: Value, at: Span): Value {
  const method = m.parts.findAttribute(operand, operator === '-' ? '__neg__' : operator === '~' ? '__invert__' : '__pos__', at);
  return method ? m.parts.call(method, positional(), at) : m.unknown(`${operator} ${operand.kind}`, at);
}
