// Statements of the program IR in; the machine's state changed. A path that ends throws ENDED to where paths meet.

import type * as ir from '../program.ts';
import { annotated } from './annotations.ts';
import { attempt, exitTo, frameOf } from './control.ts';
import { evaluateArgs, makeFunction } from './expressions.ts';
import { caughtBy } from './exceptions.ts';
import { idle } from './habits.ts';
import { demandRank } from './inputs.ts';
import { forLoop, jump, whileLoop } from './loops.ts';
import type { Machine } from './machine.ts';
import { ENDED } from './machine.ts';
import { mustAssert, notAContext, placed } from './mistakes.ts';
import { matches } from './patterns.ts';
import { assignName, newEnv } from './scope.ts';
import { checkComment } from './shape-comments.ts';
import { symbolNames } from './sizes.ts';
import { bind, declare, deleteTarget, hoist, namesOf, renewTensor, updateTarget } from './targets.ts';
import { CATCHES_SHAPE_ERRORS, attemptTry, raise } from './tries.ts';
import type { Env, Value } from './values.ts';
import { NONE, positional } from './values.ts';

export function runBlock(m: Machine, block: ir.Block, env: Env): void {
  hoistFunctions(m, block, env);
  for (const statement of block) run(m, statement, env);
}

function hoistFunctions(m: Machine, block: ir.Block, env: Env): void {
  if (m.language !== 'typescript') return;
  for (const s of block) {
    const declared = s.kind === 'export' && s.declaration ? s.declaration : s;
    if (declared.kind === 'function') defineFunction(m, declared, env);
  }
}

/**
 * The body of a function; the value of a `return` that is reached whatever the inputs, undefined where the body runs to
 * its end. Ending the path by throwing, as any other `return` does, costs more than most bodies.
 */
export function runBody(m: Machine, block: ir.Block, env: Env): Value | undefined {
  hoistFunctions(m, block, env);
  for (const s of block) {
    if (s.kind !== 'return' && s.kind !== 'if') {
      run(m, s, env);
      continue;
    }
    m.step();
    if (s.kind === 'return') return s.value ? m.parts.evaluate(s.value, env) : NONE;
    const test = m.parts.truth(m.parts.evaluate(s.test, env), s.test.span);
    if (test.kind === 'condition') m.parts.fork(test.claim, s.test.span, side(m, s.then, env), side(m, s.otherwise, env));
    if (test.kind !== 'bool') continue;
    const value = runBody(m, test.value ? s.then : s.otherwise, m.language === 'typescript' ? newEnv(m, 'block', env.module, env) : env);
    if (value) return value;
  }
  return undefined;
}

function expressionStatement(m: Machine, e: ir.Expression, env: Env): void {
  m.discarded = e;
  const value = m.parts.evaluate(e, env);
  renewTensor(m, e, value, env);
  idle(m, e, value, env);
}

function run(m: Machine, s: ir.Statement, env: Env): void {
  m.step();
  switch (s.kind) {
    case 'expression':
      return expressionStatement(m, s.value, env);
    case 'assignment': return assign(m, s, env);
    case 'update': updateTarget(m, s.target, s.operator, s.value, env, s.span); return;
    case 'if': return branch(m, s, env);
    case 'while': return whileLoop(m, s, env);
    case 'for': return forLoop(m, s, env);
    case 'function': if (m.language !== 'typescript') defineFunction(m, s, env); return;
    case 'class': return defineClass(m, s, env);
    case 'return': return leave(m, s.value ? m.parts.evaluate(s.value, env) : NONE);
    case 'raise': return raise(m, s, env);
    case 'try': return attemptTry(m, s, env);
    case 'with': return withContext(m, s, env, 0);
    case 'assert': return assertion(m, s, env);
    case 'delete': for (const target of s.targets) deleteTarget(m, target, env); return;
    case 'break': case 'continue': return jump(m, s);
    case 'global': env.globals = new Set([...env.globals, ...s.names]); return;
    case 'nonlocal': env.nonlocals = new Set([...env.nonlocals, ...s.names]); return;
    case 'import': return importNames(m, s, env);
    case 'export': return exportNames(m, s, env);
    case 'match': return match(m, s, env, 0, m.parts.evaluate(s.subject, env));
    case 'block': return m.parts.run(s.body, newEnv(m, 'block', env.module, env));
    case 'unknown': m.unknown(s.reason, s.span); return;
  }
}

function assign(m: Machine, s: ir.AssignStatement, env: Env): void {
  if (!s.value) {
    if (s.declares) for (const target of s.targets) bind(m, target, { kind: 'undefined' }, env, s.declares === 'var' ? hoist : declare);
    else if (env.kind === 'class' && s.annotation) for (const target of s.targets) if (target.kind === 'name') annotate(m, env, target.name, s.annotation);
    return;
  }
  const given = m.parts.evaluate(s.value, env);
  const value = s.annotation && env.module.isUser && m.language === 'python' && env.kind !== 'class' ? annotated(m, s.annotation, given, env, s.targets[0]?.kind === 'name' ? s.targets[0].name : 'the value') : given;
  if (env.kind === 'class' && s.annotation) for (const target of s.targets) if (target.kind === 'name') annotate(m, env, target.name, s.annotation);
  const write = s.declares === 'var' ? hoist : s.declares ? declare : undefined;
  for (const target of s.targets) bind(m, target, value, env, write);
  checkComment(m, s, value, env);
}

/** Class bodies remember the order of their annotated names, for dataclasses. */
function annotate(m: Machine, env: Env, name: string, type: ir.Expression): void {
  const before = env.cells.map.get('__annotations__');
  const items = before?.kind === 'tuple' ? before.items : [];
  m.store.write(env.cells, '__annotations__', { kind: 'tuple', items: [...items, { kind: 'string', value: name }] });
  if (type.kind !== 'name') return;
  const types = env.cells.map.get('__types__');
  const known = types?.kind === 'dict' ? types : { kind: 'dict', cells: m.store.cells() } as const;
  m.store.write(known.cells, `s${name}`, { kind: 'tuple', items: [{ kind: 'string', value: name }, m.parts.evaluate(type, env)] });
  m.store.write(env.cells, '__types__', known);
}

function branch(m: Machine, s: ir.IfStatement, env: Env): void {
  const test = m.parts.truth(m.parts.evaluate(s.test, env), s.test.span);
  if (test.kind === 'condition') m.parts.fork(test.claim, s.test.span, side(m, s.then, env), side(m, s.otherwise, env));
  else if (test.kind === 'bool') side(m, test.value ? s.then : s.otherwise, env)();
}

const side = (m: Machine, block: ir.Block, env: Env) => (): Value => {
  m.parts.run(block, m.language === 'typescript' ? newEnv(m, 'block', env.module, env) : env);
  return NONE;
};

export function defineFunction(m: Machine, s: ir.FunctionStatement, env: Env): void {
  let value: Value = makeFunction(m, s.function, env, s.name);
  for (const decorator of [...s.decorators].reverse()) value = decorate(m, decorator, value, env);
  if (m.language === 'typescript') declare(m, env, s.name, value);
  else assignName(m, env, s.name, value);
}

/** A decorator that is not known leaves what it decorates as it is; that is noted. */
function decorate(m: Machine, decorator: ir.Expression, value: Value, env: Env): Value {
  if (decorator.kind === 'attribute' && decorator.name === 'setter') {
    const before = m.parts.evaluate(decorator.object, env);
    if (before.kind === 'property') return { ...before, setter: value };
  }
  const by = m.parts.evaluate(decorator, env);
  if (by.kind === 'unknown') return changed(value);
  const decorated = m.parts.call(by, positional(value), decorator.span);
  return decorated.kind === 'unknown' ? changed(value) : decorated;
}

const changed = (value: Value): Value => (value.kind === 'function' ? { ...value, changed: true } : value);

function defineClass(m: Machine, s: ir.ClassStatement, env: Env): void {
  const { positional: bases, named } = evaluateArgs(m, s.class.bases, env);
  let value = m.parts.makeClass(s.name, bases, named, s.class.body, env, s.span);
  for (const decorator of [...s.decorators].reverse()) value = decorate(m, decorator, value, env);
  if (m.language === 'typescript') declare(m, env, s.name, value);
  else assignName(m, env, s.name, value);
}

export function leave(m: Machine, value: Value): never {
  const frame = frameOf(m, 'function');
  if (!frame) throw ENDED;
  exitTo(m, frame, value);
}

function withContext(m: Machine, s: ir.WithStatement, env: Env, at: number): void {
  const item = s.items[at];
  if (!item) return m.parts.run(s.body, env);
  const context = m.parts.evaluate(item.context, env);
  placed(m, env, item.context.span, () => notAContext(m, context));
  const enter = context.kind === 'instance' ? m.parts.findAttribute(context, '__enter__', item.context.span) : undefined;
  const value = enter ? m.parts.call(enter, positional(), item.context.span) : context;
  if (item.target) bind(m, item.target, value, env);
  if (letsPass(item.context)) untilItEnds(m, item.context, () => withContext(m, s, env, at + 1));
  else withContext(m, s, env, at + 1);
  const exit = context.kind === 'instance' ? m.parts.findAttribute(context, '__exit__', item.context.span) : undefined;
  if (exit) m.parts.call(exit, positional(NONE, NONE, NONE), item.context.span);
}

/** A context in which mistakes are meant or go no further: `pytest.raises(…)`, `self.assertRaises(…)`, `suppress(…)`. */
const LETS_PASS = /^(raises|assertRaises|assertRaisesRegex|suppress)$/;

function letsPass(e: ir.Expression): boolean {
  return e.kind === 'call' && (e.callee.kind === 'attribute' || e.callee.kind === 'name') && LETS_PASS.test(e.callee.name);
}

/** What is suppressed by a name of its own hides no mistake of tensors. */
function untilItEnds(m: Machine, context: ir.Expression, run: () => void): void {
  const named = context.kind === 'call' && isNamed(context.callee, 'suppress') ? context.args.flatMap(({ value }) => caughtBy(value) ?? []) : [];
  const hides = named.length === 0 || named.some((name) => CATCHES_SHAPE_ERRORS.has(name)) ? 1 : 0;
  m.muted += hides;
  attempt(m, run);
  m.muted -= hides;
}

const isNamed = (e: ir.Expression, name: string): boolean => (e.kind === 'name' || e.kind === 'attribute') && e.name === name;

/** What is asserted holds afterwards; an assertion that fails surely ends the path. */
function assertion(m: Machine, s: ir.AssertStatement, env: Env): void {
  if (m.isContract) assertedRanks(m, s.test, env);
  const questions = m.branches.size;
  const test = m.parts.truth(m.parts.evaluate(s.test, env), s.test.span);
  // Sizes are compared with data: the program checks what it is given.
  if (test.kind === 'condition' && [...m.branches.keys()].slice(questions).some((name) => symbolNames(test.claim).includes(name))) { m.assume(test.claim); return; }
  if (test.kind === 'bool' ? !test.value && !mustAssert(m, s, undefined, env) : test.kind === 'condition' && !mustAssert(m, s, test.claim, env)) throw ENDED;
}

/** `assert x.shape == (…)`, `x.ndim == 3`: as many axes has an input that nobody gives. */
function assertedRanks(m: Machine, test: ir.Expression, env: Env): void {
  if (test.kind === 'logical' && test.operator === 'and') {
    assertedRanks(m, test.left, env);
    assertedRanks(m, test.right, env);
    return;
  }
  const equal = test.kind === 'compare' && test.rest.length === 1 && test.rest[0]?.operator === '==' ? test.rest[0].right : undefined;
  const shaped = equal && test.kind === 'compare' ? shapeOrRankOf(test.left) : undefined;
  if (!equal || !shaped) return;
  const object = m.parts.evaluate(shaped.object, env);
  if (object.kind !== 'unknown' && (object.kind !== 'tensor' || object.shape)) return;
  const told = m.parts.evaluate(equal, env);
  const turns = shaped.isRank ? undefined : m.parts.iterate(told, equal.span);
  const rank = shaped.isRank ? (told.kind === 'int' ? told.dim.known : undefined) : turns && 'items' in turns && turns.exact ? turns.items.length : undefined;
  if (rank !== undefined) demandRank(m, object, rank, true);
}

function shapeOrRankOf(e: ir.Expression): { readonly object: ir.Expression; readonly isRank: boolean } | undefined {
  if (e.kind === 'attribute') return e.name === 'shape' || e.name === 'ndim' ? { object: e.object, isRank: e.name === 'ndim' } : undefined;
  if (e.kind !== 'call') return undefined;
  const [first] = e.args;
  if (e.callee.kind === 'attribute' && !first) return e.callee.name === 'size' || e.callee.name === 'dim' ? { object: e.callee.object, isRank: e.callee.name === 'dim' } : undefined;
  const inner = e.callee.kind === 'name' && e.callee.name === 'len' && first ? shapeOrRankOf(first.value) : undefined;
  return inner && !inner.isRank ? { object: inner.object, isRank: true } : undefined;
}

function importNames(m: Machine, s: ir.ImportStatement, env: Env): void {
  const write = (name: string, value: Value): void => (m.language === 'typescript' ? declare : assignName)(m, env, name, value);
  const module = m.parts.importModule(s.module, s.level, env.module, s.span);
  if (s.whole) {
    const [top] = s.module.split('.');
    write(s.whole, s.bindsPackage && top !== s.module ? m.parts.importModule(top ?? s.module, s.level, env.module, s.span) : module);
  }
  for (const { name, as, span } of s.names) {
    if (name !== '*') {
      write(as, m.parts.importName(module, s.module, name, s.level, env.module, span));
    } else if (module.kind === 'module') {
      for (const [key, value] of module.cells.map) if (!key.startsWith('_')) write(key, value);
    }
  }
}

function exportNames(m: Machine, s: ir.ExportStatement, env: Env): void {
  const give = (name: string, value: Value): void => {
    m.store.write(env.module.cells, name, value);
    noteExport(m, env, name);
  };
  if (s.declaration) {
    run(m, s.declaration, env);
    for (const name of declaredBy(s.declaration)) noteExport(m, env, name);
  }
  if (s.value) give('default', m.parts.evaluate(s.value, env));
  if (s.module !== undefined) {
    const module = m.parts.importModule(s.module, 0, env.module, s.span);
    for (const { name, as } of s.names) {
      if (name === '*' && module.kind === 'module') for (const key of exportsOf(module)) give(key, module.cells.map.get(key) ?? NONE);
      else give(as, m.parts.importName(module, s.module, name, 0, env.module, s.span));
    }
    return;
  }
  for (const { name, as } of s.names) {
    const value = env.cells.map.get(name);
    if (value) give(as, value);
  }
}

/** No name of a program. */
const EXPORTS = 'the exports';

function exportsOf(module: Value & { kind: 'module' }): readonly string[] {
  const held = module.cells.map.get(EXPORTS);
  return held?.kind === 'tuple' ? held.items.flatMap((item) => (item.kind === 'string' && item.value !== undefined && item.value !== 'default' ? [item.value] : [])) : [];
}

function noteExport(m: Machine, env: Env, name: string): void {
  const held = env.module.cells.map.get(EXPORTS);
  m.store.write(env.module.cells, EXPORTS, { kind: 'tuple', items: [...(held?.kind === 'tuple' ? held.items : []), { kind: 'string', value: name }] });
}

function declaredBy(s: ir.Statement): readonly string[] {
  if (s.kind === 'function' || s.kind === 'class') return [s.name];
  if (s.kind !== 'assignment') return [];
  const names = new Set<string>();
  for (const target of s.targets) namesOf(target, names);
  return [...names];
}

function match(m: Machine, s: ir.MatchStatement, env: Env, at: number, subject: Value): void {
  const option = s.cases[at];
  if (!option) return;
  const test = matches(m, option.pattern, subject, env);
  const taken = (): Value => {
    const guard = option.guard ? m.parts.truth(m.parts.evaluate(option.guard, env), option.span) : undefined;
    if (guard?.kind === 'condition') m.parts.fork(guard.claim, option.span, () => (m.parts.run(option.body, env), NONE), () => (match(m, s, env, at + 1, subject), NONE));
    else if (guard?.kind === 'bool' && !guard.value) match(m, s, env, at + 1, subject);
    else m.parts.run(option.body, env);
    return NONE;
  };
  if (test.kind === 'bool') return test.value ? void taken() : match(m, s, env, at + 1, subject);
  if (test.kind === 'condition') m.parts.fork(test.claim, option.span, taken, () => (match(m, s, env, at + 1, subject), NONE));
}
