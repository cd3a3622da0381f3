// A value that is one of several in, and what to do with each; the merged results out.

import { invariant } from '../../runtime/invariant.ts';
import type { Span } from '../program.ts';
import type { Machine } from './machine.ts';
import type { Value } from './values.ts';

/** Does it once for each alternative that can be, each on its own path. */
export function distribute(m: Machine, value: Value, at: Span, run: (value: Value) => Value): Value {
  if (value.kind !== 'alternatives') return run(value);
  const possible = value.options.filter((option) => m.decide(option.guard) !== 'no');
  const sure = possible.find((option) => m.decide(option.guard) === 'yes');
  if (sure) return run(sure.value);
  const from = (i: number): Value => {
    const option = possible[i];
    invariant(option, 'alternatives without an option');
    return i === possible.length - 1 ? run(option.value) : m.parts.fork(option.guard, at, () => run(option.value), () => from(i + 1));
  };
  return possible.length === 0 ? m.unknown('no alternative is left', at) : from(0);
}

/** The alternative that the path under execution has settled on, if it has. */
export function settled(m: Machine, value: Value): Value {
  if (value.kind !== 'alternatives') return value;
  const possible = value.options.filter((option) => m.decide(option.guard) !== 'no');
  const [only] = possible;
  if (possible.length === 1 && only) return only.value;
  return possible.find((option) => m.decide(option.guard) === 'yes')?.value ?? value;
}
