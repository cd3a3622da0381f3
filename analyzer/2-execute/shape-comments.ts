// Shape comments: `h = self.conv(x)  # (B, C, T)` is a claim about h. An assignment that was just made in; a warning out
// where the comment surely no longer tells the truth: another number of axes, another number than the size, or one
// name for two sizes that differ. Only comments whose every entry is a number or a usual name of a size are read.

import type { Dim } from '../../runtime/dims/dim.ts';
import type * as ir from '../program.ts';
import type { Machine } from './machine.ts';
import { lookup } from './scope.ts';
import { warn } from './suspects.ts';
import type { Env, TensorValue, Value } from './values.ts';

const COMMENT = /^[ \t]*#[ \t]*(?:->|=>|shape:?|size:?)?[ \t]*(?:torch\.Size)?\(?[([]([^()[\]]*)[)\]](.*)/i;
/** Behind a shape that is only an operand: `(B, T, T) @ (B, T, C) -> (B, T, C)`, `[B, T] * [T]`, `(B, T) or (B,)`. */
const GOES_ON = /^[ \t]*(?:->|=>|[@*+/x×&|,;=-]|or\b|and\b|to\b|if\b)/;
/** What a batch is called, whichever batch it is. */
const BATCH = /^(?:B|N|b|n|bs|bsz|batch|batch_size|BS|BATCH|BATCH_SIZE)$/;
const USUAL = /^(?:\d+|[A-Z][A-Z0-9]*|[A-Z]_\w+|[bntchwdskl]|batch(?:_size)?|bs|bsz|seq(?:_len|len)?|time|len|length|hidden(?:_size|_dim)?|dim|d_model|channels?|features?|height|width|heads?|n_heads?|num_heads|classes|n_classes|num_classes|vocab(?:_size)?|emb(?:ed)?(?:_dim|_size)?)$/;

const read = new WeakMap<object, readonly string[] | null>();

/** The entries of the comment behind a statement; null where there is none that speaks of a shape. */
export function shapeComment(text: string, statement: object, end: number): readonly string[] | null {
  const before = read.get(statement);
  if (before !== undefined) return before;
  const line = text.slice(end, text.indexOf('\n', end) < 0 ? undefined : text.indexOf('\n', end));
  const [, shape = '', rest = ''] = COMMENT.exec(line) ?? [];
  const entries = GOES_ON.test(rest) ? undefined : shape.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  const found = entries && entries.length > 1 && entries.every((entry) => USUAL.test(entry)) ? entries : null;
  read.set(statement, found);
  return found;
}

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
    if (size === undefined) return false;
    const isNumber = /^\d+$/.test(entry);
    const isMeant = !isNumber && (i > 0 || !BATCH.test(entry) || (env.kind === 'function' && env.cells.map.has(entry)));
    const variable = isMeant ? lookup(m, env, entry) : undefined;
    const stated = isNumber ? Number(entry) : named.get(entry) ?? (variable?.kind === 'int' ? variable.dim.known : undefined);
    named.set(entry, size);
    return stated !== undefined && stated !== size;
  });
}
