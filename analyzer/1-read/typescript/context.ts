// What every step from the compiler's syntax tree to the program IR is given. Expressions, statements, functions and
// targets call each other in circles; the circles are closed here, so that the files do not import each other.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { Compiler } from './compiler.ts';

export interface ToProgram {
  readonly ts: Compiler;
  readonly source: ts.SourceFile;
  span(node: ts.Node): ir.Span;
  expression(node: ts.Expression): ir.Expression;
  /** What an expression means on the left of an assignment. */
  target(node: ts.Expression): ir.Target;
  /** What a declaration introduces. */
  binding(node: ts.BindingName): ir.Target;
  block(statements: readonly ts.Statement[]): ir.Block;
  callable(node: ts.FunctionLikeDeclaration, name?: string): ir.FunctionExpression;
  class(node: ts.ClassLikeDeclaration): ir.ClassExpression;
}

export function unknown(to: ToProgram, node: ts.Node, reason: string): ir.UnknownExpression {
  return { kind: 'unknown', span: to.span(node), reason };
}

export function unknownStatement(to: ToProgram, node: ts.Node, reason: string): ir.UnknownStatement {
  return { kind: 'unknown', span: to.span(node), reason };
}

export const nameAt = (span: ir.Span, name: string): ir.NameExpression => ({ kind: 'name', span, name });
export const textAt = (span: ir.Span, value: string): ir.LiteralExpression => ({ kind: 'literal', span, literal: { type: 'string', value } });
export const numberAt = (span: ir.Span, value: number): ir.LiteralExpression => ({ kind: 'literal', span, literal: { type: 'int', value } });

/** `a`, `'a'`, `1` and `#a` as the text they stand for; undefined where a property's name is computed. */
export function propertyText(to: ToProgram, node: ts.PropertyName): string | undefined {
  const { ts } = to;
  if (ts.isComputedPropertyName(node)) return ts.isStringLiteralLike(node.expression) ? node.expression.text : undefined;
  return node.text;
}

/** The key of a property as an expression. */
export function propertyKey(to: ToProgram, node: ts.PropertyName): ir.Expression {
  const text = propertyText(to, node);
  if (text !== undefined) return textAt(to.span(node), text);
  return to.ts.isComputedPropertyName(node) ? to.expression(node.expression) : unknown(to, node, 'a property name');
}
