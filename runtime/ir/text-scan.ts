// Text in, tokens out: names, numbers and punctuation, with their places for messages.

export interface Token {
  readonly kind: 'name' | 'number' | 'mark' | 'end';
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** Text that is not a graph; the message names line and column. */
export class TextError extends Error {
  override readonly name = 'TextError';
}

const TOKEN = /([A-Za-z_]\w*)|(-?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|-inf\b)|([()[\]{},:=;\n])|([ \t\r]+|#[^\n]*)|(.)/gy;

export function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let start = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, name, number, mark, , other] = match;
    const place = { line, column: match.index - start + 1 };
    if (other) throw new TextError(`line ${place.line}, column ${place.column}: '${other}' does not belong here`);
    if (name) tokens.push({ kind: 'name', text: name, ...place });
    else if (number) tokens.push({ kind: 'number', text: number, ...place });
    else if (mark) tokens.push({ kind: 'mark', text: mark === '\n' ? ';' : mark, ...place });
    if (whole === '\n') { line++; start = match.index + 1; }
  }
  tokens.push({ kind: 'end', text: 'the end', line, column: text.length - start + 1 });
  return tokens;
}
