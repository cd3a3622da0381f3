// Facts about what is known on a path, in parts: which claims were assumed on the left, what follows on the right.

import { describe, expect, test } from 'vitest';
import type { Claim } from '../../runtime/dims/dim.ts';
import { assumptionsOf, canonicalText, decide as decideWhole } from '../../runtime/dims/forms.ts';
import type { Facts } from './facts.ts';
import { assume, noFacts, partFor, wholeOf } from './facts.ts';
import { decide, symbol } from './sizes.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => symbol(name, { atLeast: 0 })) as [Dim, Dim, Dim, Dim];
type Dim = ReturnType<typeof symbol>;

function knowing(...claims: readonly Claim[]): Facts {
  return claims.reduce<Facts>((facts, claim) => {
    const more = assume(facts, claim);
    if (more === 'contradiction') throw new Error('these claims contradict each other');
    return more;
  }, noFacts);
}

describe('what is known on a path falls into parts that share no symbols', () => {
  test('what is learnt of other sizes leaves a part as it is, with all that it has been asked', () => {
    const facts = knowing(a.atLeast(3));
    const more = assume(facts, b.atLeast(5));
    expect(more !== 'contradiction' && partFor(more, a)).toBe(partFor(facts, a));
  });

  test('a claim that speaks of two parts joins them', () => {
    const facts = knowing(a.atLeast(3), b.atLeast(5), c.equals(a.plus(b)));
    expect(decide(facts, c.atLeast(8))).toBe('yes');
    expect(facts.parts).toHaveLength(1);
  });

  test('a question about two parts is asked of both, which stay apart', () => {
    const facts = knowing(a.atLeast(3), b.atLeast(5), c.atLeast(1));
    expect(decide(facts, a.plus(b).atLeast(8))).toBe('yes');
    expect(facts.parts).toHaveLength(3);
  });

  test('a claim contradicts what was learnt in another part, once that is joined', () => {
    expect(assume(knowing(a.atLeast(3), b.equals(a)), b.equals(2))).toBe('contradiction');
    expect(assume(knowing(a.atLeast(3), b.equals(c)), a.plus(b).equals(2))).toBe('contradiction');
  });

  test('a question about sizes of which nothing is known is answered as without facts', () => {
    expect(partFor(knowing(a.atLeast(3)), d)).toBeUndefined();
    expect(decide(knowing(a.atLeast(3)), d.atLeast(0))).toBe('yes');
  });

  test('all parts in one say what each of them says, in the order in which it was assumed', () => {
    const claims = [a.atLeast(3), b.equals(4), c.minus(a).atLeast(1), d.divisibleBy(8), d.atLeast(b)];
    const whole = wholeOf(knowing(...claims));
    expect(assumptionsOf(whole).map(canonicalText)).toEqual(claims.map(canonicalText));
    expect([c.atLeast(4), b.atLeast(4), d.divisibleBy(4)].map((claim) => decideWhole(claim, whole))).toEqual(['yes', 'yes', 'yes']);
  });
});
