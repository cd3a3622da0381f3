// Which scopes a file of Python has and what is bound where in them, whatever runs. A program in, its outermost scope out,
// kept with the program.

import type * as ir from '../program.ts';

/** What is bound where, of one file; `spans` of loops, which come back to what stands above. */
export interface Scope { readonly outer: Scope | undefined; readonly makes: 'module' | 'function' | 'class' | 'comprehension'; readonly span: ir.Span; readonly bound: Map<string, number>; readonly outside: Set<string>; readonly inner: Scope[]; readonly loops: ir.Span[] }

export function chainTo(top: Scope, at: number): readonly Scope[] {
  const chain = [top];
  for (let scope: Scope | undefined = top; scope;) {
    scope = scope.inner.find(({ span }) => span.start <= at && at < span.end);
    if (scope) chain.push(scope);
  }
  return chain;
}

/** Whether a class of the file gives the name to its objects. */
export function isOfClass(program: ir.Program, name: string): boolean {
  const gives = (scope: Scope): boolean => (scope.makes === 'class' && scope.bound.has(name)) || scope.inner.some(gives);
  return gives(scopesOf(program));
}

const known = new WeakMap<ir.Program, { readonly scope: Scope; readonly strange: boolean }>();
export const scopesOf = (program: ir.Program): Scope => read(program).scope;
export const hasStrange = (program: ir.Program): boolean => read(program).strange;

function read(program: ir.Program): { readonly scope: Scope; readonly strange: boolean } {
  const before = known.get(program);
  if (before) return before;
  const scope = newScope(undefined, 'module', { file: '', start: 0, end: Infinity });
  const seen = { strange: false };
  visit(program.body, scope, seen);
  const result = { scope, strange: seen.strange };
  known.set(program, result);
  return result;
}

function newScope(outer: Scope | undefined, makes: Scope['makes'], span: ir.Span): Scope {
  const scope: Scope = { outer, makes, span, bound: new Map(), outside: new Set(), inner: [], loops: [] };
  outer?.inner.push(scope);
  return scope;
}

interface Node { readonly kind?: string; readonly span?: ir.Span; readonly [field: string]: unknown }

function bindName(scope: Scope, name: string, at: number): void {
  const before = scope.bound.get(name);
  if (before === undefined || at < before) scope.bound.set(name, at);
}

/** Every place that binds a name; what is not told apart binds in the scope that it stands in. */
function visit(value: unknown, scope: Scope, seen: { strange: boolean }): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, scope, seen);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  const at = node.span?.start ?? 0;
  switch (node.kind) {
    case 'unknown': seen.strange = true; return;
    case 'lambda': return visitFunction(node as unknown as ir.FunctionExpression, scope, seen);
    case 'class': return visitClass(node, scope, seen);
    case 'function': bindName(scope, node['name'] as string, at); break;
    case 'comprehension': {
      const inner = newScope(scope, 'comprehension', node.span as ir.Span);
      for (const { target } of (node as unknown as ir.ComprehensionExpression).clauses) bindTarget(target, inner, 0);
      visitFields(node, inner, seen);
      return;
    }
    case 'for': case 'while': scope.loops.push(node.span as ir.Span); break;
    case 'global': case 'nonlocal': for (const name of node['names'] as readonly string[]) scope.outside.add(name); return;
    case 'import': {
      const { whole, names } = node as unknown as ir.ImportStatement;
      if (whole !== undefined) bindName(scope, whole, at);
      for (const { as } of names) bindName(scope, as, at);
      return;
    }
    default:
  }
  for (const target of [node['target'], ...(Array.isArray(node['targets']) && node.kind !== 'delete' ? node['targets'] as readonly unknown[] : [])]) {
    // The value of an assignment is computed before its name is bound.
    if (target) bindTarget(target as ir.Target, node.kind === 'assign' ? outOfComprehensions(scope) : scope, node.kind === 'for' || node.kind === undefined ? at : (node.span?.end ?? at) - 1);
  }
  if (typeof node['rest'] === 'string') bindName(scope, node['rest'], at);
  if (typeof node['name'] === 'string' && (node.kind === 'any' || node.kind === 'also')) bindName(scope, node['name'], at);
  visitFields(node, scope, seen);
}

/** A walrus binds in the function around. */
const outOfComprehensions = (scope: Scope): Scope => (scope.makes === 'comprehension' && scope.outer ? outOfComprehensions(scope.outer) : scope);

function visitFields(node: Node, scope: Scope, seen: { strange: boolean }): void {
  for (const key of Object.keys(node)) if (key !== 'span' && key !== 'nameSpan') visit(node[key], scope, seen);
}

function visitFunction(code: ir.FunctionExpression, scope: Scope, seen: { strange: boolean }): void {
  const inner = newScope(scope, 'function', code.span);
  for (const param of code.params) {
    bindName(inner, param.name, 0);
    visit(param.default, scope, seen);
  }
  visit(code.body, inner, seen);
}

function visitClass(node: Node, scope: Scope, seen: { strange: boolean }): void {
  // A class statement holds its expression, which has the same kind.
  const own = node['class'] as ir.ClassExpression | undefined;
  if (own) {
    bindName(scope, node['name'] as string, (node.span as ir.Span).start);
    visit(node['decorators'], scope, seen);
    visit(own.bases, scope, seen);
  }
  const body = own ?? (node as unknown as ir.ClassExpression);
  const inner = newScope(scope, 'class', body.span);
  visit(body.body, inner, seen);
}

function bindTarget(target: ir.Target, scope: Scope, at: number): void {
  switch (target.kind) {
    case 'name': bindName(scope, target.name, at); return;
    case 'sequence-target': for (const { target: inner } of target.elements) if (inner) bindTarget(inner, scope, at); return;
    default:
  }
}
