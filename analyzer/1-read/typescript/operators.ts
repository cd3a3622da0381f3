// Operators of JavaScript in, expressions of the program IR out.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { ToProgram } from './context.ts';
import { numberAt, unknown } from './context.ts';

const BINARY: Readonly<Record<string, ir.BinaryOperator>> = {
  '+': '+', '-': '-', '*': '*', '/': '/', '%': '%', '**': '**', '<<': '<<', '>>': '>>', '>>>': '>>>', '&': '&', '|': '|', '^': '^',
};
const COMPARE: Readonly<Record<string, ir.CompareOperator>> = {
  '==': '==', '!=': '!=', '===': '===', '!==': '!==', '<': '<', '<=': '<=', '>': '>', '>=': '>=', instanceof: 'instanceof', in: 'in',
};
const LOGICAL: Readonly<Record<string, ir.LogicalExpression['operator']>> = { '&&': 'and', '||': 'or', '??': '??' };
const UNARY: Readonly<Record<string, ir.UnaryOperator>> = { '+': '+', '-': '-', '~': '~', '!': 'not' };

export function binary(to: ToProgram, node: ts.BinaryExpression): ir.Expression {
  const span = to.span(node);
  const sign = to.ts.tokenToString(node.operatorToken.kind) ?? '';
  const { left, right } = node;
  if (sign === ',') {
    // The last of a tuple: both are evaluated, in order.
    const elements = [to.expression(left), to.expression(right)];
    return { kind: 'subscript', span, object: { kind: 'tuple', span, elements }, index: numberAt(span, 1) };
  }
  if (sign === '=') return { kind: 'assign', span, target: to.target(left), value: to.expression(right) };
  const logical = LOGICAL[sign];
  if (logical) return { kind: 'logical', span, operator: logical, left: to.expression(left), right: to.expression(right) };
  const compare = COMPARE[sign];
  if (compare) return { kind: 'compare', span, left: to.expression(left), rest: [{ operator: compare, right: to.expression(right) }] };
  const arithmetic = BINARY[sign];
  if (arithmetic) return { kind: 'binary', span, operator: arithmetic, left: to.expression(left), right: to.expression(right) };
  return sign.endsWith('=') ? updating(to, node, sign.slice(0, -1)) : unknown(to, node, `the operator ${sign}`);
}

/** `a += b`; of `a ??= b` and its like the value is assigned only where it is asked for. */
function updating(to: ToProgram, node: ts.BinaryExpression, sign: string): ir.Expression {
  const span = to.span(node);
  const target = to.target(node.left);
  const logical = LOGICAL[sign];
  if (logical) return { kind: 'assign', span, target, value: { kind: 'logical', span, operator: logical, left: to.expression(node.left), right: to.expression(node.right) } };
  const operator = BINARY[sign];
  return operator ? { kind: 'assign', span, target, operator, value: to.expression(node.right) } : unknown(to, node, `the operator ${sign}=`);
}

export function unary(to: ToProgram, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): ir.Expression {
  const span = to.span(node);
  const sign = to.ts.tokenToString(node.operator) ?? '';
  if (sign === '++' || sign === '--') {
    const after = to.ts.isPostfixUnaryExpression(node);
    return { kind: 'assign', span, target: to.target(node.operand), operator: sign === '++' ? '+' : '-', value: numberAt(span, 1), ...(after ? { gives: 'before' } : {}) };
  }
  const operator = UNARY[sign];
  return operator ? { kind: 'unary', span, operator, operand: to.expression(node.operand) } : unknown(to, node, `the operator ${sign}`);
}
