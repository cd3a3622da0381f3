import { describe, expect, test } from 'vitest';
import { Code, encodeModule, FunctionCode } from './binary.ts';
import { webAssembly } from './host.ts';
import { validate } from './kernel-test-kit.ts';
import { op } from './opcodes.ts';

const bytesOf = (write: (code: Code) => void): number[] => {
  const code = new Code();
  write(code);
  return [...code.bytes];
};

describe('LEB128', () => {
  // The first of each is the example of the DWARF 4 standard, figures 22 and 23.
  test.each([[12857, [0xb9, 0x64]], [0, [0]], [127, [0x7f]], [128, [0x80, 1]], [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]]])('of %i without sign', (value, bytes) => {
    expect(bytesOf((code) => code.unsigned(value))).toEqual(bytes);
  });
  test.each([[-129, [0xff, 0x7e]], [63, [0x3f]], [64, [0xc0, 0]], [-64, [0x40]], [-65, [0xbf, 0x7f]], [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]]])('of %i with sign', (value, bytes) => {
    expect(bytesOf((code) => code.signed(value))).toEqual(bytes);
  });
  test('of int64', () => {
    expect(bytesOf((code) => code.i64(-(2n ** 63n)))).toEqual([op.i64Const, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f]);
  });
});

function storing(locals: FunctionCode, write: (code: Code) => void): FunctionCode {
  locals.body.i32(0);
  write(locals.body);
  locals.body.memory(op.f64Store, 3, 1 << 16);
  return locals;
}

test('a module with many locals, constants and functions is valid and runs', () => {
  const functions = Array.from({ length: 200 }, (_, i) => {
    const f = new FunctionCode();
    f.local(i % 2 ? 'f64' : 'v128');
    const x = f.local('f64');
    return storing(f, (code) => { code.float(8, i / 8).set(x).get(x); });
  });
  const run = new FunctionCode();
  for (let i = 0; i <= 150; i++) run.body.with(op.call, i);
  const bytes = encodeModule({ memory: { module: 'host', name: 'memory', minimum: 2 }, functions: [...functions, run], exports: { run: 200, last: 199 } });
  validate(bytes);
  const memory = new webAssembly.Memory({ initial: 2 });
  const { exports } = new webAssembly.Instance(new webAssembly.Module(bytes), { host: { memory } });
  exports['run']!();
  expect(new Float64Array(memory.buffer, 1 << 16, 1)[0]).toBe(150 / 8);
  exports['last']!();
  expect(new Float64Array(memory.buffer, 1 << 16, 1)[0]).toBe(199 / 8);
});

test('a shared memory states its maximum', () => {
  const parts = { functions: [new FunctionCode()], exports: { run: 0 } };
  expect(() => encodeModule({ ...parts, memory: { module: 'host', name: 'memory', minimum: 1, shared: true } })).toThrow('maximum');
  const bytes = encodeModule({ ...parts, memory: { module: 'host', name: 'memory', minimum: 1, maximum: 9, shared: true } });
  expect(() => new webAssembly.Module(bytes)).not.toThrow();
});

test('locals that are released serve again, each for its type', () => {
  const f = new FunctionCode(1);
  const before = [f.local('i32'), f.local('v128'), f.local('i32')];
  f.release();
  expect([f.local('v128'), f.local('i32'), f.local('i32'), f.local('i32')]).toEqual([before[1], before[0], before[2], 4]);
});
