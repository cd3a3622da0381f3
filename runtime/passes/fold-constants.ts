// Computes at compile time what depends on no input: through the interpreter, so that folding cannot invent a
// meaning of its own; and integers that follow from static shapes alone, through `onSizes`.
import { numbers } from '../dims/numbers.ts';
import { interpret } from '../interpret/interpret.ts';
import { GraphBuilder } from '../ir/build.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { elementCount, tensor } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import { runRule } from '../spec/drive.ts';
import type { Pass } from './pass.ts';
import { rebuild } from './pass.ts';

/** Larger results stay as nodes: folding trades code for data, and the interpreter is slow. */
const MOST_ELEMENTS = 4096;

export const foldConstants: Pass = {
  name: 'fold-constants',
  run: (graph) => foldWith(graph, evaluateNode),
};

type Evaluate = (graph: Graph, node: Node, operands: readonly (Tensor | undefined)[]) => readonly Tensor[] | undefined;

/** Folding with another evaluator; planted passes fold wrongly on purpose. */
export function foldWith(graph: Graph, evaluate: Evaluate): Graph {
  /** By value. */
  const constants: (Tensor | undefined)[] = graph.values.map(() => undefined);
  return rebuild(graph, (site) => {
    const { node } = site;
    if (node.op === 'Constant') {
      constants[node.outputs[0]!] = node.attributes['value'] as Tensor;
      return undefined;
    }
    const folded = fromShapes(graph, node) ?? fromConstants(graph, node, constants, evaluate);
    folded?.forEach((value, i) => { constants[node.outputs[i]!] = value; });
    return folded?.map((value) => site.g.constant(value));
  });
}

function fromConstants(graph: Graph, node: Node, constants: readonly (Tensor | undefined)[], evaluate: Evaluate): readonly Tensor[] | undefined {
  for (const id of node.inputs) if (id !== undefined && !constants[id]) return undefined;
  if (node.outputs.some((id) => elementCount(valueOf(graph, id).shape) > MOST_ELEMENTS)) return undefined;
  return evaluate(graph, node, node.inputs.map((id) => (id === undefined ? undefined : constants[id])));
}

function evaluateNode(graph: Graph, node: Node, operands: readonly (Tensor | undefined)[]): readonly Tensor[] | undefined {
  const g = new GraphBuilder();
  const inputs = operands.map((t, i) => t && g.input(`c${i}`, t.dtype, t.shape));
  const results: readonly GraphValue[] = g.copy(node, inputs, node.outputs.map((id) => valueOf(graph, id)));
  const values = interpret(g.finish(results), operands.flatMap((t) => t ?? []));
  // Behind a discontinuity the interpreter's choice is not the only honest one: leave it to the engine.
  if (values.some((t) => t.errors?.includes(Infinity))) return undefined;
  return values.map(({ dtype, shape, data }) => ({ dtype, shape, data }));
}

/** Integers that static shapes alone determine: the size of an axis, whatever the values are. */
function fromShapes(graph: Graph, node: Node): readonly Tensor[] | undefined {
  const operator = operatorNamed(node.op);
  if (!operator?.followsFromShapes || !operator.onSizes) return undefined;
  const result = valueOf(graph, node.outputs[0]!);
  const shapes = node.inputs.map((id) => (id === undefined ? undefined : valueOf(graph, id).shape.map((n) => numbers.lit(n))));
  const { attributes } = runRule(operator, shapes, node.attributes, { domain: numbers, whether: (claim) => claim.verdict === 'yes', fresh: () => numbers.lit(0) });
  const held = operator.onSizes(shapes.map(() => undefined), shapes, attributes, (n) => numbers.lit(n));
  return held && [tensor(result.dtype, result.shape, held.map((n) => n.known!))];
}
