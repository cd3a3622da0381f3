import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scalar, tensor } from '../../../runtime/ir/tensor.ts';
import { encodeModel } from '../../../runtime/onnx/encode.ts';
import type { ModelParts } from '../../../runtime/onnx/model-kit.ts';
import { modelOf, nodeOf } from '../../../runtime/onnx/model-kit.ts';
import type { CheckedModel } from './check-model.ts';
import { checkOnnx } from './check-model.ts';

const folder = join(import.meta.dirname, '../../../corpus/models');
const verdicts = JSON.parse(readFileSync(join(folder, 'verdicts.json'), 'utf8')) as readonly { file: string; outcome: 'ran' | 'raised'; node?: string; rule?: string }[];

function checked(path: string, bytes: Uint8Array): CheckedModel {
  const result = checkOnnx(path, bytes);
  if ('unreadable' in result) throw new Error(result.unreadable);
  return result;
}
const fileOf = (file: string): CheckedModel => checked(file, readFileSync(join(folder, file)));
const partsOf = (parts: ModelParts): CheckedModel => checked('m.onnx', encodeModel(modelOf(parts)));
/** `severity rule: message`, then what was not understood. */
const said = (parts: ModelParts): readonly string[] => {
  const { findings, unknowns } = partsOf(parts);
  return [...findings.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`), ...unknowns.map(({ reason }) => `unknown: ${reason}`)];
};
const ints = (...values: number[]) => tensor('int64', [values.length], values.map(BigInt));

describe('the models of the corpus', () => {
  it('each have a verdict', () => {
    expect(readdirSync(folder).filter((file) => file.endsWith('.onnx')).sort()).toEqual(verdicts.map(({ file }) => file).sort());
  });

  it.each(verdicts.filter(({ outcome }) => outcome === 'ran'))('$file is right, and understood', ({ file }) => {
    const { findings, unknowns, stats } = fileOf(file);
    expect({ findings, unknowns, wrong: stats.tensors.wrong, unknown: stats.tensors.unknown }).toEqual({ findings: [], unknowns: [], wrong: 0, unknown: 0 });
  });

  it.each(verdicts.filter(({ outcome }) => outcome === 'raised'))('$file breaks $rule at $node', ({ file, node, rule }) => {
    const errors = fileOf(file).findings.filter(({ severity }) => severity === 'error');
    expect(errors.map((finding) => [finding.rule, finding.message.includes(`at node ${node}`)])).toEqual([[rule, true]]);
  });
});

describe('checking a model', () => {
  it('shows both shapes in the symbols of the file, and where they come from', () => {
    const { findings: [finding] } = partsOf({
      inputs: { x: ['batch', 3] }, initializers: { w: tensor('float32', [4, 2], new Float32Array(8)) }, nodes: [nodeOf('MatMul', 'x, w', 'y')], outputs: ['y'],
    });
    expect(finding?.message).toBe('the left side has 3 columns but the right side has 4 rows (a [batch, 3], b [4, 2]) at node MatMul #1');
    expect(finding?.related.map(({ message }) => message)).toEqual(['a [batch, 3] is an input', 'b [4, 2] is a constant of the file']);
  });

  it('takes what a node demands of free sizes for granted afterwards', () => {
    const parts = (last: string): ModelParts => ({
      inputs: { x: [2, 'n'], a: [3, 4], b: [5, 4] }, nodes: [nodeOf('MatMul', 'x, a', 'p'), nodeOf('MatMul', `x, ${last}`, 'q')], outputs: ['p', 'q'],
    });
    expect(said(parts('a'))).toEqual([]);
    expect(said(parts('b'))).toEqual(['error MatMul/inner: the left side has 3 columns but the right side has 5 rows (a [2, 3], b [5, 4]) at node MatMul #2']);
  });

  it('says one mistake once', () => {
    expect(said({ inputs: { x: [2], y: [3] }, nodes: [nodeOf('Add', 'x, y', 'a'), nodeOf('Relu', 'a', 'b'), nodeOf('Add', 'b, y', 'c')], outputs: ['c'] })).toHaveLength(1);
  });

  it('follows sizes through what computes them', () => {
    const nodes = [nodeOf('Shape', 'x', 's'), nodeOf('Gather', 's, zero', 'n'), nodeOf('Mul', 'n, two', 'm'), nodeOf('Unsqueeze', 'm, first', 'row'), nodeOf('Concat', 'row, tail', 'to', { axis: 0 }), nodeOf('Reshape', 'x, to', 'y')];
    const parts = (columns: number): ModelParts => ({
      inputs: { x: ['n', 6] }, initializers: { zero: scalar('int64', 0), two: scalar('int64', 2), first: ints(0), tail: ints(columns) }, nodes, outputs: ['y'],
    });
    expect(said(parts(3))).toEqual([]);
    expect(said(parts(4))).toEqual(['error Reshape/count: the tensor has 6*n elements but the new shape holds 8*n (x [n, 6]) at node Reshape #6']);
  });

  it('warns of a declaration that no sizes satisfy', () => {
    expect(said({ inputs: { x: ['n', 3] }, nodes: [nodeOf('Relu', 'x', 'y')], outputs: { y: ['n', 4] } }))
      .toEqual(["warning onnx/declared-shape: the file declares 'y' as [n, 4], but it is [n, 3] at node Relu #1"]);
    expect(said({ inputs: { x: ['n', 3] }, nodes: [nodeOf('Relu', 'x', 'y')], outputs: { y: ['m', 3] } })).toEqual([]);
  });

  it('knows values that nothing makes, and such that are made twice', () => {
    expect(said({ inputs: { x: [2] }, nodes: [nodeOf('Add', 'x, z', 'y')], outputs: ['y'] })).toEqual(["error onnx/undefined-value: nothing makes the value 'z' at node Add #1"]);
    expect(said({ inputs: { x: [2] }, nodes: [nodeOf('Relu', 'x', 'x')], outputs: ['x'] })).toEqual(["error onnx/redefined-value: the value 'x' is made a second time at node Relu #1"]);
  });

  it('goes on with what the file declares behind a node that it does not understand', () => {
    expect(said({ inputs: { x: [2] }, nodes: [nodeOf('Mystery', 'x', 'a'), nodeOf('Add', 'a, x', 'y')], outputs: ['y'], valueInfo: { a: [3] } })).toEqual([
      'error Add/broadcast: extents 3 and 2 of the same axis are neither equal nor 1 (x [3], y [2]) at node Add #2',
      'unknown: there is no specification of operator Mystery at node Mystery #1',
    ]);
  });

  it('checks shapes of element types that nothing computes with', () => {
    expect(said({ inputs: { 'x:float16': [2], 'y:float16': [3] }, nodes: [nodeOf('Add', 'x, y', 'z')], outputs: ['z'] })).toHaveLength(1);
  });

  it('sees element types that do not fit together', () => {
    expect(said({ inputs: { 'x:int64': [2], y: [2] }, nodes: [nodeOf('Add', 'x, y', 'z')], outputs: ['z'] }))
      .toEqual(['error Add/dtype: the element types do not fit together (x int64[2], y float32[2]) at node Add #1']);
  });

  it('survives sizes beyond counting', () => {
    const huge = 2 ** 52;
    expect(said({ inputs: { x: [huge, huge] }, nodes: [nodeOf('Flatten', 'x', 'y', { axis: 0 })], outputs: ['y'] }).filter((line) => !line.startsWith('unknown'))).toEqual([]);
  });

  it('survives any damage to a file', () => {
    const right = readFileSync(join(folder, 'attention-layer-norm.onnx'));
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(right.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }), fc.nat(right.length), (changes, length) => {
      const bytes = new Uint8Array(right);
      for (const [at, value] of changes) bytes[at] = value;
      checkOnnx('damaged.onnx', bytes);
      checkOnnx('cut.onnx', bytes.subarray(0, length));
    }), { numRuns: 300 });
  });
});
