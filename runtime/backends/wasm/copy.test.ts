import { execFileSync } from 'node:child_process';
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

// Faults are counted by process, hence one of its own.
test('results lie in memory that results before them have left, not in new pages', (ctx) => {
  const { header } = process.report!.getReport() as unknown as { readonly header: { readonly glibcVersionRuntime?: string } };
  if (header.glibcVersionRuntime === undefined) ctx.skip('the C library is not glibc');
  const program = `
    import { copyOut } from ${JSON.stringify(new URL('../../../dist/runtime/backends/wasm/copy.js', import.meta.url).href)};
    const source = new Float32Array(2 ** 18).fill(1);
    for (let i = 0; i < 100; i++) copyOut(source);
    const before = process.resourceUsage().minorPageFault;
    for (let i = 0; i < 400; i++) copyOut(source);
    console.log((process.resourceUsage().minorPageFault - before) / (400 * source.byteLength / 4096));`;
  const share = Number(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
  expect(share).toBeLessThan(0.25);
});
