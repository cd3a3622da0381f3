// What running a function by itself has found, kept for as long as nothing changes that the function could find: a
// machine whose program has run and a name in, the entry out with its places where they are now, or undefined where it
// has to be run.

import type { Machine, Sight } from './machine.ts';
import type { Layout, Touched } from './moves.ts';
import { areUnmoved, layoutOf, moveBetween, movedEntry, movedQuestion, touchedBy, unlessGone } from './moves.ts';
import { keepNewest } from './newest.ts';
import type { Entry } from './notes.ts';
import { Reach } from './reach.ts';
import type { Find } from './reach.ts';

interface Kept {
  readonly entry: Entry;
  /** What it asked, and what that was counted from and answered to. */
  readonly asked: readonly string[];
  readonly numbering: number;
  readonly answers: string;
  readonly layout: Layout;
  /** What its places lie in. */
  readonly touched: Touched;
}

/** Functions of which entries are kept; those that were not asked for the longest time go first. */
const MAX_KEPT = 300;
/** Of each, as many as differ in what was asked before. */
const MAX_OF_ONE = 3;

export interface KeptEntries {
  /** Looks at a machine whose program has run: nothing of it may change while entries are asked for. */
  after(m: Machine, find: Find): EntriesOf;
  /** How many were run so far. */
  readonly run: number;
}

export interface EntriesOf {
  /** `part`: which method of a class, or what else the entry hangs on. `run` is told what the entry can find, where that is known, and gives the questions that it has met, too. */
  entry(file: string, name: string, part: string, run: (sight: Sight | undefined) => { readonly entry: Entry; readonly asked: readonly string[] }): Entry;
}

export function keepEntries(most = MAX_KEPT): KeptEntries {
  const kept = new Map<string, readonly Kept[]>();
  let count = 0;
  return {
    get run() { return count; },
    after(m, find) {
      const reach = new Reach(m, find);
      const layout = layoutOf(m.programs);
      return {
        entry(file, name, part, run) {
          const reached = reach.of(file, name);
          const key = `${part}\n${reached?.text}`;
          let same: Kept | undefined;
          let found: Found | undefined;
          for (const one of reached ? kept.get(key) ?? [] : []) if (one.numbering === m.numbering && (found = moved(m, (same = one)))) break;
          if (!found) count++;
          const { entry, asked } = found ?? run(reached?.sight);
          if (reached && most > 0) {
            const touched = found?.touched ?? touchedBy(entry, layout);
            keepNewest(kept, key, { entry, asked, numbering: m.numbering, answers: m.answersTo(asked), layout, touched }, same, MAX_OF_ONE, most);
          }
          return entry;
        },
      };
    },
  };
}

type Found = Pick<Kept, 'entry' | 'asked'> & Partial<Kept>;

/** With its places where they are now; undefined where one of them is no more, or where what it asked is answered otherwise. */
function moved(m: Machine, { entry, asked, answers, layout, touched }: Kept): Found | undefined {
  const move = moveBetween(layout, m.programs);
  return unlessGone(() => {
    const now = move ? asked.map((question) => movedQuestion(question, move)) : asked;
    if (m.answersTo(now) !== answers) return undefined;
    if (!move || areUnmoved(touched, m.programs)) return { entry, asked: now, touched };
    return { entry: movedEntry(entry, move), asked: now };
  });
}
