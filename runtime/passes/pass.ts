// What a pass is, and the one way in which passes rebuild graphs.
import { GraphBuilder } from '../ir/build.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';

/** Graph in, graph of the same meaning out: same inputs, results that agree within the reference's bounds. */
export interface Pass {
  readonly name: string;
  run(graph: Graph): Graph;
}

export interface Site {
  readonly graph: Graph;
  readonly node: Node;
  /** The node's operands in the new graph. */
  readonly operands: readonly (GraphValue | undefined)[];
  /** The new graph under construction. */
  readonly g: GraphBuilder;
  /** The node of the old graph that makes an operand. */
  producer(position: number): Node | undefined;
  /** The new value that stands for an old one. */
  now(id: number): GraphValue;
}

type Visit = (site: Site) => readonly GraphValue[] | undefined;

/**
 * Copies the graph node by node; where `visit` gives values they take the place of the node's results, else the
 * node is copied. Inputs stay, also unused ones. Where `visit` never gives values the graph itself comes back, so
 * that nobody verifies it again.
 */
export function rebuild(graph: Graph, visit: Visit): Graph {
  let changed = false;
  const copy = copyWith(graph, (site) => {
    const results = visit(site);
    if (results) changed = true;
    return results;
  });
  return changed ? copy : graph;
}

/** A copy whose values are numbered anew, without those that nothing makes any more. */
export function renumbered(graph: Graph): Graph {
  return copyWith(graph, () => undefined);
}

function copyWith(graph: Graph, visit: Visit): Graph {
  const g = new GraphBuilder();
  const now: GraphValue[] = [];
  const producers = new Map<number, Node>();
  graph.inputs.forEach((id, i) => {
    const { dtype, shape, name } = valueOf(graph, id);
    now[id] = g.input(name ?? `x${i}`, dtype, shape);
  });
  for (const node of graph.nodes) {
    const operands = node.inputs.map((id) => (id === undefined ? undefined : now[id]!));
    const site: Site = {
      graph, node, operands, g,
      producer: (position) => { const id = node.inputs[position]; return id === undefined ? undefined : producers.get(id); },
      now: (id) => now[id]!,
    };
    const results = visit(site) ?? g.copy(node, operands, node.outputs.map((id) => valueOf(graph, id)));
    node.outputs.forEach((id, i) => { now[id] = results[i]!; producers.set(id, node); });
  }
  return g.finish(graph.outputs.map((id) => now[id]!));
}
