// A graph and how many buffers of what size one shader may bind in, a graph out in which no fused operator needs more:
// such ones are taken apart again.
import { GraphBuilder } from '../../ir/build.ts';
import type { Graph, GraphValue } from '../../ir/graph.ts';
import { FUSED, valueOf } from '../../ir/graph.ts';
import { bytesOf } from './storage.ts';
import { partsOf } from './views.ts';

export function unfuseWide(graph: Graph, buffers: number, partBytes: number): Graph {
  const bindings = (id: number): number => partsOf(bytesOf(valueOf(graph, id), false), partBytes).length;
  const isWide = ({ op, inputs, outputs }: Graph['nodes'][number]): boolean => op === FUSED && [...new Set([...inputs, ...outputs])].reduce<number>((n, id) => n + (id === undefined ? 0 : bindings(id)), 0) > buffers;
  if (!graph.nodes.some(isWide)) return graph;
  const g = new GraphBuilder();
  const now: GraphValue[] = [];
  for (const id of graph.inputs) {
    const { name, dtype, shape } = valueOf(graph, id);
    now[id] = g.input(name ?? `input${id}`, dtype, shape);
  }
  const copy = (from: Graph, node: Graph['nodes'][number], values: GraphValue[]): void => {
    const copies = g.copy(node, node.inputs.map((id) => (id === undefined ? undefined : values[id])), node.outputs.map((id) => valueOf(from, id)));
    node.outputs.forEach((id, i) => { values[id] = copies[i]!; });
  };
  for (const node of graph.nodes) {
    const { body } = node;
    if (!body || !isWide(node)) {
      copy(graph, node, now);
      continue;
    }
    const inside: GraphValue[] = [];
    body.inputs.forEach((id, i) => { inside[id] = now[node.inputs[i]!]!; });
    for (const inner of body.nodes) copy(body, inner, inside);
    now[node.outputs[0]!] = inside[body.outputs[0]!]!;
  }
  return g.finish(graph.outputs.map((id) => now[id]!));
}
