import { expect, test } from 'vitest';
import { forms, symbol } from '../../dims/forms.ts';
import { heldRange, settleRange } from './settle-range.ts';
import { plain, recorder } from './test-kit.ts';

const settled = (given: Record<string, unknown>) => plain(settleRange(given, [], recorder(forms)));

test.each([
  ['only a limit', { limit: 4 }, { start: 0, delta: 1, count: 4, dtype: 'int64' }],
  ['a step that does not divide', { start: 1, limit: 8, delta: 3 }, { start: 1, delta: 3, count: 3, dtype: 'int64' }],
  ['downwards', { start: 5, limit: -2, delta: -2 }, { start: 5, delta: -2, count: 4, dtype: 'int64' }],
  ['a limit behind the start gives nothing', { start: 5, limit: 2 }, { start: 5, delta: 1, count: 0, dtype: 'int64' }],
  ['a fraction makes it float32', { limit: 1, delta: 0.25 }, { start: 0, delta: 0.25, count: 4, dtype: 'float32' }],
  ['a stated dtype stays', { limit: 2, dtype: 'int32' }, { start: 0, delta: 1, count: 2, dtype: 'int32' }],
  ['a stated count wins', { limit: 9, count: 2 }, { start: 0, delta: 1, count: 2, dtype: 'int64' }],
])('%s', (_, given, expected) => {
  expect(settled(given)).toEqual(expected);
});

test('the limit may be a size', () => {
  expect(settled({ limit: symbol('n') })).toMatchObject({ count: 'n' });
  expect(settled({ start: 1, limit: symbol('n'), delta: 2 })).toMatchObject({ count: 'floor(n/2)' });
  expect(settled({ start: symbol('n', { atLeast: 3, atMost: 3 }), limit: 7 })).toMatchObject({ start: 3, count: 4 });
});

test('a step of 0 stops the rule', () => {
  expect(() => settled({ limit: 3, delta: 0 })).toThrow(expect.objectContaining({ check: 'step' }));
});

test('a short range of known length holds its numbers', () => {
  expect(heldRange(2, 3, forms.lit(3), forms.lit)?.map(String)).toEqual(['2', '5', '8']);
  expect(heldRange(0, 1, symbol('n'), forms.lit)).toBeUndefined();
});
