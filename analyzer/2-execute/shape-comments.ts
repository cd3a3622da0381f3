// Shape comments: `h = self.conv(x)  # (B, C, T)` is a claim about h. An assignment that was just made in; a warning out
// where the comment surely no longer tells the truth: another number of axes, another number than the size, or one
// name for two sizes that differ.

import type { Dim } from '../../runtime/dims/dim.ts';
import { shapeComment } from '../1-read/shape-comment.ts';
import type * as ir from '../program.ts';
import type { Machine } from './machine.ts';
import { lookup } from './scope.ts';
import { differAnyway, symbolNames } from './sizes.ts';
import { warn } from './suspects.ts';
import type { Env, TensorValue, Value } from './values.ts';

/** What a batch is called, whichever batch it is. */
const BATCH = /^(?:B|N|b|n|bs|bsz|batch|batch_size|BS|BATCH|BATCH_SIZE)$/;

export function checkComment(m: Machine, s: ir.AssignStatement, value: Value, env: Env): void {
  if (m.language !== 'python' || !env.module.isUser || value.kind !== 'tensor' || !value.shape || value.reason || s.targets[0]?.kind !== 'name' || s.targets.length > 1) return;
  const text = m.programs.get(s.span.file)?.text;
  const entries = text === undefined ? null : shapeComment(text, s, s.span.end);
  if (!entries) return;
  const outer = m.userSpan;
  m.userSpan = s.span;
  const holes = { comment: `(${entries.join(', ')})`, shape: `[${value.shape.join(', ')}]` };
  if (disagrees(m, entries, value.shape, env)) warn(m, 'Comment/shape', holes, [['value', value as TensorValue]]);
  m.userSpan = outer;
}

function disagrees(m: Machine, entries: readonly string[], shape: readonly Dim[], env: Env): boolean {
  if (entries.length !== shape.length) return true;
  const named = new Map<string, number>();
  return entries.some((entry, i) => {
    const size = shape[i]?.known;
    const isNumber = /^\d+$/.test(entry);
    const isMeant = !isNumber && (i > 0 || !BATCH.test(entry) || (env.kind === 'function' && env.cells.map.has(entry)));
    const variable = isMeant ? lookup(m, env, entry) : undefined;
    if (size === undefined) return variable?.kind === 'int' && m.isContract && areApart(m, variable.dim, shape[i] as Dim);
    const stated = isNumber ? Number(entry) : named.get(entry) ?? (variable?.kind === 'int' ? variable.dim.known : undefined);
    named.set(entry, size);
    return stated !== undefined && stated !== size;
  });
}

/** Two inputs, each by its own name: they are no more the same than the program makes them. */
function areApart(m: Machine, a: Dim, b: Dim): boolean {
  const isOne = (dim: Dim): boolean => symbolNames(dim).join() === dim.toString();
  return isOne(a) && isOne(b) && differAnyway(m.facts, a.equals(b));
}
