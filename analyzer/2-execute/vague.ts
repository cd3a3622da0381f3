// What an entry ran of which it knew too little: an entry in; the functions out that need not be entered again, and those
// of which it knows more than the entries before. Where more is unknown than known of a function that the file under
// check defines, it is entered once more, alone: the one that ran it first may not have known what it is made for.

import type { Span } from '../program.ts';
import type { Entered, Entry, TensorNote } from './notes.ts';

export class Vague {
  readonly #places = new Set<string>();
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  settle({ notes, entered }: Entry): { readonly done: Entered; readonly instead: readonly Span[] } {
    const done: Entered = new Map();
    const instead: Span[] = [];
    const counted = [...notes.tensors].map(([key, { status }]) => ({ ...placeOf(key), status }));
    for (const [place, span] of entered) {
      const isAgain = this.#places.delete(place);
      if (isAgain) instead.push(span);
      if (!isAgain && span.file === this.#file && isVague(counted, span)) this.#places.add(place);
      else done.set(place, span);
    }
    return { done, instead };
  }
}

type Counted = { readonly file: string; readonly start: number; readonly status: TensorNote['status'] };

function isVague(all: readonly Counted[], span: Span): boolean {
  const inside = all.filter(({ file, start }) => file === span.file && start >= span.start && start < span.end);
  return 2 * inside.filter(({ status }) => status === 'unknown').length > inside.length;
}

/** Whether what was noted under this key lies in one of the functions. */
export function liesIn(key: string, functions: readonly Span[]): boolean {
  const { file, start } = placeOf(key);
  return functions.some((span) => span.file === file && start >= span.start && start < span.end);
}

function placeOf(key: string): { readonly file: string; readonly start: number } {
  const [, file = '', start = ''] = /^(.*):(\d+):\d+$/s.exec(key) ?? [];
  return { file, start: Number(start) };
}
