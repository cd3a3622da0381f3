// The programmatic interface: what users may count on, in Node and in a browser.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CompileError } from './api.ts';
import { BackendError, compile, graph, tensor } from './api.ts';
import { toNumbers } from './ir/tensor.ts';
import { encodeModel } from './onnx/encode.ts';
import { modelOf, nodeOf } from './onnx/model-kit.ts';

const doubled = graph((g) => { const x = g.input('x', 'float32', [2, 2]); return [g.op('Add', [x, x])]; });
const file = encodeModel(modelOf({ inputs: { a: ['N', 2], b: ['N', 2] }, nodes: [nodeOf('Sub', 'a, b', 'difference')], outputs: ['difference'] }));

it('a graph is compiled and run', async () => {
  const model = await compile(doubled);
  expect(model.inputs).toEqual([{ name: 'x', dtype: 'float32', shape: [2, 2] }]);
  expect(toNumbers(model.run({ x: [1, 2, 3, 4] })['output0']!)).toEqual([2, 4, 6, 8]);
});

it('a file is compiled for given sizes, and run by names or in order', async () => {
  const model = await compile(file, { sizes: { N: 1 } });
  expect(toNumbers(model.run({ b: Float32Array.of(1, 1), a: tensor('float32', [1, 2], [5, 6]) })['difference']!)).toEqual([4, 5]);
  expect(toNumbers(model.run([[1, 2], [3, 5]])['difference']!)).toEqual([-2, -3]);
});

it('a model runs on two threads', async () => {
  const product = graph((g) => [g.op('MatMul', [g.input('a', 'float32', [256, 256]), g.input('b', 'float32', [256, 256])])]);
  const [a, b] = [0, 1].map((seed) => Float32Array.from({ length: 65536 }, (_, i) => ((i * 7919 + seed) % 17) - 8));
  const [one, two] = [await compile(product), await compile(product, { threads: 2 })];
  expect(two.run([a!, b!])).toEqual(one.run([a!, b!]));
});

it('two models take turns', async () => {
  const [one, other] = [await compile(doubled), await compile(file, { sizes: { N: 1 } })];
  one.run([[1, 2, 3, 4]]);
  other.run([[1, 2], [3, 5]]);
  expect(toNumbers(one.run([[1, 1, 1, 1]])['output0']!)).toEqual([2, 2, 2, 2]);
});

describe('an error says what is wrong, and what was compiled keeps working:', () => {
  const unread = (bytes: Uint8Array, sizes = {}): Promise<CompileError> => compile(bytes, { sizes }).then(() => { throw new Error('it compiled'); }, (error: CompileError) => error);

  it('bytes that are no model', async () => {
    expect(await unread(new TextEncoder().encode('nonsense'))).toMatchObject({ name: 'CompileError', kind: 'unreadable' });
  });

  it('an operator that we do not have', async () => {
    const bytes = encodeModel(modelOf({ inputs: { x: [1] }, nodes: [nodeOf('Frobnicate', 'x', 'y')], outputs: ['y'] }));
    expect(await unread(bytes)).toMatchObject({ kind: 'unsupported', node: 'Frobnicate #1' });
  });

  it('a size without a number', async () => {
    expect(await unread(file)).toMatchObject({ kind: 'open', message: expect.stringContaining("'N'") });
  });

  it('sizes that do not fit', async () => {
    const bytes = encodeModel(modelOf({ inputs: { a: [2], b: [3] }, nodes: [nodeOf('Add', 'a, b', 'y')], outputs: ['y'] }));
    expect(await unread(bytes)).toMatchObject({ kind: 'wrong' });
  });

  it('inputs that are missing, unknown or of another size', async () => {
    const model = await compile(doubled);
    expect(() => model.run({})).toThrow(new BackendError("input 'x' is missing"));
    expect(() => model.run({ y: [1] })).toThrow("there is no input 'y'; the inputs are 'x'");
    expect(() => model.run([])).toThrow('1 inputs are needed, 0 are given');
    expect(() => model.run({ x: [1] })).toThrow("input 'x' has 1 elements where float32[2, 2] has 4");
    expect(() => model.run({ x: tensor('int32', [4], [1, 2, 3, 4]) })).toThrow("input 'x' is int32[4] where float32[2, 2] is needed");
    expect(toNumbers(model.run({ x: [1, 2, 3, 4] })['output0']!)).toEqual([2, 4, 6, 8]);
  });

  it('no number of threads', async () => {
    for (const threads of [0, 1.5, NaN]) await expect(compile(doubled, { threads })).rejects.toThrow(`threads is ${threads} where a whole number from 1 on is needed`);
  });

  it('not enough memory', async () => {
    const model = await compile(doubled);
    const huge = graph((g) => [g.op('Neg', [g.input('x', 'float32', [1 << 16, 1 << 16])])]);
    await expect(compile(huge)).rejects.toThrow(/^out of memory: the graph needs \d+ MiB/);
    expect(toNumbers(model.run({ x: [1, 2, 3, 4] })['output0']!)).toEqual([2, 4, 6, 8]);
  });
});

it('nothing behind it imports a part of Node, so that it runs in a browser', () => {
  const seen = new Set<string>();
  const foreign = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const text = readFileSync(path, 'utf8');
    for (const [, , specifier = ''] of text.matchAll(/^(?:import|export)\s+(?!type\b)([^'"]*?from\s+)?['"]([^'"]+)['"]/gm)) {
      if (specifier.startsWith('.')) visit(resolve(dirname(path), specifier));
      else foreign.add(specifier);
    }
    for (const [, specifier = ''] of text.matchAll(/\bimport\('(\.[^']+)'\)/g)) visit(resolve(dirname(path), specifier));
  };
  visit(join(import.meta.dirname, 'api.ts'));
  expect(seen.size).toBeGreaterThan(100);
  expect([...foreign].sort()).toEqual(['protobufjs/minimal.js']);
});
