import { describe, expect, it } from 'vitest';
import type { Graph } from '../runtime/ir/graph.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { DTYPES, NARROW, isNarrow } from '../runtime/ir/dtype.ts';
import { exportModel } from '../runtime/onnx/export.ts';
import type { CaseOptions } from './generate.ts';
import { generateCase } from './generate.ts';

const GRAPHS = 120;

function graphs(options: Partial<CaseOptions>): readonly Graph[] {
  return Array.from({ length: GRAPHS }, (_, index) => generateCase(61, index, { nodes: 6, ...options }).graph);
}

const typesIn = ({ values }: Graph): ReadonlySet<DType> => new Set(values.map(({ dtype }) => dtype));
const withNarrow = (of: readonly Graph[]): number => of.filter((graph) => [...typesIn(graph)].some(isNarrow)).length;

describe('narrow element types', () => {
  const all = graphs({ narrow: 1 });

  it('are all drawn', () => {
    expect(new Set(all.flatMap((graph) => [...typesIn(graph)]))).toEqual(new Set([...DTYPES, ...NARROW]));
  });

  it('come at most two in a graph, so that they meet', () => {
    for (const graph of all) expect([...typesIn(graph)].filter(isNarrow).length).toBeLessThanOrEqual(2);
    expect(all.filter(({ nodes, values }) => nodes.some(({ inputs }) => inputs.filter((id) => id !== undefined && isNarrow(values[id]!.dtype)).length > 1)).length).toBeGreaterThan(GRAPHS / 3);
  });

  it('are in the share of graphs that is asked for', () => {
    expect(withNarrow(graphs({ narrow: 0 }))).toBe(0);
    expect(withNarrow(all)).toBeGreaterThan(0.6 * GRAPHS);
    const share = withNarrow(graphs({ narrow: 0.5 })) / GRAPHS;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
  });

  it('come as often as their weights say', () => {
    const only = Object.fromEntries(NARROW.map((dtype) => [dtype, dtype === 'int8' ? 1 : 0]));
    for (const graph of graphs({ narrow: 1, typeWeights: only })) expect([...typesIn(graph)].filter((dtype) => isNarrow(dtype) && dtype !== 'int8')).toEqual([]);
  });

  it('are left out where they are not among the types', () => {
    const some: readonly DType[] = ['float32', 'int64', 'bool', 'float16'];
    for (const graph of graphs({ dtypes: some, narrow: 1 })) expect(some).toEqual(expect.arrayContaining([...typesIn(graph)]));
  });

  it('are finite everywhere too', () => {
    for (let index = 0; index < GRAPHS; index++) expect(generateCase(61, index, { nodes: 6, narrow: 1, special: 0 }).finite).toBe(true);
  });

  it('are drawn only where ONNX has the operator for them', () => {
    for (const graph of all) expect(exportModel(graph)).toMatchObject({ ok: true });
  });
});
