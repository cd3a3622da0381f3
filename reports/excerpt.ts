// One line of source with a mark under a stretch of it. The line and its columns come in; two lines of equal
// alignment go out, no wider than asked. What a terminal would obey instead of show is replaced.

export interface Excerpt {
  readonly text: string;
  /** Spaces and carets. */
  readonly marks: string;
}

/** Columns count from 1 in UTF-16 units; `end` is exclusive, and may lie on another line. */
export function excerpt(line: string, start: number, end: number, width: number): Excerpt {
  const cells = split(line);
  const from = cells.findIndex((cell) => cell.end > start - 1);
  const first = from === -1 ? cells.length : from;
  const until = Math.max(first + 1, cells.findLastIndex((cell) => cell.start < end - 1) + 1);
  const shown = clip(cells, first, until, width);
  const before = cells.slice(shown.from, first);
  const marked = cells.slice(first, Math.min(until, shown.to));
  const left = shown.from > shown.indent ? '…' : '';
  return {
    text: left + cells.slice(shown.from, shown.to).map((cell) => cell.text).join('') + (shown.to < cells.length ? '…' : ''),
    marks: ' '.repeat(left.length + total(before)) + '^'.repeat(Math.max(1, total(marked))),
  };
}

interface Cell {
  readonly text: string;
  readonly width: number;
  readonly start: number;
  readonly end: number;
}

/** Made when the first line is shown: it is slow to make, and most checks find nothing. */
let segmenter: Intl.Segmenter | undefined;

function split(line: string): readonly Cell[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return [...segmenter.segment(line)].map(({ segment, index }) => {
    const text = segment === '\t' ? '    ' : visible(segment);
    return { text, width: widthOf(text), start: index, end: index + segment.length };
  });
}

/** Control characters, escape sequences among them, shown as what they are. */
export function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
}

// East Asian wide characters and emoji take two columns of a terminal (Unicode TR 11).
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

function widthOf(grapheme: string): number {
  return grapheme === '    ' ? 4 : wide.test(grapheme) ? 2 : 1;
}

const total = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0);

/** Which cells to show: without the indentation, and where the line is too long, around the mark. */
function clip(cells: readonly Cell[], first: number, until: number, width: number): { from: number; to: number; indent: number } {
  const blank = cells.findIndex((cell) => cell.text.trim() !== '');
  const indent = Math.min(blank === -1 ? 0 : blank, first);
  if (total(cells.slice(indent)) <= width) return { from: indent, to: cells.length, indent };
  // Two columns for the dots; the mark first, then half of the rest on its left, then what fits on either side.
  const room = Math.max(8, width - 2);
  let from = first, to = first, used = 0;
  const grow = (side: 'left' | 'right', limit: number): void => {
    for (;;) {
      const next = side === 'left' ? cells[from - 1] : cells[to];
      const isOut = side === 'left' ? from <= indent : to >= cells.length;
      if (!next || isOut || used + next.width > limit) return;
      used += next.width;
      if (side === 'left') from--;
      else to++;
    }
  };
  grow('right', Math.min(room, total(cells.slice(first, until))));
  grow('left', used + (room - used) / 2);
  grow('right', room);
  grow('left', room);
  return { from, to, indent };
}
