// Reverse mode: a graph in, the graph of its gradients out. The new graph takes the same inputs followed by one
// gradient for each float output, and gives one gradient for each float input, in order. Source: every operator's
// own `gradient`; a float path through an operator that has none is treated as constant.
import { invariant } from '../invariant.ts';
import { isFloat } from '../ir/dtype.ts';
import { GraphBuilder } from '../ir/build.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import { emptyData, elementCount } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { Value } from '../spec/build.ts';
import { byName } from '../spec/inputs.ts';
import type { Operator } from '../spec/spec.ts';

export function gradientGraph(graph: Graph): Graph {
  const g = new GraphBuilder();
  const forward = replay(g, graph);
  const grads: (Value | undefined)[] = [];
  const accumulate = (id: number, grad: Value): void => { grads[id] = grads[id] ? g.op('Add', [grads[id], grad]) : grad; };
  graph.outputs.forEach((id, i) => {
    const { dtype, shape } = valueOf(graph, id);
    if (isFloat(dtype)) accumulate(id, g.input(`grad${i}`, dtype, shape));
  });
  for (const node of graph.nodes.toReversed()) backward(g, graph, node, forward, grads, accumulate);
  return g.finish(graph.inputs.filter((id) => isFloat(valueOf(graph, id).dtype)).map((id) => grads[id] ?? zeros(g, valueOf(graph, id))));
}

function replay(g: GraphBuilder, graph: Graph): readonly GraphValue[] {
  const forward: GraphValue[] = [];
  graph.inputs.forEach((id, i) => {
    const { dtype, shape, name } = valueOf(graph, id);
    forward[id] = g.input(name ?? `x${i}`, dtype, shape);
  });
  for (const node of graph.nodes) {
    const results = g.copy(node, node.inputs.map((id) => (id === undefined ? undefined : forward[id])), node.outputs.map((id) => valueOf(graph, id)));
    results.forEach((value, i) => { forward[node.outputs[i]!] = value; });
  }
  return forward;
}

function backward(g: GraphBuilder, graph: Graph, node: Node, forward: readonly GraphValue[], grads: readonly (Value | undefined)[], accumulate: (id: number, grad: Value) => void): void {
  const operator = operatorNamed(node.op);
  if (!operator?.gradient || !node.outputs.some((id) => grads[id])) return;
  const operands = node.inputs.map((id) => (id === undefined ? undefined : forward[id]));
  const parts = operator.gradient(g, {
    grads: node.outputs.map((id) => grads[id] ?? zeros(g, valueOf(graph, id))),
    inputs: byName(operator.inputs, operands),
    results: node.outputs.map((id) => forward[id]!),
    attributes: node.attributes,
  });
  flat(operator, node, parts).forEach((grad, position) => {
    const id = node.inputs[position];
    if (grad && id !== undefined) {
      invariant(grad.shape.join() === valueOf(graph, id).shape.join(), `the gradient of operand ${position + 1} of ${node.op} has shape [${grad.shape.join(', ')}]`);
      accumulate(id, grad);
    }
  });
}

function flat(operator: Operator, node: Node, parts: Readonly<Record<string, Value | readonly Value[] | undefined>>): readonly (Value | undefined)[] {
  return Object.keys(operator.inputs).flatMap((name): readonly (Value | undefined)[] => {
    const part = parts[name];
    return operator.inputs[name]!.kind === 'variadic' ? ((part as readonly Value[] | undefined) ?? node.inputs.map(() => undefined)) : [part as Value | undefined];
  });
}

function zeros(g: GraphBuilder, { dtype, shape }: Value): Value {
  return g.constant({ dtype, shape, data: emptyData(dtype, elementCount(shape)) });
}
