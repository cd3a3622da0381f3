// A text that does not parse comes in; what its characters alone tell goes out: brackets that never close, strings that
// never end, logical lines. It knows no grammar, so it cannot be led astray by an error far above, and its findings
// are the ones a reader understands first.

import type { Range } from '../ast.ts';
import type { Edit } from './edits.ts';

export interface LogicalLine extends Range {
  readonly indentation: string;
  /** The first word, or the empty string. */
  readonly word: string;
  /** A colon stands outside brackets. */
  readonly colon: boolean;
}

export interface LexicalFault {
  readonly at: Range;
  readonly message: string;
  /** What would make the text well formed: put `insert` in the place of the range. */
  readonly edit: Edit;
}

export interface Scan {
  readonly lines: readonly LogicalLine[];
  readonly faults: readonly LexicalFault[];
  /** Line breaks and comments inside brackets. */
  readonly insideBrackets: readonly Range[];
  /** Rows of values with a star in them, outside brackets: `a, *f(x)` after the last `=` or after `return`. */
  readonly starred: readonly Range[];
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Words that never start a line inside brackets. */
const statementWord = /^[ \t]*(?:return|def|class|while|with|import|try|except|finally|pass|raise|assert|del|global|nonlocal|break|continue|@)(?![\w=])/;
const compoundLine = /^[ \t]*(?:if|elif|else|for|async|from)\b.*(?::|\bimport\b.*)[ \t]*(?:#.*)?$/;
const assignmentLine = /^[ \t]*[\w.]+(?:\[[^\]]*\])?[ \t]+(?:[-+*/@%&|^]|\/\/|\*\*|<<|>>)?=[ \t]/;

export function scan(text: string): Scan {
  const strict = new Scanner(text, false).run();
  // Only when the brackets do not fit is a line that looks like a statement taken for the end of an open bracket.
  return strict.faults.length === 0 ? strict : new Scanner(text, true).run();
}

class Scanner {
  readonly #text: string;
  readonly #guess: boolean;
  readonly #open: { readonly character: string; readonly at: number; readonly indentation: number }[] = [];
  readonly #lines: LogicalLine[] = [];
  readonly #faults: LexicalFault[] = [];
  readonly #insideBrackets: Range[] = [];
  readonly #starredRows: Range[] = [];
  #at = 0;
  #lineStart = -1;
  #lastEnd = 0;
  #colon = false;
  /** Where the values of this statement begin, and whether one has a star. */
  #valueStart = -1;
  #starred = false;

  constructor(text: string, guess: boolean) {
    this.#text = text;
    this.#guess = guess;
  }

  run(): Scan {
    while (this.#at < this.#text.length) this.#step();
    this.#closeAll(this.#lastEnd);
    this.#endLine();
    return { lines: this.#lines, faults: this.#faults, insideBrackets: this.#insideBrackets, starred: this.#starredRows };
  }

  #step(): void {
    const character = this.#text[this.#at] as string;
    if (character === '\n') return this.#lineBreak();
    if (character === ' ' || character === '\t' || character === '\r' || character === '\f' || character === '\uFEFF') {
      this.#at++;
      return;
    }
    if (character === '#') {
      const found = this.#text.indexOf('\n', this.#at);
      const end = found < 0 ? this.#text.length : found;
      if (this.#open.length > 0) this.#insideBrackets.push({ start: this.#at, end });
      this.#at = end;
      return;
    }
    if (character === '\\') {
      const skip = /^\\\r?\n/.exec(this.#text.slice(this.#at, this.#at + 3));
      this.#at += skip?.[0].length ?? 1;
      return;
    }
    if (this.#lineStart < 0) this.#lineStart = this.#at;
    if (character === '"' || character === "'") this.#string(character);
    else {
      if (closers[character] !== undefined) this.#openBracket(character);
      else if (character === ')' || character === ']' || character === '}') this.#closeBracket(character);
      else if (this.#open.length === 0) this.#outside(character);
      this.#at++;
    }
    this.#lastEnd = this.#at;
  }

  #outside(character: string): void {
    const before = this.#text.slice(this.#lineStart, this.#at).trimEnd();
    if (character === ':') this.#colon = true;
    if (character === ';') this.#endValues(this.#at);
    if (character === '=' && !/[=!<>:+\-*/%&|^@]$/.test(before) && this.#text[this.#at + 1] !== '=') this.#valueStart = this.#at + 1;
    if (character !== '*') return;
    const returns = this.#valueStart < 0 ? /(?:^|[:;]\s*)return\b/.exec(before) : null;
    if (returns) this.#valueStart = this.#lineStart + returns.index + returns[0].length;
    this.#starred ||= this.#valueStart >= 0 && /(?:,|=|return)$/.test(before);
  }

  #endValues(end: number): void {
    if (this.#starred) this.#starredRows.push({ start: this.#valueStart + /^\s*/.exec(this.#text.slice(this.#valueStart, end))![0].length, end });
    this.#valueStart = -1;
    this.#starred = false;
  }

  #lineBreak(): void {
    const next = this.#at + 1;
    if (this.#open.length > 0 && this.#guess && this.#startsStatement(next)) this.#closeAll(this.#lastEnd);
    if (this.#open.length === 0) this.#endLine();
    else this.#insideBrackets.push({ start: this.#at, end: next });
    this.#at = next;
  }

  #startsStatement(at: number): boolean {
    const stop = this.#text.indexOf('\n', at);
    const line = this.#text.slice(at, stop < 0 ? Math.min(this.#text.length, at + 500) : Math.min(stop, at + 500));
    if (statementWord.test(line)) return true;
    const indentation = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const outer = this.#open[0]?.indentation ?? 0;
    return indentation <= outer && (compoundLine.test(line) || assignmentLine.test(line));
  }

  #endLine(): void {
    if (this.#lineStart >= 0) {
      const from = this.#text.lastIndexOf('\n', this.#lineStart - 1) + 1;
      const word = /^@|^\w+/.exec(this.#text.slice(this.#lineStart, this.#lineStart + 20))?.[0] ?? '';
      this.#lines.push({
        start: this.#lineStart, end: this.#lastEnd, indentation: this.#text.slice(from, this.#lineStart), word, colon: this.#colon,
      });
    }
    this.#endValues(this.#lastEnd);
    this.#lineStart = -1;
    this.#colon = false;
  }

  #openBracket(character: string): void {
    const from = this.#text.lastIndexOf('\n', this.#lineStart - 1) + 1;
    this.#open.push({ character, at: this.#at, indentation: this.#lineStart - from });
  }

  #closeBracket(character: string): void {
    const range = { start: this.#at, end: this.#at + 1 };
    const last = this.#open.pop();
    if (last === undefined) {
      this.#faults.push({ at: range, message: `'${character}' closes nothing`, edit: { ...range, insert: ' ' } });
      return;
    }
    const fitting = closers[last.character] as string;
    if (fitting === character) return;
    const message = `'${character}' does not close '${last.character}'`;
    this.#faults.push({ at: range, message, edit: { ...range, insert: fitting } });
  }

  #closeAll(at: number): void {
    const innermost = this.#open.at(-1);
    if (innermost === undefined) return;
    const insert = this.#open.map((open) => closers[open.character] as string).reverse().join('');
    this.#faults.push({
      at: { start: innermost.at, end: innermost.at + 1 }, message: `'${innermost.character}' is never closed`,
      edit: { start: at, end: at, insert },
    });
    this.#open.length = 0;
  }

  #string(quote: string): void {
    const triple = this.#text.startsWith(quote.repeat(3), this.#at);
    const fence = triple ? quote.repeat(3) : quote;
    const start = this.#at;
    let at = start + fence.length;
    for (; at < this.#text.length; at++) {
      if (this.#text.startsWith(fence, at)) {
        this.#at = at + fence.length;
        return;
      }
      const character = this.#text[at];
      if (character === '\\') at += this.#text[at + 1] === '\r' && this.#text[at + 2] === '\n' ? 2 : 1;
      else if (character === '\n' && !triple) break;
    }
    const end = Math.min(at, this.#text.length);
    this.#faults.push({
      at: { start, end: start + fence.length }, message: 'this string is never closed', edit: { start: end, end, insert: fence },
    });
    this.#at = end;
  }
}
