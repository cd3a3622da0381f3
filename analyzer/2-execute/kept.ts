// What running a function by itself has found, kept for as long as nothing changes that the function could find: a
// machine whose program has run and a name in, the entry out with its places where they are now, or undefined where it
// has to be run.

import type { FunctionExpression } from '../program.ts';
import type { Machine, Sight } from './machine.ts';
import type { Layout, Touched } from './moves.ts';
import { areUnmoved, layoutOf, moveBetween, movedEntry, movedQuestion, touchedBy, unlessGone } from './moves.ts';
import { keepNewest } from './newest.ts';
import type { Entry } from './notes.ts';
import { Reach } from './reach.ts';
import type { Find, Reached } from './reach.ts';
import type { Remembered } from './remembered-calls.ts';

interface Kept {
  readonly entry: Entry;
  /** The bodies that it has run, what they can find, and what else it was told. */
  readonly ran: ReadonlySet<string>;
  readonly found: string;
  readonly seen: string;
  readonly part: string;
  /** What it asked, and what that was counted from and answered to. */
  readonly asked: readonly string[];
  readonly numbering: number;
  readonly answers: string;
  readonly layout: Layout;
  /** What its places lie in. */
  readonly touched: Touched;
}

/** Functions and methods of which entries are kept; those that were not asked for the longest time go first. */
const MAX_KEPT = 600;
/**
 * And entries of which it is kept what they had worked out, up to so many answers each. None yet: with 40, one claim in
 * 5,460 of a long file was proved after a rename that a first check leaves open.
 */
const MAX_MEMORIES = 0;
const MAX_ANSWERS = 4_000;
/** Of each, as many as differ. */
const MAX_OF_ONE = 3;

export interface KeptEntries {
  /** Looks at a machine whose program has run: nothing of it may change while entries are asked for. */
  after(m: Machine, find: Find): EntriesOf;
  /** How many were run so far. */
  readonly run: number;
}

/** An entry, the questions that it has met, the functions whose bodies it has run or looked into, and what it remembers. */
export interface Run { readonly entry: Entry; readonly asked: readonly string[]; readonly bodies: ReadonlySet<FunctionExpression>; readonly remembered: Remembered }

/** What is remembered of a run, and what it had in sight. */
interface Memory { readonly seen: string; readonly remembered: Remembered }

export interface EntriesOf {
  /** `method`: of a class; `part`: what else the entry hangs on, of what it can find. `run` is told what that is, where it is known. */
  entry(file: string, name: string, method: string, part: (holds: Reached['holds']) => string, run: (sight: Sight | undefined, before: Remembered | undefined) => Run): Entry;
}

export function keepEntries(most = MAX_KEPT): KeptEntries {
  const kept = new Map<string, readonly Kept[]>();
  const memories = new Map<string, readonly Memory[]>();
  let count = 0;
  return {
    get run() { return count; },
    after(m, find) {
      const reach = new Reach(m, find);
      const layout = layoutOf(m.programs);
      return {
        entry(file, name, method, part, run) {
          const seen = reach.seenBy(file, name);
          const key = [file, name, method].join('\n');
          for (const one of seen ? kept.get(key) ?? [] : []) {
            if (one.numbering !== m.numbering || one.seen !== seen?.text) continue;
            const reached = reach.of(file, name, one.ran);
            const found = reached?.text === one.found && one.part === part(reached.holds) ? moved(m, one, layout) : undefined;
            if (!found) continue;
            keepNewest(kept, key, found, one, MAX_OF_ONE, most);
            return found.entry;
          }
          count++;
          const memory = memories.get(key)?.find((one) => one.seen === seen?.text);
          const { entry, asked, bodies, remembered } = run(seen?.sight, memory?.remembered);
          if (seen && most > 0 && isWorth(remembered)) keepNewest(memories, key, { seen: seen.text, remembered }, memory, 1, MAX_MEMORIES);
          const ran = new Set([...bodies].flatMap((code) => reach.bodyOf(code) ?? []));
          const reached = seen && most > 0 ? reach.of(file, name, ran) : undefined;
          if (seen && reached) {
            const own = { entry, asked, ran, found: reached.text, seen: seen.text, part: part(reached.holds) };
            keepNewest(kept, key, { ...own, numbering: m.numbering, answers: m.answersTo(asked), layout, touched: touchedBy(entry, layout) }, undefined, MAX_OF_ONE, most);
          }
          return entry;
        },
      };
    },
  };
}

const isWorth = ({ verdicts, alone }: Remembered): boolean => verdicts.size + alone.size <= MAX_ANSWERS;

/** With its places where they are now; undefined where one of them is no more, or where what it asked is answered otherwise. */
function moved(m: Machine, before: Kept, layout: Layout): Kept | undefined {
  const move = moveBetween(before.layout, m.programs);
  return unlessGone(() => {
    const asked = move ? before.asked.map((question) => movedQuestion(question, move)) : before.asked;
    if (m.answersTo(asked) !== before.answers) return undefined;
    if (!move || areUnmoved(before.touched, m.programs)) return { ...before, asked, layout };
    const entry = movedEntry(before.entry, move);
    return { ...before, entry, asked, layout, touched: touchedBy(entry, layout) };
  });
}
