// Edits as people make them, for tests and benchmarks: a text and three numbers that choose in, the edited text out.

const WORD = /\b[A-Za-z_]\w*\b/g;
const NUMBER = /\b\d+\b/g;

type Edit = (text: string, place: number, choice: number) => string;

const at = <T>(list: readonly T[], place: number): T | undefined => list[place % Math.max(1, list.length)];

/** Puts something in the place of one match. */
function replaced(text: string, pattern: RegExp, place: number, by: (found: string) => string): string {
  const match = at([...text.matchAll(pattern)], place);
  return match ? text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length) : text;
}

function insertedLine(text: string, place: number, line: string): string {
  const lines = text.split('\n');
  const before = place % lines.length;
  return lines.toSpliced(before, 0, `${/^\s*/.exec(lines[before] as string)?.[0]}${line}`).join('\n');
}

/** By name; a program need not run afterwards, nor even be one. */
export const EDITS = {
  'insert a comment': (text, place) => insertedLine(text, place, '# a comment'),
  'insert a blank line': (text, place) => {
    const lines = text.split('\n');
    return lines.toSpliced(place % lines.length, 0, '').join('\n');
  },
  'break a line': (text, place) => replaced(text, /[([,] ?/g, place, (found) => `${found}\n        `),
  'insert a line': (text, place) => insertedLine(text, place, 'pass'),
  'append a comment to a line': (text, place) => {
    const lines = text.split('\n');
    return lines.with(place % lines.length, `${at(lines, place)}  # a comment`).join('\n');
  },
  'change a name': (text, place) => replaced(text, WORD, place, (word) => `${word}_`),
  'rename': (text, place) => {
    const word = at([...text.matchAll(WORD)], place)?.[0];
    return word === undefined ? text : text.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), `${word}_`);
  },
  'change a number': (text, place, choice) => replaced(text, NUMBER, place, (number) => String(Number(number) + 1 + choice % 3)),
  'open a bracket': (text, place) => `${text.slice(0, place % text.length)}(${text.slice(place % text.length)}`,
  'delete a definition': (text, place) => {
    const lines = text.split('\n');
    const from = at(lines.flatMap((line, i) => (/^(def|class) /.test(line) ? [i] : [])), place);
    if (from === undefined) return text;
    const length = lines.slice(from + 1).findIndex((line) => /^\S/.test(line));
    return lines.toSpliced(from, length < 0 ? lines.length : length + 1).join('\n');
  },
} satisfies Record<string, Edit>;

/** The same for JavaScript. */
export const SCRIPT_EDITS = {
  'insert a comment': (text, place) => insertedLine(text, place, '// a comment'),
  'append a comment to a line': (text, place) => {
    const lines = text.split('\n');
    return lines.with(place % lines.length, `${at(lines, place)} // a comment`).join('\n');
  },
  'insert a line': (text, place) => insertedLine(text, place, 'console.log(1);'),
  'insert a blank line': EDITS['insert a blank line'],
  'break a line': EDITS['break a line'],
  'change a name': EDITS['change a name'],
  'rename': EDITS.rename,
  'change a number': EDITS['change a number'],
  'open a bracket': EDITS['open a bracket'],
} satisfies Record<string, Edit>;
