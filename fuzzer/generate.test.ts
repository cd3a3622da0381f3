import { describe, expect, it } from 'vitest';
import { printGraph } from '../runtime/ir/text-print.ts';
import { verifyGraph } from '../runtime/ir/verify.ts';
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
});
