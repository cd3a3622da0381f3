// Each pattern of the verifier has a graph that breaks it, and a good graph breaks none.
import { expect, it } from 'vitest';
import type { Graph } from './graph.ts';
import { parseGraph } from './text-parse.ts';
import { verifyGraph } from './verify.ts';

const good = parseGraph('x: [2,3]\ny = Exp(x)\nz = Add(y, x)\nreturn z');
const [exp, add] = good.nodes as [Graph['nodes'][number], Graph['nodes'][number]];
const withValue = (id: number, change: Partial<Graph['values'][number]>): Graph => ({ ...good, values: good.values.map((v) => (v.id === id ? { ...v, ...change } : v)) });

it('a good graph breaks nothing', () => expect(verifyGraph(good)).toEqual([]));

const broken: Readonly<Record<string, Graph>> = {
  'ids-are-positions': { ...good, values: good.values.toReversed() },
  'extents-are-sizes': withValue(0, { shape: [2, -3] }),
  'names-exist': { ...good, outputs: [9] },
  'made-once': { ...good, nodes: [exp, exp, add] },
  'made-before-use': { ...good, nodes: [add, exp] },
  'operators-exist': { ...good, nodes: [{ ...exp, op: 'Exponential' }, add] },
  'results-are-inferred': withValue(2, { shape: [3, 2] }),
  'bodies-fit': { ...good, nodes: [{ op: 'Fused', inputs: [0], attributes: {}, outputs: [1], body: parseGraph('Exp(x:[3,2])') }, add] },
};

for (const [rule, graph] of Object.entries(broken)) {
  it(rule, () => expect(verifyGraph(graph).map((violation) => violation.rule)).toContain(rule));
}
