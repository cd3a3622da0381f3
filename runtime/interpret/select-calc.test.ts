import { expect, test } from 'vitest';
import { close, open } from './bounded.ts';
import { either } from './select-calc.ts';

test('either of two formulas has the value of the first', () => {
  expect(open(either(close(1, 0.5), close(2, 0.25))).value).toBe(1);
});

test('the bound of either reaches what the second formula may give', () => {
  expect(open(either(close(1, 0.5), close(2, 0.25))).error).toBe(1.25);
});

test('the bound of either is never below that of the first formula', () => {
  expect(open(either(close(1, 0.5), close(1, 0))).error).toBe(0.5);
});

test('a formula that overflows alone makes the number incomparable', () => {
  expect(open(either(close(1, 0), close(Infinity, 0))).error).toBe(Infinity);
  expect(open(either(close(1, 0), close(NaN, 0))).error).toBe(Infinity);
});

test('both formulas may overflow', () => {
  expect(open(either(close(Infinity, 0), close(Infinity, 0))).error).toBe(0);
});
