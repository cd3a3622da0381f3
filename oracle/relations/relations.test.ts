import { describe, expect, it } from 'vitest';
import { Choices } from '../../fuzzer/choices.ts';
import { generateCase } from '../../fuzzer/generate.ts';
import { operatorsOf } from '../../fuzzer/vocabulary.ts';
import { firstDifference } from '../../runtime/interpret/difference.ts';
import { interpret } from '../../runtime/interpret/interpret.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import { tensor } from '../../runtime/ir/tensor.ts';
import { rowOf, rowsOf } from './batch.ts';
import { RELATIONS } from './relations.ts';

const relation = (name: string) => RELATIONS.find((each) => each.name === name)!;
const cases = Array.from({ length: 150 }, (_, index) => generateCase(61, index, { nodes: 6, special: 0 }));

describe('relations', () => {
  it('a row alone gives that row of the results', () => {
    let met = 0;
    const operators = operatorsOf({ operators: ['Relu', 'Add', 'Mul', 'Max', 'Tanh', 'Softmax', 'ReduceSum', 'MatMul', 'Conv', 'MaxPool', 'Transpose', 'Concat'], dtypes: ['float32'] });
    for (let index = 0; index < 250; index++) {
      const made = generateCase(62, index, { nodes: 3, special: 0, operators });
      const rows = rowsOf(Choices.random(1, index), made);
      if (!rows) continue;
      met++;
      const whole = interpret(made.graph, made.inputs);
      interpret(rows.subject.graph, rows.subject.inputs).forEach((result, i) => {
        expect(firstDifference(result, rowOf(whole[i]!, rows.row))).toBeUndefined();
      });
    }
    expect(met).toBeGreaterThan(15);
  });

  it('a graph that mixes its rows has no batch', () => {
    const graph = parseGraph('x: float32[3,2]\ny = ReduceSum(x, axes=[0])\nreturn y\n');
    expect(rowsOf(Choices.random(1, 1), { graph, inputs: [tensor('float32', [3, 2], [1, 2, 3, 4, 5, 6])] })).toBeUndefined();
  });

  it('a transposition and its inverse change nothing', () => {
    const followed = cases.flatMap((made, index) => { const next = relation('layout').follow(Choices.random(2, index), made); return next ? [{ made, next }] : []; });
    expect(followed.length).toBeGreaterThan(80);
    for (const { made, next } of followed) {
      expect(next.graph.nodes.filter(({ op }) => op === 'Transpose').length).toBeGreaterThan(1);
      const before = interpret(made.graph, made.inputs);
      interpret(next.graph, next.inputs).forEach((result, i) => { expect(firstDifference(before[i]!, result)).toBeUndefined(); });
    }
  });

  it('gradients are gradients', () => {
    const graph = parseGraph('x: float32[2]\ny = Mul(x, x)\nreturn y\n');
    const next = relation('gradients').follow(Choices.random(3, 1), { graph, inputs: [tensor('float32', [2], [3, 5])] })!;
    const given = next.inputs.at(-1)!.data as Float32Array;
    expect([...interpret(next.graph, next.inputs)[0]!.data]).toEqual([6 * given[0]!, 10 * given[1]!]);
  });
});
