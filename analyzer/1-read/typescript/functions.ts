// Functions of the compiler's syntax tree in, functions of the program IR out.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { ToProgram } from './context.ts';
import { nameAt } from './context.ts';

/** `name`: what the function is called where its own declaration does not say. */
export function lowerFunction(to: ToProgram, node: ts.FunctionLikeDeclaration, name?: string): ir.FunctionExpression {
  const { ts } = to;
  const own = node.name && ts.isIdentifier(node.name) ? node.name.text : name;
  const params = node.parameters.filter(({ name: param }) => !(ts.isIdentifier(param) && param.text === 'this'));
  const returns = node.type ? annotation(to, node.type) : undefined;
  return {
    kind: 'lambda', span: to.span(node), ...(own === undefined ? {} : { name: own }),
    params: params.map((param, i) => lowerParam(to, param, i)), body: bodyOf(to, node), ...(returns ? { returns } : {}),
    ...(isMarked(to, node, ts.SyntaxKind.AsyncKeyword) ? { isAsync: true } : {}),
    ...('asteriskToken' in node && node.asteriskToken ? { isGenerator: true } : {}),
    ...(ts.isArrowFunction(node) ? { isArrow: true } : {}),
  };
}

function bodyOf(to: ToProgram, node: ts.FunctionLikeDeclaration): ir.Block {
  const { ts } = to;
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return [{ kind: 'return', span: to.span(node.body), value: to.expression(node.body) }];
  const body = to.block(node.body.statements);
  return ts.isConstructorDeclaration(node) ? withParameterProperties(to, node, body) : body;
}

/** `constructor(private x)` sets `this.x`, after the base class has been constructed. */
function withParameterProperties(to: ToProgram, node: ts.ConstructorDeclaration, body: ir.Block): ir.Block {
  const { ts } = to;
  const sets = node.parameters.flatMap((param): ir.Statement[] => {
    if (!ts.isParameterPropertyDeclaration(param, node) || !ts.isIdentifier(param.name)) return [];
    const span = to.span(param.name);
    return [{ kind: 'assignment', span, targets: [thisField(span, param.name.text)], value: nameAt(span, param.name.text) }];
  });
  const superAt = body.findIndex((s) => s.kind === 'expression' && s.value.kind === 'call' && s.value.callee.kind === 'name' && s.value.callee.name === 'super');
  return [...body.slice(0, superAt + 1), ...sets, ...body.slice(superAt + 1)];
}

export const thisField = (span: ir.Span, name: string): ir.AttributeExpression => ({ kind: 'attribute', span, object: nameAt(span, 'this'), name, nameSpan: span });

function lowerParam(to: ToProgram, node: ts.ParameterDeclaration, position: number): ir.Param {
  const { ts } = to;
  const span = to.span(node);
  const type = node.type ? annotation(to, node.type) : undefined;
  const isName = ts.isIdentifier(node.name);
  return {
    span, name: isName ? node.name.text : `argument ${position + 1}`, how: node.dotDotDotToken ? 'rest' : 'position',
    ...(isName ? {} : { target: to.binding(node.name) }),
    ...(node.initializer ? { default: to.expression(node.initializer) } : {}),
    ...(type ? { annotation: type } : {}),
  };
}

/** Types that are names, as expressions: `tf.Tensor2D`, `number`. Others say nothing to the executor. */
function annotation(to: ToProgram, node: ts.TypeNode): ir.Expression | undefined {
  const { ts } = to;
  const keyword = ts.isToken(node) ? ts.tokenToString(node.kind) : undefined;
  if (keyword) return nameAt(to.span(node), keyword);
  return ts.isTypeReferenceNode(node) ? entityName(to, node.typeName) : undefined;
}

function entityName(to: ToProgram, node: ts.EntityName): ir.Expression {
  const span = to.span(node);
  if (to.ts.isIdentifier(node)) return nameAt(span, node.text);
  return { kind: 'attribute', span, object: entityName(to, node.left), name: node.right.text, nameSpan: to.span(node.right) };
}

export function isMarked(to: ToProgram, node: ts.Node, by: ts.SyntaxKind): boolean {
  return to.ts.canHaveModifiers(node) && (to.ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === by);
}
