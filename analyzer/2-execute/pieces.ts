// A file cut into its statements at the outermost level. A place is then its piece and a number in it, which an edit of
// another piece leaves as it is, and an edit of blanks or comments, too. Two pieces are the same when what they were read
// as is, counted from the top. Assumes that no statement reads text outside of its piece.

import { createHash } from 'node:crypto';
import type { Meaning } from '../1-read/meaning.ts';
import { meaningOf } from '../1-read/meaning.ts';
import type { Program, Span, Statement } from '../program.ts';

export interface Pieces {
  /** By where they start. */
  readonly all: readonly Piece[];
  /** Made of the names of all: what has the same differs in nothing but places. */
  readonly name: string;
}

export interface Piece {
  /** What it was read as, and how many pieces above were read as the same. */
  readonly name: string;
  readonly start: number;
  readonly meanings: readonly Meaning[];
}

const made = new WeakMap<Program, Pieces>();

export function piecesOf(program: Program): Pieces {
  const known = made.get(program);
  if (known) return known;
  const counts = new Map<string, number>();
  const all = groupsOf(program).map(({ start, statements }): Piece => {
    const meanings = statements.map((statement) => meaningOf(program, statement, start));
    const text = meanings.length === 1 ? (meanings[0] as Meaning).text : meanings.map((meaning) => meaning.text).join();
    const count = counts.get(text) ?? 0;
    counts.set(text, count + 1);
    return { name: count === 0 ? text : `${text}${count}`, start, meanings };
  });
  const pieces: Pieces = { all: all.toSorted((a, b) => a.start - b.start), name: createHash('sha1').update(all.map(({ name }) => name).join()).digest('base64') };
  made.set(program, pieces);
  return pieces;
}

/** Statements that start on a line on which the one before has not ended belong to it. */
function groupsOf(program: Program): readonly { readonly start: number; readonly statements: readonly Statement[] }[] {
  const groups: { start: number; end: number; statements: Statement[] }[] = [];
  for (const statement of program.body) {
    const start = program.text.lastIndexOf('\n', startOf(statement) - 1) + 1;
    const last = groups.at(-1);
    if (last && start >= last.start && start < last.end) {
      last.statements.push(statement);
      last.end = Math.max(last.end, statement.span.end);
    } else groups.push({ start, end: statement.span.end, statements: [statement] });
  }
  return groups;
}

function startOf(statement: Statement): number {
  const decorators = statement.kind === 'function' || statement.kind === 'class' ? statement.decorators : [];
  return Math.min(statement.span.start, ...decorators.map(({ span }: { readonly span: Span }) => span.start));
}

/** The piece around a place; undefined before the first. */
export function pieceAt({ all }: Pieces, start: number): Piece | undefined {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as Piece).start <= start) low = middle + 1;
    else high = middle;
  }
  return all[low - 1];
}

const byName = new WeakMap<Pieces, ReadonlyMap<string, Piece>>();

export function pieceNamed(pieces: Pieces, name: string): Piece | undefined {
  const known = byName.get(pieces) ?? new Map(pieces.all.map((piece) => [piece.name, piece]));
  byName.set(pieces, known);
  return known.get(name);
}

/** The number of a statement in its piece, and those of where a place starts and ends. */
export type Numbers = readonly [statement: number, start: number, end: number];

/** Undefined where no node is. */
export function numbersOf(piece: Piece, { start, end }: Span): Numbers | undefined {
  for (const [statement, { starts, ends }] of piece.meanings.entries()) {
    const from = starts.indexOf(start - piece.start);
    const to = from < 0 ? -1 : ends.indexOf(end - piece.start);
    if (to >= 0) return [statement, from, to];
  }
  return undefined;
}

export function placeOf(piece: Piece, file: string, [statement, start, end]: Numbers): Span {
  const { starts, ends } = piece.meanings[statement] as Meaning;
  return { file, start: piece.start + (starts[start] as number), end: piece.start + (ends[end] as number) };
}
