import { expect, test } from 'vitest';
import { settlePad } from './settle-pad.ts';
import { plain, recorder, sized } from './test-kit.ts';

const settled = (given: Record<string, unknown>) => plain(settlePad(given, [sized(2, 3, 4)], recorder()));

test('pads of chosen axes become pads of all axes', () => {
  expect(settled({ pads: [1, 2, 3, 4], axes: [-1, 0] })).toEqual({ pads: [2, 0, 1, 4, 0, 3] });
});

test('pads of all axes stay', () => {
  expect(settled({ pads: [1, 2, 3, 4, 5, 6] })).toEqual({ pads: [1, 2, 3, 4, 5, 6] });
});

test.each([
  ['pads', { pads: [1, 2, 3], axes: [0] }],
  ['axis', { pads: [1, 2], axes: [3] }],
  ['axes', { pads: [1, 2, 3, 4], axes: [0, -3] }],
])('%s stops the rule', (check, given) => {
  expect(() => settled(given)).toThrow(expect.objectContaining({ check }));
});
