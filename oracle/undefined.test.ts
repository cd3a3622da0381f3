// What no specification defines is incomparable: engines that disagree about it are all right.
import { expect, it } from 'vitest';
import { tensor } from '../runtime/ir/tensor.ts';
import { parseGraph } from '../runtime/ir/text-parse.ts';
import type { Executor } from './executors/executor.ts';
import { judge } from './judge.ts';

const answering = (shape: readonly number[], values: readonly number[]): Executor => ({ name: 'other', run: () => ({ kind: 'results', results: [tensor('float32', shape, values)] }) });

it.each([0, NaN])('the mean of nothing may be %d', async (value) => {
  const subject = { graph: parseGraph('ReduceMean(x:[0], axes=[0], keepdims=false)'), inputs: [tensor('float32', [0], [])] };
  expect(await judge(subject, [answering([], [value])])).toEqual([]);
});

it.each([0, NaN])('padding under an infinite weight may count as %d', async (value) => {
  const subject = { graph: parseGraph('Conv(x:[1,1,1], w:[1,1,2], pads=[1,0])'), inputs: [tensor('float32', [1, 1, 1], [0]), tensor('float32', [1, 1, 2], [Infinity, 1])] };
  expect(await judge(subject, [answering([1, 1, 1], [value])])).toEqual([]);
});

it.each([-Infinity, -3.4028234663852886e38])('the largest of a window that sees only padding may be %d', async (value) => {
  const subject = { graph: parseGraph('MaxPool(x:[1,1,1], kernel_shape=[2], dilations=[2], pads=[1,1])'), inputs: [tensor('float32', [1, 1, 1], [0])] };
  expect(await judge(subject, [answering([1, 1, 1], [value])])).toEqual([]);
});

it.each([536870916, -536870908])('the mean of integers whose sum overflows may be %d', async (value) => {
  const subject = { graph: parseGraph('ReduceMean(x:int32[4], keepdims=false)'), inputs: [tensor('int32', [4], [6, 4, 7, 2147483647])] };
  expect(await judge(subject, [{ name: 'other', run: () => ({ kind: 'results', results: [tensor('int32', [], [value])] }) }])).toEqual([]);
});

it('the mean of integers is exact where the sum fits', async () => {
  const subject = { graph: parseGraph('ReduceMean(x:int32[2], keepdims=false)'), inputs: [tensor('int32', [2], [3, 4])] };
  expect(await judge(subject, [{ name: 'other', run: () => ({ kind: 'results', results: [tensor('int32', [], [4])] }) }])).toHaveLength(1);
});

it('functions may lose bits just above the smallest normal number', async () => {
  const subject = { graph: parseGraph('Tanh(x:[1])'), inputs: [tensor('float32', [1], [-(2 ** -126)])] };
  expect(await judge(subject, [answering([1], [-1.1754982744579876e-38])])).toEqual([]);
});

it.each([Infinity, 3.4028234663852886e38])('infinity above a missing end may be %d', async (value) => {
  const subject = { graph: parseGraph('Clip(x:[1])'), inputs: [tensor('float32', [1], [Infinity])] };
  expect(await judge(subject, [answering([1], [value])])).toEqual([]);
});

it.each([Infinity, 3.4028234663852886e38])('a product that overflows inside of a sum may give %d', async (value) => {
  const big = 3.4028234663852886e38;
  const subject = { graph: parseGraph('MatMul(x:[1,2], y:[2,1])'), inputs: [tensor('float32', [1, 2], [big, big]), tensor('float32', [2, 1], [2, -1])] };
  expect(await judge(subject, [answering([1, 1], [value])])).toEqual([]);
});

it.each([Infinity, 1.7014117331926443e38])('a sum that overflows before it is scaled may give %d', async (value) => {
  const big = 3.4028234663852886e38;
  const subject = { graph: parseGraph('Gemm(x:[1,2], y:[2,1], alpha=0.25)'), inputs: [tensor('float32', [1, 2], [big, big]), tensor('float32', [2, 1], [1, 1])] };
  expect(await judge(subject, [answering([1, 1], [value])])).toEqual([]);
});

it.each([0, NaN])('a product that overflows in some order may be %d', async (value) => {
  const subject = { graph: parseGraph('ReduceProd(x:[3], keepdims=false)'), inputs: [tensor('float32', [3], [0, 1e30, 1e30])] };
  expect(await judge(subject, [answering([], [value])])).toEqual([]);
});

it.each([1e-30, 0])('a product that underflows in some order may be %d', async (value) => {
  const subject = { graph: parseGraph('ReduceProd(x:[3], keepdims=false)'), inputs: [tensor('float32', [3], [1e-30, 1e30, 1e-30])] };
  expect(await judge(subject, [answering([], [value])])).toEqual([]);
});

it.each([-2147483648, 2147483647])('a product of integers that overflows may be %d', async (value) => {
  const subject = { graph: parseGraph('ReduceProd(x:int32[2], keepdims=false)'), inputs: [tensor('int32', [2], [65536, 65536])] };
  expect(await judge(subject, [{ name: 'other', run: () => ({ kind: 'results', results: [tensor('int32', [], [value])] }) }])).toEqual([]);
});

it('products of numbers in range are compared', async () => {
  const subject = { graph: parseGraph('ReduceProd(x:[3], keepdims=false)'), inputs: [tensor('float32', [3], [2, 0.5, 3])] };
  expect(await judge(subject, [answering([], [3.001])])).toHaveLength(1);
  const whole = { graph: parseGraph('ReduceProd(x:int64[2], keepdims=false)'), inputs: [tensor('int64', [2], [3037000499n, 3037000499n])] };
  expect(await judge(whole, [{ name: 'other', run: () => ({ kind: 'results', results: [tensor('int64', [], [9223372030926249000n])] }) }])).toHaveLength(1);
});

const answeringInt = (shape: readonly number[], values: readonly number[]): Executor => ({ name: 'other', run: () => ({ kind: 'results', results: [tensor('int32', shape, values)] }) });
const ints = (shape: readonly number[], values: readonly number[]) => tensor('int32', shape, values);

it.each(['alpha=0.5', 'alpha=1, beta=0.5'])('a product of integers with %s may be 0 or 4', async (factors) => {
  const subject = { graph: parseGraph(`Gemm(x:int32[1,1], y:int32[1,1], z:int32[1,1], ${factors})`), inputs: [ints([1, 1], [3]), ints([1, 1], [3]), ints([1, 1], [1])] };
  for (const value of [0, 4, 9]) expect(await judge(subject, [answeringInt([1, 1], [value])])).toEqual([]);
});

it.each(['alpha=2', 'alpha=2, beta=3'])('a product of integers with %s is exact', async (factors) => {
  const subject = { graph: parseGraph(`Gemm(x:int32[1,1], y:int32[1,1], z:int32[1,1], ${factors})`), inputs: [ints([1, 1], [3]), ints([1, 1], [3]), ints([1, 1], [0])] };
  expect(await judge(subject, [answeringInt([1, 1], [18])])).toEqual([]);
  expect(await judge(subject, [answeringInt([1, 1], [17])])).toHaveLength(1);
});

it('the factor of an addend that is not there may have a fraction', async () => {
  const subject = { graph: parseGraph('Gemm(x:int32[1,1], y:int32[1,1], beta=0.5)'), inputs: [ints([1, 1], [3]), ints([1, 1], [3])] };
  expect(await judge(subject, [answeringInt([1, 1], [8])])).toHaveLength(1);
});

it.each([0, 1, 2, -2147483648])('a negative power of an integer may be %d', async (value) => {
  const subject = { graph: parseGraph('Pow(x:int32[1], y:int32[1])'), inputs: [ints([1], [2]), ints([1], [-1])] };
  expect(await judge(subject, [answeringInt([1], [value])])).toEqual([]);
});

/** What is one over the result, which tells the sign of a zero. */
const SIGNS_OF_ZERO: readonly (readonly [string, string, readonly (readonly number[])[]])[] = [
  ['the larger of two zeros', 'v = Max(x, y)', [[0], [-0]]],
  ['a negative zero that is cut off below 0', 'v = Relu(x)', [[-0]]],
  ['the sign of a negative zero', 'v = Sign(x)', [[-0]]],
  ['a sum of negative zeros', 'v = ReduceSum(x)', [[-0]]],
  ['a mean of negative zeros', 'v = ReduceMean(x)', [[-0]]],
  ['what is normalised and has no distance from its mean', 'v = LayerNormalization(x, y)', [[0], [-1]]],
  ['what is normalised by given numbers and is their mean', 'v = BatchNormalization(x, y, z, mean, variance)', [[1], [-1], [-0], [1], [1]]],
];

it.each(SIGNS_OF_ZERO)('%s may have either sign', async (_, line, values) => {
  const names = ['x', 'y', 'z', 'mean', 'variance'].slice(0, values.length);
  const shapeOf = (name: string): readonly number[] => (name === 'x' && values.length === 5 ? [1, 1] : [1]);
  const graph = parseGraph(`${names.map((name) => `${name}: float32[${shapeOf(name).join()}]\n`).join('')}${line}\nw = Reciprocal(v)\nreturn w`);
  const subject = { graph, inputs: names.map((name, i) => tensor('float32', shapeOf(name), values[i]!)) };
  const { shape } = graph.values[graph.outputs[0]!]!;
  for (const value of [Infinity, -Infinity]) expect(await judge(subject, [answering(shape, [value])])).toEqual([]);
});

it('one over a zero that was given has its sign', async () => {
  const subject = { graph: parseGraph('Reciprocal(x:[1])'), inputs: [tensor('float32', [1], [-0])] };
  expect(await judge(subject, [answering([1], [Infinity])])).toHaveLength(1);
});
