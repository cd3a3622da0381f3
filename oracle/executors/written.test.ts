import { describe, expect, it } from 'vitest';
import { generateCase } from '../../fuzzer/generate.ts';
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { encodeModel } from '../../runtime/onnx/encode.ts';
import { judgeOne } from '../judge.ts';
import { executorNamed } from './named.ts';
import type { World } from './world.ts';
import type { RunFile } from './written.ts';
import { inOtherWords, writtenExecutor } from './written.ts';

const cases = Array.from({ length: 200 }, (_, index) => generateCase(83, index, { nodes: 6, special: 0 }));
const asked = cases.flatMap((made) => { const words = inOtherWords(made.graph, made.inputs); return 'reason' in words ? [] : [{ made, words }]; });
const symbolic = asked.find(({ words }) => words.dataSets.length > 1)!;

/** Knows the right answer to each data set, or to the first one only. */
function answering({ words }: typeof symbolic, right: (set: number) => boolean): RunFile {
  const zeros = ({ dtype, shape, data }: Tensor): Tensor => ({ dtype, shape, data: data.map(() => (typeof data[0] === 'bigint' ? 77n : 77) as never) as Tensor['data'] });
  return (_, inputs) => {
    const set = words.dataSets.findIndex((each) => each.inputs.every((input, i) => input.shape.join() === inputs[i]!.shape.join()));
    return Promise.resolve({ kind: 'results', results: words.dataSets[set]!.expected.map((output) => (right(set) ? output : zeros(output))) });
  };
}

describe('an engine that is asked in other words', () => {
  it('meets branches, loops, symbolic sizes and computed shapes', () => {
    expect(new Set(asked.flatMap(({ words }) => words.ways))).toEqual(new Set(['If', 'Loop', 'symbolic', 'run-time sizes']));
  });

  it('is asked in the same words again', () => {
    for (const { made, words } of asked.slice(0, 10)) {
      const again = inOtherWords(made.graph, made.inputs);
      expect('model' in again && encodeModel(again.model)).toEqual(encodeModel(words.model));
    }
  });

  it('agrees where it is right at every size', async () => {
    const engine = writtenExecutor({ name: 'other' }, answering(symbolic, () => true));
    expect(await judgeOne(symbolic.made, engine, interpret(symbolic.made.graph, symbolic.made.inputs))).toBeUndefined();
  });

  it('fails where it is wrong at another size only', async () => {
    const engine = writtenExecutor({ name: 'other' }, answering(symbolic, (set) => set === 0));
    expect(await judgeOne(symbolic.made, engine, interpret(symbolic.made.graph, symbolic.made.inputs))).toMatchObject({ engine: 'other+written', kind: 'failure', message: expect.stringMatching(/^at another size, result/) });
  });

  it('is there by name for engines that read branches, and not for ours', () => {
    const world: World = { start: () => { throw new Error('nothing starts'); }, hostOf: () => [], after: () => ({ cancel: () => undefined }) };
    expect(executorNamed('onnxruntime+written', { world })?.name).toBe('onnxruntime+written');
    for (const name of ['wasm+written', 'reference+written', 'tfjs+written']) expect(executorNamed(name, { world })).toBeUndefined();
  });
});
