// Classes of the compiler's syntax tree in, classes of the program IR out. Fields of instances become assignments to
// `this.NAME` in the class's body, static ones assignments to NAME; accessors carry the decorators below.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { ToProgram } from './context.ts';
import { nameAt, propertyText, unknownStatement } from './context.ts';
import { isMarked, thisField } from './functions.ts';

/** Not names that a program could use itself. */
export const GETTER = 'get property';
export const SETTER = 'set property';
export const STATIC = 'staticmethod';

export function lowerClass(to: ToProgram, node: ts.ClassLikeDeclaration): ir.ClassExpression {
  const { ts } = to;
  const heritage = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
  const bases = (heritage?.types ?? []).map((type): ir.Argument => ({ span: to.span(type), value: to.expression(type.expression) }));
  const body = node.members.flatMap((member) => lowerMember(to, member));
  return { kind: 'class', span: to.span(node), ...(node.name ? { name: node.name.text } : {}), bases, body };
}

export function decoratorsOf(to: ToProgram, node: ts.Node): ir.Expression[] {
  return to.ts.canHaveDecorators(node) ? (to.ts.getDecorators(node) ?? []).map((decorator) => to.expression(decorator.expression)) : [];
}

function lowerMember(to: ToProgram, node: ts.ClassElement): ir.Statement[] {
  const { ts } = to;
  if (ts.isSemicolonClassElement(node) || ts.isIndexSignatureDeclaration(node)) return [];
  if (ts.isPropertyDeclaration(node)) return lowerField(to, node);
  if (ts.isClassStaticBlockDeclaration(node)) return [unknownStatement(to, node, 'a static block')];
  if (!ts.isMethodDeclaration(node) && !ts.isConstructorDeclaration(node) && !ts.isAccessor(node)) return [unknownStatement(to, node, 'a part of a class')];
  if (!node.body) return [];
  const name = ts.isConstructorDeclaration(node) ? 'constructor' : propertyText(to, node.name);
  if (name === undefined) return [unknownStatement(to, node, 'a method whose name is computed')];
  const span = to.span(node);
  const marks = [
    ...(ts.isGetAccessor(node) ? [GETTER] : ts.isSetAccessor(node) ? [SETTER] : []),
    ...(isMarked(to, node, ts.SyntaxKind.StaticKeyword) ? [STATIC] : []),
  ];
  const decorators = [...marks.map((mark) => nameAt(span, mark)), ...decoratorsOf(to, node)];
  return [{ kind: 'function', span, name, nameSpan: node.name ? to.span(node.name) : span, function: to.callable(node, name), decorators }];
}

function lowerField(to: ToProgram, node: ts.PropertyDeclaration): ir.Statement[] {
  const { ts } = to;
  // Without a value it only says that the field exists, which nothing looks at.
  if (!node.initializer) return [];
  const name = propertyText(to, node.name);
  if (name === undefined) return [unknownStatement(to, node, 'a field whose name is computed')];
  const at = to.span(node.name);
  const target = isMarked(to, node, ts.SyntaxKind.StaticKeyword) ? nameAt(at, name) : thisField(at, name);
  return [{ kind: 'assignment', span: to.span(node), targets: [target], value: to.expression(node.initializer) }];
}
