// What running a function by itself has found, kept for as long as nothing changes that the function could find: a
// machine whose program has run and a name in, the entry out with its places where they are now, or undefined where it
// has to be run.

import type { Span } from '../program.ts';
import type { Entered, Machine, Notes, Obligation } from './machine.ts';
import { placeKey, unknownKey } from './machine.ts';
import type { Layout } from './pieces.ts';
import { indexIn, piecesOf } from './pieces.ts';
import { Reach } from './reach.ts';
import type { Find } from './reach.ts';

/** What was found by running a function or class by itself. */
export interface Entry {
  readonly notes: Notes;
  readonly entered: Entered;
  readonly claimsProved: number;
  readonly steps: number;
  /** Once it has been judged: which of its claims fail, by number. */
  readonly judgement: { failing?: readonly Judged[] };
}

export interface Judged { readonly at: number; readonly witness?: Readonly<Record<string, number>> }

interface Kept {
  readonly entry: Entry;
  /** What it named and asked, and what that was counted from and answered to. */
  readonly named: readonly string[];
  readonly asked: readonly string[];
  readonly numbering: string;
  readonly answers: string;
  readonly layouts: ReadonlyMap<string, Layout>;
}

/** Functions of which entries are kept; those that were not asked for the longest time go first. */
const MAX_KEPT = 2_000;
/** Of each, as many as differ in what was named and asked before. */
const MAX_OF_ONE = 3;

export interface KeptEntries {
  /** Looks at a machine whose program has run: nothing of it may change while entries are asked for. */
  after(m: Machine, find: Find): EntriesOf;
  /** How many were run so far. */
  readonly run: number;
}

export interface EntriesOf {
  /** `run` gives the names of sizes and the questions that the entry has met, too. */
  entry(file: string, name: string, run: () => { readonly entry: Entry; readonly named: readonly string[]; readonly asked: readonly string[] }): Entry;
}

export function keepEntries(): KeptEntries {
  const kept = new Map<string, readonly Kept[]>();
  let count = 0;
  return {
    get run() { return count; },
    after(m, find) {
      const reach = new Reach(m, find);
      return {
        entry(file, name, run) {
          const key = reach.of(file, name);
          const before = key === undefined ? [] : kept.get(key) ?? [];
          const same = before.find((one) => m.numbering(one.named) === one.numbering && m.answersTo(one.asked) === one.answers);
          const found = same && moved(m, same);
          if (!found) count++;
          const { entry, named, asked } = found ?? run();
          if (key !== undefined) {
            const now = { entry, named, asked, numbering: m.numbering(named), answers: m.answersTo(asked), layouts: layoutsOf(m) };
            kept.delete(key);
            kept.set(key, [now, ...before.filter((one) => one !== same)].slice(0, MAX_OF_ONE));
            if (kept.size > MAX_KEPT) kept.delete(kept.keys().next().value as string);
          }
          return entry;
        },
      };
    },
  };
}

function layoutsOf(m: Machine): ReadonlyMap<string, Layout> {
  return new Map([...m.programs].flatMap(([file, program]) => (file.startsWith('library:') ? [] : [[file, piecesOf(program).layout]])));
}

/** The entry with its places where they are now; undefined where one of them is no more. */
function moved(m: Machine, kept: Kept): Kept | undefined {
  const unmoved = [...kept.layouts].every(([file, layout]) => {
    const program = m.programs.get(file);
    return program && piecesOf(program).layout === layout;
  });
  if (unmoved) return kept;
  try {
    return { ...kept, entry: movedEntry(kept.entry, (span) => movedSpan(m, kept.layouts, span)) };
  } catch (error) {
    if (error !== GONE) throw error;
    return undefined;
  }
}

const GONE = { gone: true } as const;

type Move = (span: Span) => Span;

function movedSpan(m: Machine, layouts: ReadonlyMap<string, Layout>, span: Span): Span {
  const layout = layouts.get(span.file);
  if (!layout) return span;
  const program = m.programs.get(span.file);
  const at = indexIn(layout, span.start);
  const start = program && piecesOf(program).startOf(layout.names[at] ?? '');
  if (start === undefined) throw GONE;
  const by = start - (layout.starts[at] as number);
  return by === 0 ? span : { file: span.file, start: span.start + by, end: span.end + by };
}

function movedEntry({ notes, entered, ...counts }: Entry, move: Move): Entry {
  const tensors = [...notes.tensors].map(([key, note]) => {
    const [, file = '', start = '0', end = '0'] = /^(.*):(\d+):(\d+)$/s.exec(key) ?? [];
    return [placeKey(move({ file, start: Number(start), end: Number(end) })), note] as const;
  });
  const unknowns = [...notes.unknowns.values()].map((note) => ({ ...note, span: note.span && move(note.span) }));
  const contracts = [...notes.contracts.values()].map((contract) => ({ ...contract, span: move(contract.span) }));
  const spans = [...entered.values()].map(move);
  return {
    ...counts,
    entered: new Map(spans.map((span) => [placeKey(span), span])),
    notes: {
      obligations: notes.obligations.map((obligation) => movedObligation(obligation, move)),
      unknowns: new Map(unknowns.map((note) => [unknownKey(note), note])),
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
