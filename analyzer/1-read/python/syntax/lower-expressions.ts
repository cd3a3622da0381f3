// Operators, names and numbers: concrete nodes in, expressions out. Everything with brackets is in its own file.

import type {
  BinaryOperator, CompareOperator, ConstantValue, Expr, Lambda, Name, Range, UnaryOperator, Yield, YieldFrom,
} from '../ast.ts';
import { errorExpr, expressionOr, identOf, nameText, salvage, textOf } from './context.ts';
import type { Lowering } from './context.ts';
import { childOf, mark, namedChildren, rangeOf } from './cst.ts';
import type { Cst } from './cst.ts';
import { readNumber } from './numbers.ts';
import { lowerArguments } from './lower-parameters.ts';

export const binaryOperators: Readonly<Record<string, BinaryOperator>> = {
  '+': 'Add', '-': 'Sub', '*': 'Mult', '@': 'MatMult', '/': 'Div', '%': 'Mod', '**': 'Pow', '<<': 'LShift',
  '>>': 'RShift', '|': 'BitOr', '^': 'BitXor', '&': 'BitAnd', '//': 'FloorDiv',
};

const unaryOperators: Readonly<Record<string, UnaryOperator>> = { '+': 'UAdd', '-': 'USub', '~': 'Invert' };

const compareOperators: Readonly<Record<string, CompareOperator>> = {
  '==': 'Eq', '!=': 'NotEq', '<': 'Lt', '<=': 'LtE', '>': 'Gt', '>=': 'GtE', is: 'Is', 'is not': 'IsNot', in: 'In',
  'not in': 'NotIn',
};

export function constant(node: Range, value: ConstantValue): Expr {
  return { kind: 'Constant', range: rangeOf(node), value };
}

export function lowerName(low: Lowering, node: Cst): Expr {
  const spelled = textOf(low, node);
  if (spelled === 'async' || spelled === 'await') low.problem(node, `'${spelled}' is a keyword and cannot be a name`);
  return nameOf(low, node);
}

export function nameOf(low: Lowering, node: Range): Name {
  return { kind: 'Name', range: rangeOf(node), id: nameText(textOf(low, node)) };
}

export function lowerNumber(low: Lowering, node: Cst): Expr {
  const value = readNumber(textOf(low, node));
  if (value.type !== 'wrong') return constant(node, value);
  low.problem(node, value.message);
  return errorExpr(node, value.message);
}

export function lowerBinary(low: Lowering, node: Cst): Expr {
  const op = binaryOperators[childOf(node, 'operator')?.type ?? ''];
  if (op === undefined) return errorExpr(node, 'an unknown operator', salvage(low, node));
  if (op === 'BitAnd') return lowerBitChain(low, node);
  const right = operand(low, childOf(node, 'right'), node);
  const left = expressionOr(low, childOf(node, 'left'), node);
  return { kind: 'BinOp', range: rangeOf(node), left, op, right };
}

/** To the grammar `^` binds closer than `&`, to Python it is the other way round. */
function lowerBitChain(low: Lowering, node: Cst): Expr {
  const operands: Placed[] = [];
  const operators: string[] = [];
  const flatten = (part: Cst | null): void => {
    const operator = part?.type === 'binary_operator' && !part.broken ? childOf(part, 'operator')?.type : undefined;
    if (part !== null && (operator === '&' || operator === '^')) {
      flatten(childOf(part, 'left'));
      operators.push(operator);
      flatten(childOf(part, 'right'));
    } else {
      const value = operands.length === 0 ? expressionOr(low, part, node) : operand(low, part, node);
      operands.push({ value, range: part ?? node });
    }
  };
  flatten(node);
  // Each `^` closes a product of `&`.
  let sum: Placed | null = null;
  let product: Placed | null = null;
  for (const [index, item] of operands.entries()) {
    const isNew = index === 0 || operators[index - 1] === '^';
    if (isNew && product !== null) sum = combine(sum, 'BitXor', product);
    product = combine(isNew ? null : product, 'BitAnd', item);
  }
  return product === null ? errorExpr(node, 'an expression is missing') : combine(sum, 'BitXor', product).value;
}

/** With the range in the text, which the brackets around an operand are part of. */
interface Placed {
  readonly value: Expr;
  readonly range: Range;
}

function combine(left: Placed | null, op: BinaryOperator, right: Placed): Placed {
  if (left === null) return right;
  const range = { start: left.range.start, end: right.range.end };
  return { value: { kind: 'BinOp', range, left: left.value, op, right: right.value }, range };
}

function operand(low: Lowering, node: Cst | null, place: Range): Expr {
  if (node?.type === 'list_splat') low.problem(node, 'a starred expression cannot be an operand');
  return expressionOr(low, node, place);
}

export function lowerBoolean(low: Lowering, node: Cst): Expr {
  const operator = childOf(node, 'operator')?.type;
  // `a and b and c` is one operation of three values; brackets keep operations apart.
  const values: Expr[] = [];
  let left: Cst = node;
  for (; left.type === 'boolean_operator' && childOf(left, 'operator')?.type === operator && !left.broken;) {
    values.unshift(expressionOr(low, childOf(left, 'right'), left));
    const next = childOf(left, 'left');
    if (next === null) return errorExpr(node, 'an expression is missing', values);
    left = next;
  }
  values.unshift(low.expression(left));
  return { kind: 'BoolOp', range: rangeOf(node), op: operator === 'or' ? 'Or' : 'And', values };
}

export function lowerUnary(low: Lowering, node: Cst): Expr {
  const op = node.type === 'not_operator' ? 'Not' : unaryOperators[childOf(node, 'operator')?.type ?? ''];
  const operand = expressionOr(low, childOf(node, 'argument'), node);
  if (op === undefined) return errorExpr(node, 'an unknown operator', [operand]);
  return { kind: 'UnaryOp', range: rangeOf(node), op, operand };
}

export function lowerComparison(low: Lowering, node: Cst): Expr {
  const operands = node.children.filter((child) => child.field !== 'operators').map((child) => low.expression(child));
  const [left, ...comparators] = operands;
  const ops: CompareOperator[] = [];
  for (const child of node.children) {
    if (child.field !== 'operators') continue;
    const op = compareOperators[child.type];
    if (op === undefined) {
      low.problem(child, `'${child.type}' is Python 2; write !=`);
      return errorExpr(node, 'an operator of Python 2', operands);
    }
    ops.push(op);
  }
  if (left === undefined || ops.length !== comparators.length) return errorExpr(node, 'an expression is missing', operands);
  return { kind: 'Compare', range: rangeOf(node), left, ops, comparators };
}

export function lowerConditional(low: Lowering, node: Cst): Expr {
  const [body, test, orelse] = namedChildren(node);
  return {
    kind: 'IfExp', range: rangeOf(node), test: expressionOr(low, test, node), body: expressionOr(low, body, node),
    orelse: expressionOr(low, orelse, node),
  };
}

export function lowerNamed(low: Lowering, node: Cst): Expr {
  const target = childOf(node, 'name');
  if (target === null) return errorExpr(node, 'a name is missing', salvage(low, node));
  return {
    kind: 'NamedExpr', range: rangeOf(node), target: nameOf(low, target),
    value: expressionOr(low, childOf(node, 'value'), node),
  };
}

export function lowerLambda(low: Lowering, node: Cst): Lambda {
  return {
    kind: 'Lambda', range: rangeOf(node), args: lowerArguments(low, childOf(node, 'parameters'), node),
    body: expressionOr(low, childOf(node, 'body'), node),
  };
}

export function lowerAwait(low: Lowering, node: Cst): Expr {
  const awaited = namedChildren(node)[0];
  const left = awaited === undefined || awaited.broken ? null : childOf(awaited, 'left');
  // To the grammar `**` binds closer than `await`, to Python it is the other way round.
  if (awaited?.type === 'binary_operator' && left !== null && childOf(awaited, 'operator')?.type === '**') {
    const base: Expr = { kind: 'Await', range: { start: node.start, end: left.end }, value: low.expression(left) };
    const right = expressionOr(low, childOf(awaited, 'right'), node);
    return { kind: 'BinOp', range: rangeOf(node), left: base, op: 'Pow', right };
  }
  return { kind: 'Await', range: rangeOf(node), value: expressionOr(low, awaited, node) };
}

export function lowerYield(low: Lowering, node: Cst): Yield | YieldFrom {
  const value = namedChildren(node)[0];
  if (mark(node, 'from') !== null) {
    return { kind: 'YieldFrom', range: rangeOf(node), value: expressionOr(low, value, node) };
  }
  return { kind: 'Yield', range: rangeOf(node), value: value === undefined ? null : low.expression(value) };
}

export function lowerAttribute(low: Lowering, node: Cst): Expr {
  const name = childOf(node, 'attribute');
  const object = childOf(node, 'object');
  if (name === null || object === null) return errorExpr(node, 'a name is missing', salvage(low, node));
  return { kind: 'Attribute', range: rangeOf(node), value: low.expression(object), attr: identOf(low, name) };
}

export function lowerParenthesized(low: Lowering, node: Cst): Expr {
  const inner = namedChildren(node)[0];
  if (inner?.type === 'list_splat') low.problem(inner, 'a starred expression cannot stand alone in brackets');
  return expressionOr(low, inner, node);
}

/** `*a` among elements, arguments or targets. */
export function lowerStarred(low: Lowering, node: Cst): Expr {
  const value = expressionOr(low, namedChildren(node)[0], node);
  if (value.kind === 'Starred') low.problem(node, '** cannot stand here');
  return { kind: 'Starred', range: rangeOf(node), value };
}
