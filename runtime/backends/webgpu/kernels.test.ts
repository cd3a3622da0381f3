// Kernels do on the GPU what they do in the loop language, bit for bit, where drivers keep to IEEE: subnormal numbers
// may become 0, and the sign of 0 may be lost.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComputeType } from '../../ir/dtype.ts';
import { add, cast, constant, div, eq, exp, le, log, LoopBuilder, lt, max, min, mul, ne, neg, pow, rem, select, shl, shr, sqrt, sub } from '../../ir/loop-builder.ts';
import type { Expr, Kernel } from '../../ir/loops.ts';
import { SMALLEST_NORMAL } from '../../ir/dtype.ts';
import type { TensorData } from '../../ir/tensor.ts';
import { tensor } from '../../ir/tensor.ts';
import { randomKernel } from '../wasm/random-kernels.ts';
import type { Device } from './device.ts';
import { compareOnGpu } from './kernel-test-kit.ts';
import { gpuForTests } from './test-kit.ts';

const onGpu = await gpuForTests(process.env);

const isTiny = (v: number | bigint): boolean => typeof v === 'number' && Math.abs(v) <= SMALLEST_NORMAL.float32;
const differs = (want: number | bigint, got: number | bigint): boolean => !Object.is(want, got) && !(isTiny(want) && isTiny(got));

/** The same expression of every value, with vectors and without. */
async function mapped(device: Device, dtype: ComputeType, values: readonly (number | bigint)[], write: (x: Expr) => Expr): Promise<readonly string[]> {
  const k = new LoopBuilder();
  const x = k.buffer('input', dtype, [values.length]);
  const out = k.buffer('output', write({ kind: 'const', type: dtype, value: 1 }).type as ComputeType, [values.length]);
  k.nest([values.length], (at) => k.store(out, at, write(k.load(x, at))));
  const kernel = k.finish('mapped');
  const contents = new Map([[x.name, tensor(dtype, [values.length], values).data]]);
  return both(device, kernel, contents);
}

async function both(device: Device, kernel: Kernel, contents: ReadonlyMap<string, TensorData>): Promise<readonly string[]> {
  return [...(await compareOnGpu(device, kernel, contents, { leastWork: 0 }, differs)), ...(await compareOnGpu(device, kernel, contents, { leastWork: Infinity }, differs))];
}

const FLOATS = [NaN, Infinity, -Infinity, 0, -0, 1, -1.5, 2.5, 3e9, -3e9, 2 ** 31, 2 ** 63, -(2 ** 63), 9e18, 1e-20, 16777217, 88.8, -104.5];
const WIDE = [0n, 1n, -1n, 7n, -13n, 2n ** 31n, -(2n ** 31n), 2n ** 32n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 60n + 2n ** 36n + 1n, 2n ** 60n + 2n ** 36n, -(2n ** 62n) - 2n ** 38n - 1n, 123456789012345678n];
const UNSIGNED = [0n, 1n, 7n, 2n ** 24n + 1n, 2n ** 32n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 63n + 2n ** 39n + 1n, 2n ** 64n - 1n];
const INTS = [0, 1, -1, 7, -13, 2 ** 31 - 1, -(2 ** 31), 1 << 20];

const FACTS: Readonly<Record<string, readonly [ComputeType, readonly (number | bigint)[], (x: Expr) => Expr]>> = {
  'float to int32 truncates and saturates, NaN gives 0': ['float32', FLOATS, (x) => cast('int32', x)],
  'float to int64 truncates and saturates, NaN gives 0': ['float32', FLOATS, (x) => cast('int64', x)],
  'float to bool asks whether it is not 0, as NaN is': ['float32', FLOATS, (x) => cast('bool', x)],
  'int64 to float32 rounds once': ['int64', WIDE, (x) => cast('float32', x)],
  'int32 to float32 rounds to nearest': ['int32', [16777217, 16777219, 2 ** 31 - 1, ...INTS], (x) => cast('float32', x)],
  'int64 to int32 wraps': ['int64', WIDE, (x) => cast('int32', x)],
  'minimum keeps NaN, and −0 is below +0': ['float32', FLOATS, (x) => min(x, 0)],
  'maximum with 0 keeps NaN and gives +0 for −0': ['float32', FLOATS, (x) => max(x, 0)],
  'maximum of any': ['float32', FLOATS, (x) => max(x, -1)],
  'a value is itself unless it is NaN': ['float32', FLOATS, (x) => eq(x, x)],
  'only NaN differs from itself': ['float32', FLOATS, (x) => ne(x, x)],
  'NaN is neither below nor above': ['float32', FLOATS, (x) => select(lt(x, 1), 1, select(le(constant('float32', 1), x), 2, constant('float32', 3)))],
  'infinity minus itself is NaN': ['float32', FLOATS, (x) => sub(x, x)],
  '0 times infinity is NaN': ['float32', FLOATS, (x) => mul(x, constant('float32', 0))],
  'adding what was subtracted keeps infinities': ['float32', FLOATS, (x) => add(sub(constant('float32', 1), x), x)],
  'the sign of 0 is kept': ['float32', FLOATS, (x) => div(constant('float32', 1), neg(x))],
  'divided by a constant, rounded once': ['float32', Array.from({ length: 64 }, (_, i) => i + 1), (x) => div(x, constant('float32', 49))],
  'scaled up and down again overflows between': ['float32', FLOATS, (x) => mul(mul(x, constant('float32', 1e30)), constant('float32', 1e-30))],
  'a product with a common factor overflows before it is taken away': ['float32', FLOATS, (x) => sub(mul(x, constant('float32', 2 ** 127)), mul(x, constant('float32', 2 ** 126)))],
  'a square of a root is rounded twice': ['float32', [2, 3, 5, 7, 11, 13], (x) => mul(sqrt(x), sqrt(x))],
  'a value over itself is NaN for 0 and infinities': ['float32', FLOATS, (x) => div(x, x)],
  'exp of anything': ['float32', FLOATS, exp],
  'log of anything': ['float32', FLOATS, log],
  'int32 division by 0 gives 0': ['int32', INTS, (x) => div(constant('int32', 7), x)],
  'int32 remainder': ['int32', INTS, (x) => rem(constant('int32', -(2 ** 31)), x)],
  'int64 division': ['int64', WIDE, (x) => div(constant('int64', -(2n ** 63n)), x)],
  'int64 remainder': ['int64', WIDE, (x) => rem(constant('int64', 10n ** 18n + 7n), x)],
  'int64 products wrap': ['int64', WIDE, (x) => mul(x, constant('int64', 0x1234567890abcdefn))],
  'int64 differences borrow': ['int64', WIDE, (x) => sub(constant('int64', 5), x)],
  'int64 shifts': ['int64', WIDE, (x) => add(shl(x, 33), shr(x, cast('int64', cast('int32', x))))],
  'uint64 division': ['uint64', UNSIGNED, (x) => div(x, constant('uint64', 10n))],
  'uint64 remainder': ['uint64', UNSIGNED, (x) => rem(constant('uint64', 2n ** 64n - 1n), x)],
  'uint64 order': ['uint64', UNSIGNED, (x) => select(le(x, constant('uint64', 2n ** 63n)), min(x, constant('uint64', 9n)), max(x, constant('uint64', 2n ** 63n + 5n)))],
  'uint64 shifts fill with 0': ['uint64', UNSIGNED, (x) => shr(x, 33)],
  'uint64 to float32 rounds once': ['uint64', UNSIGNED, (x) => cast('float32', x)],
  'float to uint64 saturates, NaN and what is below 0 give 0': ['float32', [2 ** 64, 2 ** 63.5, ...FLOATS], (x) => cast('uint64', x)],
  'int32 to uint64 wraps': ['int32', INTS, (x) => cast('uint64', x)],
  'int32 powers wrap': ['int32', INTS, (x) => pow(x, constant('int32', 37))],
  'int64 powers wrap': ['int64', WIDE, (x) => pow(x, constant('int64', 2n ** 62n + 5n))],
  'int64 order': ['int64', WIDE, (x) => min(max(x, constant('int64', -5)), constant('int64', 2n ** 40n))],
};

describe('values', () => {
  for (const [name, [dtype, values, write]] of Object.entries(FACTS)) {
    test(name, onGpu(async (device) => { expect(await mapped(device, dtype, values, write)).toEqual([]); }));
  }
});

test('random kernels agree with the walked ones', onGpu(async (device) => {
  const makeable = fc.array(fc.nat(9999), { minLength: 20, maxLength: 120 }).map(randomKernel).filter(({ kernel }) => !usesFloat64(kernel));
  for (const { kernel, contents } of fc.sample(makeable, { numRuns: 20, seed: 5 })) expect(await both(device, kernel, contents)).toEqual([]);
}));

function usesFloat64(kernel: Kernel): boolean {
  return JSON.stringify(kernel, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).includes('float64');
}
