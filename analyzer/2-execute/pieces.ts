// A file cut into its statements at the outermost level, each with the comments behind it. A place is then its piece and
// an offset in it, which an edit of another piece leaves as it is. Two pieces are the same when their texts are, counted
// from the top. Assumes that no statement reads text outside of its piece.

import { createHash } from 'node:crypto';
import { meaningOf } from '../1-read/meaning.ts';
import type { Program, Span, Statement } from '../program.ts';

export interface Pieces {
  /** The piece around a place; undefined before the first. */
  at(start: number): Piece | undefined;
  /** Where the piece of a name starts. */
  startOf(name: string): number | undefined;
  /** The pieces by where they start, for as long as somebody remembers them and not the text. */
  readonly layout: Layout;
}

export interface Layout { readonly starts: readonly number[]; readonly names: readonly string[] }

export interface Piece {
  /** Its text and what that was read as, and how many pieces above have the same. */
  readonly name: string;
  readonly start: number;
  readonly text: string;
  /** Everything in the text that could be a name. */
  readonly words: ReadonlySet<string>;
}

const made = new WeakMap<Program, Pieces>();

export function piecesOf(program: Program): Pieces {
  const known = made.get(program);
  if (known) return known;
  const read = new Map<number, string[]>();
  for (const statement of program.body) {
    const start = lineStart(program.text, startOf(statement));
    read.set(start, [...(read.get(start) ?? []), meaningOf(statement, start)]);
  }
  const starts = [...read.keys()].sort((a, b) => a - b);
  const counts = new Map<string, number>();
  const pieces = starts.map((start, i): Piece => {
    const text = program.text.slice(start, starts[i + 1]).trimEnd();
    const same = createHash('sha1').update(`${text}${read.get(start)?.join()}`).digest('base64');
    const count = counts.get(same) ?? 0;
    counts.set(same, count + 1);
    let words: ReadonlySet<string> | undefined;
    return { name: `${same}${count}`, start, text, get words() { return (words ??= new Set(text.match(/[A-Za-z_]\w*/g))); } };
  });
  const byName = new Map(pieces.map(({ name, start }) => [name, start]));
  const layout = { starts, names: pieces.map(({ name }) => name) };
  const result: Pieces = { startOf: (name) => byName.get(name), at: (start) => pieces[indexIn(layout, start)], layout };
  made.set(program, result);
  return result;
}

/** The piece around a place; -1 before the first. */
export function indexIn({ starts }: Layout, start: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= start) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function startOf(statement: Statement): number {
  const decorators = statement.kind === 'function' || statement.kind === 'class' ? statement.decorators : [];
  return Math.min(statement.span.start, ...decorators.map(({ span }: { readonly span: Span }) => span.start));
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
