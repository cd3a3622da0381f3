// A file that was read before and its new text in; the same out as reading the text anew, without reading it all: sections
// that were there before are kept.

import type { Program } from '../../program.ts';
import { fileText } from '../../source.ts';
import type { Section } from '../assembled.ts';
import { Gaps, assembled, sectionsRead } from '../assembled.ts';
import { readPython, readSection, startsOf } from './lower.ts';

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
  const read = own.map((one, i) => kept[i] ?? readSection(one, file, gaps.take(one)));
  return gaps.areTooMany(text) ? readPython(text, file) : assembled('python', text, file, read);
}
