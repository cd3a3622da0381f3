// What was found in files before an edit, with its places where they are after it: an entry in, an entry out. Assumes that
// what the places lie in was read as the same; a place whose piece is no more, or that no node has, throws GONE.

import type { Program, Span } from '../program.ts';
import type { Entry } from './notes.ts';
import type { Obligation } from './machine.ts';
import { placeKey, unknownKey } from './machine.ts';
import type { Piece, Pieces } from './pieces.ts';
import { numbersOf, pieceAt, pieceNamed, piecesOf, placeOf } from './pieces.ts';

const GONE = { gone: true } as const;

/** Undefined where a place is no more. */
export function unlessGone<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error !== GONE) throw error;
    return undefined;
  }
}

/** The pieces of the user's files at some time. */
export type Layout = ReadonlyMap<string, Pieces>;

export function layoutOf(programs: ReadonlyMap<string, Program>): Layout {
  return new Map([...programs].flatMap(([file, program]) => (file.startsWith('library:') ? [] : [[file, piecesOf(program)]])));
}

type Move = (span: Span) => Span;

/** The pieces that something lies in, by its file. */
export type Touched = readonly (readonly [file: string, piece: Piece])[];

export function touchedBy({ notes, entered }: Entry, layout: Layout): Touched {
  const touched = new Map<Piece, string>();
  const look = (span: Span): Span => {
    const pieces = layout.get(span.file);
    const piece = pieces && pieceAt(pieces, span.start);
    if (piece) touched.set(piece, span.file);
    return span;
  };
  movedEntry({ notes, entered, claimsProved: 0, steps: 0, judgement: {} }, look);
  return [...touched].map(([piece, file]) => [file, piece]);
}

/** Whether the pieces are where they were, and read as they were. */
export function areUnmoved(touched: Touched, programs: ReadonlyMap<string, Program>): boolean {
  return touched.every(([file, piece]) => {
    const program = programs.get(file);
    const now = program && pieceNamed(piecesOf(program), piece.name);
    return now?.start === piece.start && piece.meanings.every((meaning, i) => meaning === now.meanings[i]);
  });
}

/** Undefined where nothing has moved. */
export function moveBetween(before: Layout, programs: ReadonlyMap<string, Program>): Move | undefined {
  if ([...before].every(([file, pieces]) => { const now = programs.get(file); return now && piecesOf(now) === pieces; })) return undefined;
  const moved = new Map<Span, Span>();
  return (span) => {
    const pieces = before.get(span.file);
    if (!pieces) return span;
    const known = moved.get(span);
    if (known) return known;
    const piece = pieceAt(pieces, span.start);
    const program = programs.get(span.file);
    const now = piece && program && pieceNamed(piecesOf(program), piece.name);
    if (!now) throw GONE;
    const place = movedPlace(span, piece, now);
    moved.set(span, place);
    return place;
  };
}

function movedPlace(span: Span, before: Piece, now: Piece): Span {
  const by = now.start - before.start;
  if (before.meanings.every((meaning, i) => meaning === now.meanings[i])) return by === 0 ? span : { file: span.file, start: span.start + by, end: span.end + by };
  const numbers = numbersOf(before, span);
  if (!numbers) throw GONE;
  return placeOf(now, span.file, numbers);
}

/** Some questions are told apart by their places. */
export function movedQuestion(asked: string, move: Move): string {
  return asked.replace(/(?<= at )((?:(?! at ).)*):(\d+):(\d+)$/s, (_, file: string, start: string, end: string) => placeKey(move({ file, start: Number(start), end: Number(end) })));
}

export function movedEntry({ notes, entered, judgement, instead, ...counts }: Entry, move: Move): Entry {
  const tensors = [...notes.tensors].map(([key, note]) => {
    const [, file = '', start = '0', end = '0'] = /^(.*):(\d+):(\d+)$/s.exec(key) ?? [];
    return [placeKey(move({ file, start: Number(start), end: Number(end) })), note] as const;
  });
  const unknowns = [...notes.unknowns].map(([key, note]) => {
    if (!note.span) return [key, note] as const;
    const now = { ...note, span: move(note.span) };
    return [unknownKey(now), now] as const;
  });
  const contracts = [...notes.contracts.values()].map((contract) => ({ ...contract, span: move(contract.span) }));
  const spans = [...entered.values()].map(move);
  return {
    ...counts,
    judgement: { ...judgement },
    ...(instead ? { instead: instead.map(move) } : {}),
    entered: new Map(spans.map((span) => [placeKey(span), span])),
    notes: {
      obligations: notes.obligations.map((obligation) => movedObligation(obligation, move)),
      unknowns: new Map(unknowns),
      tensors: new Map(tensors),
      contracts: new Map(contracts.map((contract) => [placeKey(contract.span), contract])),
    },
  };
}

function movedObligation(obligation: Obligation, move: Move): Obligation {
  const { span, stack, path, operands, under } = obligation;
  return {
    ...obligation, span: move(span), stack: stack.map(move),
    path: path.map((decision) => ({ ...decision, span: move(decision.span) })),
    operands: operands.map(({ name, tensor }) => ({ name, tensor: tensor.origin ? { ...tensor, origin: move(tensor.origin) } : tensor })),
    ...(under ? { under: { ...under, span: under.span && move(under.span) } } : {}),
  };
}
