// Functions that a program hands to what we do not know: it may call them, any time, with anything. Each is entered
// once with unknown arguments, on a state that is thrown away; then what it may change is forgotten.

import type { Span } from '../../program.ts';
import { apart } from '../apart.ts';
import type { Machine } from '../machine.ts';
import { placeKey } from '../machine.ts';
import type { FunctionValue, Value } from '../values.ts';
import { changesIn, forget } from './changes.ts';

export function handOver(m: Machine, values: readonly Value[], at: Span): void {
  for (const value of values) for (const f of functionsIn(value)) enterOnce(m, f, at);
}

function functionsIn(value: Value): readonly FunctionValue[] {
  if (value.kind === 'method') return functionsIn(value.func);
  if (value.kind === 'function') return value.env.module.isUser ? [value] : [];
  if (value.kind === 'dict') return [...value.cells.map.values()].flatMap((pair) => (pair.kind === 'tuple' && pair.items[1]?.kind === 'function' ? functionsIn(pair.items[1]) : []));
  return [];
}

function enterOnce(m: Machine, f: FunctionValue, at: Span): void {
  const changes = changesIn(f.code, true);
  if (!m.entered.has(placeKey(f.code.span))) {
    apart(m, () => {
      forget(m, f.env, changes);
      const args = f.code.params.filter((param) => param.how !== 'rest' && !param.default).map((param) => m.unknown(`the argument ${param.name}`, param.span));
      return m.parts.call(f, { positional: args, named: new Map() }, at);
    });
  }
  forget(m, f.env, changes);
}
