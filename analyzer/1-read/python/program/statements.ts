// Statements of the syntax tree in, statements of the program IR out. One may become several (`import a, b`), none
// disappears but `pass`: what cannot be expressed leaves an `unknown` in its place.

import type * as ir from '../../../program.ts';
import { unreachable } from '../../../../runtime/invariant.ts';
import type { Body, ClassDef, ErrorStmt, Expr, FunctionDef, Import, ImportFrom, Pass, Stmt, Try, With } from '../ast.ts';
import { unknown } from './context.ts';
import type { ToProgram } from './context.ts';
import { binaryOperators, callArguments, parameters } from './expressions.ts';
import { lowerPattern } from './patterns.ts';
import { hasYield } from './yields.ts';

export function lowerBlock(to: ToProgram, body: Body): ir.Statement[] {
  return body.flatMap((statement) => lowerStatement(to, statement));
}

function lowerStatement(to: ToProgram, s: Stmt): readonly ir.Statement[] {
  switch (s.kind) {
    case 'Import': return importModules(to, s);
    case 'ErrorStmt': return salvage(to, s);
    case 'Pass': return [];
    default: return [lowerOne(to, s)];
  }
}

type OneForOne = Exclude<Stmt, Import | Pass | ErrorStmt>;

function lowerOne(to: ToProgram, s: OneForOne): ir.Statement {
  const span = to.span(s.range);
  switch (s.kind) {
    case 'Expr': return { kind: 'expression', span, value: to.expression(s.value) };
    case 'Assign': return { kind: 'assignment', span, targets: s.targets.map(to.target), value: to.expression(s.value) };
    case 'AnnAssign': {
      const annotation = to.expression(s.annotation);
      return { kind: 'assignment', span, targets: [to.target(s.target)], annotation, ...(s.value && { value: to.expression(s.value) }) };
    }
    case 'TypeAlias': return { kind: 'assignment', span, targets: [to.target(s.name)], value: unknown(to, s.value.range, 'a type alias') };
    case 'AugAssign':
      return { kind: 'update', span, target: to.target(s.target), operator: binaryOperators[s.op], value: to.expression(s.value) };
    case 'If':
      return { kind: 'if', span, test: to.expression(s.test), then: lowerBlock(to, s.body), otherwise: lowerBlock(to, s.orelse) };
    case 'While':
      return { kind: 'while', span, test: to.expression(s.test), body: lowerBlock(to, s.body), otherwise: lowerBlock(to, s.orelse) };
    case 'For': case 'AsyncFor': {
      const iterable = s.kind === 'For' ? to.expression(s.iter) : unknown(to, s.iter.range, 'an asynchronous loop');
      return { kind: 'for', span, target: to.target(s.target), iterable, body: lowerBlock(to, s.body), otherwise: lowerBlock(to, s.orelse) };
    }
    case 'FunctionDef': case 'AsyncFunctionDef': return defineFunction(to, s);
    case 'ClassDef': return defineClass(to, s);
    case 'Return': return s.value === null ? { kind: 'return', span } : { kind: 'return', span, value: to.expression(s.value) };
    case 'Raise': return s.exc === null ? { kind: 'raise', span } : { kind: 'raise', span, value: to.expression(s.exc) };
    case 'Try': case 'TryStar': return tryStatement(to, s);
    case 'With': case 'AsyncWith': return withStatement(to, s);
    case 'Assert': return { kind: 'assert', span, test: to.expression(s.test), ...(s.msg && { message: to.expression(s.msg) }) };
    case 'Delete': return { kind: 'delete', span, targets: s.targets.map(to.target) };
    case 'Global': case 'Nonlocal':
      return { kind: s.kind === 'Global' ? 'global' : 'nonlocal', span, names: s.names.map((name) => name.text) };
    case 'ImportFrom': return importNames(to, s);
    case 'Match': {
      const cases = s.cases.map((option) => ({
        span: to.span(option.range), pattern: lowerPattern(to, option.pattern),
        ...(option.guard && { guard: to.expression(option.guard) }), body: lowerBlock(to, option.body),
      }));
      return { kind: 'match', span, subject: to.expression(s.subject), cases };
    }
    case 'Break': return { kind: 'break', span };
    case 'Continue': return { kind: 'continue', span };
    default: return unreachable(s);
  }
}

function defineFunction(to: ToProgram, s: FunctionDef): ir.FunctionStatement {
  const isGenerator = hasYield(to.text, s.range, s.body);
  const isAsync = s.kind === 'AsyncFunctionDef';
  const made: ir.FunctionExpression = {
    kind: 'lambda', span: to.span(s.range), name: s.name.text, params: parameters(to, s.args), body: lowerBlock(to, s.body),
    ...(s.returns && { returns: to.expression(s.returns) }), ...(isAsync && { isAsync }), ...(isGenerator && { isGenerator }),
  };
  return {
    kind: 'function', span: to.span(s.range), name: s.name.text, nameSpan: to.span(s.name.range), function: made,
    decorators: s.decorators.map(to.expression),
  };
}

function defineClass(to: ToProgram, s: ClassDef): ir.ClassStatement {
  const bases = callArguments(to, { args: s.bases, keywords: s.keywords });
  const made: ir.ClassExpression = { kind: 'class', span: to.span(s.range), name: s.name.text, bases, body: lowerBlock(to, s.body) };
  return {
    kind: 'class', span: to.span(s.range), name: s.name.text, nameSpan: to.span(s.name.range), class: made,
    decorators: s.decorators.map(to.expression),
  };
}

function tryStatement(to: ToProgram, s: Try): ir.TryStatement {
  const handlers = s.handlers.map((handler): ir.Handler => ({
    span: to.span(handler.range), ...(handler.type && { type: to.expression(handler.type) }),
    ...(handler.name && { target: { kind: 'name' as const, span: to.span(handler.name.range), name: handler.name.text } }),
    body: lowerBlock(to, handler.body),
  }));
  return {
    kind: 'try', span: to.span(s.range), body: lowerBlock(to, s.body), handlers, otherwise: lowerBlock(to, s.orelse),
    finally: lowerBlock(to, s.finalbody),
  };
}

function withStatement(to: ToProgram, s: With): ir.WithStatement {
  const items = s.items.map((item) => ({
    context: s.kind === 'With' ? to.expression(item.context) : unknown(to, item.context.range, 'an asynchronous context'),
    ...(item.target && { target: to.target(item.target) }),
  }));
  return { kind: 'with', span: to.span(s.range), items, body: lowerBlock(to, s.body) };
}

function importModules(to: ToProgram, s: Import): ir.ImportStatement[] {
  return s.names.map((alias) => {
    const module = alias.name.text;
    const [top = module] = module.split('.');
    const whole = alias.asname?.text ?? top;
    const bindsPackage = alias.asname === null && top !== module;
    // Several modules in one statement: each keeps the stretch that names it.
    const span = to.span(s.names.length === 1 ? s.range : alias.range);
    return { kind: 'import', span, module, level: 0, whole, names: [], ...(bindsPackage && { bindsPackage }) };
  });
}

function importNames(to: ToProgram, s: ImportFrom): ir.ImportStatement {
  const names = s.names.map((alias) => ({
    span: to.span(alias.range), name: alias.name.text, as: alias.asname?.text ?? alias.name.text,
  }));
  return { kind: 'import', span: to.span(s.range), module: s.module?.text ?? '', level: s.level, names };
}

/**
 * A damaged statement: what it says is not known, what it would have assigned is not known afterwards, and the
 * functions and classes that can be read in it exist.
 */
function salvage(to: ToProgram, s: ErrorStmt): ir.Statement[] {
  const statements: ir.Statement[] = [{ kind: 'unknown', span: to.span(s.range), reason: 'a statement that does not parse' }];
  for (const part of s.parts) statements.push(...salvagePart(to, part));
  return statements;
}

function salvagePart(to: ToProgram, part: Stmt | Expr): readonly ir.Statement[] {
  switch (part.kind) {
    case 'FunctionDef': case 'AsyncFunctionDef': case 'ClassDef': case 'Import': case 'ImportFrom': return lowerStatement(to, part);
    case 'ErrorStmt': return part.parts.flatMap((inner) => salvagePart(to, inner));
    case 'Assign': return part.targets.map((target) => lost(to, target));
    case 'AnnAssign': case 'AugAssign': return [lost(to, part.target)];
    case 'For': case 'AsyncFor': return [lost(to, part.target), ...inside(to, part.body), ...inside(to, part.orelse)];
    case 'If': case 'While': return [...inside(to, part.body), ...inside(to, part.orelse)];
    case 'With': case 'AsyncWith':
      return [...part.items.flatMap((item) => (item.target === null ? [] : [lost(to, item.target)])), ...inside(to, part.body)];
    case 'Try': case 'TryStar':
      return [part.body, ...part.handlers.map((handler) => handler.body), part.orelse, part.finalbody].flatMap((body) => inside(to, body));
    case 'Match': return part.cases.flatMap((option) => inside(to, option.body));
    default: return [];
  }
}

function inside(to: ToProgram, body: Body): ir.Statement[] {
  return body.flatMap((part) => salvagePart(to, part));
}

function lost(to: ToProgram, target: Expr): ir.AssignStatement {
  const value = unknown(to, target.range, 'assigned by a statement that does not parse');
  return { kind: 'assignment', span: to.span(target.range), targets: [to.target(target)], value };
}
