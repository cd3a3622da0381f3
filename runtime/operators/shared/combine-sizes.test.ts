import { expect, test } from 'vitest';
import { numbers } from '../../dims/numbers.ts';
import { combineSizes } from './combine-sizes.ts';

const dims = (...sizes: number[]) => sizes.map((n) => numbers.lit(n));
const sum = (x: readonly number[] | undefined, y: readonly number[], shapes: readonly number[][]) =>
  combineSizes([x && dims(...x), dims(...y)], shapes.map((shape) => dims(...shape)), (a, b) => a.plus(b))?.map((n) => n.known);

test('lists of one length combine entry by entry', () => expect(sum([1, 2], [3, 4], [[2], [2]])).toEqual([4, 6]));
test('a single entry serves all', () => expect(sum([10], [3, 4], [[], [2]])).toEqual([13, 14]));
test('a single entry against none gives none', () => expect(sum([10], [], [[], [0]])).toEqual([]));
test('what is unknown stays unknown', () => expect(sum(undefined, [3], [[1], [1]])).toBeUndefined());
test('matrices are not followed', () => expect(sum([1, 2], [3, 4], [[2, 1], [1, 2]])).toBeUndefined());
test('any number of operands combine', () => {
  const all = combineSizes([dims(1, 0), dims(5), dims(7, 8)], [dims(2), dims(), dims(2)], (condition, x, y) => condition.equals(0).choose(y, x));
  expect(all?.map((n) => n.known)).toEqual([5, 8]);
});
test('one unknown entry makes the list unknown', () => expect(combineSizes([dims(1), dims(2)], [dims(1), dims(1)], () => undefined)).toBeUndefined());
