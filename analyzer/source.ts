// Places in a program in, places in its file out. An edit moves all that stands below it in the file; in the text of the
// program every section that did not change stays where it was, so that nothing that was found about it has to be moved.

import type { Place } from './4-explain/place.ts';
import { placesOf } from './4-explain/place.ts';
import type { Program } from './program.ts';

export const fileText = ({ source, text }: Program): string => source?.text ?? text;

/** `isEnd`: where something ends, one section may and the next one begin. */
export function fileOffset({ source }: Program, offset: number, isEnd = false): number {
  if (!source) return offset;
  const { sections } = source;
  let [low, high] = [0, sections.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const { start } = sections[middle] as { readonly start: number };
    if (isEnd ? start < offset : start <= offset) low = middle + 1;
    else high = middle;
  }
  const section = sections[Math.max(0, low - 1)];
  return section ? section.at + offset - section.start : offset;
}

/** Lines and columns of a program that findings point into. */
export function placesIn(program: Program | undefined): (offset: number, isEnd?: boolean) => Place {
  if (!program) return () => ({ line: 1, column: 1 });
  const places = placesOf(fileText(program));
  return (offset, isEnd) => places(fileOffset(program, offset, isEnd));
}
