// The bounds of the references' arithmetic hold: whatever an honest engine computes from operands inside their
// bounds, in any order of additions, lies inside the bound of the result.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Num } from '../spec/calc.ts';
import { close, open } from './bounded.ts';
import { calcFor } from './calc-for.ts';
import { GraphBuilder } from '../ir/build.ts';
import { tensor } from '../ir/tensor.ts';
import { agrees } from './difference.ts';
import { interpret } from './interpret.ts';

const f32 = calcFor('float32');
const i32 = calcFor('int32');
const i64 = calcFor('int64');

/** A value with a bound, and what one engine has instead: somewhere inside the bound. */
const uncertain = fc.tuple(fc.float({ noNaN: true, min: -1000, max: 1000 }), fc.float({ noNaN: true, min: 0, max: 1 }), fc.constantFrom(0, 1e-6, 1e-3, 0.5))
  .map(([value, where, error]) => ({ num: close(value, error + 2 ** -24 * Math.abs(value)), actual: Math.fround(value + (2 * where - 1) * error * 0.99) }));

function holds(result: Num, actual: number): boolean {
  const { value, error } = open(result);
  return agrees(value, actual, error);
}

const binary: Readonly<Record<string, [(x: Num, y: Num) => Num, (a: number, b: number) => number]>> = {
  add: [(x, y) => f32.add(x, y), (a, b) => a + b],
  sub: [(x, y) => f32.sub(x, y), (a, b) => a - b],
  mul: [(x, y) => f32.mul(x, y), (a, b) => a * b],
  div: [(x, y) => f32.div(x, y), (a, b) => a / b],
  min: [(x, y) => f32.min(x, y), Math.min],
  max: [(x, y) => f32.max(x, y), Math.max],
  pow: [(x, y) => f32.pow(x, f32.div(y, f32.lit(256))), (a, b) => Math.pow(a, Math.fround(b / 256))],
};
const unary: Readonly<Record<string, [(x: Num) => Num, (a: number) => number]>> = {
  sqrt: [(x) => f32.sqrt(x), Math.sqrt],
  exp: [(x) => f32.exp(x), Math.exp],
  log: [(x) => f32.log(x), Math.log],
  tanh: [(x) => f32.tanh(x), Math.tanh],
  abs: [(x) => f32.abs(x), Math.abs],
};

describe('float32 bounds contain what an engine computes', () => {
  for (const [name, [bounded, plain]] of Object.entries(binary)) {
    it(name, () => fc.assert(fc.property(uncertain, uncertain, (x, y) => holds(bounded(x.num, y.num), Math.fround(plain(x.actual, y.actual)))), { numRuns: 500 }));
  }
  for (const [name, [bounded, plain]] of Object.entries(unary)) {
    it(name, () => fc.assert(fc.property(uncertain, (x) => holds(bounded(x.num), Math.fround(plain(x.actual)))), { numRuns: 500 }));
  }

  it('sums in any order', () => fc.assert(fc.property(fc.array(uncertain, { minLength: 1, maxLength: 40 }), fc.integer(), (terms, seed) => {
    const order = terms.map((_, i) => i).sort((i, j) => ((i * 7919 + seed) % 101) - ((j * 7919 + seed) % 101));
    const actual = order.reduce((sum, i) => Math.fround(sum + terms[i]!.actual), 0);
    return holds(f32.sum(terms.length, (i) => terms[i]!.num), actual);
  }), { numRuns: 300 }));

  it('casts to integers', () => fc.assert(fc.property(uncertain, (x) => holds(f32.cast(x.num, 'int32'), Math.trunc(x.actual)))));
});

describe('what cannot be compared says so', () => {
  const error = (x: Num): number => open(x).error;
  it('an overflow that may or may not happen', () => expect(error(f32.mul(close(3.4028234e38, 1e32), f32.lit(1)))).toBe(Infinity));
  it('an overflow that surely happens is infinite', () => expect(open(f32.mul(f32.lit(1e30), f32.lit(1e30)))).toMatchObject({ value: Infinity, error: 0 }));
  it('a root of what may be negative', () => expect(error(f32.sqrt(close(0.1, 0.2)))).toBe(Infinity));
  it('a quotient by what may be zero', () => expect(error(f32.div(f32.lit(1), close(0.1, 0.2)))).toBe(Infinity));
  it('a comparison of what overlaps', () => expect(error(f32.less(close(1, 0.1), close(1.05, 0.1)))).toBe(Infinity));
  it('the largest of two that overlap', () => expect(error(f32.whereLargest(2, (i) => close(i === 0 ? 1 : 1.01, 0.1)))).toBe(Infinity));
  it('a tie of exact values is exact: the first wins', () => expect(open(f32.whereLargest(3, () => f32.lit(2)))).toMatchObject({ value: 0n, error: 0 }));
  it('NaN as an integer', () => expect(error(f32.cast(close(NaN, 0), 'int32'))).toBe(Infinity));
  it('an integer power that overflows', () => expect(error(i32.pow(i32.lit(8), i32.lit(12)))).toBe(Infinity));
  it('an integer divided by zero', () => expect(error(i32.div(i32.lit(1), i32.lit(0)))).toBe(Infinity));
});

it('rounding keeps the sign of 0', () => expect(open(f32.round(f32.lit(-0))).value).toBe(-0));

describe('narrow types', () => {
  const f16 = calcFor('float16');
  it('a quarter of a subnormal number rounds either way', () => {
    // An engine has 2·2⁻²⁴ where the reference has 3·2⁻²⁴, and rounds the quarter to even.
    expect(holds(f16.mul(close(3 * 2 ** -24, 2 ** -24), f16.lit(0.25)), 0)).toBe(true);
  });

  it('an error at the end of a narrow integer may wrap', () => {
    const g = new GraphBuilder();
    const x = g.input('x', 'int8', [3]);
    const graph = g.finish([g.op('Add', [x, x])]);
    const [sum] = interpret(graph, [{ ...tensor('int8', [3], [63, 63, 10]), errors: Float64Array.of(0, 1, 1) }]);
    expect([...sum!.errors!]).toEqual([0, Infinity, 2]);
  });
});

describe('integers are exact', () => {
  it('int32 wraps', () => expect(open(i32.add(i32.lit(2 ** 31 - 1), i32.lit(1))).value).toBe(-(2 ** 31)));
  it('int64 wraps', () => expect(open(i64.mul(i64.lit(2n ** 62n), i64.lit(2n))).value).toBe(-(2n ** 63n)));
  it('division truncates', () => expect(open(i32.div(i32.lit(-7), i32.lit(2))).value).toBe(-3));
  it('a float32 sum of representable numbers is exact', () => expect(open(f32.add(f32.lit(1.5), f32.lit(0.25)))).toMatchObject({ value: 1.75, error: 0 }));
});
