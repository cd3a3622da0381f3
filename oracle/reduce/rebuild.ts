// Smaller variants of a subject. Each step gives a subject that is valid again (everything is inferred anew), or
// nothing where the change does not fit.
import { evaluate } from '../../runtime/interpret/interpret.ts';
import { BuildError, GraphBuilder } from '../../runtime/ir/build.ts';
import type { Graph, GraphValue, Node } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import type { Subject } from '../judge.ts';

/** What to do with each node: keep it, or use these values for its results. */
type Visit = (node: Node, g: GraphBuilder, operands: readonly (GraphValue | undefined)[]) => readonly GraphValue[] | undefined;

/** Rebuilds with other inputs; undefined where a rule refuses. Unused inputs and nodes are dropped. */
export function rebuilt({ graph }: Subject, inputs: readonly Tensor[], outputs: readonly number[], visit: Visit = () => undefined): Subject | undefined {
  const live = liveNodes(graph, outputs);
  const g = new GraphBuilder();
  const now: GraphValue[] = [];
  const kept: Tensor[] = [];
  graph.inputs.forEach((id, i) => {
    if (!live.values.has(id)) return;
    now[id] = g.input(`x${kept.length}`, inputs[i]!.dtype, inputs[i]!.shape);
    kept.push(inputs[i]!);
  });
  try {
    for (const node of graph.nodes) {
      if (!live.nodes.has(node)) continue;
      const operands = node.inputs.map((id) => (id === undefined ? undefined : now[id]));
      const results = visit(node, g, operands) ?? (node.body ? [g.fused(operands.map((v) => v!), node.body)] : g.ops(node.op, operands, node.attributes));
      results.forEach((value, k) => { now[node.outputs[k]!] = value; });
    }
    return { graph: g.finish(outputs.map((id) => now[id]!)), inputs: kept };
  } catch (error) {
    if (error instanceof BuildError) return undefined;
    throw error;
  }
}

function liveNodes(graph: Graph, outputs: readonly number[]): { readonly nodes: ReadonlySet<Node>; readonly values: ReadonlySet<number> } {
  const values = new Set<number>(outputs);
  const nodes = new Set<Node>();
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((id) => values.has(id))) continue;
    nodes.add(node);
    for (const id of node.inputs) if (id !== undefined) values.add(id);
  }
  return { nodes, values };
}

/** The graph cut at some values, which become inputs holding what the reference computes there. */
export function cutAt(subject: Subject, cut: ReadonlySet<number>): Subject | undefined {
  const { graph } = subject;
  const evaluation = evaluate(graph, subject.inputs);
  const plain = (id: number): Tensor => { const { dtype, shape, data } = evaluation[id]!; return { dtype, shape, data }; };
  const extra = [...cut].filter((id) => !graph.inputs.includes(id) && !graph.outputs.includes(id));
  if (extra.length === 0) return undefined;
  const nodes = graph.nodes.filter((node) => !node.outputs.some((id) => extra.includes(id)));
  const made = new Set([...graph.inputs, ...extra, ...nodes.flatMap((node) => node.outputs)]);
  const widened: Graph = {
    ...graph,
    inputs: [...graph.inputs, ...extra, ...graph.nodes.flatMap((node) => node.outputs.filter((id) => !made.has(id)))],
    nodes,
  };
  return rebuilt({ graph: widened, inputs: [] }, widened.inputs.map((id, i) => subject.inputs[i] ?? plain(id)), graph.outputs);
}

/** A node with one result becomes a constant that holds what the reference computes there; what led to it goes. */
export function writtenOut(subject: Subject, node: Node): Subject | undefined {
  const [id, ...others] = node.outputs;
  if (id === undefined || others.length > 0 || node.op === 'Constant') return undefined;
  const { dtype, shape, data } = evaluate(subject.graph, subject.inputs)[id]!;
  const written = rebuilt(subject, subject.inputs, subject.graph.outputs, (each, g) => (each === node ? [g.constant({ dtype, shape, data })] : undefined));
  return written && withOutputs(written, written.graph.outputs);
}

/** Results that are returned only by the chosen outputs. */
export function withOutputs(subject: Subject, outputs: readonly number[]): Subject | undefined {
  return rebuilt(subject, subject.inputs, outputs);
}

/** The node's result replaced by an operand of the same type. */
export function without(subject: Subject, dropped: Node, position: number): Subject | undefined {
  const kept = rebuilt(subject, subject.inputs, subject.graph.outputs, (node, _, operands) => {
    if (node !== dropped) return undefined;
    const operand = operands[position];
    const result = valueOf(subject.graph, node.outputs[0]!);
    return operand && operand.dtype === result.dtype && operand.shape.join() === result.shape.join() ? node.outputs.map(() => operand) : undefined;
  });
  // What only the dropped node read is dead now.
  return kept && withOutputs(kept, kept.graph.outputs);
}

/** Results that nobody reads are returned: engines may run them, and rebuilding would drop them. */
export function withDeadReturned(subject: Subject): Subject | undefined {
  const { graph } = subject;
  const read = new Set([...graph.outputs, ...graph.nodes.flatMap((node) => node.inputs)]);
  const dead = graph.nodes.flatMap((node) => node.outputs).filter((id) => !read.has(id));
  return dead.length === 0 ? undefined : withOutputs(subject, [...graph.outputs, ...dead]);
}
