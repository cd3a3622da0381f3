// New cases from old ones: two cases' choices in, the choices of a third out, move by move. Where a move begins is
// marked, so that it can be left out, repeated or taken over from another case and still mean a whole move. Any
// choices replay to a valid case; what they lack is drawn anew.
import type { Draw } from '../runtime/spec/draw.ts';

/** A case as its choices, and where its moves begin; the last mark ends the moves. */
export interface Recorded {
  readonly choices: readonly number[];
  readonly marks: readonly number[];
}

type Mutation = (draw: Draw, parent: Parts, other: Parts) => readonly (readonly number[])[];

/** What comes before the moves (the sizes of the graph), and the moves; outputs are always drawn anew. */
interface Parts {
  readonly head: readonly number[];
  readonly moves: readonly (readonly number[])[];
}

const MOST_NUDGES = 3;
/** Larger than any span: clamped to the last of what there is to choose from. */
const LARGE_CHOICE = 1_000_000;

export function partsOf({ choices, marks }: Recorded): Parts {
  return { head: choices.slice(0, marks[0]), moves: marks.slice(0, -1).map((begin, i) => choices.slice(begin, marks[i + 1])) };
}

const place = (draw: Draw, { moves }: Parts): number => draw.integer(0, Math.max(0, moves.length - 1));

/** Some choices of one move become others: mostly near ones, sometimes none or the last. */
function nudge(draw: Draw, parent: Parts): readonly (readonly number[])[] {
  const at = place(draw, parent);
  const changed = [...(parent.moves[at] ?? [])];
  for (let n = draw.integer(1, MOST_NUDGES); n > 0 && changed.length > 0; n--) {
    const i = draw.integer(0, changed.length - 1);
    const near = Math.max(0, changed[i]! + draw.integer(-2, 2));
    changed[i] = draw.pick([near, near, draw.integer(0, 999), 0, LARGE_CHOICE]);
  }
  return parent.moves.with(at, changed);
}

/** The moves up to a place; the rest grows anew. */
const regrow: Mutation = (draw, parent) => parent.moves.slice(0, place(draw, parent));

const leaveOut: Mutation = (draw, parent) => parent.moves.toSpliced(place(draw, parent), 1);

const repeat: Mutation = (draw, parent) => {
  const at = place(draw, parent);
  return parent.moves.toSpliced(at, 0, parent.moves[at] ?? []);
};

/** The beginning of one case and the end of another. */
const splice: Mutation = (draw, parent, other) => [...parent.moves.slice(0, place(draw, parent)), ...other.moves.slice(place(draw, other))];

/** A move of one case or of the other, in turn by chance. */
const cross: Mutation = (draw, parent, other) => {
  const length = Math.max(parent.moves.length, other.moves.length);
  return Array.from({ length }, (_, i) => (draw.chance(0.5) ? parent.moves[i] : other.moves[i]) ?? parent.moves[i] ?? other.moves[i]!);
};

const MUTATIONS: readonly Mutation[] = [nudge, nudge, regrow, leaveOut, repeat, splice, splice, cross];

/** A child of two cases, for `Choices.moves`. */
export function mutated(draw: Draw, parent: Recorded, other: Recorded): readonly (readonly number[])[] {
  const [a, b] = [partsOf(parent), partsOf(other)];
  return [a.head, ...(a.moves.length === 0 ? [] : draw.pick(MUTATIONS)(draw, a, b))];
}
