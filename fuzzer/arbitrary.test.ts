import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printGraph } from '../runtime/ir/text-print.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import { verifyGraph } from '../runtime/ir/verify.ts';
import { graphs, isSimpler, simpler } from './arbitrary.ts';
import { generateCase } from './generate.ts';

/** Few enough that one of them is in most graphs. */
const POOL = ['Mul', 'Add', 'Relu', 'Transpose', 'ReduceSum', 'Concat'].map((name) => operatorNamed(name)!);

describe('graphs() for fast-check', () => {
  it('gives well-formed graphs', () => {
    fc.assert(fc.property(graphs(), ({ graph }) => verifyGraph(graph).length === 0), { seed: 1, numRuns: 40 });
  });

  it('shrinks to one operator where one operator fails', () => {
    const run = fc.check(fc.property(graphs({ nodes: 8, operators: POOL }), ({ graph }) => graph.nodes.every((node) => node.op !== 'Mul')), { seed: 3, numRuns: 500 });
    expect(run.failed).toBe(true);
    expect(run.counterexample![0].graph.nodes.map((node) => node.op)).toEqual(['Mul']);
  });

  it('gives the same graphs for the same seed', () => {
    const texts = (): string[] => fc.sample(graphs(), { seed: 5, numRuns: 5 }).map(({ graph }) => printGraph(graph));
    expect(texts()).toEqual(texts());
  });

  it('offers only candidates that are simpler and well formed', () => {
    const made = generateCase(9, 1, { nodes: 3 });
    for (const candidate of simpler(made, { nodes: 3 })) {
      expect(isSimpler(candidate, made)).toBe(true);
      expect(verifyGraph(candidate.graph)).toEqual([]);
    }
  });
});
