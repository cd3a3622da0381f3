// Tensors that each turn of a loop makes longer by the same number. What turns change comes in; how long they are before
// some later turn goes out.

import type { Machine } from './machine.ts';
import { lit } from './sizes.ts';
import { arrayLike } from './facets.ts';
import type { Cells, TensorValue, Value } from './values.ts';

interface Growth { readonly from: TensorValue; readonly by: readonly number[]; readonly times: number }

export class GrownTensors {
  readonly #seen = new Map<Cells, Map<string, Growth | undefined>>();

  /** One turn has made `now` of `old`. */
  see(old: Value, now: Value, cells: Cells, key: string): void {
    const byKey = this.#seen.get(cells) ?? new Map<string, Growth | undefined>();
    this.#seen.set(cells, byKey);
    const [before, by] = [byKey.get(key), growthOf(old, now)];
    // It stands for any number of turns by now.
    if (before && old.kind === 'tensor' && old.shape?.some((size, i) => before.by[i] !== 0 && size.known === undefined)) return;
    const isSteady = by && (!byKey.has(key) || before?.by.join() === by.join());
    byKey.set(key, isSteady ? { from: before?.from ?? (old as TensorValue), by, times: (before?.times ?? 0) + 1 } : undefined);
  }

  /** Makes them as long as they are after so many turns; whether there are any. */
  reach(m: Machine, turns: number): boolean {
    let any = false;
    for (const [cells, byKey] of this.#seen) {
      for (const [key, growth] of byKey) {
        const now = cells.map.get(key);
        if (!growth || growth.times < 2 || now?.kind !== 'tensor' || now.shape?.length !== growth.by.length) continue;
        const { from, by } = growth;
        m.store.write(cells, key, { kind: 'tensor', dtype: now.dtype, shape: by.map((step, i) => (step === 0 ? now.shape![i]! : lit(from.shape![i]!.known! + step * turns))), origin: now.origin, ...arrayLike(now) });
        any = true;
      }
    }
    return any;
  }
}

/** By how much each axis has grown; undefined where none has, or nobody knows. */
function growthOf(old: Value, now: Value): readonly number[] | undefined {
  if (old.kind !== 'tensor' || now.kind !== 'tensor' || !old.shape || !now.shape || old.shape.length !== now.shape.length) return undefined;
  const by = now.shape.map((size, i) => size.minus(old.shape![i]!).known);
  const known = by.every((step, i) => step !== undefined && step >= 0 && (step === 0 || old.shape![i]!.known !== undefined));
  return known && by.some((step) => step !== 0) ? (by as number[]) : undefined;
}
