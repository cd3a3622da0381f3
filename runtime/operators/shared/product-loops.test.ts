import { expect, test } from 'vitest';
import type { LoopOptions } from '../../ir/loop-builder.ts';
import { add, LoopBuilder, offset } from '../../ir/loop-builder.ts';
import { runKernel } from '../../ir/run-loops.ts';
import { productLoops } from './product-loops.ts';

const CASES: readonly (readonly [rows: number, columns: number, inner: number, options: LoopOptions])[] = [
  [8, 8, 512, {}], [9, 19, 300, {}], [70, 16, 260, {}], [1, 40, 200, {}], [8, 9, 800, {}], [128, 17, 257, {}],
  [12, 8, 1025, {}], [9, 11, 2100, {}], [13, 8, 600, { blockTerms: 256 }], [200, 9, 700, { threads: 2 }],
  [13, 27, 30, { eager: true, blockColumns: 8, blockTerms: 7 }], [13, 27, 30, { eager: true, blockRows: 5 }], [16, 40, 9, { eager: true, blockColumns: 8, threads: 2 }],
];

test.each(CASES)('%i rows by %i columns over %i terms are added in order, in blocks and panels or not: %j', (rows, columns, inner, options) => {
  const k = new LoopBuilder(options);
  const [a, b] = [k.buffer('input', 'float32', [rows, inner]), k.buffer('input', 'float32', [inner, columns])];
  const result = k.buffer('output', 'float32', [rows, columns]);
  productLoops(k, { result, batch: [], rightVaries: [], rows, columns, inner, at: (_, i, j) => offset(result.shape, [i, j]), left: (_, i, p) => k.load(a, [i, p]), right: (_, p, j) => k.load(b, [p, j]) });
  const left = Float32Array.from({ length: rows * inner }, (_, i) => (i % 17) / 3 - 2);
  const right = Float32Array.from({ length: inner * columns }, (_, i) => (i % 23) / 7 - 1);
  const got = new Float32Array(rows * columns);
  runKernel(k.finish('product'), new Map([[a.name, left], [b.name, right], [result.name, got]]));
  const want = got.map((_, at) => {
    let sum = 0;
    for (let p = 0; p < inner; p++) sum = Math.fround(sum + Math.fround(left[Math.floor(at / columns) * inner + p]! * right[p * columns + (at % columns)]!));
    return sum;
  });
  expect([...got]).toEqual([...want]);
});

test('a sum of no terms is finished too', () => {
  const k = new LoopBuilder({ eager: true });
  const result = k.buffer('output', 'int64', [9, 12]);
  const nothing = k.buffer('input', 'int64', [0]);
  productLoops(k, { result, batch: [], rightVaries: [], rows: 9, columns: 12, inner: 0, at: (_, i, j) => offset(result.shape, [i, j]), left: () => k.load(nothing, [0]), right: () => k.load(nothing, [0]), finish: (sum) => add(sum, 4) });
  const got = new BigInt64Array(9 * 12);
  runKernel(k.finish('product'), new Map([[result.name, got], [nothing.name, new BigInt64Array(0)]]));
  expect(new Set(got)).toEqual(new Set([4n]));
});
