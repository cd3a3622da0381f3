import { describe, expect, it } from 'vitest';
import { printGraph } from '../runtime/ir/text-print.ts';
import { verifyGraph } from '../runtime/ir/verify.ts';
import { Choices } from './choices.ts';
import { caseFrom, generateCase, replayCase } from './generate.ts';
import { mutated } from './mutate.ts';

const options = { nodes: 8, special: 0 };
const [parent, other] = [generateCase(3, 0, options), generateCase(3, 1, options)];
const child = (index: number) => caseFrom(Choices.moves(mutated(Choices.random(9, index), parent, other), Choices.random(10, index)), options);
const ops = ({ graph }: { readonly graph: { readonly nodes: readonly { readonly op: string }[] } }): readonly string[] => graph.nodes.map((node) => node.op);

describe('a mutated case', () => {
  it('is a valid graph, and finite', () => {
    for (let index = 0; index < 40; index++) {
      const { graph, finite } = child(index);
      expect(verifyGraph(graph)).toEqual([]);
      expect(finite).toBe(true);
    }
  });

  it('is made again by its own choices', () => {
    const made = child(4);
    expect(printGraph(replayCase(made.choices, options).graph)).toBe(printGraph(made.graph));
  });

  it('differs from its parent most of the time', () => {
    const texts = Array.from({ length: 20 }, (_, index) => printGraph(child(index).graph));
    expect(texts.filter((text) => text !== printGraph(parent.graph)).length).toBeGreaterThan(14);
  });

  it('keeps more of its parent than chance would', () => {
    const shared = (a: readonly string[], b: readonly string[]): number => a.findIndex((op, i) => op !== b[i]);
    const prefixes = Array.from({ length: 40 }, (_, index) => shared(ops(child(index)), ops(parent)));
    // A fresh graph begins with the same operator once in fifty.
    expect(prefixes.filter((length) => length !== 0).length).toBeGreaterThan(10);
  });

  it('takes operators from both cases where it is spliced', () => {
    const fromBoth = Array.from({ length: 60 }, (_, index) => ops(child(index))).filter((list) => list[0] === ops(parent)[0] && list.at(-1) === ops(other).at(-1));
    expect(fromBoth.length).toBeGreaterThan(0);
  });
});

describe('the marks of a case', () => {
  it('lie where moves begin, in order, inside its choices', () => {
    const { marks, choices } = parent;
    expect(marks.length).toBeGreaterThan(2);
    expect([...marks].sort((a, b) => a - b)).toEqual(marks);
    expect(marks[0]).toBeGreaterThan(0);
    expect(marks.at(-1)).toBeLessThan(choices.length);
  });
});
