// Elements into the memory of kernels and out of it. JavaScript copies shared memory word by word and fills new arrays
// with zeros first; Node's buffers do neither, which is half of the time of large copies.
import type { TensorData } from '../../ir/tensor.ts';

interface NodeBuffer {
  readonly buffer: ArrayBuffer;
  fill(bytes: Uint8Array): unknown;
}

interface NodeBuffers {
  from(buffer: ArrayBufferLike, at: number, length: number): NodeBuffer;
  allocUnsafeSlow(bytes: number): NodeBuffer;
}

/** Undefined in browsers. */
const buffers = (globalThis as unknown as { readonly Buffer?: NodeBuffers }).Buffer;

/** For less a buffer is not worth being made. */
const LEAST_BYTES = 1 << 16;

const bytesOf = ({ buffer, byteOffset, byteLength }: TensorData): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

export function copyIn(target: TensorData, source: TensorData): void {
  if (buffers && target.byteLength >= LEAST_BYTES && target.byteLength === source.byteLength && target.buffer instanceof SharedArrayBuffer) {
    buffers.from(target.buffer, target.byteOffset, target.byteLength).fill(bytesOf(source));
  } else {
    target.set(source as never);
  }
}

export function copyOut(source: TensorData): TensorData {
  if (!buffers || source.byteLength < LEAST_BYTES) return source.slice();
  const fresh = buffers.allocUnsafeSlow(source.byteLength);
  fresh.fill(bytesOf(source));
  return new (source.constructor as new (buffer: ArrayBuffer) => TensorData)(fresh.buffer);
}
