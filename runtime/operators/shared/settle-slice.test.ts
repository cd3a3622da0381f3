import { expect, test } from 'vitest';
import { forms, symbol } from '../../dims/forms.ts';
import { numbers } from '../../dims/numbers.ts';
import { settleSlice, sliceHeld } from './settle-slice.ts';
import { plain, recorder, sized, symbolic } from './test-kit.ts';

const settled = (given: Record<string, unknown>) => plain(settleSlice(given, [sized(5, 4)], recorder()));

test.each([
  ['axes and steps may be left out', { starts: [1], ends: [3] }, { starts: [1], ends: [3], axes: [0], steps: [1] }],
  ['negative positions count from the end', { starts: [-3], ends: [-1] }, { starts: [2], ends: [4], axes: [0], steps: [1] }],
  ['positions before the start are cut', { starts: [-9], ends: [-7] }, { starts: [0], ends: [0], axes: [0], steps: [1] }],
  ['positions after the end are cut', { starts: [7], ends: [9] }, { starts: [5], ends: [5], axes: [0], steps: [1] }],
  ['INT64_MAX is the end', { starts: [0n], ends: [2n ** 63n - 1n], axes: [1] }, { starts: [0], ends: [4], axes: [1], steps: [1] }],
  ['backwards, a start after the end is the last element', { starts: [9], ends: [1], steps: [-1] }, { starts: [4], ends: [1], axes: [0], steps: [-1] }],
  ['backwards, the end may lie before the first element', { starts: [-1], ends: [-(2 ** 63)], steps: [-1] }, { starts: [4], ends: [-6], axes: [0], steps: [-1] }],
])('%s', (_, given, expected) => {
  expect(settled(given)).toEqual(expected);
});

test('settling twice changes nothing', () => {
  for (const start of [-9, -5, -1, 0, 2, 5, 9]) {
    for (const end of [-9, -6, -5, 0, 3, 5, 9]) {
      for (const step of [-3, -1, 1, 2]) {
        const once = settled({ starts: [start], ends: [end], axes: [0], steps: [step] });
        expect(settled(once)).toEqual(once);
      }
    }
  }
});

test('lists of different lengths stop the rule', () => {
  expect(() => settled({ starts: [1, 2], ends: [3] })).toThrow(expect.objectContaining({ check: 'lengths' }));
});

test('a slice of an unknown extent keeps readable positions', () => {
  const n = symbol('n');
  expect(plain(settleSlice({ starts: [0], ends: [-1] }, [symbolic(n)], recorder(forms)))).toMatchObject({ starts: [0], ends: ['max(n - 1, 0)'] });
});

test.each([[0, 3, 1, [10, 11, 12]], [1, 4, 2, [11, 13]], [3, -5, -1, [13, 12, 11, 10]], [3, 1, -1, [13, 12]], [2, 2, 1, []]])('held sizes from %i to %i by %i', (start, end, step, kept) => {
  const held = [10, 11, 12, 13].map(numbers.lit);
  expect(sliceHeld(held, numbers.lit(start), numbers.lit(end), numbers.lit(step))?.map((n) => n.known)).toEqual(kept);
});

test('held sizes are unknown where the slice is', () => {
  expect(sliceHeld([forms.lit(3)], forms.lit(0), symbol('n'), forms.lit(1))).toBeUndefined();
});
