import { describe, expect, it } from 'vitest';
import { Coverage, total } from './coverage.ts';
import { generateCase } from './generate.ts';
import { HEAVY, LIKE_NNSMITH } from './like-nnsmith.ts';

describe('graphs as NNSmith makes them', () => {
  const coverage = new Coverage();
  for (let index = 0; index < 400; index++) coverage.add(generateCase(71, index, { ...LIKE_NNSMITH, nodes: 10 }).graph);

  it('have as many ones', () => {
    const share = coverage.sizes.get('one')! / total(coverage.sizes);
    expect(share).toBeGreaterThan(0.6);
    expect(share).toBeLessThan(0.76);
  });

  it('have as few operators that compilers treat specially', () => {
    const share = HEAVY.reduce((sum, name) => sum + (coverage.operators.get(name) ?? 0), 0) / total(coverage.operators);
    expect(share).toBeGreaterThan(0.03);
    expect(share).toBeLessThan(0.05);
  });
});
