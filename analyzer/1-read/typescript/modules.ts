// Imports and exports of both module systems in, those of the program IR out. Imports and exports of types are dropped.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import type { ToProgram } from './context.ts';
import { nameAt, unknownStatement } from './context.ts';

type Taken = ir.ImportStatement['names'][number];

export function lowerImport(to: ToProgram, node: ts.ImportDeclaration | ts.ImportEqualsDeclaration): readonly ir.Statement[] {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isImportEqualsDeclaration(node)) {
    if (node.isTypeOnly) return [];
    const { moduleReference: from } = node;
    if (!ts.isExternalModuleReference(from) || !ts.isStringLiteralLike(from.expression)) return [unknownStatement(to, node, 'an import of a namespace')];
    return [{ kind: 'import', span, module: from.expression.text, level: 0, whole: node.name.text, names: [] }];
  }
  const { importClause: clause } = node;
  if (!ts.isStringLiteralLike(node.moduleSpecifier)) return [unknownStatement(to, node, 'an import of what is no text')];
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  const names: Taken[] = [];
  if (clause?.name) names.push({ span: to.span(clause.name), name: 'default', as: clause.name.text });
  const bindings = clause?.namedBindings;
  const whole = bindings && ts.isNamespaceImport(bindings) ? { whole: bindings.name.text } : {};
  if (bindings && ts.isNamedImports(bindings)) {
    for (const one of bindings.elements) if (!one.isTypeOnly) names.push({ span: to.span(one), name: (one.propertyName ?? one.name).text, as: one.name.text });
  }
  return [{ kind: 'import', span, module: node.moduleSpecifier.text, level: 0, ...whole, names }];
}

/** `const m = require('m')`, `const {a, b: c} = require('m')`, `const a = require('m').b`, and `await import('m')` alike. */
export function lowerRequire(to: ToProgram, name: ts.BindingName, value: ts.Expression, span: ir.Span): ir.Statement | undefined {
  const { ts } = to;
  const member = ts.isPropertyAccessExpression(value) && ts.isIdentifier(name) ? value.name : undefined;
  const module = requiredModule(to, member ? (value as ts.PropertyAccessExpression).expression : value);
  if (module === undefined) return undefined;
  const from = { kind: 'import', span, module, level: 0 } as const;
  if (ts.isIdentifier(name)) return member ? { ...from, names: [{ span, name: member.text, as: name.text }] } : { ...from, whole: name.text, names: [] };
  if (!ts.isObjectBindingPattern(name)) return undefined;
  const names: Taken[] = [];
  for (const element of name.elements) {
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(element.name) || !ts.isIdentifier(key) || element.dotDotDotToken || element.initializer) return undefined;
    names.push({ span: to.span(element), name: key.text, as: element.name.text });
  }
  return { ...from, names };
}

function requiredModule(to: ToProgram, node: ts.Expression): string | undefined {
  const { ts } = to;
  const awaited = ts.isAwaitExpression(node);
  const call = awaited ? node.expression : node;
  if (!ts.isCallExpression(call)) return undefined;
  const [module] = call.arguments;
  const isRequire = awaited ? call.expression.kind === ts.SyntaxKind.ImportKeyword : ts.isIdentifier(call.expression) && call.expression.text === 'require';
  return isRequire && module && ts.isStringLiteralLike(module) ? module.text : undefined;
}

/** `require('m');` for what it does. */
export function lowerBareRequire(to: ToProgram, node: ts.Expression): readonly ir.Statement[] | undefined {
  const module = requiredModule(to, node);
  return module === undefined ? undefined : [{ kind: 'import', span: to.span(node), module, level: 0, names: [] }];
}

export function lowerExport(to: ToProgram, node: ts.ExportDeclaration | ts.ExportAssignment): readonly ir.Statement[] {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isExportAssignment(node)) return exported(to, span, node.expression);
  if (node.isTypeOnly) return [];
  const module = node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier) ? { module: node.moduleSpecifier.text } : {};
  const { exportClause: clause } = node;
  if (!clause) return [{ kind: 'export', span, names: [{ name: '*', as: '*' }], ...module }];
  if (ts.isNamespaceExport(clause)) return [unknownStatement(to, node, 'an export of a whole module under a name')];
  const names = clause.elements.filter((one) => !one.isTypeOnly).map((one) => ({ name: (one.propertyName ?? one.name).text, as: one.name.text }));
  return [{ kind: 'export', span, names, ...module }];
}

/** `module.exports = …`, `exports.a = …`. */
export function lowerCommonExport(to: ToProgram, node: ts.Expression): readonly ir.Statement[] | undefined {
  const { ts } = to;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(node.left)) return undefined;
  const span = to.span(node);
  const whole = node.left.getText(to.source);
  if (whole === 'module.exports') return exported(to, span, node.right);
  const owner = node.left.expression.getText(to.source);
  if (owner !== 'exports' && owner !== 'module.exports') return undefined;
  const as = node.left.name.text;
  if (ts.isIdentifier(node.right)) return [{ kind: 'export', span, names: [{ name: node.right.text, as }] }];
  const value = ts.isArrowFunction(node.right) || ts.isFunctionExpression(node.right) ? to.callable(node.right, as) : to.expression(node.right);
  return [{ kind: 'export', span, declaration: { kind: 'assignment', span, targets: [nameAt(to.span(node.left.name), as)], value, declares: 'const' }, names: [] }];
}

/** The whole value is the default export; the parts of an object literal can be imported by their names. */
function exported(to: ToProgram, span: ir.Span, node: ts.Expression): readonly ir.Statement[] {
  const { ts } = to;
  const names = !ts.isObjectLiteralExpression(node) ? [] : node.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return [{ name: property.name.text, as: property.name.text }];
    const isPlain = ts.isPropertyAssignment(property) && ts.isIdentifier(property.name) && ts.isIdentifier(property.initializer);
    return isPlain ? [{ name: property.initializer.text, as: property.name.text }] : [];
  });
  return [{ kind: 'export', span, value: to.expression(node), names }];
}
