// What runs on a state of its own that is undone afterwards, within bounds of its own: a run in, only notes stay.

import { attempt } from './control.ts';
import { MAX_ENTRY_EFFORT, MAX_ENTRY_STEPS } from './limits.ts';
import type { Machine } from './machine.ts';
import { LEARNT, OUT_OF_STEPS, REFUSED } from './machine.ts';

/** On a state that is thrown away, within bounds of its own. Whether it came to its end: not, where it learnt something for which it may begin anew. */
export function apart(m: Machine, run: () => void, ofEffort: number = MAX_ENTRY_EFFORT, mayBeginAnew = false, steps = MAX_ENTRY_STEPS): boolean {
  const { depth } = m.store;
  const { facts, path, frame, userSpan, userStack, muted, gradients, active } = m;
  const calls = m.depth;
  m.store.open();
  m.renewBounds(ofEffort, steps, mayBeginAnew);
  Object.assign(m, { frame: undefined, userSpan: undefined, userStack: [] });
  try {
    attempt(m, run);
  } catch (error) {
    if (error === LEARNT) return false;
    if (error !== OUT_OF_STEPS && error !== REFUSED) throw error;
    if (error === OUT_OF_STEPS) m.unknown('more steps than are followed', undefined);
  } finally {
    m.store.rollback(depth);
    Object.assign(m, { facts, path, frame, userSpan, userStack, muted, gradients, active, depth: calls });
  }
  return true;
}
