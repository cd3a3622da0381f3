import { describe, expect, it } from 'vitest';
import { evaluate } from '../runtime/interpret/interpret.ts';
import { printGraph } from '../runtime/ir/text-print.ts';
import { verifyGraph } from '../runtime/ir/verify.ts';
import { OPERATORS } from '../runtime/operators/index.ts';
import { generateCase, replayCase } from './generate.ts';

const options = { nodes: 10 };
const text = (seed: number, index: number): string => {
  const { graph, inputs } = generateCase(seed, index, options);
  return printGraph(graph) + inputs.map((t) => String(t.data)).join('\n');
};

describe('generated cases', () => {
  it('are well-formed graphs', () => {
    for (let index = 0; index < 100; index++) expect(verifyGraph(generateCase(3, index, options).graph)).toEqual([]);
  });

  it('have the number of operators that was asked for', () => {
    const counts = Array.from({ length: 50 }, (_, index) => generateCase(5, index, options).graph.nodes.length);
    expect(counts.every((n) => n === 10)).toBe(true);
  });

  it('are the same in any order', () => {
    const forwards = [0, 1, 2, 3, 4].map((index) => text(7, index));
    const backwards = [4, 3, 2, 1, 0].map((index) => text(7, index)).reverse();
    expect(backwards).toEqual(forwards);
  });

  it('differ between seeds', () => {
    expect(text(1, 0)).not.toBe(text(2, 0));
  });

  it('are made again by their choices', () => {
    const original = generateCase(11, 4, options);
    const again = replayCase(original.choices, options);
    expect(printGraph(again.graph)).toBe(printGraph(original.graph));
    expect(again.inputs).toEqual(original.inputs);
  });

  it('survive any change of their choices', () => {
    const { choices } = generateCase(13, 0, options);
    for (let i = 0; i < choices.length; i += 3) {
      const { graph } = replayCase(choices.with(i, 0), options);
      expect(verifyGraph(graph)).toEqual([]);
    }
  });

  it('are finite everywhere, vulnerable operators included', () => {
    for (const [nodes, count] of [[10, 100], [30, 20]] as const) {
      for (let index = 0; index < count; index++) {
        const { graph, inputs, values, finite } = generateCase(19, index, { nodes, special: 0 });
        expect(finite).toBe(true);
        expect(evaluate(graph, inputs)).toEqual(values);
      }
    }
  });

  it('hold special values in the share that is asked for', () => {
    const share = (special: number): number => Array.from({ length: 60 }, (_, index) => generateCase(23, index, { nodes: 4, special })).filter((made) => made.special).length;
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(60);
    expect(share(0.5)).toBeGreaterThan(15);
  });

  it('put NaN, infinities and extreme integers among the inputs of special cases', () => {
    const seen = new Set(Array.from({ length: 80 }, (_, index) => generateCase(29, index, { nodes: 5, special: 1 })).flatMap(({ inputs }) => inputs.flatMap(({ data }) => Array.from(data as ArrayLike<number | bigint>, String))));
    for (const text of ['NaN', 'Infinity', '-Infinity', '-2147483648', '9223372036854775807']) expect(seen).toContain(text);
  });

  it('use operators as often as their weights say', () => {
    const weights = Object.fromEntries(OPERATORS.map(({ name }) => [name, name === 'Tanh' ? 1 : 0.01]));
    const nodes = Array.from({ length: 10 }, (_, index) => generateCase(31, index, { nodes: 10, weights }).graph.nodes).flat();
    expect(nodes.filter((node) => node.op === 'Tanh').length).toBeGreaterThan(nodes.length / 3);
  });

  it('grow to many operators', () => {
    const { graph } = generateCase(37, 0, { nodes: 400 });
    expect(graph.nodes).toHaveLength(400);
    expect(verifyGraph(graph)).toEqual([]);
  });
});
