import { describe, expect, it } from 'vitest';
import { loadZ3 } from '../analyzer/3-solve/z3.ts';
import { printGraph } from '../runtime/ir/text-print.ts';
import { verifyGraph } from '../runtime/ir/verify.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import type { CaseOptions } from './generate.ts';
import { generateCase } from './generate.ts';

/** Where sizes meet products and remainders of other sizes. */
const OPERATORS = ['Conv', 'ConvTranspose'].map((name) => operatorNamed(name)!);
const GRAPHS = 60;

const cases = (options: Partial<CaseOptions>) => Array.from({ length: GRAPHS }, (_, index) => generateCase(4, index, { nodes: 4, operators: OPERATORS, ...options }));

describe('an appeal for sizes', () => {
  it('is heard only where forms have no answer, and changes nothing where it has none either', () => {
    let heard = 0;
    const asked = cases({ appeal: () => { heard++; return undefined; } });
    expect(heard).toBe(asked.reduce((sum, { solves }) => sum + solves.corners, 0));
    expect(heard).toBeGreaterThan(0);
    expect(heard).toBeLessThan(asked.reduce((sum, { solves }) => sum + solves.asked, 0) / 10);
    expect(asked.map(({ graph }) => printGraph(graph))).toEqual(cases({}).map(({ graph }) => printGraph(graph)));
  });

  it('gives graphs that are valid and the same each time', async () => {
    const z3 = await loadZ3();
    const once = (): readonly string[] => {
      let left = 3;
      return cases({ appeal: (claims) => {
        if (left-- <= 0) return undefined;
        const solution = z3.solveClaims(claims);
        return solution.status === 'sat' ? solution.witness : undefined;
      } }).map(({ graph, solves }) => { expect(verifyGraph(graph)).toEqual([]); return `${solves.appealed} ${printGraph(graph)}`; });
    };
    const texts = once();
    expect(texts.some((text) => text.startsWith('1 '))).toBe(true);
    expect(once()).toEqual(texts);
  }, 30_000);
});
