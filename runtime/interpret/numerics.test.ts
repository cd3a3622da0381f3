// Bounds for engines that promise less than IEEE.
import { describe, expect, test } from 'vitest';
import { GraphBuilder } from '../ir/build.ts';
import { tensor } from '../ir/tensor.ts';
import { firstDifference } from './difference.ts';
import { interpret } from './interpret.ts';
import type { Numerics } from './numerics.ts';
import { FLUSHING, IEEE, SHADING } from './numerics.ts';

/** Whether an engine with these numerics may give `result` for `op(...values)`. */
function allows(numerics: Numerics, op: string, values: readonly number[], result: number): boolean {
  const g = new GraphBuilder();
  const graph = g.finish([g.op(op, values.map((_, i) => g.input(`x${i}`, 'float32', [1])))]);
  const [expected] = interpret(graph, values.map((value) => tensor('float32', [1], [value])), numerics);
  return firstDifference(expected!, tensor('float32', [1], [result])) === undefined;
}

const TINY = 2 ** -140;

describe('subnormal numbers', () => {
  test.each([
    ['a result that is subnormal', 'Mul', [2 ** -70, 2 ** -70], 0],
    ['an operand that is subnormal', 'Add', [TINY, TINY], 0],
    ['a subnormal number times infinity', 'Mul', [TINY, Infinity], NaN],
    ['a quotient by a subnormal number', 'Div', [2 ** -100, TINY], Infinity],
    ['the logarithm of a subnormal number', 'Log', [TINY], -Infinity],
  ] as const)('%s may be flushed only where that is said', (_, op, values, result) => {
    expect(allows(FLUSHING, op, values, result)).toBe(true);
    expect(allows(IEEE, op, values, result)).toBe(false);
  });

  test('what is 0 or normal is not blurred', () => {
    expect(allows(FLUSHING, 'Mul', [0, Infinity], 0)).toBe(false);
    expect(allows(FLUSHING, 'Add', [1, 2], 3.0000002)).toBe(false);
    expect(allows(FLUSHING, 'Mul', [2 ** -60, 2 ** -60], 0)).toBe(false);
  });
});

test('division and roots are rounded once, but by shaders', () => {
  expect(allows(IEEE, 'Div', [1, 49], Math.fround(1 / 49 + 2 ** -28))).toBe(false);
  expect(allows(SHADING, 'Div', [1, 49], Math.fround(1 / 49 + 2 ** -28))).toBe(true);
  expect(allows(IEEE, 'Sqrt', [2], Math.fround(Math.SQRT2 + 2 ** -22))).toBe(false);
  expect(allows(SHADING, 'Sqrt', [2], Math.fround(Math.SQRT2 + 2 ** -22))).toBe(true);
});
