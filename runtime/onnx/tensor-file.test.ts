import { expect, it } from 'vitest';
import { tensor } from '../ir/tensor.ts';
import { readTensorFile, writeTensorFile } from './tensor-file.ts';
import { onnxTensor } from './values.ts';

const given = onnxTensor('x', tensor('int64', [2, 2], [1n, -2n, 2n ** 62n, 0n]));

it('a tensor is read as it was written', () => {
  expect(readTensorFile(writeTensorFile(given))).toEqual({ ok: true, tensor: given });
});

it('a cut file says so', () => {
  expect(readTensorFile(writeTensorFile(given).subarray(0, 20))).toMatchObject({ ok: false, error: { kind: 'truncated' } });
});

it('an empty file is no tensor', () => {
  expect(readTensorFile(new Uint8Array(0))).toMatchObject({ ok: false, error: { kind: 'not-onnx' } });
});
