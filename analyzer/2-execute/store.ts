// Everything that a program can change. Values are written into cells; open logs remember what was there, so that a
// branch can be captured as a delta, undone, and later applied or merged. Cost follows what changed, not what exists.

import { invariant } from '../../runtime/invariant.ts';
import type { Cells, Value } from './values.ts';

type Changes = Map<Cells, Map<string, Value | undefined>>;

/** New contents of changed cells since some point; undefined for what was removed. */
export type Delta = ReadonlyMap<Cells, ReadonlyMap<string, Value | undefined>>;

export class Store {
  readonly #logs: Changes[] = [];
  #nextId = 0;

  /** How many logs are open. */
  get depth(): number {
    return this.#logs.length;
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
    const log = this.#logs.at(-1);
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
    try {
      return run();
    } finally {
      this.#logs.splice(0, this.#logs.length, ...logs);
    }
  }

  open(): void {
    this.#logs.push(new Map());
  }

  /** What differs now from when the log number `depth` was opened. */
  capture(depth: number): Delta {
    const delta = new Map<Cells, Map<string, Value | undefined>>();
    for (const log of this.#logs.slice(depth)) {
      for (const [cells, olds] of log) {
        let now = delta.get(cells);
        if (!now) delta.set(cells, (now = new Map()));
        for (const key of olds.keys()) now.set(key, cells.map.get(key));
      }
    }
    return delta;
  }

  /** What the innermost log remembers: the contents before. */
  before(): Delta {
    const log = this.#logs.at(-1);
    invariant(log, 'no log is open');
    return log;
  }

  /** Undoes and closes the logs from number `depth` on. */
  rollback(depth: number): void {
    while (this.#logs.length > depth) {
      const log = this.#logs.pop();
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
    while (this.#logs.length > depth) {
      const log = this.#logs.pop();
      const parent = this.#logs.at(-1);
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
