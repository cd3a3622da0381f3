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

/**
 * Of the comment behind a parameter that is the last thing on its line; a line for itself says whose comment it is. Else of
 * what the function's text begins with, in comments or between quotes: `x: (B, T, C), mask: (B, T)`.
 */
export function parameterComment(text: string, param: Param): readonly string[] | null {
  const before = read.get(param);
  if (before !== undefined) return before;
  const found = commentBehind(text, param) ?? entriesOf(param.name, text.slice(param.span.end, param.span.end + MOST_HEAD));
  read.set(param, found);
  return found;
}

export function commentBehind(text: string, { span: { start, end } }: Param): readonly string[] | null {
  const [from, to] = [text.lastIndexOf('\n', start) + 1, text.indexOf('\n', end)];
  const isAlone = text.slice(from, start).trim() === '';
  return isAlone && to >= 0 ? entriesIn(text.slice(end, to).replace(/^[ \t]*,/, '')) : null;
}

/** How far behind a parameter its function's text may begin, and end. */
const MOST_HEAD = 3_000;

/** The end of a function's head, and the comments and the text that its body begins with. */
const OPENING = /^[^#'"]*?\)[ \t]*(?:->[^\n]*)?:[ \t]*\n((?:[ \t]*#[^\n]*\n|[ \t]*\n)*)(?:[ \t]*[rR]?("{3}|'{3})([^]*?)\2)?/;

/** `x: (B, T)`, `x and y: [N, C]`, each name up to the next shape; prose between them says that no more is stated. */
function entriesOf(name: string, text: string): readonly string[] | null {
  const [, comments = '', , quoted = ''] = OPENING.exec(text) ?? [];
  for (const line of `${comments.replaceAll('#', '')}\n${quoted}`.split('\n')) {
    for (const [, names = '', , shape = '', rest = ''] of line.matchAll(/(?:^|[;,])[ \t]*((?:\w+[ \t]*(?:,|and)[ \t]*)*\w+)[ \t]*(?::|=)?[ \t]*(tensor of shape|of shape|shape)?[ \t]*[[(]([^()[\]]*)[)\]](?=([^\n]*))/g)) {
      if (names.split(/,|\band\b/).some((one) => one.trim() === name)) return entriesIn(`#(${shape})${rest.replace(/^[ \t]*[;,].*/, '')}`);
    }
  }
  return null;
}

function entriesIn(line: string): readonly string[] | null {
  const [, shape = '', rest = ''] = COMMENT.exec(line) ?? [];
  const entries = GOES_ON.test(rest) ? undefined : shape.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');
  return entries && entries.length > 1 && entries.every((entry) => USUAL.test(entry)) ? entries : null;
}
