// Operators that are written out as others, against what ONNX says about them in numbers.
import { describe, expect, it } from 'vitest';
import { interpret } from '../interpret/interpret.ts';
import type { Tensor } from '../ir/tensor.ts';
import { tensor, toNumbers } from '../ir/tensor.ts';
import { importModel } from './import.ts';
import { modelOf, nodeOf } from './model-kit.ts';

interface Case {
  readonly op: string;
  readonly x: Tensor;
  readonly more?: Readonly<Record<string, Tensor>>;
  readonly attributes?: Parameters<typeof nodeOf>[3];
  readonly gives: readonly number[];
  readonly shape?: readonly number[];
  readonly opset?: number;
}

const floats = (...values: readonly number[]): Tensor => tensor('float32', [values.length], values);
const longs = (...values: readonly number[]): Tensor => tensor('int64', [values.length], values);
/** Two places of one head. */
const heads = (a: number, b: number): Tensor => tensor('float32', [1, 1, 2, 1], [a, b]);
const matrix = tensor('float32', [2, 3], [1, 2, 3, 4, 5, 6]);

const CASES: readonly Case[] = [
  { op: 'Gelu', x: floats(-1, 0, 2), gives: [-0.15865525, 0, 1.9544997] },
  { op: 'Gelu', x: floats(-1, 0, 2), attributes: { approximate: 'tanh' }, gives: [-0.15880801, 0, 1.9545977] },
  { op: 'Elu', x: floats(-1, 1), attributes: { alpha: 2 }, gives: [-1.2642411, 1] },
  { op: 'HardSwish', x: floats(-4, 0, 1, 4), gives: [0, 0, 0.6666667, 4] },
  { op: 'Softplus', x: floats(-100, 0, 100), gives: [0, Math.LN2, 100] },
  { op: 'Mod', x: longs(-4, 7, 5, 4, -7, 8), more: { y: longs(2, -3, 8, -2, 3, 5) }, gives: [0, -2, 5, 0, 2, 3] },
  { op: 'Mod', x: longs(-4, 7, 5), more: { y: longs(3, -3, 8) }, attributes: { fmod: 1 }, gives: [-1, 1, 5] },
  { op: 'ArgMin', x: tensor('int32', [3], [5, -(2 ** 31), -(2 ** 31)]), gives: [1], shape: [1] },
  { op: 'CumSum', x: matrix, more: { axis: longs(1) }, gives: [1, 3, 6, 4, 9, 15], shape: [2, 3] },
  { op: 'CumSum', x: matrix, more: { axis: longs(0) }, attributes: { reverse: 1, exclusive: 1 }, gives: [4, 5, 6, 0, 0, 0], shape: [2, 3] },
  { op: 'Trilu', x: matrix, more: { k: longs(1) }, gives: [0, 2, 3, 0, 0, 6], shape: [2, 3] },
  { op: 'Trilu', x: matrix, attributes: { upper: 0 }, gives: [1, 0, 0, 4, 5, 0], shape: [2, 3] },
  { op: 'Tile', x: tensor('float32', [1, 2], [1, 2]), more: { repeats: longs(2, 2) }, gives: [1, 2, 1, 2, 1, 2, 1, 2], shape: [2, 4] },
  { op: 'OneHot', x: longs(1, -1), more: { depth: longs(3), values: floats(0, 5) }, gives: [0, 5, 0, 0, 0, 5], shape: [2, 3] },
  { op: 'ReduceL2', x: floats(3, 4), gives: [5], shape: [1] },
  { op: 'LpNormalization', x: floats(3, 4), gives: [0.6, 0.8] },
  { op: 'Size', x: matrix, gives: [6], shape: [] },
  { op: 'DepthToSpace', x: tensor('float32', [1, 4, 1, 1], [1, 2, 3, 4]), attributes: { blocksize: 2 }, gives: [1, 2, 3, 4], shape: [1, 1, 2, 2] },
  { op: 'Resize', x: tensor('float32', [1, 2], [1, 3]), more: { roi: floats(), scales: floats(1, 2) }, attributes: { mode: 'linear' }, gives: [1, 1.5, 2.5, 3], shape: [1, 4] },
  { op: 'Resize', x: tensor('float32', [1, 2], [1, 3]), more: { roi: floats(), scales: floats(1, 2) }, attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }, gives: [1, 1, 3, 3], shape: [1, 4] },
  { op: 'NegativeLogLikelihoodLoss', x: tensor('float32', [2, 2], [-1, -2, -3, -4]), more: { labels: longs(1, 0), weight: floats(1, 3) }, gives: [(2 * 3 + 3) / 4], shape: [] },
  { op: 'SoftmaxCrossEntropyLoss', x: tensor('float32', [2, 2], [0, 0, 1, 1]), more: { labels: longs(1, 0) }, attributes: { reduction: 'sum' }, gives: [2 * Math.LN2], shape: [] },
  { op: 'Attention', x: heads(0, 0), more: { k: heads(1, 5), v: heads(2, 4) }, attributes: { is_causal: 1 }, gives: [2, 3] },
  { op: 'Attention', x: heads(0, 0), more: { k: heads(1, 5), v: heads(2, 4), mask: tensor('bool', [2, 2], [false, true, false, false]) }, gives: [4, 0] },
  { op: 'Attention', x: heads(0, 0), more: { k: heads(1, 5), v: heads(2, 4), mask: tensor('float32', [2, 1], [0, Math.log(3)]) }, gives: [2, 2] },
  { op: 'Attention', x: tensor('float32', [1, 1, 4], [0, 0, 0, 0]), more: { k: tensor('float32', [1, 2, 1], [7, 8]), v: tensor('float32', [1, 2, 1], [2, 4]) }, attributes: { q_num_heads: 4, kv_num_heads: 1 }, gives: [3, 3, 3, 3], shape: [1, 1, 4] },
  { op: 'BitShift', x: tensor('uint8', [3], [129, 3, 1]), more: { by: tensor('uint8', [3], [1, 2, 7]) }, attributes: { direction: 'LEFT' }, gives: [2, 12, 128] },
  { op: 'BitShift', x: tensor('uint8', [2], [129, 3]), more: { by: tensor('uint8', [2], [1, 2]) }, attributes: { direction: 'RIGHT' }, gives: [64, 0] },
  { op: 'ConvInteger', x: tensor('uint8', [1, 1, 3], [1, 3, 7]), more: { w: tensor('uint8', [1, 1, 2], [5, 1]), xZero: tensor('uint8', [], [2]), wZero: tensor('uint8', [1], [3]) }, gives: [-2 - 2, 2 - 10], shape: [1, 1, 2] },
  // More terms than float32 adds up exactly: an odd number above 2²⁴.
  { op: 'ConvInteger', x: tensor('uint8', [1, 600, 1], Array.from({ length: 600 }, (_, i) => (i === 0 ? 254 : 255))), more: { w: tensor('uint8', [1, 600, 1], Array.from({ length: 600 }, () => 255)) }, gives: [600 * 255 ** 2 - 255], shape: [1, 1, 1] },
  { op: 'CumProd', x: matrix, more: { axis: tensor('int64', [], [1]) }, attributes: { reverse: 1 }, gives: [6, 6, 3, 120, 30, 6], shape: [2, 3] },
  { op: 'CumProd', x: matrix, more: { axis: tensor('int64', [], [0]) }, attributes: { exclusive: 1 }, gives: [1, 1, 1, 1, 2, 3], shape: [2, 3] },
  { op: 'DequantizeLinear', x: tensor('uint8', [2, 2], [10, 0, 255, 4]), more: { scale: floats(0.5, 2), zero: tensor('uint8', [2], [10, 3]) }, attributes: { axis: 1 }, gives: [0, -6, 122.5, 2], shape: [2, 2] },
  { op: 'DynamicQuantizeLinear', x: floats(0, 2, -3), gives: [153, 255, 0] },
  { op: 'Einsum', x: matrix, more: { y: tensor('float32', [3, 2], [1, 0, 0, 1, 2, 2]) }, attributes: { equation: 'ij,jk->ki' }, gives: [7, 16, 8, 17], shape: [2, 2] },
  { op: 'Einsum', x: tensor('float32', [2, 2], [1, 2, 3, 4]), attributes: { equation: '...ii' }, gives: [5], shape: [] },
  { op: 'Einsum', x: matrix, more: { y: floats(1, 2, 3), z: floats(2, 3) }, attributes: { equation: 'ij, j, i' }, gives: [2 * 14 + 3 * 32], shape: [] },
  { op: 'IsInf', x: floats(Infinity, -Infinity, NaN, 1), attributes: { detect_negative: 0 }, gives: [1, 0, 0, 0] },
  { op: 'LpPool', x: tensor('float32', [1, 1, 3], [3, -4, 12]), attributes: { kernel_shape: [2], pads: [1, 0] }, gives: [3, 5, Math.sqrt(160)], shape: [1, 1, 3] },
  { op: 'LpPool', x: tensor('float32', [1, 1, 3], [3, -4, 12]), attributes: { kernel_shape: [2], p: 1 }, gives: [7, 16], shape: [1, 1, 2] },
  { op: 'MatMulInteger', x: tensor('uint8', [2, 2], [1, 2, 3, 255]), more: { b: tensor('int8', [2, 1], [-128, 5]), aZero: tensor('uint8', [2], [1, 3]), bZero: tensor('int8', [1], [-8]) }, gives: [13, 252 * 13], shape: [2, 1] },
  { op: 'QLinearMatMul', x: tensor('uint8', [1, 2], [4, 2]), more: { xScale: floats(0.5), xZero: tensor('uint8', [1], [2]), y: tensor('uint8', [2, 1], [13, 99]), yScale: floats(4), yZero: tensor('uint8', [1], [3]), scale: floats(0.25), zero: tensor('uint8', [1], [7]) }, gives: [2 * 10 * 8 + 7], shape: [1, 1] },
  { op: 'QuantizeLinear', x: floats(-1, 0.5, 1.5, 300), more: { scale: tensor('float32', [], [1]), zero: tensor('uint8', [], [10]) }, gives: [9, 10, 12, 255] },
  { op: 'RotaryEmbedding', x: tensor('float32', [1, 1, 1, 4], [1, 2, 3, 4]), more: { cos: tensor('float32', [3, 1], [9, 9, 0]), sin: tensor('float32', [3, 1], [9, 9, 1]), at: tensor('int64', [1, 1], [2]) }, attributes: { rotary_embedding_dim: 2, interleaved: 1 }, gives: [-2, 1, 3, 4] },
  { op: 'SwiGLU', x: floats(0, Math.log(3)), more: { b: floats(5, 2) }, gives: [0, Math.log(3) * 1.5] },
  { op: 'Clip', x: floats(-1, 3, 9), attributes: { max: 6 }, opset: 6, gives: [-1, 3, 6] },
  { op: 'Pad', x: floats(1, 2), attributes: { pads: [1, 0], value: 7 }, opset: 9, gives: [7, 1, 2], shape: [3] },
  { op: 'Softmax', x: tensor('float32', [1, 2, 2], [0, 0, 0, 0]), opset: 11, gives: [0.25, 0.25, 0.25, 0.25] },
  { op: 'Softmax', x: tensor('float32', [1, 2, 2], [0, 0, 0, 0]), attributes: { axis: 2 }, opset: 11, gives: [0.5, 0.5, 0.5, 0.5] },
  { op: 'LogSoftmax', x: tensor('float32', [2, 1], [3, 4]), attributes: { axis: 0 }, opset: 12, gives: [-Math.log1p(Math.E), 1 - Math.log1p(Math.E)] },
  { op: 'Upsample', x: tensor('float32', [1, 2], [1, 3]), more: { scales: floats(1, 2) }, attributes: { mode: 'linear' }, opset: 9, gives: [1, 2, 3, 3], shape: [1, 4] },
  { op: 'Resize', x: tensor('float32', [1, 3], [1, 2, 3]), more: { scales: floats(1, 0.7) }, opset: 10, gives: [1, 2], shape: [1, 2] },
  { op: 'Hardmax', x: matrix, gives: [0, 0, 1, 0, 0, 1], shape: [2, 3] },
];

describe('a composition gives what ONNX says', () => {
  for (const { op, x, more = {}, attributes, gives, shape = x.shape, opset = 24 } of CASES) {
    it(`${op} ${JSON.stringify(attributes ?? {})} of opset ${opset}`, () => {
      const inputs = { x, ...more };
      const model = modelOf({
        opset, inputs: Object.fromEntries(Object.entries(inputs).map(([name, t]) => [`${name}:${t.dtype}`, t.shape])),
        nodes: [nodeOf(op, Object.keys(inputs).join(', '), 'out', attributes)], outputs: ['out'],
      });
      const imported = importModel(model, { values: inputs });
      if (!imported.ok) throw new Error(imported.reason);
      const [result] = interpret(imported.graph, imported.inputNames.map((name) => (inputs as Readonly<Record<string, Tensor>>)[name]!));
      expect(result!.shape).toEqual(shape);
      toNumbers(result!).forEach((value, i) => expect(value).toBeCloseTo(gives[i]!, 6));
    });
  }
});

it('what a composition does not understand is unsupported, with its reason', () => {
  const model = modelOf({ inputs: { x: [2], n: [1] }, nodes: [nodeOf('Mod', 'x, x', 'y')], outputs: ['y'] });
  expect(importModel(model)).toMatchObject({ ok: false, kind: 'unsupported', reason: expect.stringContaining('Mod of float32 is not specified') });
});

it('LayerNormalization has means and reciprocal deviations where they are asked for', () => {
  const inputs = { x: tensor('float32', [1, 2], [1, 5]), scale: floats(1, 1) };
  const imported = importModel(modelOf({ inputs: { x: [1, 2], scale: [2] }, nodes: [nodeOf('LayerNormalization', 'x, scale', 'y, mean, inverse', { epsilon: 0 })], outputs: ['mean', 'inverse', 'y'] }));
  if (!imported.ok) throw new Error(imported.reason);
  expect(interpret(imported.graph, imported.inputNames.map((name) => inputs[name as keyof typeof inputs])).map(toNumbers)).toEqual([[3], [0.5], [-1, 1]]);
});
