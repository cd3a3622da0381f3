import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DTYPES, isHalf } from '../../ir/dtype.ts';
import { toHalfBits } from '../../ir/half.ts';
import { add, and, bits, cast, constant, div, eitherZero, eq, exp, le, LoopBuilder, lt, max, min, mul, neg, rem, select, sub } from '../../ir/loop-builder.ts';
import type { Buffer, Kernel } from '../../ir/loops.ts';
import { elementCount, toElement } from '../../ir/tensor.ts';
import type { TensorData } from '../../ir/tensor.ts';
import { emptyData } from '../../ir/tensor.ts';
import { compareKernel } from './kernel-test-kit.ts';
import { randomKernel } from './random-kernels.ts';

function filled(buffer: Buffer, value: (i: number) => number | bigint): [string, TensorData] {
  const data = emptyData(buffer.storage, elementCount(buffer.shape));
  for (let i = 0; i < data.length; i++) data[i] = toElement(buffer.storage, value(i)) as never;
  return [buffer.name, isHalf(buffer.storage) ? toHalfBits(buffer.storage, data as Float32Array) : data];
}

/** What a kernel over buffers x, y and a result gives, after all engines agreed on it. */
function results(write: (k: LoopBuilder) => Buffer, contents: readonly [string, TensorData][], k = new LoopBuilder()): { values: unknown[]; vectorText: string; tiledText: string } {
  const result = write(k);
  const { differences, results: after, vectorText, tiledText } = compareKernel(k.finish('test'), new Map(contents));
  expect(differences).toEqual([]);
  return { values: Array.from(after.get(result.name)! as ArrayLike<unknown>), vectorText, tiledText };
}

function mapped(dtype: 'float32' | 'float64' | 'int32' | 'int64', values: readonly (number | bigint)[], write: (x: ReturnType<LoopBuilder['load']>) => ReturnType<LoopBuilder['load']>) {
  const k = new LoopBuilder();
  const x = k.buffer('input', dtype, [values.length]);
  return results(() => {
    const probe = write({ kind: 'const', type: dtype, value: 1 });
    const out = k.buffer('output', probe.type as 'float32', [values.length]);
    k.nest([values.length], (at) => k.store(out, at, write(k.load(x, at))));
    return out;
  }, [filled(x, (i) => values[i]!)], k);
}

describe('values', () => {
  test('float to int32 truncates and saturates, NaN gives 0', () => {
    expect(mapped('float32', [1.9, -1.9, NaN, Infinity, -Infinity, 3e9], (x) => cast('int32', x)).values)
      .toEqual([1, -1, 0, 2 ** 31 - 1, -(2 ** 31), 2 ** 31 - 1]);
  });

  test('float to int64 truncates and saturates, NaN gives 0', () => {
    expect(mapped('float64', [1.9, -1e300, NaN, 2 ** 63], (x) => cast('int64', x)).values)
      .toEqual([1n, -(2n ** 63n), 0n, 2n ** 63n - 1n]);
  });

  test('int64 to float32 rounds once', () => {
    const values = [2n ** 60n + 2n ** 36n + 1n, 2n ** 60n + 2n ** 36n, -(2n ** 62n) - 2n ** 38n - 1n];
    expect(mapped('int64', values, (x) => cast('float32', x)).values).toEqual([2 ** 60 + 2 ** 37, 2 ** 60, -(2 ** 62) - 2 ** 39]);
  });

  test('minimum and maximum keep NaN, and −0 is below +0', () => {
    expect(mapped('float32', [NaN, -0, 5, 0, 1, 2], (x) => min(x, 0)).values).toEqual([NaN, -0, 0, 0, 0, 0]);
    expect(mapped('float64', [NaN, -0, -5], (x) => max(x, 0)).values).toEqual([NaN, 0, 0]);
  });

  test('integer division by 0 gives 0 and never traps', () => {
    expect(mapped('int32', [7, -(2 ** 31), 0], (x) => div(x, 0)).values).toEqual([0, 0, 0]);
    expect(mapped('int32', [7, -(2 ** 31), 0], (x) => div(x, -1)).values).toEqual([-7, -(2 ** 31), 0]);
    expect(mapped('int64', [7n, -(2n ** 63n)], (x) => add(rem(x, 0), rem(x, -1))).values).toEqual([0n, 0n]);
    expect(mapped('int32', [3, 0, -1, 2], (x) => div(constant('int32', -(2 ** 31)), x)).values).toEqual([-715827882, 0, -(2 ** 31), -(2 ** 30)]);
  });

  test('int64 arithmetic wraps', () => {
    expect(mapped('int64', [2n ** 62n, -1n, 3n], (x) => mul(x, 3)).values).toEqual([-(2n ** 62n), -3n, 9n]);
  });

  test('bits move between floats and integers', () => {
    expect(mapped('float32', [1, -2], (x) => bits('int32', x)).values).toEqual([0x3f800000, -0x40000000]);
    expect(mapped('int64', [0x3ff0000000000000n], (x) => bits('float64', x)).values).toEqual([1]);
  });

  test('comparisons with NaN are false', () => {
    expect(mapped('float32', [NaN, 0, 1, 2, 3], (x) => cast('bool', select(le(x, x), constant('int32', 1), 0))).values).toEqual([0, 1, 1, 1, 1]);
  });
});

describe('loops', () => {
  const copies = (extent: number) => {
    const k = new LoopBuilder();
    const x = k.buffer('input', 'float32', [extent]);
    return results(() => {
      const out = k.buffer('output', 'float32', [extent]);
      k.nest([extent], (at) => k.store(out, at, add(mul(k.load(x, at), 2), 1)));
      return out;
    }, [filled(x, (i) => i)], k);
  };

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 33])('an elementwise loop of %i', (extent) => {
    expect(copies(extent).values).toEqual(Array.from({ length: extent }, (_, i) => 2 * i + 1));
  });

  test('are vectors from one vector on', () => {
    expect(copies(3).vectorText).not.toContain('f32x4.mul');
    expect(copies(4).vectorText).toContain('f32x4.mul');
  });

  test.each([2, 3, 4])('elements that lie %i apart are read into vectors, and nothing behind the last', (apart) => {
    const k = new LoopBuilder();
    const x = k.buffer('input', 'float32', [apart * 8 + 1]);
    const { values, vectorText } = results(() => {
      const out = k.buffer('output', 'float32', [9]);
      k.loop(9, (i) => k.store(out, [i], mul(k.load(x, [mul(i, apart)]), 3)));
      return out;
    }, [filled(x, (i) => i)], k);
    expect(values).toEqual(Array.from({ length: 9 }, (_, i) => 3 * apart * i));
    expect(vectorText).toContain('f32x4.mul');
  });

  test.each(['float32', 'float64'] as const)('the extreme of %s that may be either zero keeps NaN from both sides', (dtype) => {
    const pairs = [[NaN, 1], [1, NaN], [NaN, NaN], [3, 2], [2, 3], [-Infinity, 0], [Infinity, NaN], [-1, -1]] as const;
    const k = new LoopBuilder();
    const [x, y] = [k.buffer('input', dtype, [8]), k.buffer('input', dtype, [8])];
    const { values } = results(() => {
      const out = k.buffer('output', dtype, [2, 8]);
      [max, min].forEach((of, row) => k.loop(8, (i) => k.store(out, [row, i], eitherZero(of(k.load(x, [i]), k.load(y, [i]))))));
      return out;
    }, [filled(x, (i) => pairs[i]![0]), filled(y, (i) => pairs[i]![1])], k);
    expect(values).toEqual([...pairs.map(([a, b]) => Math.max(a, b)), ...pairs.map(([a, b]) => Math.min(a, b))]);
  });

  test('a loop of extent 0 in a hand-written kernel does nothing', () => {
    const kernel: Kernel = {
      name: 'empty', buffers: [{ name: 'out', dtype: 'int32', shape: [2], role: 'output' }],
      body: [{ kind: 'for', name: 'i', extent: 0, body: [{ kind: 'store', buffer: 'out', at: constant('index', 0), value: constant('int32', 7) }] }],
    };
    const { differences, results: after } = compareKernel(kernel, new Map());
    expect(differences).toEqual([]);
    expect([...after.get('out')!]).toEqual([0, 0]);
  });

  test('a sum over the last axis keeps its order', () => {
    const k = new LoopBuilder();
    const x = k.buffer('input', 'float32', [3, 7]);
    const { vectorText } = results(() => {
      const out = k.buffer('output', 'float32', [3]);
      k.nest([3], ([i]) => {
        const sum = k.local('float32', 0);
        k.loop(7, (j) => sum.set(add(sum.get, k.load(x, [i!, j]))));
        k.store(out, [i!], sum.get);
      });
      return out;
    }, [filled(x, (i) => 0.1 * i)], k);
    expect(vectorText).not.toContain('f32x4.add');
  });

  test('a matrix product runs its columns as vectors', () => {
    const k = new LoopBuilder();
    const [a, b] = [k.buffer('input', 'float32', [3, 5]), k.buffer('input', 'float32', [5, 6])];
    const { values, vectorText } = results(() => {
      const out = k.buffer('output', 'float32', [3, 6]);
      k.nest([3, 6], ([i, j]) => {
        const sum = k.local('float32', 0);
        k.loop(5, (p) => sum.set(add(sum.get, mul(k.load(a, [i!, p]), k.load(b, [p, j!])))));
        k.store(out, [i!, j!], sum.get);
      });
      return out;
    }, [filled(a, (i) => i), filled(b, (i) => i % 7)], k);
    expect(vectorText).toContain('f32x4.add');
    expect(values[0]).toBe(1 * 6 + 2 * 5 + 3 * 4 + 4 * 3);
  });

  const productOf = (rows: number, columns: number, inner: number): ReturnType<typeof results> => {
    const k = new LoopBuilder();
    const [a, b] = [k.buffer('input', 'float32', [rows, inner]), k.buffer('input', 'float32', [inner, columns])];
    return results(() => {
      const out = k.buffer('output', 'float32', [rows, columns]);
      k.nest([rows, columns], ([i, j]) => {
        const sum = k.local('float32', 0.1);
        k.loop(inner, (p) => sum.set(add(sum.get, mul(k.load(a, [i!, p]), k.load(b, [p, j!])))));
        k.store(out, [i!, j!], add(sum.get, cast('float32', cast('int32', i!))));
      });
      return out;
    }, [filled(a, (i) => 0.1 * i), filled(b, (i) => 0.7 * (i % 7))], k);
  };

  test.each([[1, 4, 3], [3, 8, 5], [4, 9, 2], [5, 12, 7], [9, 16, 3], [6, 23, 4], [8, 8, 5], [11, 24, 2], [13, 9, 3], [17, 16, 6]])('a tiled product of %i rows and %i columns keeps its bits', (rows, columns, inner) => {
    const { tiledText, vectorText } = productOf(rows, columns, inner);
    // Each row of a tall tile but the first begins where a basic block does.
    expect(tiledText).toEqual(rows === 6 ? expect.stringContaining('(i32.const -40)') : expect.not.stringContaining('(i32.const -48)'));
    if (rows > 1 || columns > 4) expect(tiledText.split('f32x4.mul').length).toBeGreaterThan(vectorText.split('f32x4.mul').length);
  });

  test.each([[6, 8, 8], [12, 23, 9], [11, 16, 15]])('%i rows and %i columns over %i terms keep their bits, two terms in a turn', (rows, columns, inner) => {
    const { tiledText } = productOf(rows, columns, inner);
    expect(tiledText).toContain(`(i32.const -${8 * (2 * Math.min(rows, 6) - 1)})`);
  });

  test('a tile goes on with the sums that it finds, once', () => {
    const k = new LoopBuilder();
    const [a, b] = [k.buffer('input', 'float64', [5, 3]), k.buffer('input', 'float64', [3, 7])];
    const { values, tiledText } = results(() => {
      const out = k.buffer('output', 'float64', [5, 7]);
      k.nest([5, 7], ([i, j]) => {
        const sum = k.local('float64', k.load(out, [i!, j!]));
        k.loop(3, (p) => sum.set(add(sum.get, mul(k.load(a, [i!, p]), k.load(b, [p, j!])))));
        k.store(out, [i!, j!], sum.get);
      });
      return out;
    }, [filled(a, () => 1), filled(b, (i) => i)], k);
    expect(tiledText).toContain('v128.load64_splat');
    expect(values.slice(0, 3)).toEqual([21, 24, 27]);
  });

  test('rows that overlap in the result are no tile', () => {
    const k = new LoopBuilder();
    const [a, b] = [k.buffer('input', 'float32', [6, 2]), k.buffer('input', 'float32', [2, 8])];
    results(() => {
      const out = k.buffer('output', 'float32', [13]);
      k.nest([6, 8], ([i, j]) => {
        const sum = k.local('float32', 0);
        k.loop(2, (p) => sum.set(add(sum.get, mul(k.load(a, [i!, p]), k.load(b, [p, j!])))));
        k.storeFlat(out, add(i!, j!), sum.get);
      });
      return out;
    }, [filled(a, (i) => i), filled(b, (i) => i * i)], k);
  });

  test('a running sum through memory stays scalar', () => {
    const k = new LoopBuilder();
    const out = k.buffer('output', 'int32', [9]);
    const { values } = results(() => {
      k.loop(8, (i) => k.store(out, [add(i, 1)], add(k.load(out, [i]), k.load(out, [add(i, 1)]))));
      return out;
    }, [filled(out, () => 1)], k);
    expect(values).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('an update in place is done once for each element', () => {
    const k = new LoopBuilder();
    const out = k.buffer('output', 'float32', [7]);
    const { values } = results(() => {
      k.loop(7, (i) => k.store(out, [i], mul(k.load(out, [i]), 2)));
      return out;
    }, [filled(out, (i) => i)], k);
    expect(values).toEqual([0, 2, 4, 6, 8, 10, 12]);
  });

  test('a scatter into overlapping places keeps its order', () => {
    const k = new LoopBuilder();
    const out = k.buffer('output', 'int32', [16]);
    const x = k.buffer('input', 'int32', [8]);
    results(() => {
      k.loop(8, (j) => k.loop(3, (p) => k.store(out, [add(j, p)], add(mul(k.load(x, [j]), 10), cast('int32', p)))));
      return out;
    }, [filled(x, (i) => i)], k);
  });

  test('bools are read and written as vectors', () => {
    const k = new LoopBuilder();
    const [x, m] = [k.buffer('input', 'float32', [11]), k.buffer('input', 'bool', [11])];
    const { values, vectorText } = results(() => {
      const out = k.buffer('output', 'bool', [11]);
      k.loop(11, (i) => k.store(out, [i], and(k.load(m, [i]), lt(k.load(x, [i]), constant('float32', 8)))));
      return out;
    }, [filled(x, (i) => i), filled(m, (i) => i % 2)], k);
    expect(vectorText).toContain('f32x4.lt');
    expect(values).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 0]);
  });

  test.each([
    ['int8', 'i32x4.extend_low_i16x8_s', 'v128.store32_lane'], ['uint8', 'i32x4.extend_low_i16x8_u', 'v128.store32_lane'], ['int16', 'v128.load16x4_s', 'v128.store64_lane'],
    ['uint16', 'v128.load16x4_u', 'v128.store64_lane'], ['uint32', 'v128.load32x2_u', 'v128.store64_lane'], ['float16', 'v128.load16x4_u', 'v128.store64_lane'],
  ] as const)('%s is read and written as vectors', (dtype, load, store) => {
    const k = new LoopBuilder();
    const x = k.buffer('input', dtype, [11]);
    const { vectorText } = results(() => {
      const out = k.buffer('output', dtype, [11]);
      k.loop(11, (i) => k.store(out, [i], add(k.load(x, [i]), k.load(x, [i]))));
      return out;
    }, [filled(x, (i) => 40_000 * i - 200_000)], k);
    expect(vectorText).toContain(load);
    expect(vectorText).toContain(store);
  });

  test('a guarded read is not moved before its guard', () => {
    const k = new LoopBuilder();
    const x = k.buffer('input', 'float32', [2]);
    const { values } = results(() => {
      const out = k.buffer('output', 'float32', [6]);
      k.loop(6, (i) => {
        const value = k.local('float32', -1);
        k.when(eq(constant('index', 3), constant('index', 4)), () => value.set(k.loadFlat(x, 1 << 28)));
        k.when(lt(i, constant('index', 2)), () => value.set(k.load(x, [i])));
        k.store(out, [i], value.get);
      });
      return out;
    }, [filled(x, (i) => i + 5)], k);
    expect(values).toEqual([5, 6, -1, -1, -1, -1]);
  });

  test('addresses that count down', () => {
    const k = new LoopBuilder();
    const x = k.buffer('input', 'float64', [9]);
    const { values } = results(() => {
      const out = k.buffer('output', 'float64', [9]);
      k.loop(9, (i) => k.store(out, [i], k.load(x, [sub(constant('index', 8), i)])));
      return out;
    }, [filled(x, (i) => i)], k);
    expect(values).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  test('a shared expression is computed once', () => {
    const k = new LoopBuilder();
    const x = k.buffer('input', 'float32', [4]);
    const { vectorText } = results(() => {
      const out = k.buffer('output', 'float32', [4]);
      k.loop(4, (i) => {
        let value = k.load(x, [i]);
        for (let n = 0; n < 40; n++) value = add(value, neg(value));
        k.store(out, [i], value);
      });
      return out;
    }, [filled(x, (i) => i)], k);
    expect(vectorText.split('f32x4.add').length - 1).toBe(40);
  });

  test('exp of shared and nested operands', () => {
    expect(mapped('float32', [0, 0, 0, 0], (x) => exp(exp(x))).values).toEqual(Array.from({ length: 4 }, () => Math.fround(Math.E)));
  });
});

test('random kernels: walked, scalar and vector agree bit for bit', () => {
  fc.assert(fc.property(fc.array(fc.nat(9999), { minLength: 20, maxLength: 160 }), (choices) => {
    const { kernel, contents } = randomKernel(choices);
    const { differences } = compareKernel(kernel, contents);
    expect(differences.slice(0, 3)).toEqual([]);
  }), { numRuns: 400, seed: 7 });
});

test('random kernels use every element type, vectors and scalars', () => {
  const stored = new Set<string>();
  let vectors = 0;
  fc.assert(fc.property(fc.array(fc.nat(9999), { minLength: 20, maxLength: 160 }), (choices) => {
    const { kernel, contents } = randomKernel(choices);
    for (const { dtype } of kernel.buffers) stored.add(dtype);
    if (/v128.store/.test(compareKernel(kernel, contents).vectorText)) vectors++;
  }), { numRuns: 100, seed: 3 });
  expect([...stored]).toEqual(expect.arrayContaining([...DTYPES, 'int8', 'uint8', 'int16', 'uint16', 'uint32']));
  expect(vectors).toBeGreaterThan(20);
});
