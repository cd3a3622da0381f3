// Drops nodes whose results nobody reads. Inputs stay: they are the graph's signature.
import type { Pass } from './pass.ts';
import { renumbered } from './pass.ts';

export const removeDead: Pass = {
  name: 'remove-dead',
  run(graph) {
    const live = new Set<number>(graph.outputs);
    const kept = graph.nodes.toReversed().filter((node) => {
      if (!node.outputs.some((id) => live.has(id))) return false;
      for (const id of node.inputs) if (id !== undefined) live.add(id);
      return true;
    }).toReversed();
    const { values, inputs, outputs } = graph;
    return kept.length === graph.nodes.length ? graph : renumbered({ values, inputs, nodes: kept, outputs });
  },
};
