// Everything that a program can change. Values are written into cells; open logs remember what was there, so that a
// branch can be captured as a delta, undone, and later applied or merged. Cost follows what changed, not what exists.

import { invariant } from '../../runtime/invariant.ts';
import type { Cells, Value } from './values.ts';

type Changes = Map<Cells, Map<string, Value | undefined>>;

/** New contents of changed cells since some point; undefined for what was removed. */
export type Delta = ReadonlyMap<Cells, ReadonlyMap<string, Value | undefined>>;

/** `library`: what the libraries held when it was opened. */
interface Log { readonly changes: Changes; readonly mark: number; readonly library: number }

export class Store {
  readonly #logs: Log[] = [];
  /** What was made since the last capture is in none of them. */
  #captured = 0;
  /** The smallest id of what has been written to since somebody watches. */
  #oldest = Infinity;
  /** A number for what the libraries hold now: the same number, the same contents. */
  #library = 0;
  #nextLibrary = 0;
  /** Above 0: a module is loaded, which every path may see later. */
  #aside = 0;
  /** Logs that are asked for but not opened yet. */
  #pending = 0;
  #nextId = 0;
  #isLibrary = false;

  /** How many logs are open. */
  get depth(): number {
    return this.#logs.length + this.#pending;
  }

  /** Whether what is made now is a library's. */
  get isLibrary(): boolean {
    return this.#isLibrary;
  }

  /** Cells made from now on have at least this id. */
  get mark(): number {
    return this.#nextId;
  }

  cells(entries?: Iterable<readonly [string, Value]>): Cells {
    const cells: Cells = { id: this.#nextId++, isLibrary: this.#isLibrary, isShared: this.#aside > 0, map: new Map() };
    if (entries) for (const [key, value] of entries) this.write(cells, key, value);
    return cells;
  }

  write(cells: Cells, key: string, value: Value | undefined): void {
    const log = this.#logs[this.#logs.length - 1];
    if (cells.id < this.#oldest) this.#oldest = cells.id;
    if (cells.isLibrary && !this.#isLibrary) this.#library = ++this.#nextLibrary;
    if (log && !this.#isOwn(cells, log.mark)) remember(log.changes, cells, key, cells.map.get(key));
    if (value === undefined) cells.map.delete(key);
    else cells.map.set(key, value);
  }

  get library(): number {
    return this.#library;
  }

  /** From here on it is seen what is written to; what was seen so far comes back with `unwatch`, which gives the smallest id since. */
  watch(): number {
    const outer = this.#oldest;
    this.#oldest = Infinity;
    return outer;
  }

  unwatch(outer: number): number {
    const oldest = this.#oldest;
    this.#oldest = Math.min(outer, oldest);
    return oldest;
  }

  /** Whether nothing but what undoing the log takes away can reach the cells: what was in them before is seen by nobody. */
  #isOwn(cells: Cells, mark: number): boolean {
    return cells.id >= mark && cells.id >= this.#captured && !cells.isShared;
  }

  /**
   * Runs something whose changes belong to no branch (loading a module): they are undone only with the logs below
   * number `floor`, and not at all where that is 0, which makes them a library's.
   */
  aside<T>(floor: number, run: () => T): T {
    const branches = this.#logs.splice(floor);
    const pending = this.#pending;
    const outer = this.#isLibrary;
    this.#pending = 0;
    this.#aside++;
    this.#isLibrary = floor === 0;
    this.#logs.push(this.#newLog());
    try {
      return run();
    } finally {
      this.#aside--;
      this.#isLibrary = outer;
      this.commit(floor + 1);
      const made = this.#logs.pop()?.changes;
      const below = this.#logs.at(-1)?.changes;
      if (made && below) for (const [cells, olds] of made) for (const [key, old] of olds) remember(below, cells, key, before(branches, cells, key, old));
      this.#logs.push(...branches);
      this.#pending = pending;
    }
  }

  open(): void {
    while (this.#pending > 0) {
      this.#pending--;
      this.#logs.push(this.#newLog());
    }
    this.#logs.push(this.#newLog());
  }

  #newLog(): Log {
    return { changes: new Map(), mark: this.#nextId, library: this.#library };
  }

  /**
   * A log that opens with the next one inside it: paths part only there, and what changes before is common to all of
   * them. Most calls are over before, and cost nothing.
   */
  openLater(): void {
    this.#pending++;
  }

  /** Contents of libraries that have been changed since the first log was opened. */
  changedLibrary(): readonly (readonly [Cells, readonly string[]])[] {
    return [...this.capture(0)].flatMap(([cells, news]) => (cells.isLibrary ? [[cells, [...news.keys()]] as const] : []));
  }

  /** Cells with at least this id were made since the log number `depth` was opened. */
  markOf(depth: number): number {
    return this.#logs[depth]?.mark ?? this.#nextId;
  }

  /** What differs now from when the log number `depth` was opened. */
  capture(depth: number): Delta {
    this.#captured = this.#nextId;
    const delta = new Map<Cells, Map<string, Value | undefined>>();
    for (let i = depth; i < this.#logs.length; i++) {
      for (const [cells, olds] of this.#logs[i]!.changes) {
        let now = delta.get(cells);
        if (!now) delta.set(cells, (now = new Map()));
        for (const key of olds.keys()) now.set(key, cells.map.get(key));
      }
    }
    return delta;
  }

  /** What the innermost log remembers: the contents before. */
  before(): Delta {
    const log = this.#pending === 0 ? this.#logs.at(-1)?.changes : undefined;
    invariant(log, 'no log is open');
    return log;
  }

  /** Undoes and closes the logs from number `depth` on. */
  rollback(depth: number): void {
    this.#pending = Math.max(0, Math.min(this.#pending, depth - this.#logs.length));
    while (this.#logs.length > depth) {
      const log = this.#logs.pop();
      if (log) this.#library = log.library;
      for (const [cells, olds] of log?.changes ?? []) {
        for (const [key, value] of olds) {
          if (value === undefined) cells.map.delete(key);
          else cells.map.set(key, value);
        }
      }
    }
  }

  /** Keeps the changes and closes the logs from number `depth` on. */
  commit(depth: number): void {
    this.#pending = Math.max(0, Math.min(this.#pending, depth - this.#logs.length));
    while (this.#logs.length > depth) {
      const log = this.#logs.pop()?.changes;
      const below = this.#logs.at(-1);
      if (!log || !below) continue;
      const parent = below.changes;
      for (const [cells, olds] of log) {
        if (this.#isOwn(cells, below.mark)) continue;
        const known = parent.get(cells);
        if (!known) parent.set(cells, olds);
        else for (const [key, value] of olds) if (!known.has(key)) known.set(key, value);
      }
    }
  }

  apply(delta: Delta): void {
    for (const [cells, news] of delta) for (const [key, value] of news) this.write(cells, key, value);
  }
}

/** Keeps what was there before, unless that is known already. */
function remember(changes: Changes, cells: Cells, key: string, old: Value | undefined): void {
  let olds = changes.get(cells);
  if (!olds) changes.set(cells, (olds = new Map()));
  if (!olds.has(key)) olds.set(key, old);
}

/** What was there before some logs, the outermost first, changed it. */
function before(logs: readonly { readonly changes: Changes }[], cells: Cells, key: string, now: Value | undefined): Value | undefined {
  const olds = logs.find(({ changes }) => changes.get(cells)?.has(key))?.changes.get(cells);
  return olds ? olds.get(key) : now;
}
