// Drops nodes whose results nobody reads. Inputs stay: they are the graph's signature.
import { GraphBuilder } from '../ir/build.ts';
import type { Graph, GraphValue } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import type { Pass } from './pass.ts';

export const removeDead: Pass = {
  name: 'remove-dead',
  run(graph) {
    const live = new Set<number>(graph.outputs);
    const kept = graph.nodes.toReversed().filter((node) => {
      if (!node.outputs.some((id) => live.has(id))) return false;
      for (const id of node.inputs) if (id !== undefined) live.add(id);
      return true;
    }).toReversed();
    return kept.length === graph.nodes.length ? graph : withNodes(graph, kept);
  },
};

/** The graph with a part of its nodes; everything they and the results read must be made. */
export function withNodes(graph: Graph, nodes: Graph['nodes']): Graph {
  const g = new GraphBuilder();
  const now: GraphValue[] = [];
  for (const id of graph.inputs) { const { dtype, shape, name } = valueOf(graph, id); now[id] = g.input(name ?? `x${id}`, dtype, shape); }
  for (const node of nodes) {
    g.copy(node, node.inputs.map((id) => (id === undefined ? undefined : now[id])), node.outputs.map((id) => valueOf(graph, id)))
      .forEach((value, i) => { now[node.outputs[i]!] = value; });
  }
  return g.finish(graph.outputs.map((id) => now[id]!));
}
