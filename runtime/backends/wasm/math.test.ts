// exp, log, tanh and erf as they come out of the compiler, against results with more digits.
import { describe, expect, test } from 'vitest';
import { exactMath, exactly, ulpsApart } from '../../ir/exact-math.ts';
import { expandMath, MATH_ULPS } from '../../ir/expand-math.ts';
import { LoopBuilder, erf, exp, log, tanh } from '../../ir/loop-builder.ts';
import type { MathOp } from '../../ir/math-parts.ts';
import { runKernel } from '../../ir/run-loops.ts';
import type { TensorData } from '../../ir/tensor.ts';
import { compileKernels } from './kernels.ts';
import { compileProgram } from './wasm.ts';

const OPS = { exp, log, tanh, erf } as const;
const NAMES = Object.keys(OPS) as MathOp[];
type Float = 'float32' | 'float64';

function kernelOf(op: MathOp, dtype: Float, count: number) {
  const k = new LoopBuilder();
  const x = k.buffer('input', dtype, [count], 'x');
  const y = k.buffer('output', dtype, [count], 'y');
  k.loop(count, (i) => k.store(y, [i], OPS[op](k.load(x, [i]))));
  return k.finish(op);
}

function evaluator(op: MathOp, dtype: Float, count: number, relaxed: boolean): (x: TensorData) => Float64Array | Float32Array {
  const buffers = [{ dtype, shape: [count] }, { dtype, shape: [count] }];
  const compiled = compileProgram({ buffers, inputs: [0], constants: [], steps: [{ kernel: kernelOf(op, dtype, count), binding: [0, 1] }], outputs: [1] }, { relaxed });
  return (data) => compiled.run([{ dtype, shape: [count], data }])[0]!.data as Float32Array;
}

const evaluate = (op: MathOp, dtype: Float, x: readonly number[], relaxed = false): number[] =>
  Array.from(evaluator(op, dtype, x.length, relaxed)(dtype === 'float32' ? Float32Array.from(x) : Float64Array.from(x)));

/** 2⁶⁴ divided by the golden ratio: its multiples are spread evenly. */
const GOLDEN = 0x9e3779b97f4a7c15n;

/** Bit patterns of binary64 spread evenly between two numbers of one sign, so that all magnitudes are met alike. */
function spread(from: number, to: number, count: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  const pattern = (x: number): bigint => { view.setFloat64(0, x); return view.getBigUint64(0); };
  const [first, width] = [pattern(from), pattern(to) - pattern(from)];
  return Array.from({ length: count }, (_, i) => {
    view.setBigUint64(0, first + ((((BigInt(i + 1) * GOLDEN) & (2n ** 64n - 1n)) * width) >> 64n));
    return view.getFloat64(0);
  });
}

const even = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + (to - from) * ((i * 0.6180339887498949) % 1));

/** Where results are ordinary, close to every seam, and at all magnitudes. */
const SAMPLES: Record<MathOp, readonly number[]> = {
  exp: [...even(-745.5, 709.9, 3000), ...even(-1, 1, 1500), ...even(-745.2, -708, 800), ...spread(1e-20, 700, 600), ...spread(-1e-20, -740, 600)],
  log: [...spread(5e-324, 1.7e308, 2500), ...even(0.5, 2, 2500), ...even(1 - 1e-6, 1 + 1e-6, 800), ...spread(5e-324, 2e-308, 600)],
  tanh: [...even(-20, 20, 2000), ...even(0.4, 1, 2500), ...spread(5e-324, 1, 1200), ...spread(-1e-300, -30, 800)],
  erf: [...even(-6.5, 6.5, 2500), ...even(0.7, 1.3, 2500), ...spread(5e-324, 1, 1000), ...spread(-1e-300, -7, 500)],
};

describe.each(NAMES)('%s', (op) => {
  test.each([false, true])('of binary64 keeps its bound, fused %s', (relaxed) => {
    const xs = SAMPLES[op];
    let worst = 0;
    evaluate(op, 'float64', xs, relaxed).forEach((y, i) => { worst = Math.max(worst, ulpsApart(exactMath[op](xs[i]!), y, 53, -1074)); });
    expect(worst).toBeLessThanOrEqual(MATH_ULPS.float64[op]);
    expect(worst).toBeGreaterThan(MATH_ULPS.float64[op] / 2);
  });

  test.each([false, true])('of binary32 keeps its bound on every 4099st number, fused %s', (relaxed) => {
    const worst = worstOfFloat32(op, 4099, relaxed);
    expect(worst).toBeLessThanOrEqual(MATH_ULPS.float32[op]);
    expect(worst).toBeGreaterThan(MATH_ULPS.float32[op] / 2);
  });

  test.each(['float32', 'float64'] as const)('of %s gives the same bits as vectors, one by one and walked', (dtype) => {
    const xs = [...SAMPLES[op].slice(0, 300), 0, -0, Infinity, -Infinity, NaN, 1e-310, -1e-40, 3e38, -3e38];
    const data = dtype === 'float32' ? Float32Array.from(xs) : Float64Array.from(xs);
    const walked = data.slice();
    runKernel(expandMath(kernelOf(op, dtype, xs.length)), new Map([['x', data], ['y', walked]]));
    expect(evaluate(op, dtype, xs)).toEqual(Array.from(walked));
    const one = evaluator(op, dtype, 1, false);
    expect(Array.from(data, (_, i) => one(data.slice(i, i + 1))[0])).toEqual(Array.from(walked));
  });
});

/** The binary64 function, whose error is no more than a few of 2⁻⁵³, stands for the exact result. */
function worstOfFloat32(op: MathOp, stride: number, relaxed: boolean): number {
  const count = 1 << 16;
  const [single, double] = [evaluator(op, 'float32', count, relaxed), evaluator(op, 'float64', count, false)];
  let worst = 0;
  for (let first = 0; first < 2 ** 32; first += stride * count) {
    const patterns = Uint32Array.from({ length: count }, (_, i) => first + i * stride);
    const x = new Float32Array(patterns.buffer);
    const want = double(Float64Array.from(x));
    single(x).forEach((y, i) => { worst = Math.max(worst, ulps32(want[i]!, y)); });
  }
  return worst;
}

const exponentOf = new DataView(new ArrayBuffer(8));

function ulps32(want: number, got: number): number {
  if (Number.isNaN(want) || Number.isNaN(got)) return Number.isNaN(want) && Number.isNaN(got) ? 0 : Infinity;
  if (Math.fround(want) === got) return Math.abs(want) === Infinity || Math.abs(got) === Infinity ? 0 : Math.abs(want - got) / unitOf(want);
  return Math.abs(got) === Infinity ? Infinity : Math.abs(want - got) / unitOf(want);
}

function unitOf(x: number): number {
  exponentOf.setFloat64(0, x);
  return 2 ** (Math.max(((exponentOf.getUint32(0) >>> 20) & 0x7ff) - 1023, -126) - 23);
}

describe('edges', () => {
  const edges = [
    ['exp', [0, -0, -Infinity, Infinity, NaN, 1e300, -1e300], [1, 1, 0, Infinity, NaN, Infinity, 0]],
    ['log', [0, -0, -1, -Infinity, Infinity, NaN, 1], [-Infinity, -Infinity, NaN, NaN, Infinity, NaN, 0]],
    ['tanh', [0, -0, Infinity, -Infinity, NaN, 1e-30, -1e-30], [0, -0, 1, -1, NaN, 1e-30, -1e-30]],
    ['erf', [0, -0, Infinity, -Infinity, NaN, 10, -10], [0, -0, 1, -1, NaN, 1, -1]],
  ] as const;
  test.each(edges)('%s', (op, xs, ys) => {
    expect(evaluate(op, 'float64', xs)).toEqual(ys);
    expect(evaluate(op, 'float32', xs)).toEqual(ys.map(Math.fround));
  });

  test('log of the smallest denormals', () => {
    expect(evaluate('log', 'float64', [5e-324])).toEqual([Math.log(5e-324)]);
    expect(evaluate('log', 'float32', [2 ** -149])).toEqual([Math.fround(-149 * Math.LN2)]);
  });

  test('exp just below overflow and just above nothing', () => {
    expect(evaluate('exp', 'float32', [88.72283, 88.72284, -103.97, -103.98])).toEqual([Math.fround(Math.exp(Math.fround(88.72283))), Infinity, 2 ** -149, 0]);
    expect(evaluate('exp', 'float64', [709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412]))
      .toEqual([1.797693134862273e308, Infinity, 5e-324, 0].map((y, i) => (i === 0 ? Math.exp(709.782712893384) : y)));
  });
});

test.each(NAMES)('two small kernels of %s are little more code than one', (op) => {
  const placed = (at: number) => ({ kernel: kernelOf(op, 'float32', 100), addresses: [at, at + 1024] });
  const bytes = (count: number): number => compileKernels(Array.from({ length: count }, (_, i) => placed(2048 * i)), { module: 'host', name: 'memory', minimum: 1 }).length;
  expect(bytes(2) - bytes(1)).toBeLessThan(bytes(1) / 3);
});

test('the exact results agree with known digits', () => {
  const digits = ({ mantissa, exponent }: { mantissa: bigint; exponent: number }): string => ((mantissa * 10n ** 40n) >> BigInt(-exponent)).toString();
  // Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), tables 1.1 and 7.1.
  expect(digits(exactMath.exp(1))).toBe('27182818284590452353602874713526624977572');
  expect(digits(exactMath.log(10))).toBe('23025850929940456840179914546843642076011');
  expect(digits(exactMath.erf(0.5)).slice(0, 10)).toBe('5204998778');
  expect(digits(exactMath.tanh(1)).slice(0, 20)).toBe('76159415595576488811');
  expect(ulpsApart(exactly(1), 1 + 2 ** -52, 53, -1074)).toBe(1);
});
