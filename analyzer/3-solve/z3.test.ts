// Solver terms obey the laws of all domains; the solver never contradicts forms; its witnesses are real.
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { arbitraryTrees, buildClaim } from '../../runtime/dims/arbitrary-dims.ts';
import type { Dim } from '../../runtime/dims/dim.ts';
import { domainLaws } from '../../runtime/dims/domain-laws.ts';
import { forms, holds, symbol } from '../../runtime/dims/forms.ts';
import type { Z3, Z3Session } from './z3.ts';
import { loadZ3 } from './z3.ts';

let z3: Z3;
beforeAll(async () => {
  z3 = await loadZ3();
});

// Multiplying two unknowns is beyond any complete method: there the solver may say "unknown", never "no".
const nonlinear = /product|factor|multiples|divis|quotient|remainder|rounds|multiplication|whole|one is nothing|counts as one/;

describe('laws over solver terms', () => {
  let session: Z3Session;
  let given: Record<'any' | 'positive', readonly Dim[]>;
  // A session each: the equations that define a quotient stay in theirs.
  beforeEach(() => {
    session = z3.open({ limit: 10_000 });
    const named = (kind: string, atLeast: number): Dim[] =>
      [0, 1, 2].map((i) => session.symbol(`${kind}${i}`, { atLeast, atMost: Infinity }));
    given = { any: named('any', -Infinity), positive: named('positive', 1) };
  });
  afterEach(() => session.close());

  test.each(domainLaws)('$name', ({ name, takes, states }) => {
    const symbolic = takes.map((kind, i) => given[kind][i] as Dim);
    expect(nonlinear.test(name) ? ['yes', 'unknown'] : ['yes']).toContain(states(...symbolic).verdict);
    for (const values of [[-7, 2, 3], [7, 3, 2], [0, 1, 5]]) {
      expect(states(...takes.map((_, i) => session.domain.lit(values[i] as number))).verdict).toBe('yes');
    }
  });

  test('division by a number is floor division on negatives', () => {
    const seven = (given.any[0] as Dim).times(0).minus(7);
    expect(seven.over(2).equals(-4).verdict).toBe('yes');
    expect(seven.remainder(2).equals(1).verdict).toBe('yes');
  });
});

describe('witnesses', () => {
  const n = symbol('n');
  const m = symbol('m', { atLeast: 1 });
  const x = symbol('x', { divisor: 8 });

  test('satisfy the claims and keep bounds and divisors', () => {
    const solution = z3.solveClaims([x.times(m).equals(n.times(3)), x.atLeast(17), n.atLeast(m.plus(1))]);
    expect(solution.status).toBe('sat');
    const witness = solution.status === 'sat' ? solution.witness : {};
    expect((witness['x'] as number) % 8).toBe(0);
    expect(holds(x.times(m).equals(n.times(3)), witness)).toBe(true);
  });
  test('are small where small ones suffice', () => {
    const solution = z3.solveClaims([n.atLeast(5), n.divisibleBy(3)]);
    expect(solution).toEqual({ status: 'sat', witness: { n: 6 } });
  });
  test('do not depend on what was asked before', () => {
    const ask = (): unknown => z3.solveClaims([n.times(m).equals(36), n.atLeast(m)]);
    const first = ask();
    z3.solveClaims([x.plus(n).equals(m.times(5)), m.atLeast(9)]);
    expect(ask()).toEqual(first);
  });
  test('do not exist for what cannot be', () => {
    expect(z3.solveClaims([n.times(2).plus(m.times(4)).equals(7)])).toEqual({ status: 'unsat' });
    expect(z3.solveClaims([n.over(m).times(m).atLeast(n.plus(1))]).status).not.toBe('sat');
  });
  test('a limit ends the search', () => {
    const [p, q, r] = ['p', 'q', 'r'].map((name) => symbol(name, { atLeast: 2 })) as [Dim, Dim, Dim];
    const hard = p.times(p).times(p).plus(q.times(q).times(q)).equals(r.times(r).times(r));
    expect(z3.solveClaims([hard, p.atLeast(50)], { limit: 20_000 })).toEqual({ status: 'unknown' });
  });
  test('questions leave nothing behind', () => {
    // A context that is not freed keeps about 9 MB.
    for (let i = 0; i < 20; i++) z3.solveClaims([n.atLeast(i)]);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 80; i++) expect(z3.solveClaims([n.atLeast(i), m.atLeast(n)]).status).toBe('sat');
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });
});

describe('forms and the solver', () => {
  const bounds = {
    n: { atLeast: 0, atMost: 30 },
    m: { atLeast: -9, atMost: 9 },
    k: { atLeast: 1, atMost: 9 },
    d: { atLeast: -9, atMost: 9, divisor: 3 },
  };
  const trees = arbitraryTrees(Object.keys(bounds), 2);
  const ground = { domain: forms, symbol: (name: string) => symbol(name, bounds[name as 'n']) };

  test('never contradict each other', () => {
    fc.assert(
      fc.property(trees.claim, (tree) => {
        const claim = buildClaim(tree, ground);
        const { verdict } = claim;
        const can = z3.solveClaims([claim], { limit: 50_000 }).status;
        const canFail = z3.solveClaims([claim.not()], { limit: 50_000 }).status;
        if (verdict === 'yes') expect(canFail).not.toBe('sat');
        if (verdict === 'no') expect(can).not.toBe('sat');
        if (verdict === 'unknown') expect([can, canFail]).not.toEqual(['unsat', 'unsat']);
      }),
      { numRuns: 60 },
    );
  });
});
