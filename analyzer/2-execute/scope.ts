// Names. An environment and a name in, a value out; writing follows the language's rule of where a name lives.

import type { Machine } from './machine.ts';
import { settled } from './distribute.ts';
import type { ClassValue, Env, ModuleValue, Value } from './values.ts';

const NO_NAMES: ReadonlySet<string> = new Set();

export function newEnv(m: Machine, kind: Env['kind'], module: ModuleValue, parent: Env | undefined, extra: { readonly owner?: ClassValue | undefined; readonly self?: Value | undefined; readonly yields?: Env['yields'] } = {}): Env {
  return {
    cells: kind === 'module' ? module.cells : m.store.cells(), parent, module, kind, globals: NO_NAMES, nonlocals: NO_NAMES,
    yields: extra.yields ?? (kind === 'block' ? parent?.yields : undefined),
    owner: extra.owner ?? parent?.owner, self: extra.self ?? parent?.self,
  };
}

export function lookup(m: Machine, env: Env, name: string): Value | undefined {
  const start: Env | undefined = env.globals.has(name) ? undefined : env;
  for (let scope = start; scope; scope = scope.parent) {
    if (scope !== env && scope.kind === 'class') continue;
    const value = scope.cells.map.get(name);
    if (value) return settled(m, value);
  }
  const value = env.module.cells.map.get(name);
  return value ? settled(m, value) : m.parts.builtin(name) ?? env.module.open;
}

/** Python: the function's own, unless declared otherwise. JavaScript: where it was declared. */
export function assignName(m: Machine, env: Env, name: string, value: Value): void {
  m.store.write(homeOf(m, env, name).cells, name, value);
}

/** Introduces a name in this very scope (`var`: in the function's). */
export function declareName(m: Machine, env: Env, name: string, value: Value, hoist: boolean): void {
  let home = env;
  while (hoist && home.kind === 'block' && home.parent) home = home.parent;
  m.store.write(home.cells, name, value);
}

function homeOf(m: Machine, env: Env, name: string): Env {
  if (m.language === 'python') {
    let own = env;
    while (own.kind === 'block' && own.parent) own = own.parent;
    if (own.globals.has(name)) {
      let top = own;
      while (top.parent) top = top.parent;
      return top;
    }
    if (own.nonlocals.has(name)) {
      for (let scope = own.parent; scope; scope = scope.parent) if (scope.kind !== 'class' && scope.cells.map.has(name)) return scope;
    }
    return own;
  }
  for (let scope: Env | undefined = env; scope; scope = scope.parent) if (scope.cells.map.has(name)) return scope;
  return env;
}
