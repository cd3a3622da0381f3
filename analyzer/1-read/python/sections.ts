// The text of a Python file in, where its sections start out: definitions at the outermost level, and what stands between
// them. Each can be read by itself, and what is broken in one leaves the others as they are. For that a definition at the
// outermost level ends whatever bracket or string that is never closed stands open above it.

/** All that a line may hold which matters for where the next one stands: strings, comments, brackets, joined lines. */
const SIGN = /["'#\\()[\]{}\n]/g;
const DEFINITION = /(?:async[ \t]+)?(?:def|class)[ \t]/y;
/** Lines that go on with a statement above. */
const CLAUSE = /(?:elif|else|except|finally)\b/y;

/** In order; the first is 0. */
export function sectionsOf(text: string): readonly number[] {
  const starts = [0];
  let depth = 0;
  let isDecorated = false;
  let isIndented = false;
  const lineAt = (at: number): void => {
    const first = text[at];
    if (first === undefined || first === '\n' || first === '\r' || first === '#') return;
    if (first === ' ' || first === '\t' || first === '\f') {
      isIndented ||= depth === 0;
      return;
    }
    const isDefinition = matches(DEFINITION, text, at);
    if (depth > 0 && !isDefinition) return;
    depth = 0;
    const isDecorator = first === '@';
    const starter = isDefinition || isDecorator || (isIndented && !matches(CLAUSE, text, at));
    if (starter && !isDecorated && at > 0) starts.push(at);
    isDecorated = isDecorator;
    isIndented = false;
  };
  lineAt(0);
  SIGN.lastIndex = 0;
  for (let sign = SIGN.exec(text); sign; sign = SIGN.exec(text)) {
    const { index } = sign;
    switch (sign[0]) {
      case '\n': lineAt(index + 1); break;
      case '#': SIGN.lastIndex = endOfLine(text, index); break;
      case '\\': SIGN.lastIndex = index + (text.startsWith('\r\n', index + 1) ? 3 : 2); break;
      case '"': case "'": SIGN.lastIndex = endOfString(text, index, sign[0]); break;
      case '(': case '[': case '{': depth++; break;
      default: depth = Math.max(0, depth - 1);
    }
  }
  return starts;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function endOfLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}

const ENDS: Readonly<Record<string, RegExp>> = { '"': /"|\n|\\(?:\r\n|[^])/g, "'": /'|\n|\\(?:\r\n|[^])/g, '"""': /"""|\\[^]/g, "'''": /'''|\\[^]/g };

/** A string that is not closed ends with its line, one of several lines where it starts: what follows is code. */
function endOfString(text: string, at: number, quote: string): number {
  const fence = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const end = ENDS[fence] as RegExp;
  end.lastIndex = at + fence.length;
  for (let found = end.exec(text); found; found = end.exec(text)) {
    if (found[0] === fence) return end.lastIndex;
    if (found[0] === '\n') return found.index;
  }
  return fence.length === 3 ? at + fence.length : text.length;
}
