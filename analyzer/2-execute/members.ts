// Attributes of what is built into a language: a value that is no instance and a name in, the attribute out.

import type { Span } from '../program.ts';
import type { Machine } from './machine.ts';
import { dictMethods } from './python/dicts.ts';
import { listMethods } from './python/lists.ts';
import { stringMethods } from './python/strings.ts';
import { classOf } from './tensor-class.ts';
import { attributeOfValue } from './typescript/members.ts';
import type { Value } from './values.ts';
import { NO_ARGS, float, int, string, tuple } from './values.ts';
import { lit } from './sizes.ts';

/** A method of ours: the receiver, the arguments, the place. */
export type Method = (m: Machine, self: Value, args: readonly Value[], at: Span, named: ReadonlyMap<string, Value>) => Value;

export function attributeOfBuiltin(m: Machine, object: Value, name: string, at: Span): Value | undefined {
  if (m.language === 'typescript' && object.kind !== 'tensor') return attributeOfValue(m, object, name, at);
  switch (object.kind) {
    case 'tensor': return attributeOfTensor(m, object, name, at);
    case 'list': return method(m, object, name, listMethods[name]);
    case 'dict': case 'set': return method(m, object, name, dictMethods[name]);
    case 'string': return method(m, object, name, stringMethods[name]);
    case 'tuple': return attributeOfTuple(m, object, name);
    case 'function': case 'builtin': return attributeOfFunction(m, object, name);
    case 'method': return name === '__self__' ? object.self : attributeOfBuiltin(m, object.func, name, at);
    case 'int': case 'bool': case 'float': return numberAttribute(m, object, name);
    case 'slice': return name === 'start' ? object.lower : name === 'stop' ? object.upper : name === 'step' ? object.step : undefined;
    case 'range': return name === 'start' || name === 'stop' || name === 'step' ? int(object[name]) : undefined;
    case 'dtype': return name === 'is_floating_point' ? builtin(object, name, () => ({ kind: 'bool', value: object.name.includes('float') })) : name === 'is_complex' ? { kind: 'bool', value: object.name.startsWith('complex') } : undefined;
    default: return undefined;
  }
}

const builtin = (of: Value, name: string, run: (args: readonly Value[]) => Value): Value => ({ kind: 'builtin', name, of, run: (args) => run(args.positional) });

function method(m: Machine, self: Value, name: string, run: Method | undefined): Value | undefined {
  return run && { kind: 'builtin', name: `~${name}`, of: self, run: (args, at) => run(m, self, args.positional, at, args.named) };
}

/** The library's class of tensors has everything; without a library nothing is known of tensors. */
function attributeOfTensor(m: Machine, object: Value & { kind: 'tensor' }, name: string, at: Span): Value | undefined {
  for (const base of classOf(m, object)?.mro ?? []) {
    const value = base.cells.map.get(name);
    if (!value) continue;
    if (value.kind === 'property') return m.parts.call({ kind: 'method', self: object, func: value.func }, NO_ARGS, at);
    return value.kind === 'function' || value.kind === 'builtin' ? { kind: 'method', self: object, func: value } : value;
  }
  return undefined;
}

function attributeOfTuple(m: Machine, object: Value & { kind: 'tuple' }, name: string): Value | undefined {
  const at = object.names?.indexOf(name) ?? -1;
  if (at >= 0) return object.items[at];
  if (name === 'numel') return builtin(object, 'numel', () => int(object.items.reduce((n, item) => (item.kind === 'int' ? n.times(item.dim) : n), lit(1))));
  if (name === 'index' || name === 'count') return method(m, object, name, listMethods[name]);
  return undefined;
}

/** `object.__new__`: called with a class, an object that nothing has initialised. */
export function allocator(m: Machine): Value {
  return { kind: 'builtin', name: '~object.__new__', run: ({ positional: [type] }) => (type?.kind === 'class' ? { kind: 'instance', class: type, cells: m.store.cells(), origin: m.userSpan } : m.anonymous('an object()')) };
}

function attributeOfFunction(m: Machine, object: Value & { kind: 'function' | 'builtin' }, name: string): Value | undefined {
  if (name === '__new__' && object.kind === 'builtin' && object.name === 'object') return allocator(m);
  if (object.kind === 'function') {
    const own = object.cells.map.get(name);
    if (own) return own;
  }
  if (name === '__name__' || name === '__qualname__') return string(object.name);
  if (name === '__doc__') return string();
  return undefined;
}

function numberAttribute(m: Machine, object: Value, name: string): Value | undefined {
  switch (name) {
    case 'real': return object;
    case 'item': return builtin(object, 'item', () => object);
    case 'is_integer': return builtin(object, 'is_integer', () => (object.kind === 'float' && object.value !== undefined ? { kind: 'bool', value: Number.isInteger(object.value) } : m.data('is_integer')));
    case 'bit_length': return builtin(object, 'bit_length', () => (object.kind === 'int' && object.dim.known !== undefined ? int(lit(Math.abs(object.dim.known).toString(2).length)) : float()));
    case 'as_integer_ratio': return builtin(object, name, () => tuple([float(), float()]));
    default: return undefined;
  }
}
