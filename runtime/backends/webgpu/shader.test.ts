// What decides how many shaders are compiled: their texts.
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../ir/build.ts';
import { add, LoopBuilder } from '../../ir/loop-builder.ts';
import { lowerGraph } from '../lower-graph.ts';
import { optimize } from '../../passes/pipeline.ts';
import { SOFTWARE } from './schedule.ts';
import type { Shader } from './shader.ts';
import { shadersOf as shadersOfKernel } from './shader.ts';
import { shaderTexts } from './test-kit.ts';

function shadersOf(op: string, shapes: readonly (readonly number[])[], attributes = {}): readonly Shader[] {
  const g = new GraphBuilder();
  const program = lowerGraph(g.finish([g.op(op, shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)), attributes)]), { plain: true });
  return program.steps.flatMap(({ kernel }) => shadersOfKernel(kernel, SOFTWARE));
}

const textsOf = (...args: Parameters<typeof shadersOf>): readonly string[] => shadersOf(...args).map(({ code }) => code);

test('small kernels that differ in sizes are one shader', () => {
  expect(textsOf('MatMul', [[3, 4], [4, 5]])).toEqual(textsOf('MatMul', [[6, 7], [7, 2]]));
  expect(textsOf('ReduceMean', [[3, 4]], { axes: [1] })).toEqual(textsOf('ReduceMean', [[5, 7]], { axes: [1] }));
  expect(textsOf('Transpose', [[2, 3, 4]], { perm: [2, 0, 1] })).toEqual(textsOf('Transpose', [[5, 7, 6]], { perm: [2, 0, 1] }));
});

test('small kernels that differ in strides, padding, slopes and what is broadcast are one shader', () => {
  const window = (strides: number, pads: readonly number[], size: number): readonly string[] => textsOf('Conv', [[1, 2, size, 6], [3, 2, 2, 1]], { strides: [strides, 1], pads });
  expect(window(1, [1, 0, 0, 0], 5)).toEqual(window(2, [0, 1, 2, 1], 3));
  expect(textsOf('Sub', [[3, 4], [1, 4]])).toEqual(textsOf('Sub', [[5, 1], [5, 6]]));
  expect(textsOf('LeakyRelu', [[3]], { alpha: 0.5 })).toEqual(textsOf('LeakyRelu', [[7]], { alpha: 0.1 }));
  expect(textsOf('ReduceSum', [[2, 3, 4]], { axes: [1, 2] })).toEqual(textsOf('ReduceSum', [[1, 5, 6]], { axes: [2] }));
});

test('large kernels know their sizes', () => {
  const [shader] = shadersOf('MatMul', [[192, 192], [192, 192]]);
  expect(shader!.sizes.length).toBe(0);
  expect(shader!.code).toContain('< 192');
});

test('no loop has the name of a type', () => {
  const k = new LoopBuilder();
  const result = k.buffer('output', 'int32', [1]);
  const [sum] = [k.local('int32', 0), k.local('int32', 0)];
  // Each loop takes a name, and so does each sum.
  for (let i = 0; i < 40; i++) k.loop(2, () => sum.set(add(sum.get, 1)));
  k.store(result, [0], sum.get);
  const kernel = k.finish('loops');
  const [shader] = shadersOfKernel(kernel, SOFTWARE);
  const names = [...shader!.code.matchAll(/for \(var (\w+)/g)].map(([, name]) => name!);
  expect(names.length).toBe(40);
  expect(names.filter((name) => /^[iuf]\d+$/.test(name))).toEqual([]);
});

test('what differs in structure is another shader', () => {
  expect(textsOf('Add', [[3, 4], [3, 4]])).not.toEqual(textsOf('Add', [[3, 4], [3, 1]]));
});

test('where shaders have float16, none of its conversions is arithmetic', () => {
  const g = new GraphBuilder();
  const [x, y] = [g.input('x', 'float16', [8]), g.input('y', 'float16', [8])];
  const program = lowerGraph(optimize(g.finish([g.op('Add', [x, g.op('Mul', [x, y])]), g.op('Cast', [x], { to: 'float32' })])), { plain: true });
  const texts = program.steps.flatMap(({ kernel }) => shadersOfKernel(kernel, { ...SOFTWARE, halves: true }).map(({ code }) => code));
  for (const text of texts) {
    expect(text).toMatch(/^enable f16;\n.*array<f16>/);
    expect(text.slice(text.indexOf('fn main'))).not.toMatch(/32768|<<|select/);
  }
});

test('products of float16 share tiles as those of float32 do', () => {
  const g = new GraphBuilder();
  const [x, y] = [g.input('x', 'float16', [40, 40]), g.input('y', 'float16', [40, 40])];
  const text = shaderTexts(g.finish([g.op('MatMul', [x, y])]), { tiles: 4, halves: true });
  expect(text).toContain('b1: array<vec4<f16>>');
  expect(text).toContain('leftTiles');
});
