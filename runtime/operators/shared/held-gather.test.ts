import { expect, test } from 'vitest';
import { forms, symbol } from '../../dims/forms.ts';
import { gatherHeld } from './held-gather.ts';

const held = [symbol('n'), forms.lit(3)];

test('positions pick sizes, negative ones from the end', () => {
  expect(gatherHeld(held, [forms.lit(-1), forms.lit(0)])?.map(String)).toEqual(['3', 'n']);
});

test('nothing is held where a position is unknown or outside', () => {
  expect(gatherHeld(held, [symbol('i')])).toBeUndefined();
  expect(gatherHeld(held, [forms.lit(2)])).toBeUndefined();
});
