// One fact a line: what can be said of a claim under facts, by whom, and with which witness.
import { expect, test } from 'vitest';
import type { Claim, Dim } from '../../runtime/dims/dim.ts';
import type { Facts } from '../../runtime/dims/forms.ts';
import { forms, holds, noFacts, symbol } from '../../runtime/dims/forms.ts';
import { makeCache } from './cache.ts';
import type { Answer } from './solve.ts';
import { factsOf, makeSolver } from './solve.ts';

const [n, h, w, a, b] = ['n', 'h', 'w', 'a', 'b'].map((name) => symbol(name)) as [Dim, Dim, Dim, Dim, Dim];
const positive = symbol('p', { atLeast: 1 });
const solver = makeSolver();

function given(...claims: readonly Claim[]): Facts {
  const facts = factsOf(claims);
  if (facts === undefined) throw new Error('the facts of this test contradict each other');
  return facts;
}

function answers(name: string, facts: Facts, claim: Claim, verdict: Answer['verdict'], by: Answer['by']): void {
  test(name, async () => {
    const answer = await solver.decide({ facts, claim });
    expect([answer.verdict, answer.by]).toEqual([verdict, by]);
    if (answer.witness !== undefined) expect(holds(claim, answer.witness)).toBe(false);
    if (answer.verdict === 'sometimes') expect(answer.witness).toBeDefined();
  });
}

answers('what forms prove needs nobody else', given(a.equals(b)), a.plus(b).equals(a.times(2)), 'always', 'forms');
answers('what forms refute needs nobody else', noFacts, forms.lit(576).equals(400), 'never', 'forms');
answers('a flatten that fits one size only', noFacts, h.times(w).times(16).equals(400), 'sometimes', 'forms');
answers('a batch that may be the last one', noFacts, n.equals(32), 'sometimes', 'forms');
answers('what the facts say of other sizes does not matter', given(n.times(n).equals(2)), a.equals(1), 'sometimes', 'forms');
answers('squares are never two', noFacts, n.times(n).equals(2), 'never', 'z3');
answers('sums of squares', noFacts, positive.times(positive).plus(n.times(n)).atLeast(positive.times(n).times(2)), 'always', 'z3');
answers('a square has one root', given(n.times(n).equals(1369)), n.equals(37), 'always', 'z3');

test('a witness agrees with the facts', async () => {
  const facts = given(h.times(2).equals(w.plus(n)), n.atLeast(3), w.divisibleBy(5));
  const answer = await solver.decide({ facts, claim: h.atLeast(w) });
  expect(answer.verdict).toBe('sometimes');
  const witness = answer.witness as Record<string, number>;
  expect(witness['h'] as number * 2).toBe((witness['w'] as number) + (witness['n'] as number));
  expect((witness['w'] as number) % 5).toBe(0);
  expect(witness['h']).toBeLessThan(witness['w'] as number);
});

test('a witness speaks only of what matters', async () => {
  const { witness } = await solver.decide({ facts: given(a.atLeast(b), n.atLeast(7)), claim: a.equals(b) });
  expect(Object.keys(witness ?? {}).sort()).toEqual(['a', 'b']);
});

test('answers come in the order of the questions', async () => {
  const found = await solver.decideAll([
    { facts: noFacts, claim: n.times(n).equals(2) },
    { facts: noFacts, claim: n.atLeast(0) },
    { facts: noFacts, claim: n.equals(3) },
  ]);
  expect(found.map(({ verdict }) => verdict)).toEqual(['never', 'always', 'sometimes']);
});

test('without the solver the hard ones are unknown', () => {
  expect(solver.decideNow({ facts: noFacts, claim: n.times(n).equals(2) }).verdict).toBe('unknown');
});

test('the same question is asked once', async () => {
  const fresh = makeSolver();
  const claim = a.times(a).equals(b.times(b).times(2).plus(3).plus(a).times(4));
  const ask = (): Promise<Answer> => fresh.decide({ facts: given(a.atLeast(3)), claim });
  expect(await ask()).toEqual(await ask());
  expect(fresh.counts.z3).toBe(1);
  expect(fresh.counts.cached).toBe(1);
});

test('the same text with other bounds is another question', async () => {
  const fresh = makeSolver();
  const ask = async (atLeast: number): Promise<string> => {
    const size = symbol('size', { atLeast, atMost: 12 });
    return (await fresh.decide({ facts: noFacts, claim: size.times(size).times(size).equals(size.times(13).plus(12)) })).verdict;
  };
  expect([await ask(0), await ask(5)]).toEqual(['sometimes', 'never']);
});

test('a path that cannot be taken is refuted', async () => {
  expect((await solver.feasible(given(n.times(n).equals(2)))).verdict).toBe('no');
  expect((await solver.feasible(given(n.times(w).equals(12), n.atLeast(3)))).verdict).toBe('yes');
});

test('a full cache forgets what was not used for the longest time', () => {
  const cache = makeCache<number>(2);
  cache.set('first', 1);
  cache.set('second', 2);
  cache.get('first');
  cache.set('third', 3);
  expect([cache.get('first'), cache.get('second'), cache.get('third')]).toEqual([1, undefined, 3]);
});
