// A file cut into its statements at the outermost level, and the bodies of functions there and of methods of classes there
// cut out of those, in Python. A place is then its piece and a number in it, which an edit of another piece leaves as it
// is, and an edit of blanks or comments, too. Two pieces are the same when what they were read as is, counted from the
// top. Assumes that no statement reads text outside of its piece.

import { createHash } from 'node:crypto';
import type { Meaning } from '../1-read/meaning.ts';
import { meaningOf } from '../1-read/meaning.ts';
import type { ClassStatement, FunctionStatement, Program, Span, Statement } from '../program.ts';

export interface Pieces {
  readonly all: readonly Piece[];
  /** The piece from each place on, up to the next. */
  readonly segments: readonly (readonly [start: number, piece: Piece])[];
  /** Made of the names of all: what has the same differs in nothing but places. */
  readonly name: string;
}

export interface Piece {
  /** What it was read as, and how many pieces above were read as the same; of a body, also whose it is. */
  readonly name: string;
  readonly start: number;
  readonly meanings: readonly Meaning[];
  /** The bodies that were cut out of it, by where their functions start. */
  readonly bodies: ReadonlyMap<number, Body>;
}

/** A body; `of`: what is the same while nothing but bodies changes in the statement. */
export interface Body extends Piece { readonly of: string }

const made = new WeakMap<Program, Pieces>();

export function piecesOf(program: Program): Pieces {
  const known = made.get(program);
  if (known) return known;
  const counts = new Map<string, number>();
  const all: Piece[] = [];
  const segments: (readonly [number, Piece])[] = [];
  for (const { start, statements } of groupsOf(program)) {
    const only = statements.length === 1 && program.language === 'python' ? statements[0] : undefined;
    const units = only ? unitsIn(only) : [];
    const meanings = units.length > 0 ? [headOf(program, only as FunctionStatement | ClassStatement, units, start)]
      : statements.map((statement) => meaningOf(program, statement, { node: statement, code: [[start, statement.span.end]] }, start));
    const text = meanings.length === 1 ? (meanings[0] as Meaning).text : meanings.map((meaning) => meaning.text).join();
    const count = counts.get(text) ?? 0;
    counts.set(text, count + 1);
    const name = count === 0 ? text : `${text}${count}`;
    const bodies = new Map(units.map((unit, i): readonly [number, Body] => {
      const from = signatureEnd(unit);
      const { function: code } = unit;
      const meaning = meaningOf(program, code.body, { node: code.body, code: [[from, code.span.end]] }, from);
      const of = `${name}.${i}`;
      return [code.span.start, { name: `${of}.${meaning.text}`, of, start: from, meanings: [meaning], bodies: NO_BODIES }];
    }));
    const piece: Piece = { name, start, meanings, bodies };
    all.push(piece, ...bodies.values());
    segments.push([start, piece]);
    for (const { function: { span } } of units) segments.push([bodies.get(span.start)!.start, bodies.get(span.start)!], [span.end, piece]);
  }
  const name = createHash('sha1').update(all.map((piece) => piece.name).join()).digest('base64');
  const pieces: Pieces = { all, segments: segments.toSorted(([a], [b]) => a - b), name };
  made.set(program, pieces);
  return pieces;
}

const NO_BODIES: Piece['bodies'] = new Map();

/** The functions whose bodies are pieces of their own. */
function unitsIn(statement: Statement): readonly FunctionStatement[] {
  const block: readonly Statement[] = statement.kind === 'class' ? statement.class.body : [statement];
  return block.filter((inner): inner is FunctionStatement => inner.kind === 'function' && inner.function.body.length > 0);
}

function headOf(program: Program, statement: FunctionStatement | ClassStatement, units: readonly FunctionStatement[], start: number): Meaning {
  const starts = [start, ...units.map(({ function: { span } }) => span.end)];
  const code = starts.map((from, i) => [from, i < units.length ? signatureEnd(units[i] as FunctionStatement) : statement.span.end] as const);
  const left = new Set(units.map((unit) => unit.function.body));
  return meaningOf(program, statement.kind === 'class' ? statement.class : statement.function, { node: statement, left, code }, start);
}

/** From there on nothing but its body is read. */
function signatureEnd({ nameSpan, function: { params, returns } }: FunctionStatement): number {
  return Math.max(nameSpan.end, ...params.flatMap((param) => [param.span.end, param.default?.span.end ?? 0, param.annotation?.span.end ?? 0]), returns?.span.end ?? 0);
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
export function pieceAt({ segments }: Pieces, start: number): Piece | undefined {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle] as Pieces['segments'][number])[0] <= start) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1]?.[1];
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
