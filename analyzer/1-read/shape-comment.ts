// Shape comments, as text: what stands behind a statement on its line in, the entries of the shape that it speaks of out.
// Only comments whose every entry is a number or a usual name of a size are read.

import type { Param } from '../program.ts';

const COMMENT = /^[ \t]*#[ \t]*(?:->|=>|shape:?|size:?)?[ \t]*(?:torch\.Size)?\(?[([]([^()[\]]*)[)\]](.*)/i;
/** Behind a shape that is only an operand: `(B, T, T) @ (B, T, C) -> (B, T, C)`, `[B, T] * [T]`, `(B, T) or (B,)`. */
const GOES_ON = /^[ \t]*(?:->|=>|[@*+/x×&|,;=-]|or\b|and\b|to\b|if\b)/;
const USUAL = /^(?:\d+|[A-Z][A-Z0-9]*|[A-Z]_\w+|[bntchwdskl]|batch(?:_size)?|bs|bsz|seq(?:_len|len)?|time|len|length|hidden(?:_size|_dim)?|dim|d_model|channels?|features?|height|width|heads?|n_heads?|num_heads|classes|n_classes|num_classes|vocab(?:_size)?|emb(?:ed)?(?:_dim|_size)?|n[hs]|h[sd]|d_?[kv]|(?:n|num|in|out)_[a-z]+|[a-z]+_(?:dim|len|size|heads|channels|features))$/;

const read = new WeakMap<object, readonly string[] | null>();

/** The entries of the comment behind a statement; null where there is none that speaks of a shape. */
export function shapeComment(text: string, statement: object, end: number): readonly string[] | null {
  const before = read.get(statement);
  if (before !== undefined) return before;
  const found = entriesIn(text.slice(end, text.indexOf('\n', end) < 0 ? undefined : text.indexOf('\n', end)));
  read.set(statement, found);
  return found;
}

/** Of the comment behind a parameter that is the last thing on its line; a line for itself says whose comment it is. */
export function parameterComment(text: string, param: Param): readonly string[] | null {
  const before = read.get(param);
  if (before !== undefined) return before;
  const [from, to] = [text.lastIndexOf('\n', param.span.start) + 1, text.indexOf('\n', param.span.end)];
  const isAlone = text.slice(from, param.span.start).trim() === '';
  const found = isAlone && to >= 0 ? entriesIn(text.slice(param.span.end, to).replace(/^[ \t]*,/, '')) : null;
  read.set(param, found);
  return found;
}

function entriesIn(line: string): readonly string[] | null {
  const [, shape = '', rest = ''] = COMMENT.exec(line) ?? [];
  const entries = GOES_ON.test(rest) ? undefined : shape.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  return entries && entries.length > 1 && entries.every((entry) => USUAL.test(entry)) ? entries : null;
}
