// Who catches what is raised: a value and the frames under execution in, the innermost try that takes it out.

import type * as ir from '../program.ts';
import { exitTo } from './control.ts';
import type { Frame, Machine } from './machine.ts';
import type { Value } from './values.ts';

/** Of the exceptions of the language, what they are kinds of, beside Exception. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  KeyError: ['LookupError'], IndexError: ['LookupError'], FileNotFoundError: ['OSError', 'IOError', 'EnvironmentError'], PermissionError: ['OSError', 'IOError'], OSError: ['IOError'],
  ModuleNotFoundError: ['ImportError'], NotImplementedError: ['RuntimeError'], RecursionError: ['RuntimeError'], ZeroDivisionError: ['ArithmeticError'], OverflowError: ['ArithmeticError'],
  UnicodeDecodeError: ['ValueError'], UnboundLocalError: ['NameError'], JSONDecodeError: ['ValueError'],
};
const OUTSIDE = new Set(['KeyboardInterrupt', 'SystemExit', 'GeneratorExit']);

/** By which names an exception may be caught; undefined where it is not known what it is. */
export function namesOf(value: Value): readonly string[] | undefined {
  const type = value.kind === 'instance' ? value.class : value;
  if (type.kind === 'class') return [...type.mro.flatMap(({ name, bases }) => [name, ...bases.flatMap(nameOf)]), 'Exception', 'BaseException'];
  const [name] = nameOf(value);
  return name === undefined ? undefined : [name, ...KINDS[name] ?? [], ...(OUTSIDE.has(name) ? [] : ['Exception']), 'BaseException'];
}

const nameOf = (value: Value): readonly string[] => (value.kind === 'builtin' && value.name.startsWith('exception ') ? [value.name.slice('exception '.length)] : []);

/** The names in an except clause; undefined: it catches everything. */
export function caughtBy(type: ir.Expression | undefined): readonly string[] | undefined {
  if (!type) return undefined;
  if (type.kind === 'tuple') return type.elements.flatMap((element) => caughtBy(element) ?? []);
  return type.kind === 'name' || type.kind === 'attribute' ? [type.name] : [];
}

export const catches = (handler: ir.Handler, names: readonly string[] | undefined): boolean => !names || (caughtBy(handler.type) ?? names).some((name) => names.includes(name));

/** The innermost try whose handlers take what is raised, out of all functions. */
export function frameFor(m: Machine, names: readonly string[] | undefined, ofOurs: boolean): Frame | undefined {
  for (let frame = m.frame; frame; frame = frame.outer) {
    if (frame.kind === 'try' && (!frame.handlers || frame.handlers.some((handler) => catches(handler, names) && !(ofOurs && raisesAgain(handler))))) return frame;
  }
  return undefined;
}

/** Goes on in the handler of the program for what is surely raised here, where there is one that takes it and does not raise it again. */
export function raiseTo(m: Machine, exception: string): void {
  const value = m.parts.builtin(exception);
  const frame = value && frameFor(m, namesOf(value), true);
  if (!value || !frame?.handlers) return;
  m.traces++;
  exitTo(m, frame, value);
}

export function raisesAgain({ body, target }: ir.Handler): boolean {
  const caught = target?.kind === 'name' ? target.name : undefined;
  const inBlock = (block: ir.Block): boolean => block.some((s) => (s.kind === 'raise' ? !s.value || (s.value.kind === 'name' && s.value.name === caught)
    : s.kind === 'if' ? inBlock(s.then) || inBlock(s.otherwise)
    : s.kind === 'with' && inBlock(s.body)));
  return inBlock(body);
}
