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

interface Port {
  close(): void;
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
}

/** Buffers are undefined in browsers. */
const host = globalThis as unknown as { readonly Buffer?: NodeBuffers; readonly MessageChannel: new () => { readonly port1: Port } };
const buffers = host.Buffer;

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

/** glibc maps what is larger by itself. */
const LEAST_MAPPED = 1 << 17;
/** With the header of its chunk it is the most that glibc learns from (DEFAULT_MMAP_THRESHOLD_MAX in its malloc.c). */
const MOST_LEARNT = (1 << 25) - (1 << 16);
let keepsMemory = false;

/**
 * glibc gives large blocks back to the system when they are freed, and each page of the next one is a fault, which
 * together take several times as long as the copy. Its limits follow the largest block that was freed (M_MMAP_THRESHOLD
 * in mallopt(3)): one that nobody touched, sent to a port that nobody reads, is freed at once. Elsewhere that changes nothing.
 */
function keepFreedMemory(): void {
  keepsMemory = true;
  const { port1 } = new host.MessageChannel();
  port1.close();
  const block = new ArrayBuffer(MOST_LEARNT);
  port1.postMessage(block, [block]);
}

export function copyOut(source: TensorData): TensorData {
  if (!buffers || source.byteLength < LEAST_BYTES) return source.slice();
  if (!keepsMemory && source.byteLength >= LEAST_MAPPED) keepFreedMemory();
  const fresh = buffers.allocUnsafeSlow(source.byteLength);
  fresh.fill(bytesOf(source));
  return new (source.constructor as new (buffer: ArrayBuffer) => TensorData)(fresh.buffer);
}
