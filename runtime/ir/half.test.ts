import { describe, expect, it } from 'vitest';
import { fromHalfBits, roundToHalf, toHalfBits } from './half.ts';

const every = Uint16Array.from({ length: 65536 }, (_, i) => i);

describe.each(['float16', 'bfloat16'] as const)('%s', (dtype) => {
  const numbers = fromHalfBits(dtype, every);

  it('every pattern but those of NaN comes back from its number', () => {
    const back = toHalfBits(dtype, numbers);
    expect(back.findIndex((pattern, i) => pattern !== every[i] && !Number.isNaN(numbers[i]!))).toBe(-1);
    expect(numbers.filter((v) => Number.isNaN(v)).length).toBe(dtype === 'float16' ? 2046 : 254);
  });

  it('every number is its own rounding', () => {
    expect([...numbers].findIndex((v) => !Object.is(roundToHalf(dtype, v), v))).toBe(-1);
  });

  it('between neighbours the nearer one is taken, and the even one of equals', () => {
    const finite = [...numbers].slice(0, 32768).filter((v) => Number.isFinite(v));
    finite.slice(1).forEach((high, i) => {
      const low = finite[i]!;
      const middle = (low + high) / 2;
      expect(roundToHalf(dtype, middle)).toBe(i % 2 === 0 ? low : high);
      expect(roundToHalf(dtype, middle * (1 + 2 ** -50))).toBe(high);
      expect(roundToHalf(dtype, -middle * (1 - 2 ** -50))).toBe(-low);
    });
  });
});

it('what is half a step above the largest number is infinite', () => {
  expect(roundToHalf('float16', 65519.99)).toBe(65504);
  expect(roundToHalf('float16', 65520)).toBe(Infinity);
  expect(roundToHalf('bfloat16', -3.4e38)).toBe(-Infinity);
});
