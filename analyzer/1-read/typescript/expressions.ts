// Expressions of the compiler's syntax tree in, expressions of the program IR out. Types are dropped; what the program
// IR has no word for becomes unknown, with its reason.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { ToProgram } from './context.ts';
import { nameAt, propertyKey, propertyText, textAt, unknown } from './context.ts';
import { binary, unary } from './operators.ts';

export function lowerExpression(to: ToProgram, node: ts.Expression): ir.Expression {
  return constant(to, node) ?? access(to, node) ?? collection(to, node) ?? computation(to, node) ?? unknown(to, node, wordsFor(to, node));
}

function constant(to: ToProgram, node: ts.Expression): ir.Expression | undefined {
  const { ts } = to;
  const literal = (value: ir.Literal): ir.Expression => ({ kind: 'literal', span: to.span(node), literal: value });
  if (ts.isNumericLiteral(node)) return literal(numberOf(node, node.getText(to.source)));
  if (ts.isBigIntLiteral(node)) return literal({ type: 'int', value: Number(node.text.slice(0, -1)), text: node.text.slice(0, -1) });
  if (ts.isStringLiteralLike(node)) return literal({ type: 'string', value: node.text });
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword: return literal({ type: 'bool', value: true });
    case ts.SyntaxKind.FalseKeyword: return literal({ type: 'bool', value: false });
    case ts.SyntaxKind.NullKeyword: return literal({ type: 'none' });
    case ts.SyntaxKind.OmittedExpression: return literal({ type: 'undefined' });
    case ts.SyntaxKind.ThisKeyword: return nameAt(to.span(node), 'this');
    case ts.SyntaxKind.SuperKeyword: return nameAt(to.span(node), 'super');
    default: break;
  }
  if (!ts.isIdentifier(node)) return undefined;
  // What the parser made up where a name is missing.
  if (node.text === '') return unknown(to, node, 'an expression is missing');
  return node.text === 'undefined' ? literal({ type: 'undefined' }) : nameAt(to.span(node), node.text);
}

function numberOf(node: ts.NumericLiteral, written: string): ir.Literal {
  const value = Number(node.text);
  const isWhole = /^0[xob]/i.test(written) || !/[.e]/i.test(written);
  if (!isWhole) return { type: 'float', value };
  return Number.isSafeInteger(value) ? { type: 'int', value } : { type: 'int', value, text: written };
}

function access(to: ToProgram, node: ts.Expression): ir.Expression | undefined {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
    || ts.isTypeAssertionExpression(node) || ts.isExpressionWithTypeArguments(node)) return to.expression(node.expression);
  if (ts.isPropertyAccessExpression(node)) {
    const optional = node.questionDotToken ? { optional: true } : {};
    return { kind: 'attribute', span, object: to.expression(node.expression), name: node.name.text, nameSpan: to.span(node.name), ...optional };
  }
  if (ts.isElementAccessExpression(node)) {
    const optional = node.questionDotToken ? { optional: true } : {};
    return { kind: 'subscript', span, object: to.expression(node.expression), index: to.expression(node.argumentExpression), ...optional };
  }
  if (ts.isCallExpression(node)) {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return unknown(to, node, 'an import while the program runs');
    const optional = node.questionDotToken ? { optional: true } : {};
    return { kind: 'call', span, callee: to.expression(node.expression), args: lowerArguments(to, node.arguments), ...optional };
  }
  if (ts.isNewExpression(node)) {
    return { kind: 'call', span, callee: to.expression(node.expression), args: lowerArguments(to, node.arguments ?? []), constructs: true };
  }
  return undefined;
}

function lowerArguments(to: ToProgram, nodes: readonly ts.Expression[]): ir.Argument[] {
  return nodes.map((node) => (to.ts.isSpreadElement(node)
    ? { span: to.span(node), value: to.expression(node.expression), spread: 'sequence' }
    : { span: to.span(node), value: to.expression(node) }));
}

function collection(to: ToProgram, node: ts.Expression): ir.Expression | undefined {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isArrayLiteralExpression(node)) return { kind: 'list', span, elements: node.elements.map((element) => to.expression(element)) };
  if (ts.isSpreadElement(node)) return { kind: 'spread', span, value: to.expression(node.expression) };
  if (ts.isObjectLiteralExpression(node)) return { kind: 'dict', span, entries: node.properties.map((property) => entry(to, property)) };
  if (ts.isTemplateExpression(node)) {
    const parts = [node.head.text, ...node.templateSpans.flatMap((part) => [{ value: to.expression(part.expression) }, part.literal.text])];
    return { kind: 'template', span, parts: parts.filter((part) => part !== '') };
  }
  return undefined;
}

function entry(to: ToProgram, node: ts.ObjectLiteralElementLike): ir.DictExpression['entries'][number] {
  const { ts } = to;
  if (ts.isSpreadAssignment(node)) return { value: to.expression(node.expression) };
  if (ts.isShorthandPropertyAssignment(node)) return { key: textAt(to.span(node.name), node.name.text), value: to.expression(node.name) };
  if (ts.isPropertyAssignment(node)) {
    const name = propertyText(to, node.name);
    const value = ts.isFunctionExpression(node.initializer) || ts.isArrowFunction(node.initializer) ? to.callable(node.initializer, name) : to.expression(node.initializer);
    return { key: propertyKey(to, node.name), value };
  }
  if (ts.isMethodDeclaration(node)) return { key: propertyKey(to, node.name), value: to.callable(node, propertyText(to, node.name)) };
  return { key: propertyKey(to, node.name), value: unknown(to, node, 'a property that is computed when it is read') };
}

function computation(to: ToProgram, node: ts.Expression): ir.Expression | undefined {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isBinaryExpression(node)) return binary(to, node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return unary(to, node);
  if (ts.isConditionalExpression(node)) {
    return { kind: 'conditional', span, test: to.expression(node.condition), yes: to.expression(node.whenTrue), no: to.expression(node.whenFalse) };
  }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return to.callable(node);
  if (ts.isClassExpression(node)) return to.class(node);
  if (ts.isTypeOfExpression(node)) return { kind: 'unary', span, operator: 'typeof', operand: to.expression(node.expression) };
  if (ts.isVoidExpression(node)) return { kind: 'unary', span, operator: 'void', operand: to.expression(node.expression) };
  if (ts.isAwaitExpression(node)) return { kind: 'await', span, value: to.expression(node.expression) };
  if (ts.isYieldExpression(node)) {
    return { kind: 'yield', span, ...(node.expression ? { value: to.expression(node.expression) } : {}), ...(node.asteriskToken ? { from: true } : {}) };
  }
  return undefined;
}

function wordsFor(to: ToProgram, node: ts.Expression): string {
  const { ts } = to;
  if (ts.isRegularExpressionLiteral(node)) return 'a regular expression';
  if (ts.isTaggedTemplateExpression(node)) return 'a tagged template';
  if (ts.isDeleteExpression(node)) return 'delete as a value';
  if (ts.isMetaProperty(node)) return `${node.getText(to.source)}`;
  if (ts.isJsxElement(node) || ts.isJsxFragment(node) || ts.isJsxSelfClosingElement(node)) return 'JSX';
  return `an expression of kind ${ts.SyntaxKind[node.kind]}`;
}
