// Replacements in a text come in; the changed text and the way back to the offsets of the original go out.

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

export interface Edited {
  readonly text: string;
  /** From an offset in the changed text to the one in the original. */
  original(offset: number): number;
}

export function applyEdits(text: string, edits: readonly Edit[]): Edited {
  if (edits.length === 0) return { text, original: (offset) => offset };
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  /** Where each piece starts in the changed text, and in the original; a piece that was inserted stays in one place. */
  const starts: number[] = [];
  const origins: { readonly at: number; readonly moves: boolean }[] = [];
  let changed = '';
  let from = 0;
  const add = (piece: string, at: number, moves: boolean): void => {
    starts.push(changed.length);
    origins.push({ at, moves });
    changed += piece;
  };
  for (const edit of sorted) {
    if (edit.start < from) continue;
    add(text.slice(from, edit.start), from, true);
    // A replacement of equal length keeps every offset.
    add(edit.insert, edit.start, edit.insert.length === edit.end - edit.start);
    from = edit.end;
  }
  add(text.slice(from), from, true);
  return {
    text: changed,
    original(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= offset) low = middle;
        else high = middle - 1;
      }
      const origin = origins[low] as { readonly at: number; readonly moves: boolean };
      return origin.moves ? origin.at + offset - (starts[low] as number) : origin.at;
    },
  };
}
