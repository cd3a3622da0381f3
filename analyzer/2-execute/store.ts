// Everything that a program can change. Values are written into cells; open logs remember what was there, so that a
// branch can be captured as a delta, undone, and later applied or merged. Cost follows what changed, not what exists.

import { invariant } from '../../runtime/invariant.ts';
import type { Cells, Value } from './values.ts';

type Changes = Map<Cells, Map<string, Value | undefined>>;

/** New contents of changed cells since some point; undefined for what was removed. */
export type Delta = ReadonlyMap<Cells, ReadonlyMap<string, Value | undefined>>;

export class Store {
  readonly #logs: { readonly changes: Changes; readonly mark: number }[] = [];
  /** Logs that are asked for but not opened yet. */
  #pending = 0;
  #nextId = 0;

  /** How many logs are open. */
  get depth(): number {
    return this.#logs.length + this.#pending;
  }

  /** Cells made from now on have at least this id. */
  get mark(): number {
    return this.#nextId;
  }

  cells(entries?: Iterable<readonly [string, Value]>): Cells {
    const cells: Cells = { id: this.#nextId++, map: new Map() };
    for (const [key, value] of entries ?? []) this.write(cells, key, value);
    return cells;
  }

  write(cells: Cells, key: string, value: Value | undefined): void {
    const log = this.#logs.at(-1)?.changes;
    if (log) {
      let old = log.get(cells);
      if (!old) log.set(cells, (old = new Map()));
      if (!old.has(key)) old.set(key, cells.map.get(key));
    }
    if (value === undefined) cells.map.delete(key);
    else cells.map.set(key, value);
  }

  /** Runs something whose changes belong to no branch (loading a library): nothing of it is undone. */
  aside<T>(run: () => T): T {
    const logs = this.#logs.splice(0);
    const pending = this.#pending;
    this.#pending = 0;
    try {
      return run();
    } finally {
      this.#logs.splice(0, this.#logs.length, ...logs);
      this.#pending = pending;
    }
  }

  open(): void {
    while (this.#pending > 0) {
      this.#pending--;
      this.#logs.push({ changes: new Map(), mark: this.#nextId });
    }
    this.#logs.push({ changes: new Map(), mark: this.#nextId });
  }

  /**
   * A log that opens with the next one inside it: paths part only there, and what changes before is common to all of
   * them. Most calls are over before, and cost nothing.
   */
  openLater(): void {
    this.#pending++;
  }

  /** Cells with at least this id were made since the log number `depth` was opened. */
  markOf(depth: number): number {
    return this.#logs[depth]?.mark ?? this.#nextId;
  }

  /** What differs now from when the log number `depth` was opened. */
  capture(depth: number): Delta {
    const delta = new Map<Cells, Map<string, Value | undefined>>();
    for (const { changes } of this.#logs.slice(depth)) {
      for (const [cells, olds] of changes) {
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
      const log = this.#logs.pop()?.changes;
      for (const [cells, olds] of log ?? []) {
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
      const parent = this.#logs.at(-1)?.changes;
      if (!log || !parent) continue;
      for (const [cells, olds] of log) {
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
