// Try statements: the body, then, for what it raises in so many words and what we know that it surely raises, the handler
// that names it. A statement in, the state after it out. What else may be raised is not followed.

import type * as ir from '../program.ts';
import { attempt, exitTo, inFrame } from './control.ts';
import { catches, caughtBy, frameFor, namesOf, raisesAgain } from './exceptions.ts';
import type { Machine } from './machine.ts';
import { ENDED } from './machine.ts';
import { bind } from './targets.ts';
import type { Env, Value } from './values.ts';
import { NONE } from './values.ts';

export function raise(m: Machine, s: ir.RaiseStatement, env: Env): never {
  const value = s.value ? m.parts.evaluate(s.value, env) : NONE;
  m.traces++;
  // `raise KeyError('no such model')`: the call gives a text, its name says what it is.
  const type = s.value?.kind === 'call' ? m.parts.evaluate(s.value.callee, env) : value;
  const raised = value.kind === 'instance' ? value : type;
  const frame = frameFor(m, namesOf(raised), false);
  if (!frame) throw ENDED;
  exitTo(m, frame, raised.kind === 'builtin' ? raised : value);
}

export const CATCHES_SHAPE_ERRORS = new Set(['Exception', 'BaseException', 'RuntimeError', 'ValueError', 'Error', 'IndexError', 'TypeError']);

/** A handler that raises again what it does not know lets a mistake through. */
const catchesShapeErrors = ({ handlers }: ir.TryStatement): boolean =>
  handlers.some((handler) => (caughtBy(handler.type)?.some((name) => CATCHES_SHAPE_ERRORS.has(name)) ?? true) && !raisesAgain(handler));

export function attemptTry(m: Machine, s: ir.TryStatement, env: Env): void {
  let finished = false;
  const mute = catchesShapeErrors(s) ? 1 : 0;
  const body = (): Value => {
    m.muted += mute;
    m.parts.run(s.body, env);
    m.muted -= mute;
    m.parts.run(s.otherwise, env);
    finished = true;
    return NONE;
  };
  const alive = s.handlers.length > 0 ? inTry(m, s, body, (value) => handle(m, s, env, value)) : attempt(m, body)?.value;
  if (alive || finished) m.parts.run(s.finally, env);
  if (!alive) throw ENDED;
}

function inTry(m: Machine, s: ir.TryStatement, body: () => Value, handler: (value: Value) => void): Value | undefined {
  return inFrame(m, 'after-try', (after) => {
    const value = inFrame(m, 'try', () => {
      body();
      exitTo(m, after, NONE);
    }, s.handlers);
    if (!value) throw ENDED;
    handler(value);
    return NONE;
  });
}

function handle(m: Machine, s: ir.TryStatement, env: Env, value: Value): void {
  const handler = s.handlers.find((one) => catches(one, namesOf(value)));
  if (!handler) throw ENDED;
  if (handler.target) bind(m, handler.target, value, env);
  m.parts.run(handler.body, env);
}
