// A graph and the values that became attributes of it in; the graph without the nodes that computed nothing else out.
// Nodes that nobody ever used stay: dropping them is a pass, not a way of reading.
import type { Graph, GraphValue, Node } from '../ir/graph.ts';

export function withoutSpent(graph: Graph, spent: ReadonlySet<number>): Graph {
  const live = new Set(graph.outputs);
  const gone = new Set(spent);
  const dropped = new Set<Node>();
  for (const node of graph.nodes.toReversed()) {
    const isSpent = !node.outputs.some((id) => live.has(id)) && node.outputs.some((id) => gone.has(id));
    if (isSpent) dropped.add(node);
    for (const id of node.inputs) if (id !== undefined) (isSpent ? gone : live).add(id);
  }
  return dropped.size === 0 ? graph : without(graph, dropped);
}

function without(graph: Graph, dropped: ReadonlySet<Node>): Graph {
  const missing = new Set([...dropped].flatMap((node) => node.outputs));
  const renumbered = new Map<number, number>();
  const values: GraphValue[] = [];
  for (const value of graph.values) {
    if (missing.has(value.id)) continue;
    renumbered.set(value.id, values.length);
    values.push({ ...value, id: values.length });
  }
  const place = (id: number): number => renumbered.get(id)!;
  return {
    values,
    inputs: graph.inputs.map(place),
    nodes: graph.nodes.filter((node) => !dropped.has(node)).map((node) => ({
      ...node, inputs: node.inputs.map((id) => (id === undefined ? undefined : place(id))), outputs: node.outputs.map(place),
    })),
    outputs: graph.outputs.map(place),
  };
}
