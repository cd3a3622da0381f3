import { describe, expect, it } from 'vitest';
import { generateCase } from '../../fuzzer/generate.ts';
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import { printGraph } from '../../runtime/ir/text-print.ts';
import { decodeModel } from '../../runtime/onnx/decode.ts';
import { encodeModel } from '../../runtime/onnx/encode.ts';
import { exportModel } from '../../runtime/onnx/export.ts';
import { standInFor } from '../../runtime/onnx/stand-in.ts';
import { importModel } from '../../runtime/onnx/import.ts';

/** Through the bytes of a file and back. */
function throughFile(graph: Graph, opset?: number): Graph | string {
  const exported = exportModel(graph, opset === undefined ? {} : { opset });
  if (!exported.ok) return exported.reason;
  const decoded = decodeModel(encodeModel(exported.model));
  if (!decoded.ok) return decoded.error.reason;
  const imported = importModel(decoded.model);
  return imported.ok ? imported.graph : imported.reason;
}

/** The text with values numbered in order of appearance: a file does not keep our numbers. */
function text(graph: Graph | string): string {
  if (typeof graph === 'string') return graph;
  const order = new Map<string, number>();
  return printGraph(graph).replace(/\bv\d+\b/g, (name) => `v${order.get(name) ?? order.set(name, order.size).size - 1}`);
}

describe('a graph that goes through an ONNX file', () => {
  const cases = Array.from({ length: 300 }, (_, index) => generateCase(17, index, { nodes: 10 }));

  /** Some degenerate nodes are written as others that compute the same. */
  const faithful = cases.filter(({ graph }) => graph.nodes.every((node) => standInFor(graph, node) === undefined));

  it('prints the same', () => {
    expect(faithful.length).toBeGreaterThan(cases.length / 2);
    for (const { graph } of faithful) expect(text(throughFile(graph))).toBe(text(graph));
  });

  it('prints the same at opset 22, which has bfloat16 everywhere', () => {
    for (const { graph } of faithful) expect(text(throughFile(graph, 22))).toBe(text(graph));
  });

  it('computes the same', () => {
    for (const { graph, inputs } of cases.slice(0, 60)) {
      const back = throughFile(graph);
      expect(typeof back).not.toBe('string');
      expect(interpret(back as Graph, inputs)).toEqual(interpret(graph, inputs));
    }
  });
});
