// Statements of the compiler's syntax tree in, statements of the program IR out; one may become several or none.

import type ts from 'typescript';
import type * as ir from '../../program.ts';
import { decoratorsOf } from './classes.ts';
import type { ToProgram } from './context.ts';
import { nameAt, numberAt, propertyText, textAt, unknown, unknownStatement } from './context.ts';
import { lowerExport, lowerImport, lowerRequire, lowerBareRequire, lowerCommonExport } from './modules.ts';
import { isMarked } from './functions.ts';
import { lowerSwitch } from './switches.ts';

export function lowerBlock(to: ToProgram, statements: readonly ts.Statement[]): ir.Block {
  return statements.flatMap((statement) => lowerStatement(to, statement));
}

function lowerStatement(to: ToProgram, node: ts.Statement): readonly ir.Statement[] {
  const { ts } = to;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEmptyStatement(node) || ts.isDebuggerStatement(node)
    || isMarked(to, node, ts.SyntaxKind.DeclareKeyword)) return [];
  const found = declaration(to, node) ?? control(to, node) ?? simple(to, node);
  return found ?? [unknownStatement(to, node, ts.isModuleDeclaration(node) ? 'a namespace' : `a statement of kind ${ts.SyntaxKind[node.kind]}`)];
}

// ------------------------------------------------------------------------------------------------ declarations

function declaration(to: ToProgram, node: ts.Statement): readonly ir.Statement[] | undefined {
  const { ts } = to;
  if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return lowerImport(to, node);
  if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return lowerExport(to, node);
  const declared = plainDeclaration(to, node);
  if (!declared || !isMarked(to, node, ts.SyntaxKind.ExportKeyword)) return declared;
  const isDefault = isMarked(to, node, ts.SyntaxKind.DefaultKeyword);
  return declared.flatMap((statement): ir.Statement[] => {
    if (!isDefault) return [{ kind: 'export', span: to.span(node), declaration: statement, names: [] }];
    if (statement.kind !== 'function' && statement.kind !== 'class') return [statement];
    return [statement, { kind: 'export', span: to.span(node), value: nameAt(statement.nameSpan, statement.name), names: [] }];
  });
}

function plainDeclaration(to: ToProgram, node: ts.Statement): readonly ir.Statement[] | undefined {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isVariableStatement(node)) return declarations(to, node.declarationList);
  if (ts.isFunctionDeclaration(node)) {
    // Overloads have no body; only the implementation is a function.
    if (!node.body) return [];
    const name = node.name?.text ?? 'default';
    return [{ kind: 'function', span, name, nameSpan: node.name ? to.span(node.name) : span, function: to.callable(node, name), decorators: [] }];
  }
  if (ts.isClassDeclaration(node)) {
    const name = node.name?.text ?? 'default';
    return [{ kind: 'class', span, name, nameSpan: node.name ? to.span(node.name) : span, class: to.class(node), decorators: decoratorsOf(to, node) }];
  }
  return ts.isEnumDeclaration(node) ? [enumeration(to, node)] : undefined;
}

function declares(to: ToProgram, list: ts.VariableDeclarationList): ir.Declares {
  const { ts } = to;
  if (list.flags & ts.NodeFlags.Let) return 'let';
  return list.flags & ts.NodeFlags.BlockScoped ? 'const' : 'var';
}

export function declarations(to: ToProgram, list: ts.VariableDeclarationList): readonly ir.Statement[] {
  const how = declares(to, list);
  return list.declarations.flatMap((node): readonly ir.Statement[] => {
    const required = node.initializer && lowerRequire(to, node.name, node.initializer, to.span(node));
    if (required) return [required];
    const target = to.binding(node.name);
    const { initializer } = node;
    const isFunction = initializer && (to.ts.isArrowFunction(initializer) || to.ts.isFunctionExpression(initializer));
    const value = !initializer ? undefined : isFunction ? to.callable(initializer, to.ts.isIdentifier(node.name) ? node.name.text : undefined) : to.expression(initializer);
    // `var x;` does not touch an x that is there already.
    if (!value && how === 'var') return [];
    return [{ kind: 'assignment', span: to.span(node), targets: [target], ...(value ? { value } : {}), declares: how }];
  });
}

/** Members count on from the last number. */
function enumeration(to: ToProgram, node: ts.EnumDeclaration): ir.Statement {
  const span = to.span(node);
  let next: number | undefined = 0;
  const entries = node.members.map((member) => {
    const at = to.span(member);
    const value: ir.Expression = member.initializer ? to.expression(member.initializer) : next === undefined ? unknown(to, member, 'a member of an enumeration') : numberAt(at, next);
    const known = value.kind === 'literal' && value.literal.type === 'int' ? value.literal.value : undefined;
    next = known === undefined ? undefined : known + 1;
    return { key: textAt(at, propertyText(to, member.name) ?? ''), value };
  });
  return { kind: 'assignment', span, targets: [nameAt(to.span(node.name), node.name.text)], value: { kind: 'dict', span, entries }, declares: 'const' };
}

// ----------------------------------------------------------------------------------------------------- control

const body = (to: ToProgram, node: ts.Statement): ir.Block => (to.ts.isBlock(node) ? to.block(node.statements) : to.block([node]));

function control(to: ToProgram, node: ts.Statement): readonly ir.Statement[] | undefined {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isBlock(node)) return [{ kind: 'block', span, body: to.block(node.statements) }];
  if (ts.isIfStatement(node)) {
    return [{ kind: 'if', span, test: to.expression(node.expression), then: body(to, node.thenStatement), otherwise: node.elseStatement ? body(to, node.elseStatement) : [] }];
  }
  if (ts.isWhileStatement(node)) return [{ kind: 'while', span, test: to.expression(node.expression), body: body(to, node.statement), otherwise: [] }];
  if (ts.isDoStatement(node)) return [{ kind: 'while', span, test: to.expression(node.expression), body: body(to, node.statement), otherwise: [], testLast: true }];
  if (ts.isForStatement(node)) return [countingLoop(to, node)];
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return [overLoop(to, node)];
  if (ts.isSwitchStatement(node)) return [lowerSwitch(to, node)];
  if (ts.isTryStatement(node)) return [attempt(to, node)];
  if (ts.isLabeledStatement(node)) return [{ kind: 'block', span, label: node.label.text, body: body(to, node.statement) }];
  if (ts.isWithStatement(node)) return [unknownStatement(to, node, 'with')];
  return undefined;
}

/** `for (a; b; c)` is a block with a and a loop in it, whose step is c. */
function countingLoop(to: ToProgram, node: ts.ForStatement): ir.Statement {
  const { ts } = to;
  const span = to.span(node);
  const { initializer, condition, incrementor } = node;
  const start = !initializer ? [] : ts.isVariableDeclarationList(initializer) ? declarations(to, initializer) : effects(to, initializer);
  const test: ir.Expression = condition ? to.expression(condition) : { kind: 'literal', span, literal: { type: 'bool', value: true } };
  const loop: ir.Statement = { kind: 'while', span, test, body: body(to, node.statement), otherwise: [], ...(incrementor ? { step: effects(to, incrementor) } : {}) };
  return { kind: 'block', span, body: [...start, loop] };
}

function overLoop(to: ToProgram, node: ts.ForOfStatement | ts.ForInStatement): ir.Statement {
  const { ts } = to;
  const { initializer } = node;
  const first = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  const target = first ? to.binding(first.name) : ts.isVariableDeclarationList(initializer) ? unknown(to, initializer, 'a loop without a variable') : to.target(initializer);
  return {
    kind: 'for', span: to.span(node), target, iterable: to.expression(node.expression), body: body(to, node.statement), otherwise: [],
    over: ts.isForInStatement(node) ? 'keys' : 'values', ...(ts.isVariableDeclarationList(initializer) ? { declares: declares(to, initializer) } : {}),
  };
}

function attempt(to: ToProgram, node: ts.TryStatement): ir.Statement {
  const { catchClause: clause } = node;
  const handlers = clause ? [{ span: to.span(clause), ...(clause.variableDeclaration ? { target: to.binding(clause.variableDeclaration.name) } : {}), body: to.block(clause.block.statements) }] : [];
  return { kind: 'try', span: to.span(node), body: to.block(node.tryBlock.statements), handlers, otherwise: [], finally: node.finallyBlock ? to.block(node.finallyBlock.statements) : [] };
}

// ------------------------------------------------------------------------------------------------------ simple

function simple(to: ToProgram, node: ts.Statement): readonly ir.Statement[] | undefined {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isExpressionStatement(node)) return lowerCommonExport(to, node.expression) ?? lowerBareRequire(to, node.expression) ?? effects(to, node.expression);
  if (ts.isReturnStatement(node)) return [node.expression ? { kind: 'return', span, value: to.expression(node.expression) } : { kind: 'return', span }];
  if (ts.isThrowStatement(node)) return [{ kind: 'raise', span, value: to.expression(node.expression) }];
  if (ts.isBreakOrContinueStatement(node)) {
    const kind = ts.isBreakStatement(node) ? 'break' : 'continue';
    return [node.label ? { kind, span, label: node.label.text } : { kind, span }];
  }
  return undefined;
}

/** An expression for what it does: `a, b` is two statements, `delete a.b` one of its own. */
function effects(to: ToProgram, node: ts.Expression): readonly ir.Statement[] {
  const { ts } = to;
  const span = to.span(node);
  if (ts.isParenthesizedExpression(node)) return effects(to, node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) return [...effects(to, node.left), ...effects(to, node.right)];
  if (ts.isDeleteExpression(node)) return [{ kind: 'delete', span, targets: [to.target(node.expression)] }];
  return [{ kind: 'expression', span, value: to.expression(node) }];
}
