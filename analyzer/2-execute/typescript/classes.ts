// Classes of JavaScript: how a body becomes a class, and how an instance is made. Fields are kept as a function that
// each new instance runs: before the constructor's body, or right after `super(…)` in a class that extends another.

import type * as ir from '../../program.ts';
import type { Machine } from '../machine.ts';
import type { Args, ClassValue, Env, FunctionValue, InstanceValue, SuperValue, Value } from '../values.ts';
import { NO_ARGS, UNDEFINED } from '../values.ts';

/** No name of a program. */
const FIELDS = 'the fields';
/** The decorators by which the front end marks members. */
const [GETTER, SETTER, STATIC] = ['get property', 'set property', 'staticmethod'];

export function runClassBody(m: Machine, body: ir.Block, scope: Env): void {
  const fields = body.filter((s) => s.kind === 'assignment' && s.targets[0]?.kind === 'attribute');
  const [first] = fields;
  if (first) m.store.write(scope.cells, FIELDS, functionOf(m, { kind: 'lambda', span: first.span, params: [], body: fields }, scope, 'fields'));
  for (const statement of body) {
    if (statement.kind === 'function') defineMember(m, statement, scope);
    else if (!fields.includes(statement)) m.parts.run([statement], scope);
  }
}

function functionOf(m: Machine, code: ir.FunctionExpression, scope: Env, name: string): FunctionValue {
  return { kind: 'function', name, code, env: scope, defaults: new Map(), cells: m.store.cells(), owner: scope.owner };
}

function defineMember(m: Machine, s: ir.FunctionStatement, scope: Env): void {
  const marks = new Set(s.decorators.map((decorator) => (decorator.kind === 'name' ? decorator.name : '')));
  const func = functionOf(m, s.function, scope, s.name);
  const before = scope.cells.map.get(s.name);
  const other = before?.kind === 'property' ? before : undefined;
  let value: Value = func;
  if (marks.has(GETTER)) value = { kind: 'property', func, ...(other?.setter ? { setter: other.setter } : {}) };
  else if (marks.has(SETTER)) value = { kind: 'property', func: other?.func ?? { kind: 'builtin', name: '~get', run: () => UNDEFINED }, setter: func };
  else if (marks.has(STATIC)) value = { kind: 'static', func };
  m.store.write(scope.cells, s.name, value);
}

export function constructInstance(m: Machine, type: ClassValue, args: Args, at: ir.Span): Value {
  const instance: InstanceValue = { kind: 'instance', class: type, cells: m.store.cells(), origin: m.userSpan };
  initialise(m, instance, type, args, at);
  return instance;
}

function initialise(m: Machine, instance: Value, type: ClassValue, args: Args, at: ir.Span): void {
  const [, base] = type.mro;
  const constructor = type.cells.map.get('constructor');
  // A constructor of a class that extends one that we do not know calls super() itself, which runs the fields.
  const callsSuper = constructor && type.bases.length > 0;
  if (!callsSuper) {
    if (base) initialise(m, instance, base, args, at);
    runFields(m, instance, type, at);
  }
  if (constructor) m.parts.call({ kind: 'method', self: instance, func: constructor }, args, at);
}

/** `super(…)`. */
export function callSuper(m: Machine, { after, self }: SuperValue, args: Args, at: ir.Span): Value {
  const type = self.kind === 'instance' ? self.class : undefined;
  const base = type?.mro[type.mro.indexOf(after) + 1];
  if (base) initialise(m, self, base, args, at);
  runFields(m, self, after, at);
  return UNDEFINED;
}

function runFields(m: Machine, instance: Value, type: ClassValue, at: ir.Span): void {
  const fields = type.cells.map.get(FIELDS);
  if (fields) m.parts.call({ kind: 'method', self: instance, func: fields }, NO_ARGS, at);
}
