import { describe, expect, test } from 'vitest';
import { copyIn, copyOut } from './copy.ts';
import { webAssembly } from './host.ts';

const COUNT = 20_000;

describe.each([false, true])('memory that is shared: %s', (shared) => {
  const memory = new webAssembly.Memory({ initial: 4, maximum: 4, shared });

  test.each([3, COUNT])('%i elements come in and out, and nothing beside them', (count) => {
    const data = Float32Array.from({ length: count }, (_, i) => i / 3);
    const beside = new Float32Array(memory.buffer, 64 + count * 4, 1).fill(7);
    copyIn(new Float32Array(memory.buffer, 64, count), data);
    const out = copyOut(new Float32Array(memory.buffer, 64, count));
    expect(out).toEqual(data);
    expect([out.byteOffset, out.buffer.byteLength]).toEqual([0, count * 4]);
    expect(beside[0]).toBe(7);
    new Float32Array(memory.buffer, 64, count).fill(0);
    expect(out).toEqual(data);
  });

  test('large integers keep all their bits', () => {
    const data = BigInt64Array.from({ length: COUNT }, (_, i) => -(2n ** 60n) + BigInt(i));
    copyIn(new BigInt64Array(memory.buffer, 64, COUNT), data);
    expect(copyOut(new BigInt64Array(memory.buffer, 64, COUNT))).toEqual(data);
  });

  test('more elements than there is room for are an error, not a part of them', () => {
    expect(() => copyIn(new Float32Array(memory.buffer, 64, COUNT), new Float32Array(COUNT + 1))).toThrow(RangeError);
  });
});
