// What stands left of an assignment or in a declaration in, targets of the program IR out.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { ToProgram } from './context.ts';
import { nameAt, propertyKey, textAt, unknown } from './context.ts';

type SequencePart = ir.SequenceTarget['elements'][number];
type ObjectPart = ir.ObjectTarget['entries'][number];

/** `const NAME`, `const [a, , b = 1, ...rest]`, `const {a, b: c = 1, ...rest}`. */
export function lowerBinding(to: ToProgram, node: ts.BindingName): ir.Target {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isIdentifier(node)) return nameAt(span, node.text);
  const fallback = (element: ts.BindingElement): { default?: ir.Expression } => (element.initializer ? { default: to.expression(element.initializer) } : {});
  if (ts.isArrayBindingPattern(node)) {
    const elements = node.elements.map((element): SequencePart => (ts.isOmittedExpression(element) ? {}
      : { target: lowerBinding(to, element.name), ...(element.dotDotDotToken ? { rest: true } : {}), ...fallback(element) }));
    return { kind: 'sequence-target', span, elements };
  }
  const rest = node.elements.find((element) => element.dotDotDotToken);
  const entries = node.elements.filter((element) => element !== rest).map((element): ObjectPart => {
    const key = element.propertyName ?? element.name;
    return {
      key: ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key) ? unknown(to, key, 'a pattern without a key') : propertyKey(to, key),
      target: lowerBinding(to, element.name), ...fallback(element),
    };
  });
  return { kind: 'object-target', span, entries, ...(rest ? { rest: lowerBinding(to, rest.name) } : {}) };
}

/** An expression as the left of an assignment. */
export function lowerTarget(to: ToProgram, node: ts.Expression): ir.Target {
  const { ts } = to;
  if (ts.isArrayLiteralExpression(node)) return { kind: 'sequence-target', span: to.span(node), elements: node.elements.map((element) => part(to, element)) };
  if (ts.isObjectLiteralExpression(node)) return objectTarget(to, node);
  const plain = to.expression(node);
  if (plain.kind === 'name' || plain.kind === 'attribute' || plain.kind === 'subscript' || plain.kind === 'unknown') return plain;
  return unknown(to, node, 'an assignment to what is no place');
}

function part(to: ToProgram, node: ts.Expression): SequencePart {
  const { ts } = to;
  if (ts.isOmittedExpression(node)) return {};
  if (ts.isSpreadElement(node)) return { target: lowerTarget(to, node.expression), rest: true };
  return withDefault(to, node);
}

function withDefault(to: ToProgram, node: ts.Expression): { target: ir.Target; default?: ir.Expression } {
  const { ts } = to;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return { target: lowerTarget(to, node.left), default: to.expression(node.right) };
  return { target: lowerTarget(to, node) };
}

function objectTarget(to: ToProgram, node: ts.ObjectLiteralExpression): ir.Target {
  const { ts } = to;
  const entries: ObjectPart[] = [];
  let rest: ir.Target | undefined;
  for (const property of node.properties) {
    if (ts.isShorthandPropertyAssignment(property)) {
      const span = to.span(property.name);
      const fallback = property.objectAssignmentInitializer ? { default: to.expression(property.objectAssignmentInitializer) } : {};
      entries.push({ key: textAt(span, property.name.text), target: nameAt(span, property.name.text), ...fallback });
    } else if (ts.isPropertyAssignment(property)) {
      entries.push({ key: propertyKey(to, property.name), ...withDefault(to, property.initializer) });
    } else if (ts.isSpreadAssignment(property)) {
      rest = lowerTarget(to, property.expression);
    } else {
      return unknown(to, node, 'an assignment to what is no place');
    }
  }
  return { kind: 'object-target', span: to.span(node), entries, ...(rest ? { rest } : {}) };
}
