import { expect, test } from 'vitest';
import { InvariantError } from '../invariant.ts';
import { floorDivide, floorRemainder, numbers } from './numbers.ts';

test('division rounds towards minus infinity', () => {
  expect(numbers.lit(-7).over(2).known).toBe(-4);
  expect(numbers.lit(-7).remainder(2).known).toBe(1);
});

test('division is exact where floating point division would round', () => {
  const big = Number.MAX_SAFE_INTEGER;
  expect(BigInt(floorDivide(big, 2))).toBe(BigInt(big) / 2n);
  expect(BigInt(floorDivide(big - 1, big))).toBe(0n);
  expect(floorRemainder(-big, big - 1)).toBe(big - 2);
});

test('a divisor below 1 counts as 1', () => {
  expect(numbers.lit(5).over(0).known).toBe(5);
  expect(numbers.lit(5).remainder(-3).known).toBe(0);
});

test('minus zero never appears', () => {
  expect(Object.is(numbers.lit(0).times(-5).known, 0)).toBe(true);
  expect(Object.is(numbers.lit(-4).remainder(2).known, 0)).toBe(true);
  expect(Object.is(numbers.lit(-0).known, 0)).toBe(true);
});

test('leaving the safe integers is an error of ours', () => {
  const big = numbers.lit(Number.MAX_SAFE_INTEGER);
  expect(() => big.plus(1)).toThrow(InvariantError);
  expect(() => big.times(big)).toThrow(InvariantError);
  expect(() => numbers.lit(0.5)).toThrow(InvariantError);
});
