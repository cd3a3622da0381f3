import { expect, test } from 'vitest';
import { numbers } from '../../dims/numbers.ts';
import { pairwiseSizes } from './pairwise-sizes.ts';

const dims = (...sizes: number[]) => sizes.map((n) => numbers.lit(n));
const sum = (x: readonly number[] | undefined, y: readonly number[], shapes: readonly number[][]) =>
  pairwiseSizes([x && dims(...x), dims(...y)], shapes.map((shape) => dims(...shape)), (a, b) => a.plus(b))?.map((n) => n.known);

test('lists of one length combine entry by entry', () => expect(sum([1, 2], [3, 4], [[2], [2]])).toEqual([4, 6]));
test('a single entry serves all', () => expect(sum([10], [3, 4], [[], [2]])).toEqual([13, 14]));
test('a single entry against none gives none', () => expect(sum([10], [], [[], [0]])).toEqual([]));
test('what is unknown stays unknown', () => expect(sum(undefined, [3], [[1], [1]])).toBeUndefined());
test('matrices are not followed', () => expect(sum([1, 2], [3, 4], [[2, 1], [1, 2]])).toBeUndefined());
test('one unknown entry makes the list unknown', () => expect(pairwiseSizes([dims(1), dims(2)], [dims(1), dims(1)], () => undefined)).toBeUndefined());
