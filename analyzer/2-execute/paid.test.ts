// What is kept of questions about sizes costs each run what it would have cost to ask them.

import { expect, test } from 'vitest';
import { OTHER_BOUNDS } from './ends.ts';
import { assume, noFacts, partFor } from './facts.ts';
import { newPayer } from './paid.ts';
import { bindName, nothingRemembered, verdictAlone } from './remembered-calls.ts';
import { effort, symbol } from './sizes.ts';

const n = symbol('n', { atLeast: 1 });
const claim = n.times(n).over(3).plus(n).atLeast(n.over(2));
const costOf = (ask: () => unknown): number => {
  const before = effort();
  ask();
  return effort() - before;
};

test('each run pays once for an answer, whoever worked it out', () => {
  const facts = assume(noFacts, n.times(n).over(7).atLeast(5));
  if (facts === 'contradiction') throw new Error(facts);
  const remembered = nothingRemembered();
  for (const ask of [() => partFor(facts, claim)!.decide(claim), () => verdictAlone(remembered, claim, false)]) {
    newPayer();
    const first = costOf(ask);
    expect([first > 0, costOf(ask)]).toEqual([true, 0]);
    newPayer();
    expect([costOf(ask), costOf(ask)]).toEqual([first, 0]);
  }
});

test('an answer that this run has not paid for is not given where only what is plain may be asked', () => {
  const remembered = nothingRemembered();
  const open = n.times(2).minus(7).over(3).equals(n.over(2)).or(n.atLeast(3));
  newPayer();
  const plain = verdictAlone(nothingRemembered(), open, true);
  verdictAlone(remembered, open, false);
  newPayer();
  const cost = costOf(() => verdictAlone(nothingRemembered(), open, true));
  expect([costOf(() => expect(verdictAlone(remembered, open, true)).toBe(plain))]).toEqual([cost]);
});

test('a name is of use for sizes of the same bounds alone', () => {
  const remembered = nothingRemembered();
  const refused = (bounds: string): unknown => {
    try {
      bindName(remembered, 'n', bounds);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  expect(['1 undefined', '1 undefined', '0 undefined'].map(refused)).toEqual([undefined, undefined, OTHER_BOUNDS]);
});
