import { expect, test } from 'vitest';
import { forms, symbol } from '../../dims/forms.ts';
import { settleWindow } from './settle-window.ts';
import { plain, recorder, sized, symbolic } from './test-kit.ts';

const settled = (given: Record<string, unknown>) => plain(settleWindow('kernel_shape')(given, [sized(1, 1, 5, 6)], recorder()));

test.each([
  ['one number is one for each axis', { kernel_shape: 3, strides: 2, pads: 1, dilations: 1 }, { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], dilations: [1, 1] }],
  ['one padding for each axis is for both ends', { kernel_shape: [3, 2], pads: [1, 0] }, { pads: [1, 0, 1, 0] }],
  ['a list of one entry is not spread', { kernel_shape: [3] }, { kernel_shape: [3] }],
  ['SAME_UPPER puts the odd padding at the end', { kernel_shape: [2, 3], auto_pad: 'SAME_UPPER' }, { pads: [0, 1, 1, 1] }],
  ['SAME_LOWER puts it at the start', { kernel_shape: [2, 3], auto_pad: 'SAME_LOWER' }, { pads: [1, 1, 0, 1] }],
  ['SAME follows strides and dilations', { kernel_shape: [3, 3], strides: [2, 1], dilations: [1, 2], pads: 'same' }, { pads: [1, 2, 1, 2] }],
  ['a window smaller than its stride needs no padding', { kernel_shape: [1, 1], strides: [3, 3], auto_pad: 'SAME_UPPER' }, { pads: [0, 0, 0, 0] }],
  ['valid pads nothing', { kernel_shape: [3, 3], pads: 'valid' }, { pads: [0, 0, 0, 0] }],
  ['NOTSET takes the stated pads', { kernel_shape: [3, 3], auto_pad: 'NOTSET', pads: [1, 2, 3, 4] }, { pads: [1, 2, 3, 4] }],
])('%s', (_, given, expected) => {
  expect(settled(given)).toMatchObject(expected);
});

test('same padding of an unknown extent is a number where the stride is 1', () => {
  expect(plain(settleWindow('weight')({ pads: 'same' }, [symbolic(1, 1, symbol('h', { atLeast: 1 })), symbolic(1, 1, 3)], recorder(forms)))).toMatchObject({ pads: [1, 1] });
});
