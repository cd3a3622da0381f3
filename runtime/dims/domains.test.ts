// Numbers and forms obey the same laws; forms agree with numbers; what forms claim to know is so.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryTrees, buildClaim, buildDim } from './arbitrary-dims.ts';
import type { Ground } from './arbitrary-dims.ts';
import type { Dim } from './dim.ts';
import { domainLaws } from './domain-laws.ts';
import type { Assignment, Facts } from './forms.ts';
import { assume, boundsOf, decide, evaluate, forms, holds, noFacts, replace, simplify, symbol, translate } from './forms.ts';
import { numbers } from './numbers.ts';

const integers = fc.integer({ min: -40, max: 40 });
const argument = { any: integers, positive: fc.integer({ min: 1, max: 40 }) };

describe('laws over numbers', () => {
  test.each(domainLaws)('$name', ({ takes, states }) => {
    fc.assert(
      fc.property(fc.tuple(...takes.map((kind) => argument[kind])), (values) => {
        expect(states(...values.map((n) => numbers.lit(n))).verdict).toBe('yes');
      }),
    );
  });
});

/** A symbol, or a number, or a little of both. */
function formArgument(i: number, kind: 'any' | 'positive'): fc.Arbitrary<Dim> {
  const atLeast = kind === 'positive' ? 1 : -40;
  const free = symbol(`s${i}`, { atLeast, atMost: 40 });
  const aside = fc.integer({ min: 0, max: 5 });
  return fc.oneof(
    fc.constant(free),
    argument[kind].map((n) => forms.lit(n)),
    fc.tuple(aside, aside).map(([times, plus]) => free.times(times + 1).plus(plus)),
    fc.constant(free.times(symbol('shared', { atLeast: 1, atMost: 6 }))),
  );
}

// These hold for forms as for all domains, but not every instance is proved without a solver.
const beyondForms = new Set([
  'divisible means no remainder',
  'the largest of three does not depend on the order',
  'division twice is division by the product',
  'a common factor cancels',
]);

describe('laws over forms', () => {
  test.each(domainLaws)('$name', ({ name, takes, states }) => {
    const proofs = { yes: 0, unknown: 0 };
    fc.assert(
      fc.property(fc.tuple(...takes.map((kind, i) => formArgument(i, kind))), (dims) => {
        const { verdict } = states(...dims);
        expect(verdict).not.toBe('no');
        proofs[verdict as 'yes' | 'unknown']++;
      }),
      { seed: 1 },
    );
    if (!beyondForms.has(name)) expect(proofs.unknown).toBe(0);
  });
});

const bounds = { n: { atLeast: 0 }, m: { atLeast: -9 }, k: { atLeast: 1, atMost: 9 }, d: { atLeast: -9, atMost: 9, divisor: 3 } } as const;
const names = Object.keys(bounds) as (keyof typeof bounds)[];
const assignments = fc.record({
  n: fc.integer({ min: 0, max: 9 }),
  m: fc.integer({ min: -9, max: 9 }),
  k: fc.integer({ min: 1, max: 9 }),
  d: fc.integer({ min: -3, max: 3 }).map((n) => 3 * n),
});
const trees = arbitraryTrees(names);
const symbolic: Ground = { domain: forms, symbol: (name) => symbol(name, bounds[name as keyof typeof bounds]) };
const concrete = (assignment: Assignment): Ground => ({ domain: numbers, symbol: (name) => numbers.lit(assignment[name] as number) });

describe('forms agree with numbers', () => {
  test('on values, bounds, texts and translations', () => {
    const valueOfText = new Map<string, Dim>();
    fc.assert(
      fc.property(trees.dim, assignments, (tree, assignment) => {
        const form = buildDim(tree, symbolic);
        const value = buildDim(tree, concrete(assignment)).known as number;
        expect(evaluate(form, assignment)).toBe(value);
        const { atLeast, atMost } = boundsOf(form);
        expect(atLeast <= value && value <= atMost).toBe(true);
        const size = (name: string, divisor: number): Dim => numbers.lit((assignment[name as 'n'] as number) / divisor);
        expect(translate(form, { domain: numbers, symbol: size }).known).toBe(value);
        expect(evaluate(replace(form, { n: assignment.n, k: assignment.k }), assignment)).toBe(value);
        const earlier = valueOfText.get(form.toString());
        if (earlier !== undefined) expect(evaluate(earlier, assignment)).toBe(value);
        valueOfText.set(form.toString(), form);
      }),
      { numRuns: 1500 },
    );
  });

  test('on claims, decided or not', () => {
    fc.assert(
      fc.property(trees.claim, assignments, (tree, assignment) => {
        const claim = buildClaim(tree, symbolic);
        const verdict = buildClaim(tree, concrete(assignment)).verdict;
        expect(holds(claim, assignment)).toBe(verdict === 'yes');
        if (claim.verdict !== 'unknown') expect(claim.verdict).toBe(verdict);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('facts', () => {
  const few = arbitraryTrees(names, 2);
  const several = fc.array(few.claim, { minLength: 1, maxLength: 4 });
  const many = fc.array(assignments, { minLength: 30, maxLength: 30 });
  test('what is decided under facts holds wherever the facts hold', () => {
    fc.assert(
      fc.property(several, few.claim, few.dim, many, (given, asked, dim, tried) => {
        const claims = given.map((tree) => buildClaim(tree, symbolic));
        const claim = buildClaim(asked, symbolic);
        const form = buildDim(dim, symbolic);
        let facts: Facts | 'contradiction' = noFacts;
        for (const each of claims) if (facts !== 'contradiction') facts = assume(facts, each);
        const possible = tried.filter((assignment) => claims.every((each) => holds(each, assignment)));
        if (facts === 'contradiction') {
          expect(possible).toEqual([]);
          return;
        }
        const verdict = decide(claim, facts);
        const simpler = simplify(form, facts);
        const { atLeast, atMost } = boundsOf(form, facts);
        for (const assignment of possible) {
          if (verdict !== 'unknown') expect(holds(claim, assignment)).toBe(verdict === 'yes');
          const value = evaluate(form, assignment);
          expect(evaluate(simpler, assignment)).toBe(value);
          expect(atLeast <= value && value <= atMost).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
