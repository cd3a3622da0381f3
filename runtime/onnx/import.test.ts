import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printGraph } from '../ir/text-print.ts';
import { scalar, tensor } from '../ir/tensor.ts';
import { verifyGraph } from '../ir/verify.ts';
import { decodeModel } from './decode.ts';
import type { Imported, ImportOptions } from './import.ts';
import { importModel } from './import.ts';
import type { ModelParts } from './model-kit.ts';
import { modelOf, nodeOf } from './model-kit.ts';

const text = (parts: ModelParts, options?: ImportOptions): string => textOf(importModel(modelOf(parts), options));
const textOf = (imported: Imported): string => (imported.ok ? printGraph(imported.graph).trim() : `${imported.kind}: ${imported.reason}`);
const ints = (...values: number[]) => tensor('int64', [values.length], values.map(BigInt));

describe('importing', () => {
  it('takes attributes from initializers', () => {
    expect(text({ inputs: { x: [2, 3] }, initializers: { to: ints(3, -1) }, nodes: [nodeOf('Reshape', 'x, to', 'y')], outputs: ['y'] }))
      .toBe('x: float32[2,3]\nv1 = Reshape(x, shape=[3, 2])\nreturn v1');
  });

  it('folds a shape that is computed, and leaves no trace of it', () => {
    expect(text({
      inputs: { x: ['N', 4, 6] }, initializers: { zero: scalar('int64', 0), first: ints(0), rest: ints(-1) },
      nodes: [nodeOf('Shape', 'x', 's'), nodeOf('Gather', 's, zero', 'n'), nodeOf('Unsqueeze', 'n, first', 'row'), nodeOf('Concat', 'row, rest', 'to', { axis: 0 }), nodeOf('Reshape', 'x, to', 'y')],
      outputs: ['y'],
    }, { symbols: { N: 5 } })).toBe('x: float32[5,4,6]\nv1 = Reshape(x, shape=[5, 24])\nreturn v1');
  });

  it('keeps a shape that is data as well', () => {
    expect(text({ inputs: { x: [2, 3] }, nodes: [nodeOf('Shape', 'x', 's'), nodeOf('Reshape', 'x, s', 'y')], outputs: ['y', 's'] }))
      .toBe('x: float32[2,3]\nv1 = Shape(x)\nv2 = Reshape(x, shape=[2, 3])\nreturn v2, v1');
  });

  it('reads attributes where their opset has them', () => {
    const before = text({ opset: 12, inputs: { x: [1, 3] }, nodes: [nodeOf('Squeeze', 'x', 'y', { axes: [0] })], outputs: ['y'] });
    const after = text({ opset: 13, inputs: { x: [1, 3] }, initializers: { axes: ints(0) }, nodes: [nodeOf('Squeeze', 'x, axes', 'y')], outputs: ['y'] });
    expect(before).toBe(after);
  });

  it('lets the value of an input say what an attribute is', () => {
    expect(text({ inputs: { x: [4], 'to:int64': [2] }, nodes: [nodeOf('Reshape', 'x, to', 'y')], outputs: ['y'] }, { values: { to: ints(2, 2) } }))
      .toBe('x: float32[4]\nto: int64[2]\nv2 = Reshape(x, shape=[2, 2])\nreturn v2');
  });

  it('passes through what does nothing when a model is run', () => {
    expect(text({ inputs: { x: [2] }, nodes: [nodeOf('Identity', 'x', 'a'), nodeOf('Dropout', 'a', 'b, mask'), nodeOf('Relu', 'b', 'y')], outputs: ['y'] }))
      .toBe('x: float32[2]\nv1 = Relu(x)\nreturn v1');
  });

  it.each<[string, ModelParts, string]>([
    ['Greater', { inputs: { x: [2], y: [2] }, nodes: [nodeOf('Greater', 'x, y', 'z')], outputs: ['z'] }, 'v2 = Less(y, x)'],
    ['Sum', { inputs: { x: [2] }, nodes: [nodeOf('Sum', 'x, x, x', 'z')], outputs: ['z'] }, 'v1 = Add(x, x)\nv2 = Add(v1, x)'],
    ['ConstantOfShape', { inputs: { x: [2] }, nodes: [nodeOf('Shape', 'x', 's'), nodeOf('ConstantOfShape', 's', 'z')], outputs: ['z'] }, 'v1 = Constant(value=float32[]{0})\nv2 = Expand(v1, shape=[2])'],
    ['Pow of two types', { inputs: { x: [2], 'n:int64': [2] }, nodes: [nodeOf('Pow', 'x, n', 'z')], outputs: ['z'] }, 'v2 = Cast(n, to=float32)\nv3 = Pow(x, v2)'],
  ])('writes %s with operators that there are', (_, parts, expected) => {
    expect(text(parts).split('\n').slice(Object.keys(parts.inputs!).length, -1).join('\n')).toBe(expected);
  });

  it.each<[string, ModelParts, string]>([
    ['an unknown operator', { inputs: { x: [2] }, nodes: [nodeOf('GridSample', 'x', 'y')], outputs: ['y'] }, 'unsupported: there is no specification of operator GridSample (node GridSample #1)'],
    ['an older meaning', { opset: 11, inputs: { x: [2] }, nodes: [nodeOf('Hardmax', 'x', 'y')], outputs: ['y'] }, 'unsupported: Hardmax is specified as of opset 13 (node Hardmax #1)'],
    ['an attribute from data', { inputs: { x: [4], 'to:int64': [2] }, nodes: [nodeOf('Reshape', 'x, to', 'y')], outputs: ['y'] }, "unsupported: shape of Reshape depends on data ('to') (node Reshape #1)"],
    ['an unknown element type', { inputs: { 'x:float8e5m2': [2] }, nodes: [], outputs: ['x'] }, "unsupported: input 'x' has elements of type float8e5m2"],
    ['a result that is not specified', { inputs: { x: [2] }, nodes: [nodeOf('Dropout', 'x', 'y, mask')], outputs: ['mask'] }, "unsupported: result 'mask' is not specified (node Dropout #1)"],
    ['an open size', { inputs: { x: ['N'] }, nodes: [], outputs: ['x'] }, "open: axis 0 of input 'x' has the extent 'N' in the file: a number is needed"],
    ['a missing value', { inputs: {}, nodes: [nodeOf('Relu', 'x', 'y')], outputs: ['y'] }, "wrong: nothing makes value 'x' (node Relu #1)"],
    ['a value made twice', { inputs: { x: [2] }, nodes: [nodeOf('Relu', 'x', 'x')], outputs: ['x'] }, "wrong: value 'x' is made twice (node Relu #1)"],
  ])('refuses %s with a sentence', (_, parts, sentence) => expect(text(parts)).toBe(sentence));
});

describe('the models of the corpus', () => {
  const folder = join(import.meta.dirname, '../../corpus/models');
  const verdicts = JSON.parse(readFileSync(join(folder, 'verdicts.json'), 'utf8')) as readonly { file: string; outcome: 'ran' | 'raised'; node?: string; rule?: string }[];
  const imported = (file: string): Imported => {
    const decoded = decodeModel(readFileSync(join(folder, file)));
    return decoded.ok ? importModel(decoded.model, { symbols: { N: 3, T: 5 } }) : { ok: false, kind: 'unsupported', reason: decoded.error.reason };
  };

  it.each(verdicts.filter(({ outcome }) => outcome === 'ran'))('$file is a well-formed graph', ({ file }) => {
    const graph = imported(file);
    expect(graph.ok ? verifyGraph(graph.graph) : graph.reason).toEqual([]);
  });

  it.each(verdicts.filter(({ outcome }) => outcome === 'raised'))('$file is refused at $node by $rule', ({ file, node, rule }) => {
    expect(imported(file)).toMatchObject({ ok: false, kind: 'wrong', node, rule });
  });
});
