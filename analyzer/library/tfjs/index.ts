// @tensorflow/tfjs and its siblings: what a program gets when it imports them.
import { fresh, some_text, unknown } from 'dimwright';
import { Tensor } from 'tfjs/tensor';

export * from 'tfjs/ops';
export * from 'tfjs/layers';
export * from 'tfjs/models';
export * from 'tfjs/training';
export { input, SymbolicTensor } from 'tfjs/layer';
export { Tensor };

/** What is made inside is kept only if it is given back; shapes do not care. */
export const tidy = (name, f) => (typeof name === 'function' ? name() : f());
export const keep = (x) => x;
export const dispose = () => undefined;
export const disposeVariables = () => undefined;
export const ready = () => undefined;
export const nextFrame = () => undefined;
export const setBackend = () => true;
export const getBackend = () => some_text();
export const enableProdMode = () => undefined;
export const enableDebugMode = () => undefined;
export const memory = () => ({ numTensors: fresh('tensors'), numBytes: fresh('bytes'), numDataBuffers: fresh('buffers'), unreliable: false });
export const time = (f) => {
  f();
  return { kernelMs: Math.random(), wallMs: Math.random() };
};
export const env = () => unknown('the environment');
export const serialization = { registerClass: () => undefined };
export const registerClass = () => undefined;
export const version = { tfjs: some_text() };

export const util = {
  assert: (holds, message) => {
    if (!holds) throw new Error(message());
  },
  shuffle: () => undefined,
  createShuffledIndices: (n) => Array.from({ length: n }, (_, i) => i).sort(),
  sizeFromShape: (shape) => shape.reduce((n, extent) => n * extent, 1),
  now: () => Math.random(),
  flatten: (list) => list.flat(20),
};
