// A graph that differs in nothing but the elements of its constants finds its module; any other difference misses.
import { expect, test, vi } from 'vitest';
import { GraphBuilder } from '../../ir/build.ts';
import type { Graph } from '../../ir/graph.ts';
import { tensor } from '../../ir/tensor.ts';
import { ModuleCache, moduleKey } from './module-cache.ts';
import { compileGraph } from './wasm.ts';

function normalised(weight: number, epsilon: number): Graph {
  const g = new GraphBuilder();
  return g.finish([g.op('LayerNormalization', [g.input('x', 'float64', [2]), g.constant(tensor('float64', [2], [weight, weight]))], { axis: -1, epsilon })]);
}

test('weights are no part of the code, and are the new ones', () => {
  const modules = new ModuleCache();
  const x = tensor('float64', [2], [1, 3]);
  const [once, twice] = [1, 2].map((weight) => compileGraph(normalised(weight, 0), { modules }));
  expect([...twice!.run([x])[0]!.data]).toEqual([...once!.run([x])[0]!.data].map((v) => 2 * Number(v)));
  expect(moduleKey(normalised(1, 0), {})).toBe(moduleKey(normalised(2, 0), {}));
});

test('other attributes and other options are other code', () => {
  expect(moduleKey(normalised(1, 1e-5), {})).not.toBe(moduleKey(normalised(1, 0), {}));
  expect(moduleKey(normalised(1, 0), {})).not.toBe(moduleKey(normalised(1, 0), { threads: 2 }));
});

test('a module is compiled once, and forgotten when many others came', () => {
  const modules = new ModuleCache();
  const compile = vi.fn<() => object>(() => ({}));
  const first = modules.get('0', compile);
  expect(modules.get('0', compile)).toBe(first);
  expect(compile).toHaveBeenCalledTimes(1);
  for (let i = 1; i <= 64; i++) modules.get(String(i), compile);
  expect(modules.get('0', compile)).not.toBe(first);
});

test('weights of more than 16 bits are not multiplied by the code of smaller ones', () => {
  const modules = new ModuleCache();
  const product = (weight: number): Graph => {
    const g = new GraphBuilder();
    return g.finish([g.op('MatMul', [g.op('Cast', [g.input('x', 'int8', [8, 64])], { to: 'int32' }), g.constant(tensor('int32', [64, 64], Array.from({ length: 64 * 64 }, () => weight)))])]);
  };
  const x = tensor('int8', [8, 64], Array.from({ length: 512 }, () => 3));
  expect([7, 70_000].map((weight) => compileGraph(product(weight), { modules }).run([x])[0]!.data[0])).toEqual([7 * 3 * 64, 70_000 * 3 * 64]);
});
