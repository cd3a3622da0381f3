// Which numbers of axes make no difference to what ran with others.

import { expect, test } from 'vitest';
import { Trial } from './trials.ts';

const ranks = (all: number, ...own: readonly (readonly [string, number])[]): ReadonlyMap<string, number> => new Map([['', all], ...own]);

test('a trial is like another in which nothing differs but inputs that were not asked about', () => {
  const trial = new Trial(ranks(3, ['x', 2]));
  expect(trial.rankOf('x', 0)).toBe(2);
  expect([ranks(2), ranks(4, ['x', 2], ['y', 1]), ranks(3), new Map([['y', 2]])].map((other) => trial.answersAs(other))).toEqual([true, true, false, false]);
});

test('trials that give an input fewer axes than it has at least are alike', () => {
  const trial = new Trial(ranks(2));
  expect(trial.rankOf('x', 3)).toBe(3);
  expect([ranks(3), ranks(1), ranks(4)].map((other) => trial.answersAs(other))).toEqual([true, true, false]);
});
