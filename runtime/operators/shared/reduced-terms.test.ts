import { expect, test } from 'vitest';
import { reducedTerms } from './reduced-terms.ts';

test('the terms of one result are all combinations along the reduced axes', () => {
  const terms = reducedTerms([2, 3, 2], [2, 0], true);
  expect(terms.count).toBe(4);
  expect(Array.from({ length: 4 }, (_, i) => terms.index([0, 1, 0], i))).toEqual([[0, 1, 0], [0, 1, 1], [1, 1, 0], [1, 1, 1]]);
});

test('dropped axes are put back', () => {
  expect(reducedTerms([2, 3, 4], [1], false).index([1, 3], 2)).toEqual([1, 2, 3]);
});

test('without axes each element is its own term', () => {
  const terms = reducedTerms([2, 3], [], true);
  expect([terms.count, terms.index([1, 2], 0)]).toEqual([1, [1, 2]]);
});
