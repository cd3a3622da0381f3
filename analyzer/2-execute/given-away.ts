// What is given to somebody whose doings are not known, or who calls it later: dictionaries may be filled from then on.
// A value in; the dictionaries that it is, that its fields are and that its code names are open afterwards.

import type * as ir from '../program.ts';
import type { Machine } from './machine.ts';
import { isOpen, putSomewhere } from './python/open-dicts.ts';
import { mentioned } from './renewed.ts';
import type { Env, Value } from './values.ts';

/** A function that a function names, and a field of an object: no further. */
const MAX_LEVEL = 3;

export function giveAway(m: Machine, value: Value, level = 0): void {
  if (level > MAX_LEVEL) return;
  switch (value.kind) {
    case 'dict':
      if (value.whole && !isOpen(value)) {
        m.traces++;
        putSomewhere(m, value, m.anonymous('a key'), m.anonymous('an entry'));
      }
      return;
    case 'method':
      giveAway(m, value.func, level);
      return giveAway(m, value.self, level);
    case 'instance':
      if (value.class.module?.isUser) for (const field of [...value.cells.map.values()]) if (field.kind === 'dict') giveAway(m, field, level);
      return;
    case 'function':
      if (!value.env.module.isUser) return;
      m.bodies.add(value.code);
      if (value.receiver) giveAway(m, value.receiver, level + 1);
      for (const name of namesIn(value.code)) {
        const named = visible(value.env, name);
        if (named?.kind === 'dict' || named?.kind === 'function' || (named?.kind === 'instance' && level === 0)) giveAway(m, named, level + 1);
      }
  }
}

function visible(env: Env, name: string): Value | undefined {
  for (let scope: Env | undefined = env; scope; scope = scope.parent) {
    const value = scope.cells.map.get(name);
    if (value) return value;
  }
  return env.module.cells.map.get(name);
}

const found = new WeakMap<ir.FunctionExpression, ReadonlySet<string>>();

function namesIn(code: ir.FunctionExpression): ReadonlySet<string> {
  const known = found.get(code);
  if (known) return known;
  const names = new Set<string>();
  mentioned(code.body, names);
  found.set(code, names);
  return names;
}
