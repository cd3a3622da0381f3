// Imports. A module's name in, its namespace out: the user's files and the library models are executed once each, by
// the same executor; what is neither is unknown.

import type { Program, Span } from '../program.ts';
import { inFrame } from './control.ts';
import { INTRINSICS, operatorIntrinsic } from './intrinsics.ts';
import type { Machine } from './machine.ts';
import { newEnv } from './scope.ts';
import type { ModuleValue, Value } from './values.ts';
import { NONE, string } from './values.ts';

/** Finds the text of modules, already read. */
export interface Sources {
  /** A file of the user, as `from` would import it. */
  user(name: string, level: number, from: string): Program | undefined;
  library(name: string): Program | undefined;
}

export function importModule(m: Machine, sources: Sources, name: string, level: number, from: ModuleValue, at: Span): Value {
  if (name === 'dimwright' && !from.isUser) return intrinsicModule(m, 'dimwright');
  const program = from.isUser ? sources.user(name, level, from.file) : undefined;
  if (program) return load(m, program, program.file, name, true);
  const known = m.modules.get(name);
  if (known && (from.isUser || known.kind === 'module')) return needed(m, name, known);
  const model = level === 0 ? sources.library(name) : undefined;
  if (model) return load(m, model, name, name, false);
  const whole = level === 0 ? PARTS.exec(name)?.[1] : undefined;
  if (whole !== undefined) return importModule(m, sources, whole, 0, from, at);
  const reason = m.unknown(`the module ${'.'.repeat(level)}${name}`, at);
  if (from.isUser) m.modules.set(name, reason);
  return reason;
}

/** Files of packages whose names the packages give out themselves, such as `torch.optim.adam`. */
const PARTS = /^(torch\.(?:optim|distributions|utils\.data|nn\.modules|nn\.utils)|torchvision\.(?:datasets|models|transforms)|einops)\.(?!detection|segmentation|functional|v2|layers)\w+$/;

/** Runs a module's body once, on no path in particular. */
export function load(m: Machine, program: Program, key: string, name: string, isUser: boolean): Value {
  const known = m.modules.get(key) ?? (isUser ? undefined : takeDown(m, key));
  if (known) return needed(m, key, known);
  m.traces++;
  m.programs.set(program.file, program);
  const module = m.store.aside(isUser ? m.floor : 0, () => newModule(m, name, program.file, isUser));
  m.modules.set(key, module);
  const { path, facts, frame, userSpan, userStack, depth, active } = m;
  const run = (): void => {
    Object.assign(m, { path: [], frame: undefined, ...(isUser ? {} : { userSpan: undefined, userStack: [], active: undefined, depth: 0 }) });
    m.store.write(module.cells, '__name__', string(name));
    inFrame(m, 'function', () => {
      m.parts.run(program.body, newEnv(m, 'module', module, undefined));
      return NONE;
    });
  };
  m.provisional++;
  try {
    if (isUser) m.store.aside(m.floor, run);
    else loadLibrary(m, key, module, run);
  } finally {
    m.provisional--;
  }
  Object.assign(m, { path, facts, frame, userSpan, userStack, depth, active });
  return module;
}

/** On the shelf for the programs that come later, with what it needs. */
function loadLibrary(m: Machine, key: string, module: ModuleValue, run: () => void): void {
  const { needs } = m;
  m.needs = new Set();
  m.shelf.set(key, { module, needs: m.needs });
  m.forLibrary(run);
  m.needs = needs;
  needed(m, key, module);
}

/** Notes what the library that is being loaded needs. */
function needed(m: Machine, key: string, module: Value): Value {
  m.needs?.add(key);
  return module;
}

/** A library that has been loaded for a program before is there as if it had just been loaded. */
function takeDown(m: Machine, key: string): Value | undefined {
  const shelved = m.shelf.get(key);
  if (!shelved || m.modules.has(key)) return shelved?.module;
  m.modules.set(key, shelved.module);
  for (const need of shelved.needs) takeDown(m, need);
  return shelved.module;
}

export function newModule(m: Machine, name: string, file: string, isUser: boolean): ModuleValue {
  return { kind: 'module', name, cells: m.store.cells(), file, isUser, open: undefined };
}

export function importName(m: Machine, sources: Sources, module: Value, moduleName: string, name: string, level: number, from: ModuleValue, at: Span): Value {
  if (module.kind === 'unknown') {
    const inner = from.isUser && moduleName === '' ? sources.user(name, level, from.file) : undefined;
    return inner ? load(m, inner, inner.file, name, true) : { ...module, key: `${module.key}.${name}` };
  }
  if (module.kind !== 'module') return m.unknown(`the name ${name} of ${moduleName}`, at);
  const own = module.cells.map.get(name);
  if (own) return own;
  // A module without a default export, imported as if it had one, is itself what is meant.
  if (name === 'default' && m.language === 'typescript') return module;
  if (module.name === 'dimwright.op') return operatorIntrinsic(m, name);
  const path = moduleName === '' ? name : `${moduleName}.${name}`;
  const program = from.isUser && module.isUser ? sources.user(path, level, from.file) : undefined;
  if (program) return load(m, program, program.file, path, true);
  const known = m.modules.get(`${module.name}.${name}`);
  if (known) return needed(m, `${module.name}.${name}`, known);
  const model = module.isUser ? undefined : sources.library(`${module.name}.${name}`);
  if (model) return load(m, model, `${module.name}.${name}`, `${module.name}.${name}`, false);
  return m.unknown(`${module.name}.${name}`, at);
}

function intrinsicModule(m: Machine, name: string): Value {
  const known = takeDown(m, name);
  if (known) return known;
  const entries: [string, Value][] = Object.entries(INTRINSICS).map(([key, run]) => [key, { kind: 'builtin', name: `~${key}`, run: (args, at) => run(m, args, at) }]);
  const module = m.store.aside(0, (): ModuleValue => {
    const op = newModule(m, 'dimwright.op', '', false);
    return { kind: 'module', name, cells: m.store.cells([...entries, ['op', op]]), file: '', isUser: false, open: undefined };
  });
  m.modules.set(name, module);
  m.shelf.set(name, { module, needs: new Set() });
  return module;
}
