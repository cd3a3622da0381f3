import { expect, test } from 'vitest';
import { parseSignature } from './names.ts';

const bare = { optional: false, list: false };

test('a signature names its path and binds parameters to inputs and attributes', () => {
  expect(parseSignature('torch.nn.functional.linear(input=x, weight, bias?)')).toEqual({
    path: 'torch.nn.functional.linear',
    parameters: [
      { ...bare, name: 'input', target: 'x' },
      { ...bare, name: 'weight', target: 'weight' },
      { ...bare, name: 'bias', target: 'bias', optional: true },
    ],
  });
});

test('a star takes a list', () => {
  expect(parseSignature('Tensor.reshape(x, *shape)').parameters[1]).toEqual({ name: 'shape', target: 'shape', optional: false, list: true });
});

test('a colon says what a parameter that is left out means', () => {
  expect(parseSignature('tf.leakyRelu(x, alpha?=alpha:0.2)').parameters[1]).toEqual({ name: 'alpha', target: 'alpha', optional: true, list: false, fallback: 0.2 });
  expect(parseSignature('tf.sum(x, keepDims?=keepdims:false)').parameters[1]).toMatchObject({ target: 'keepdims', fallback: false });
});

test('a parameter without a name is fixed', () => {
  expect(parseSignature('tf.argMax(x, =keepdims:false)').parameters[1]).toEqual({ name: '', target: 'keepdims', optional: true, list: false, fallback: false });
});

test('a signature may have no parameters', () => {
  expect(parseSignature('Tensor.size()')).toEqual({ path: 'Tensor.size', parameters: [] });
});
