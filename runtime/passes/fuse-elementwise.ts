// Elementwise operators whose results only serve other elementwise operators become one `Fused` node, one loop
// nest. A producer joins when all its readers are in the same cluster, its result has the shape of the cluster's
// result (so nothing is computed twice) and the graph does not return it. Since every edge out of an inner node
// stays inside, clusters never form a cycle.
import { GraphBuilder } from '../ir/build.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { FUSED, usersOf, valueOf } from '../ir/graph.ts';
import { sameShape } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { Pass } from './pass.ts';
import { renumbered } from './pass.ts';

export const fuseElementwise: Pass = {
  name: 'fuse-elementwise',
  run(graph) {
    const clusters = clustersOf(graph);
    return clusters.size === 0 ? graph : renumbered(withoutInner(graph, clusters));
  },
};

export function isFusible(node: Node): boolean {
  return node.op !== FUSED && node.outputs.length === 1 && operatorNamed(node.op)?.lower.elementwise !== undefined;
}

/** One kernel holds no more: engines bound the locals of a function, and registers do not last for so many. */
const MOST_NODES = 100;

/** Root node → nodes of its cluster in graph order, the root last; only clusters of several nodes. */
function clustersOf(graph: Graph): ReadonlyMap<Node, readonly Node[]> {
  const users = usersOf(graph);
  const returned = new Set(graph.outputs);
  const rootOf = new Map<Node, Node>();
  const sizes = new Map<Node, number>();
  for (const node of graph.nodes.toReversed()) {
    if (!isFusible(node)) continue;
    const result = node.outputs[0]!;
    const readers = users[result]!;
    const root = readers[0] && rootOf.get(readers[0]);
    const joins = root && readers.every((user) => rootOf.get(user) === root) && sizes.get(root)! < MOST_NODES && !returned.has(result) && sameShape(valueOf(graph, result).shape, valueOf(graph, root.outputs[0]!).shape);
    const own = joins ? root : node;
    rootOf.set(node, own);
    sizes.set(own, (sizes.get(own) ?? 0) + 1);
  }
  const clusters = new Map<Node, Node[]>();
  for (const node of graph.nodes) {
    const root = rootOf.get(node);
    if (!root || sizes.get(root) === 1) continue;
    const known = clusters.get(root);
    if (known) known.push(node);
    else clusters.set(root, [node]);
  }
  return clusters;
}

function withoutInner(graph: Graph, clusters: ReadonlyMap<Node, readonly Node[]>): Graph {
  const inner = new Set([...clusters.values()].flatMap((nodes) => nodes.slice(0, -1)));
  const nodes = graph.nodes.filter((node) => !inner.has(node)).map((node) => {
    const cluster = clusters.get(node);
    return cluster ? fusedNode(graph, cluster, node) : node;
  });
  return { values: graph.values, inputs: graph.inputs, nodes, outputs: graph.outputs };
}

function fusedNode(graph: Graph, cluster: readonly Node[], root: Node): Node {
  const made = new Set(cluster.flatMap((node) => node.outputs));
  const operands = [...new Set(cluster.flatMap((node) => node.inputs).filter((id) => id !== undefined && !made.has(id)))] as number[];
  const g = new GraphBuilder();
  const now = new Map<number, GraphValue>();
  operands.forEach((id, i) => { const { dtype, shape } = valueOf(graph, id); now.set(id, g.input(`p${i}`, dtype, shape)); });
  for (const node of cluster) {
    const [result] = g.copy(node, node.inputs.map((id) => (id === undefined ? undefined : now.get(id))), [valueOf(graph, node.outputs[0]!)]);
    now.set(node.outputs[0]!, result!);
  }
  return { op: FUSED, inputs: operands, attributes: {}, outputs: root.outputs, body: g.finish([now.get(root.outputs[0]!)!]) };
}
