// Modules that nobody runs: a module of Python files in, the places of the methods of its classes that have not been
// entered out; and of a value that a function makes, whether it holds any of those.

import type { Machine } from './machine.ts';
import { placeKey } from './machine.ts';
import { lookInClass } from './classes.ts';
import type { FunctionValue, InstanceValue, ModuleValue, Value } from './values.ts';

/** Parts of a module that are looked through. */
const MAX_PARTS = 2_000;

/** Places of each `forward` in a file that was not run yet, and the names of its classes. */
export type Unrun = ReadonlyMap<string, string>;

export function unrunModules(m: Machine, module: ModuleValue): Unrun {
  const places = [...module.cells.map].flatMap(([name, type]): readonly (readonly [string, string])[] => {
    const forward = type.kind === 'class' && type.module === module ? lookInClass(type, 'forward') : undefined;
    return forward?.kind === 'function' && forward.env.module.isUser ? [[placeKey(forward.code.span), name]] : [];
  });
  return new Map(places.filter(([place]) => !m.entered.has(place)));
}

/** The module, and how it is run, where it or a part of it was not. */
export function unrunModule(value: Value, unrun: Unrun): { readonly module: InstanceValue; readonly forward: FunctionValue } | undefined {
  const forward = value.kind === 'instance' ? forwardOf(value) : undefined;
  return value.kind === 'instance' && forward && unrun.size > 0 && holdsUnrun(value, unrun) ? { module: value, forward } : undefined;
}

function forwardOf(value: InstanceValue): FunctionValue | undefined {
  const forward = value.class.mro.some(({ name }) => name === 'Module') ? lookInClass(value.class, 'forward') : undefined;
  return forward?.kind === 'function' && forward.env.module.isUser ? forward : undefined;
}

function holdsUnrun(module: InstanceValue, unrun: Unrun): boolean {
  const seen = new Set<object>();
  const queue: Value[] = [module];
  for (let value = queue.pop(); value && seen.size < MAX_PARTS; value = queue.pop()) {
    if (value.kind === 'tuple' || value.kind === 'iterator') queue.push(...value.items);
    if (value.kind !== 'instance' && value.kind !== 'list' && value.kind !== 'dict') continue;
    if (seen.has(value.cells)) continue;
    seen.add(value.cells);
    const forward = value.kind === 'instance' ? forwardOf(value) : undefined;
    if (forward && unrun.has(placeKey(forward.code.span))) return true;
    queue.push(...value.cells.map.values());
  }
  return false;
}
