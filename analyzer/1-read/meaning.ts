// What a statement or a part of it was read as, wherever it stands and however it is laid out: the part in, a short text out
// that two share when they differ in nothing but blanks, line breaks and comments that say nothing; and its places in
// the order of the tree, so that the n-th place of one is the n-th of the other. Broken text may be read as anything, so
// what was found about a statement holds for another only where both were read as the same.

import { createHash } from 'node:crypto';
import type { Expression, Program, Span, Statement } from '../program.ts';
import { parameterComment, shapeComment } from './shape-comment.ts';

export interface Meaning {
  readonly text: string;
  /** Where the nodes start and end, counted from where the statement's line starts, or the part of it. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Everything that could be the name of a variable: words in texts and in shape comments, too. */
  readonly words: ReadonlySet<string>;
  /** Modules that are imported inside, with the number of dots before them. */
  readonly imports: readonly (readonly [dots: number, module: string])[];
}

/** What is looked at by itself: a node and the code that it was read from, but not what is `left` out of it. */
export interface Part { readonly node: object; readonly left?: ReadonlySet<unknown>; readonly code: readonly (readonly [from: number, to: number])[] }

const known = new WeakMap<object, Meaning>();

/** `from`: where it starts, or the line on which it does; `key`: stands for the part and is there as long as that. */
export function meaningOf(program: Program, key: object, part: Part, from: number): Meaning {
  const before = known.get(key);
  if (before !== undefined) return before;
  const writer = new Writer(program, from, part.left);
  writer.write(part.node);
  const all = codeOf(program);
  const code = part.code.map(([start, end]) => all.slice(start, end)).join('\n');
  // The code as it is spelt, too: whether sizes are named is looked up there.
  const text = createHash('sha1').update(writer.parts.join()).update(code.replaceAll(/\B\s+|\s+\B/g, '').replaceAll(/\s+/g, ' ')).digest('base64');
  const meaning = { text, starts: writer.starts.list, ends: writer.ends.list, words: writer.words, imports: importsIn(code) };
  known.set(key, meaning);
  return meaning;
}

const INNER_IMPORT = /^[ \t]+(?:from[ \t]+(\.*)([\w.]*)[ \t]+import\b|import[ \t]+([\w.]+))/gm;

function importsIn(code: string): Meaning['imports'] {
  return [...code.matchAll(INNER_IMPORT)].map(([, dots = '', name = '', whole = '']) => [dots.length, name || whole]);
}

const codes = new WeakMap<Program, string>();

/** The text with blanks in place of its comments and of what documents it, neither of which anything that runs reads. */
export function codeOf(program: Program): string {
  const before = codes.get(program);
  if (before !== undefined) return before;
  let code = '';
  let from = 0;
  const silent = [...program.comments, ...documentationIn(program.body)].map(({ span }) => span).toSorted((a, b) => a.start - b.start);
  for (const { start, end } of silent) {
    code += program.text.slice(from, start) + program.text.slice(start, end).replaceAll(/[^\n]/g, ' ');
    from = end;
  }
  code += program.text.slice(from);
  codes.set(program, code);
  return code;
}

function documentationIn(block: readonly Statement[]): readonly Statement[] {
  return block.flatMap((statement) => {
    if (statement.kind === 'class') return documentationIn(statement.class.body);
    if (statement.kind === 'function') return documentationIn(statement.function.body);
    return isDocumentation(statement) ? [statement] : [];
  });
}

/** A text that nobody takes. */
const isDocumentation = (node: object): boolean => {
  const { kind, value } = node as { readonly kind?: unknown; readonly value?: Expression };
  return kind === 'expression' && value?.kind === 'literal' && value.literal.type === 'string';
};

class Writer {
  readonly parts: string[] = [];
  readonly starts = new Places();
  readonly ends = new Places();
  readonly words = new Set<string>();
  readonly #program: Program;
  readonly #from: number;
  readonly #left: ReadonlySet<unknown> | undefined;

  constructor(program: Program, from: number, left: ReadonlySet<unknown> | undefined) {
    this.#program = program;
    this.#from = from;
    this.#left = left;
  }

  write(node: unknown): void {
    if (typeof node !== 'object' || node === null) {
      this.parts.push(typeof node === 'string' ? JSON.stringify(node) : String(node));
      if (typeof node === 'string') for (const word of node.match(/[A-Za-z_]\w*/g) ?? []) this.words.add(word);
      return;
    }
    if (this.#left?.has(node)) return;
    if (isSpan(node)) {
      this.parts.push(`${this.starts.numberOf(node.start - this.#from)}-${this.ends.numberOf(node.end - this.#from)}`);
      return;
    }
    this.parts.push('(');
    if ('kind' in node) this.#layout(node as Statement | Expression);
    const isSilent = isDocumentation(node);
    for (const [key, part] of Object.entries(node)) {
      this.parts.push(key);
      if (isSilent && key === 'value') continue;
      if (key === 'name' && isMember(node)) this.parts.push(JSON.stringify(part));
      else this.write(part);
    }
    this.parts.push(')');
  }

  /** What is read off the layout after all: shape comments, and whether a chain of calls goes over several lines. */
  #layout(node: Statement | Expression): void {
    const { text, language } = this.#program;
    if (node.kind === 'assignment' && language === 'python') this.write(shapeComment(text, node, node.span.end));
    if (node.kind === 'lambda' && language === 'python') for (const param of node.params) this.write(parameterComment(text, param));
    if (node.kind === 'call' && node.callee.kind === 'attribute') this.parts.push(String(isOverLines(text, node.span, node.callee.nameSpan)));
  }
}

/** Its name is looked up in an object, or nowhere. */
const isMember = (node: object): boolean => 'kind' in node && (node.kind === 'attribute' || node.kind === 'function' || node.kind === 'lambda');

/** Whether what stands before a name is on other lines. */
export const isOverLines = (text: string, around: Span, name: Span): boolean => text.slice(around.start, name.start).includes('\n');

const isSpan = (node: object): node is Span => 'file' in node && 'start' in node && 'end' in node;

/** Places in the order in which they are met; those that are equal have the number of the first. */
class Places {
  readonly list: number[] = [];
  readonly #numbers = new Map<number, number>();

  numberOf(place: number): number {
    const before = this.#numbers.get(place);
    if (before !== undefined) return before;
    this.#numbers.set(place, this.list.length);
    this.list.push(place);
    return this.list.length - 1;
  }
}
