// Programs made of sections of their files, each of which was read by itself: sections in the order of the file in, the
// program out. A section that is kept when the file changes stays in the program's text where it was.

import type * as ir from '../program.ts';

/** What a section was read as; `start`: where it lies in the program's text. */
export interface Section extends Pick<ir.Program, 'text' | 'body' | 'comments' | 'problems'> { readonly start: number }

const sections = new WeakMap<ir.Program, readonly Section[]>();

export const sectionsRead = (program: ir.Program): readonly Section[] => sections.get(program) ?? [];

export function assembled(language: ir.Language, text: string, file: string, read: readonly Section[]): ir.Program {
  const all = <T>(part: (section: Section) => readonly T[], from = read): readonly T[] => from.flatMap(part);
  const [laid, source] = laidOut(text, read);
  const program: ir.Program = {
    language, file, text: source ? textOf(laid) : text, ...(source ? { source } : {}),
    comments: all(({ comments }) => comments, laid), body: all(({ body }) => body), problems: all(({ problems }) => problems),
  };
  sections.set(program, read);
  return program;
}

/** The sections as they lie, and how they lie where that is not as in the file. */
function laidOut(text: string, read: readonly Section[]): readonly [readonly Section[], ir.Source | undefined] {
  let at = 0;
  const places = new Map(read.map((section) => {
    const place = { start: section.start, at };
    at = place.at + section.text.length;
    return [section, place];
  }));
  if ([...places.values()].every((place) => place.start === place.at)) return [read, undefined];
  const laid = read.toSorted((a, b) => a.start - b.start);
  return [laid, { text, sections: laid.map((section) => places.get(section)!) }];
}

function textOf(laid: readonly Section[]): string {
  let text = '';
  for (const section of laid) text += '\n'.repeat(section.start - text.length) + section.text;
  return text;
}

/** What is left open between sections may be so many times the text. */
const MAX_SPREAD = 3;

/** Where nothing lies. */
export class Gaps {
  readonly #free: { start: number; end: number }[] = [];
  #end = 0;

  constructor(taken: readonly Section[]) {
    for (const { start, text } of taken.toSorted((a, b) => a.start - b.start)) {
      if (start > this.#end) this.#free.push({ start: this.#end, end: start });
      this.#end = start + roomFor(text);
    }
  }

  /** A place for a section. */
  take(text: string): number {
    const length = roomFor(text);
    const gap = this.#free.find(({ start, end }) => end - start >= length);
    const start = gap?.start ?? this.#end;
    if (gap) gap.start += length;
    else this.#end += length;
    return start;
  }

  /** Whether it is better to read anew the file that has this text. */
  areTooMany(text: string): boolean {
    return this.#end > MAX_SPREAD * text.length + 1_000;
  }
}

/** Every section starts on a line of its own. */
const roomFor = (text: string): number => text.length + (text.endsWith('\n') ? 0 : 1);
