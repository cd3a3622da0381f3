import { expect, test } from 'vitest';
import { settleConvTranspose } from './settle-conv-transpose.ts';
import { plain, recorder, sized } from './test-kit.ts';

const settled = (given: Record<string, unknown>) => {
  const { pads, output_padding } = plain(settleConvTranspose(given, [sized(1, 1, 3), sized(1, 1, 4)], recorder()));
  return { pads, output_padding };
};

// Windows of 4 in steps of 2 over 3 elements reach 8.
test.each([
  ['nothing said', { strides: [2] }, { output_padding: [0] }],
  ['one number for both ends', { strides: 2, pads: 1, output_padding: 1 }, { pads: [1, 1], output_padding: [1] }],
  ['SAME gives extent times stride', { strides: [2], auto_pad: 'SAME_UPPER' }, { pads: [1, 1], output_padding: [0] }],
  ['the odd padding is at the end for SAME_UPPER', { strides: [2], auto_pad: 'SAME_UPPER', output_shape: [5] }, { pads: [1, 2], output_padding: [0] }],
  ['and at the start otherwise', { strides: [2], output_shape: [5] }, { pads: [2, 1], output_padding: [0] }],
  ['a result beyond all windows is padded', { strides: [2], output_shape: [9] }, { pads: [0, 0], output_padding: [1] }],
  ['output_shape may name batch and channels too', { strides: [2], output_shape: [1, 1, 6] }, { pads: [1, 1], output_padding: [0] }],
  ['VALID pads nothing', { strides: [2], auto_pad: 'VALID' }, { pads: [0, 0], output_padding: [0] }],
])('%s', (_, given, expected) => {
  expect(settled(given)).toEqual(expected);
});
