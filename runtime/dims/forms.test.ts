// One fact a line: what forms make of arithmetic, what they know, and how they print.
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../invariant.ts';
import type { Claim, Dim } from './dim.ts';
import type { Facts } from './forms.ts';
import { assume, boundsOf, canonicalText, decide, evaluate, forms, noFacts, simplify, symbol, symbolsOf } from './forms.ts';
import { numbers } from './numbers.ts';

const [n, m, h, w, a, b, c] = ['n', 'm', 'h', 'w', 'a', 'b', 'c'].map((name) => symbol(name)) as [Dim, Dim, Dim, Dim, Dim, Dim, Dim];
const k = symbol('k', { atLeast: 1 });
const j = symbol('j', { atLeast: 1 });
const x = symbol('x', { divisor: 8 });
const free = symbol('free', { atLeast: -9 });
const small = symbol('small', { atLeast: 2, atMost: 5 });
const larger = (p: Dim, q: Dim): Dim => p.atLeast(q).choose(p, q);
const smaller = (p: Dim, q: Dim): Dim => p.atLeast(q).choose(q, p);

function fact(name: string, dim: Dim, text: string): void {
  test(name, () => expect(dim.toString()).toBe(text));
}

describe('arithmetic', () => {
  fact('like terms are added', n.times(2).plus(n).plus(3), '3*n + 3');
  fact('what cancels is gone', n.plus(m).minus(n).minus(m), '0');
  fact('products are expanded', n.plus(1).times(n.minus(1)), 'n*n - 1');
  fact('a number of a lonely sign goes first', forms.lit(3).minus(n), '3 - n');
  fact('names that are not plain are quoted', symbol('len(data)').plus(1), '`len(data)` + 1');
  fact('a symbol with one value is a number', symbol('one', { atLeast: 1, atMost: 1 }), '1');
});

describe('division', () => {
  fact('a convolution with stride 2', h.plus(2).minus(3).over(2).plus(1), 'floor((h - 1)/2) + 1');
  fact('a common factor leaves', n.times(2).plus(4).over(2), 'n + 2');
  fact('a symbolic factor leaves where it is at least 1', n.times(k).over(k), 'n');
  fact('and stays where it may be 0', n.times(m).over(m), 'floor((m*n)/m)');
  fact('whole multiples leave', h.times(5).plus(7).over(4), 'h + floor((h - 1)/4) + 2');
  fact('divisor and number are reduced', n.times(6).plus(3).over(4), 'n + floor((n - 1)/2) + 1');
  fact('division after division is one', n.over(3).plus(2).over(4), 'floor((n - 6)/12) + 1');
  fact('division by symbols after symbols is one', n.over(j).over(k), 'floor(n/(j*k))');
  fact('a sum with a factor divides', n.plus(1).times(k).over(k), 'n + 1');
  fact('long division', n.times(k).plus(n).over(k.plus(1)), 'n');
  fact('what is smaller than the divisor vanishes', small.over(8), '0');
  fact('a known divisor divides exactly', x.over(4).times(4), 'x');
  fact('and prints as a quotient', x.over(4), 'x/4');
  fact('quotient times divisor plus remainder', n.over(7).times(7).plus(n.remainder(7)), 'n');
  fact('the same for symbols', n.over(k).times(k).plus(n.remainder(k)), 'n');
  fact('a remainder', n.remainder(8), 'n mod 8');
  fact('a remainder by a symbol', n.remainder(k), 'n mod k');
  fact('a remainder of a remainder', n.remainder(8).remainder(4), 'n mod 4');
});

describe('choice', () => {
  fact('the larger of two', a.atLeast(b).choose(a, b), 'max(a, b)');
  fact('the larger of two, asked the other way', b.atLeast(a).choose(b, a), 'max(a, b)');
  fact('the larger of two, asked by negation', a.atLeast(b).not().choose(b, a), 'max(a, b)');
  fact('the smaller of two', smaller(a, b), 'min(a, b)');
  fact('larger plus smaller is the sum', larger(a, b).plus(smaller(a, b)), 'a + b');
  fact('never below zero', larger(n.minus(3), forms.lit(0)), 'max(n - 3, 0)');
  fact('a clamped index', smaller(larger(n.minus(3), forms.lit(0)), n), 'max(n - 3, 0)');
  fact('if(b = 1; 1; b) is b', b.equals(1).choose(1, b), 'b');
  fact('if(a = 1; b; a)', a.equals(1).choose(b, a), 'if(a = 1; b; a)');
  fact('the same choice twice is one', a.equals(1).choose(a.equals(1).choose(b, c), n), 'if(a = 1; b; n)');
  fact('a choice between alikes is none', a.equals(1).choose(b, b), 'b');
  fact('a choice that is settled is none', k.atLeast(1).choose(b, c), 'b');
  fact('a choice leaves a division', a.equals(1).choose(b.times(2), c.times(2)).over(2), 'if(a = 1; b; c)');
  fact('a choice squared is a choice of squares', larger(a, b).times(larger(a, b)).minus(a.atLeast(b).choose(a.times(a), b.times(b))), '0');
  fact('a factor stays outside', n.times(larger(a, b)), 'n*max(a, b)');
});

function claim(name: string, stated: Claim, text: string, verdict: string): void {
  test(name, () => expect([stated.toString(), stated.verdict]).toEqual([text, verdict]));
}

describe('claims', () => {
  claim('are printed as they were said', h.times(16).times(w).equals(400), '16*h*w = 400', 'unknown');
  claim('with both sides', h.minus(2).atLeast(3), 'h - 2 >= 3', 'unknown');
  claim('negated too', h.minus(2).atLeast(3).not(), 'h - 2 < 3', 'unknown');
  claim('multiples', n.divisibleBy(8), 'n mod 8 = 0', 'unknown');
  claim('a remainder of zero is a multiple', n.remainder(8).equals(0), 'n mod 8 = 0', 'unknown');
  claim('known divisors are used', x.divisibleBy(4), 'true', 'yes');
  claim('an even number is not odd', n.times(2).equals(m.times(2).plus(1)), '2*n = 2*m + 1', 'no');
  claim('extents are not negative', n.plus(1).atLeast(1), 'n + 1 >= 1', 'yes');
  claim('remainders are small', n.remainder(k).plus(1).atLeast(k.plus(1)), '(n mod k) + 1 >= k + 1', 'no');
  claim('a product with a positive factor', n.times(k).atLeast(n), 'k*n >= n', 'yes');
  claim('a positive factor cancels', n.times(k).equals(m.times(k)), 'k*n = k*m', 'unknown');
  claim('a convolution is not larger than its padded input', h.atLeast(h.minus(3).over(2).plus(1)), 'h >= floor((h - 1)/2)', 'yes');
  const rounded = n.over(free).times(free);
  claim('a divisor that may be 0', rounded.plus(free).atLeast(n.plus(1)), 'free*floor(n/free) + free >= n + 1', 'unknown');
  claim('a square of what may be 0', free.times(free).atLeast(1), 'free*free >= 1', 'unknown');
  test('are not multiplied by what may be negative', () => {
    const last = n.over(k).plus(1).times(k);
    expect(last.atLeast(n.plus(1)).verdict).toBe('yes');
    expect(last.times(free).atLeast(n.plus(1).times(free)).verdict).toBe('unknown');
  });
  claim('the end of a range may be a multiple', small.divisibleBy(5), 'small mod 5 = 0', 'unknown');
  test('are the same claim however they are said', () => {
    expect(canonicalText(n.times(k).equals(m.times(k)))).toBe(canonicalText(m.equals(n)));
    expect(canonicalText(n.times(2).atLeast(5))).toBe(canonicalText(n.atLeast(3)));
    expect(canonicalText(n.equals(1).and(m.equals(1)).not())).toBe(canonicalText(m.equals(1).not().or(n.equals(1).not())));
  });
});

function given(...claims: readonly Claim[]): Facts {
  let facts: Facts | 'contradiction' = noFacts;
  for (const each of claims) {
    facts = assume(facts, each);
    if (facts === 'contradiction') throw new Error(`${each} contradicts`);
  }
  return facts;
}

function follows(name: string, facts: Facts, asked: Claim, verdict = 'yes'): void {
  test(name, () => expect(decide(asked, facts)).toBe(verdict));
}

describe('facts', () => {
  follows('an equality is substituted', given(a.equals(b)), a.times(3).plus(b).equals(b.times(4)));
  follows('also into divisions', given(h.equals(w.plus(1))), h.over(2).equals(w.plus(1).over(2)));
  follows('a multiple of a symbol is solved', given(n.times(2).equals(m.times(4))), n.equals(m.times(2)));
  follows('a value of a division bounds what is divided', given(h.over(2).equals(3)), h.atLeast(6).and(forms.lit(7).atLeast(h)));
  follows('products are used whole', given(n.times(c).equals(m.times(k))), n.times(c).times(h).equals(m.times(k).times(h)));
  follows('inequalities chain', given(a.atLeast(b), b.atLeast(c.plus(1))), a.atLeast(c.plus(1)));
  follows('a strict chain excludes equality', given(a.atLeast(b), b.atLeast(c.plus(1))), a.equals(c), 'no');
  follows('bounds meet', given(n.atLeast(4), n.atLeast(5).not()), n.equals(4));
  follows('what cannot be leaves a disjunction', given(a.equals(b).or(a.equals(1)), a.atLeast(2)), a.equals(b));
  follows('each case of a disjunction answers', given(a.equals(2).or(a.equals(6))), a.divisibleBy(2));
  const broadcast = given(a.equals(b).or(a.equals(1)).or(b.equals(1)), a.atLeast(1), b.atLeast(1));
  follows('broadcasting gives the larger', broadcast, a.equals(1).choose(b, a).equals(larger(a, b)));
  follows('a disequality cuts an end off', given(n.equals(0).not()), n.atLeast(1));
  follows('multiples of multiples', given(n.divisibleBy(12)), n.divisibleBy(4));
  follows('sums of multiples', given(n.divisibleBy(4)), n.times(3).plus(8).divisibleBy(4));
  follows('multiples exclude values', given(n.divisibleBy(4)), n.equals(6), 'no');
  follows('multiples of another number say nothing', given(n.divisibleBy(4)), n.divisibleBy(6), 'unknown');
  follows('a solved symbol keeps its bounds', given(a.equals(b.plus(3))), a.atLeast(3));
  follows('what was known of a division stays known', given(b.over(2).atLeast(3), a.equals(b)), a.over(2).atLeast(3));
  follows('a factor at least 1 here cancels', given(n.atLeast(1), n.times(a).equals(n.times(b))), a.equals(b));
  follows('the larger is one of both', noFacts, larger(a, b).equals(a).or(larger(a, b).equals(b)));

  test('what excludes each other is a contradiction', () => {
    expect(assume(given(a.equals(b)), a.atLeast(b.plus(1)))).toBe('contradiction');
    expect(assume(given(a.equals(1).or(a.equals(2))), a.atLeast(3))).toBe('contradiction');
  });
  test('bounds under facts', () => {
    expect(boundsOf(h.minus(3).over(2).plus(1), given(h.atLeast(5), h.atLeast(10).not()))).toEqual({ atLeast: 2, atMost: 4 });
    expect(boundsOf(n.remainder(8))).toEqual({ atLeast: 0, atMost: 7 });
  });
  test('forms are simpler under facts', () => {
    expect(simplify(larger(a, b), given(a.atLeast(b))).toString()).toBe('a');
    expect(simplify(n.times(m).over(m), given(m.atLeast(1))).toString()).toBe('n');
    expect(simplify(a.equals(1).choose(b, a), given(a.equals(b).or(a.equals(1)), a.atLeast(2))).toString()).toBe('a');
  });
});

describe('limits', () => {
  test('a product that would grow without end is kept whole, and exact', () => {
    let grown: Dim = symbol('g', { atMost: 1 });
    for (let i = 0; i < 200; i++) grown = grown.times(grown).plus(grown);
    expect(grown.toString().length).toBeLessThan(100_000);
    expect(evaluate(grown, { g: 0 })).toBe(0);
    expect(symbolsOf(grown).size).toBe(1);
  });
  test('coefficients outside the safe integers are kept whole', () => {
    const big = n.times(Number.MAX_SAFE_INTEGER);
    expect(evaluate(big.plus(big).minus(big).minus(big), { n: 0 })).toBe(0);
    expect(big.plus(big).atLeast(0).verdict).toBe('yes');
  });
  test('two promises about one name do not meet', () => {
    expect(() => n.plus(symbol('n', { atLeast: 1 }))).toThrow(InvariantError);
  });
  test('domains do not mix', () => {
    expect(() => n.plus(numbers.lit(1))).toThrow(InvariantError);
    expect(() => numbers.lit(1).plus(n)).toThrow(InvariantError);
  });
});
