import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

const drawn = (line: string, start: number, end: number, width = Infinity): string => {
  const { text, marks } = excerpt(line, start, end, width);
  return `${text}\n${marks}`;
};

test('the mark stands under its columns, and the indentation is left out', () => {
  expect(drawn('    x = matmul(a, b)', 9, 21)).toBe('x = matmul(a, b)\n    ^^^^^^^^^^^^');
});

test('a tab is four spaces', () => {
  expect(drawn('x\t= y', 5, 6)).toBe('x    = y\n       ^');
});

test('wide characters count twice', () => {
  expect(drawn("名 = x", 5, 6)).toBe('名 = x\n     ^');
});

test('a place behind the end of the line is marked behind it', () => {
  expect(drawn('x = (', 6, 6)).toBe('x = (\n     ^');
});

test('a long line is cut on both sides of the mark', () => {
  expect(drawn('aaaaaaaaaa bbbb cccccccccc', 12, 16, 12)).toBe('…aa bbbb cc…\n    ^^^^');
});

test('a mark longer than the line has room for is cut', () => {
  expect(drawn('a'.repeat(50), 1, 51, 12)).toBe(`${'a'.repeat(10)}…\n${'^'.repeat(10)}`);
});

test('every line and stretch gives a mark within the text and the width', () => {
  const stretch = fc.tuple(fc.string({ unit: fc.constantFrom('a', ' ', '\t', '名', '\u001b', 'é'), maxLength: 80 }), fc.nat(90), fc.nat(90), fc.integer({ min: 12, max: 60 }));
  fc.assert(fc.property(stretch, ([line, start, length, width]) => {
    const { text, marks } = excerpt(line, start + 1, start + 1 + length, width);
    const cells = [...text].reduce((sum, character) => sum + (character === '名' ? 2 : 1), 0);
    expect(cells).toBeLessThanOrEqual(width);
    expect(marks.length).toBeLessThanOrEqual(cells + 1);
    expect(marks).toMatch(/^ *\^+$/);
    expect(text).not.toContain('\u001b');
  }));
});
