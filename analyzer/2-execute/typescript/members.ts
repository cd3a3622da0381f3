// Attributes of what JavaScript has built in: a value that is no instance and a name in, the attribute out.

import type { Span } from '../../program.ts';
import type { Machine } from '../machine.ts';
import type { Value } from '../values.ts';
import { UNDEFINED, int, positional } from '../values.ts';
import { lit } from '../sizes.ts';
import { attributeOfArray } from './arrays.ts';
import { staticOf } from './globals.ts';
import { attributeOfFunction, attributeOfObject } from './objects.ts';
import { attributeOfNumber, attributeOfString } from './strings.ts';

export function attributeOfValue(m: Machine, object: Value, name: string, at: Span): Value | undefined {
  const own = ownAttribute(m, object, name, at);
  return own ?? whenDone(m, object, name, at);
}

function ownAttribute(m: Machine, object: Value, name: string, at: Span): Value | undefined {
  switch (object.kind) {
    case 'list': case 'tuple': return attributeOfArray(m, object, name, at);
    case 'dict': return attributeOfObject(m, object, name, at);
    case 'string': return attributeOfString(m, object, name);
    case 'int': case 'float': return attributeOfNumber(object, name);
    case 'builtin': return staticOf(m, object, name, at) ?? attributeOfFunction(m, object, name, at);
    case 'function': return attributeOfFunction(m, object, name, at);
    case 'method': return attributeOfFunction(m, object.func.kind === 'function' ? object.func : object, name, at);
    case 'set': return name === 'size' ? int(lit(object.cells.map.size)) : undefined;
    case 'iterator': return name === 'next' ? m.unknown('the next of an iterator', at) : undefined;
    default: return undefined;
  }
}

/** Waiting is left out: `then` on anything hands it on, `catch` and `finally` do not change it. */
function whenDone(m: Machine, object: Value, name: string, at: Span): Value | undefined {
  if (name === 'then') return { kind: 'builtin', name: '~then', run: ({ positional: [f = UNDEFINED] }) => m.parts.call(f, positional(object), at) };
  if (name === 'catch') return { kind: 'builtin', name: '~catch', run: () => object };
  if (name === 'finally') return { kind: 'builtin', name: '~finally', run: ({ positional: [f = UNDEFINED] }) => (m.parts.call(f, positional(), at), object) };
  return undefined;
}
