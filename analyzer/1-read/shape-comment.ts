// Shape comments, as text: what stands behind a statement on its line in, the entries of the shape that it speaks of out.
// Only comments whose every entry is a number or a usual name of a size are read.

const COMMENT = /^[ \t]*#[ \t]*(?:->|=>|shape:?|size:?)?[ \t]*(?:torch\.Size)?\(?[([]([^()[\]]*)[)\]](.*)/i;
/** Behind a shape that is only an operand: `(B, T, T) @ (B, T, C) -> (B, T, C)`, `[B, T] * [T]`, `(B, T) or (B,)`. */
const GOES_ON = /^[ \t]*(?:->|=>|[@*+/x×&|,;=-]|or\b|and\b|to\b|if\b)/;
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
