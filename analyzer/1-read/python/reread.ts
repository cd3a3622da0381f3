// A file that was read before and its new text in; the same out as reading the text anew, without reading it all: sections
// that were there before are kept, and stay in the program's text where they were, wherever they are in the file now.

import type { Program } from '../../program.ts';
import { fileText } from '../../source.ts';
import type { Section } from './lower.ts';
import { assembled, readPython, readSection, sectionsRead, startsOf } from './lower.ts';

/** What is left open between sections may be so many times the text; then all is read anew. */
const MAX_SPREAD = 3;

export function rereadPython(text: string, before: Program): Program {
  if (text === fileText(before)) return before;
  const { file } = before;
  const known = new Map<string, Section[]>();
  for (const section of sectionsRead(before).toReversed()) {
    const same = known.get(section.text);
    if (same) same.push(section);
    else known.set(section.text, [section]);
  }
  const starts = startsOf(text);
  const own = starts.map((start, i) => text.slice(start, starts[i + 1]));
  const kept = own.map((one) => known.get(one)?.pop());
  const gaps = new Gaps(kept.filter((section) => section !== undefined));
  const read = own.map((one, i) => kept[i] ?? readSection(one, file, gaps.take(roomFor(one))));
  return gaps.end > MAX_SPREAD * text.length + 1_000 ? readPython(text, file) : assembled(text, file, read);
}

/** Every section starts on a line of its own. */
const roomFor = (text: string): number => text.length + (text.endsWith('\n') ? 0 : 1);

/** Where nothing lies. */
class Gaps {
  readonly #free: { start: number; end: number }[] = [];
  end = 0;

  constructor(taken: readonly Section[]) {
    for (const { start, text } of taken.toSorted((a, b) => a.start - b.start)) {
      if (start > this.end) this.#free.push({ start: this.end, end: start });
      this.end = start + roomFor(text);
    }
  }

  take(length: number): number {
    const gap = this.#free.find(({ start, end }) => end - start >= length);
    const start = gap?.start ?? this.end;
    if (gap) gap.start += length;
    else this.end += length;
    return start;
  }
}
