// Classes, and attributes of everything. A class body in, a class out; an object and a name in, the attribute out,
// bound as the language binds it.

import type * as ir from '../program.ts';
import { distribute } from './distribute.ts';
import type { Machine } from './machine.ts';
import { attributeOfInput } from './inputs.ts';
import { allocator, attributeOfBuiltin } from './members.ts';
import { missingAttribute, mistake } from './mistakes.ts';
import { noAttribute } from './refusals.ts';
import { newEnv } from './scope.ts';
import { runClassBody } from './typescript/classes.ts';
import type { ClassValue, Env, InstanceValue, UnknownValue, Value } from './values.ts';
import { NONE, NO_ARGS, positional, string, tuple } from './values.ts';

/** A class that derives from `dict` has what the model of one has. */
function modelOf(m: Machine, base: Value, env: Env, at: ir.Span): Value {
  if (m.language !== 'python' || !((base.kind === 'builtin' && base.name === 'dict') || (base.kind === 'function' && base.name === 'OrderedDict' && !base.env.module.isUser))) return base;
  const collections = m.parts.importModule('collections', 0, env.module, at);
  return (collections.kind === 'module' ? collections.cells.map.get('UserDict') : undefined) ?? base;
}

export function makeClass(m: Machine, name: string, given: readonly Value[], named: ReadonlyMap<string, Value>, body: ir.Block, env: Env, at: ir.Span): Value {
  const bases = given.map((base) => modelOf(m, base, env, at));
  const known = bases.filter((base): base is ClassValue => base.kind === 'class');
  const strange = bases.find((base) => base.kind !== 'class' && !isPlainBase(base));
  const open: UnknownValue | undefined = strange ? (strange.kind === 'unknown' ? strange : m.unknown('a base class that is not understood', at)) : known.find((base) => base.open)?.open;
  const cells = m.store.cells();
  const type: ClassValue = { kind: 'class', name, bases, mro: [], open, cells, module: env.module, span: at };
  (type as { mro: readonly ClassValue[] }).mro = [type, ...linearize(known)];
  const inner = newEnv(m, 'class', env.module, env, { owner: type });
  const scope: Env = { ...inner, cells, owner: type };
  if (m.language === 'python') m.parts.run(body, scope);
  else runClassBody(m, body, scope);
  const hook = type.mro.slice(1).map((base) => base.cells.map.get('__init_subclass__')).find((method) => method !== undefined);
  if (hook) m.parts.call({ kind: 'method', self: type, func: hook.kind === 'class-method' ? hook.func : hook }, { positional: [], named }, at);
  return type;
}

/** C3; where the bases contradict each other, depth first. */
function linearize(bases: readonly ClassValue[]): ClassValue[] {
  const lists = [...bases.map((base) => [...base.mro]), [...bases]];
  const result: ClassValue[] = [];
  while (lists.some((list) => list.length > 0)) {
    const heads = lists.flatMap((list) => list.slice(0, 1));
    const next = heads.find((head) => !lists.some((list) => list.indexOf(head) > 0)) ?? heads[0];
    if (!next) break;
    result.push(next);
    for (const list of lists) {
      const at = list.indexOf(next);
      if (at >= 0) list.splice(at, 1);
    }
  }
  return result;
}

export function getAttribute(m: Machine, object: Value, name: string, at: ir.Span): Value {
  const found = findAttribute(m, object, name, at);
  if (found) return found;
  if (m.language === 'typescript') return { kind: 'undefined' };
  return missingAttribute(m, object, name) ?? noAttribute(m, object, name) ?? m.unknown(`the attribute ${name} of ${object.kind === 'instance' ? object.class.name : object.kind}`, at);
}

export function findAttribute(m: Machine, object: Value, name: string, at: ir.Span): Value | undefined {
  switch (object.kind) {
    case 'unknown': return attributeOfInput(m, object, name) ?? { ...object, key: `${object.key}.${name}` };
    case 'alternatives': return attributeOfAlternatives(m, object, name, at);
    case 'instance': return attributeOfInstance(m, object, name, at);
    case 'class': return attributeOfClass(m, object, name);
    case 'module': return attributeOfModule(m, object, name, at);
    case 'super': return attributeOfSuper(m, object, name);
    default: return attributeOfBuiltin(m, object, name, at);
  }
}

/** An attribute that only some alternatives have is not missing: those without it are not meant here. */
function attributeOfAlternatives(m: Machine, object: Value & { kind: 'alternatives' }, name: string, at: ir.Span): Value {
  const having = object.options.filter(({ value }) => value.kind !== 'none' && value.kind !== 'undefined');
  const options = having.length > 0 ? having : object.options;
  return distribute(m, options.length === 1 && options[0] ? options[0].value : { ...object, options }, at, (value) => getAttribute(m, value, name, at));
}

function attributeOfInstance(m: Machine, object: InstanceValue, name: string, at: ir.Span): Value | undefined {
  const inClass = lookInClass(object.class, name);
  if (inClass?.kind === 'property') return m.parts.call({ kind: 'method', self: object, func: inClass.func }, NO_ARGS, at);
  const own = object.cells.map.get(name);
  if (own) return own;
  if (inClass) return bindTo(object, inClass, object.class);
  if (name === '__class__') return object.class;
  if (name === '__dict__') return { kind: 'dict', of: object.cells, cells: m.store.cells([...object.cells.map].map(([key, value]) => [`s${key}`, tuple([string(key), value])])) };
  const fallback = lookInClass(object.class, '__getattr__');
  if (fallback) {
    const value = m.parts.call(bindTo(object, fallback, object.class), positional(string(name)), at);
    return value.kind === 'not-implemented' ? object.class.open : value;
  }
  return object.class.open ? { ...object.class.open, key: `${object.class.open.key}:${object.cells.id}.${name}` } : undefined;
}

export function lookInClass(type: ClassValue, name: string): Value | undefined {
  for (const base of type.mro) {
    const value = base.cells.map.get(name);
    if (value) return value;
  }
  return undefined;
}

export function bindTo(self: Value, value: Value, type: ClassValue): Value {
  switch (value.kind) {
    case 'function': case 'builtin': return { kind: 'method', self, func: value };
    case 'static': return value.func;
    case 'class-method': return { kind: 'method', self: type, func: value.func };
    default: return value;
  }
}

function attributeOfClass(m: Machine, type: ClassValue, name: string): Value | undefined {
  const value = lookInClass(type, name);
  if (value?.kind === 'static') return m.language === 'typescript' ? { kind: 'method', self: type, func: value.func } : value.func;
  if (value?.kind === 'class-method') return { kind: 'method', self: type, func: value.func };
  if (value) return value;
  if (name === '__name__' || name === '__qualname__') return string(type.name);
  if (name === '__mro__') return tuple(type.mro);
  if (name === '__bases__') return tuple(type.bases);
  if (name === '__doc__') return string();
  return type.open;
}

function attributeOfModule(m: Machine, module: Value & { kind: 'module' }, name: string, at: ir.Span): Value | undefined {
  const own = module.cells.map.get(name);
  if (own) return own;
  if (name === '__name__') return string(module.name);
  if (name === '__dict__') return { kind: 'dict', cells: m.store.cells([...module.cells.map].filter(([key]) => !key.startsWith('_')).map(([key, value]) => [`s${key}`, tuple([string(key), value])])) };
  const inner = m.parts.importName(module, module.name, name, 0, module, at);
  // In JavaScript a missing attribute is a value of its own; here it is only that the model does not have it.
  return inner.kind === 'unknown' && !module.open && m.language === 'python' ? undefined : inner;
}

function attributeOfSuper(m: Machine, object: Value & { kind: 'super' }, name: string): Value | undefined {
  const type = object.self.kind === 'instance' ? object.self.class : object.self.kind === 'class' ? object.self : undefined;
  const mro = type?.mro ?? [];
  for (const base of mro.slice(mro.indexOf(object.after) + 1)) {
    const value = base.cells.map.get(name);
    if (value && type) return value.kind === 'property' ? m.parts.call({ kind: 'method', self: object.self, func: value.func }, NO_ARGS, { file: '', start: 0, end: 0 }) : bindTo(object.self, value, type);
  }
  if (name === '__new__' && !object.after.open) return allocator(m);
  if (name === '__init__' || name === '__setattr__' || name === '__init_subclass__' || name === 'constructor') return { kind: 'builtin', name: '~object', run: () => NONE };
  return object.after.open;
}

export function setAttribute(m: Machine, object: Value, name: string, value: Value, at: ir.Span): void {
  switch (object.kind) {
    case 'instance': {
      const inClass = lookInClass(object.class, name);
      if (inClass?.kind === 'property' && inClass.setter) {
        m.parts.call({ kind: 'method', self: object, func: inClass.setter }, positional(value), at);
        return;
      }
      const hook = lookInClass(object.class, '__setattr__');
      if (hook) m.parts.call(bindTo(object, hook, object.class), positional(string(name), value), at);
      else if (!(isModulePart(value) && beforeInit(m, object, at))) m.store.write(object.cells, name, value);
      return;
    }
    case 'class': case 'module': case 'function': m.store.write(object.cells, name, value); return;
    case 'dict': if (m.language === 'typescript') m.store.write(object.cells, `s${name}`, tuple([string(name), value])); return;
    case 'alternatives': distribute(m, object, at, (option) => (setAttribute(m, option, name, value, at), NONE)); return;
    default: return;
  }
}

const isModulePart = (value: Value): boolean => (value.kind === 'instance' && value.class.mro.some(isModuleClass)) || (value.kind === 'tensor' && value.parameter === true);
const isModuleClass = ({ name, module }: ClassValue): boolean => name === 'Module' && module?.name.startsWith('torch') === true && !module.isUser;

/** Whether a module that is being made is given a part before its base has been initialised, which registers parts. */
function beforeInit(m: Machine, object: InstanceValue, at: ir.Span): boolean {
  const { class: type, cells } = object;
  const running = m.active?.code;
  const isOwn = running?.name === '__init__' && type.mro.some(({ module, cells: own }) => module?.isUser === true && isCode(own.map.get('__init__'), running));
  if (m.language !== 'python' || !isOwn || m.isContract || type.open || cells.map.has('_modules') || !isModuleClass(type.mro.find(({ module, cells: own }) => module?.isUser === false && own.map.has('__init__')) ?? type)) return false;
  const outer = m.userSpan;
  m.userSpan = at;
  mistake(m, 'Module/init', {});
  m.userSpan = outer;
  return true;
}

const isCode = (value: Value | undefined, code: ir.FunctionExpression): boolean => value?.kind === 'function' && value.code === code;

export function isSubclass(type: ClassValue, of: ClassValue): boolean {
  return type.mro.includes(of);
}

/** `object` and exceptions add nothing that is looked at. */
function isPlainBase(base: Value): boolean {
  return base.kind === 'builtin' && (base.name === 'object' || base.name.startsWith('exception '));
}
