// Relations: a case in, another case out whose results follow from those of the first. Engines are asked the second;
// what it must give is known twice, from the relation and from the reference, which tests hold against each other.
import { evaluate } from '../../runtime/interpret/interpret.ts';
import { gradientGraph } from '../../runtime/interpret/gradient.ts';
import { isFloat } from '../../runtime/ir/dtype.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { elementCount, tensor } from '../../runtime/ir/tensor.ts';
import type { Draw } from '../../runtime/spec/draw.ts';
import type { Subject } from '../judge.ts';
import { rebuilt, withOutputs } from '../reduce/rebuild.ts';
import { rowsOf } from './batch.ts';

export interface Relation {
  readonly name: string;
  /** When it holds, and what it says. */
  readonly doc: string;
  /** Undefined where its condition is not met. */
  follow(draw: Draw, subject: Subject): Subject | undefined;
}

/** The graph of the gradients of all float results, for gradients of whole numbers. */
const gradients: Relation = {
  name: 'gradients',
  doc: 'where a float result depends on a float input: the graph of the gradients gives what reverse mode gives in the reference',
  follow(draw, { graph, inputs }) {
    if (graph.values.some(({ dtype }) => isFloat(dtype) && dtype !== 'float32' && dtype !== 'float64')) return undefined;
    const made = gradientGraph(graph);
    const given = made.inputs.slice(inputs.length).map((id): Tensor => {
      const { dtype, shape } = valueOf(made, id);
      return tensor(dtype, shape, Array.from({ length: elementCount(shape) }, () => draw.integer(-2, 2)));
    });
    return made.nodes.length === 0 || made.outputs.length === 0 ? undefined : { graph: made, inputs: [...inputs, ...given] };
  },
};

/** One value is read through two transpositions that undo each other. */
const layout: Relation = {
  name: 'layout',
  doc: 'always: a value that passes a transposition and its inverse is the same, so that all results are',
  follow(draw, subject) {
    const { graph, inputs } = subject;
    const live = withOutputs(subject, graph.outputs);
    if (live && live.graph.nodes.length < graph.nodes.length) return layout.follow(draw, live);
    const places = graph.nodes.filter((node) => node.inputs.some((id) => id !== undefined && valueOf(graph, id).shape.length > 1) && !node.body);
    if (places.length === 0) return undefined;
    const chosen = draw.pick(places);
    const position = draw.pick([...chosen.inputs.keys()].filter((i) => chosen.inputs[i] !== undefined && valueOf(graph, chosen.inputs[i]).shape.length > 1));
    const perm = draw.shuffled(valueOf(graph, chosen.inputs[position]!).shape.map((_, axis) => axis));
    const back = perm.map((_, axis) => perm.indexOf(axis));
    return rebuilt(subject, inputs, graph.outputs, (node, g, operands) => {
      if (node !== chosen) return undefined;
      const turned = g.op('Transpose', [g.op('Transpose', [operands[position]!], { perm })], { perm: back });
      return g.ops(node.op, operands.with(position, turned), node.attributes);
    });
  },
};

/** One row of a batch alone. */
const batch: Relation = {
  name: 'batch',
  doc: 'where each node treats the first axis of what depends on an input as a batch: one row alone gives that row of the results',
  follow(draw, subject) {
    return rowsOf(draw, subject)?.subject;
  },
};

export const RELATIONS: readonly Relation[] = [gradients, layout, batch];

/** A case that follows from this one by a relation that holds for it. */
export function related(draw: Draw, subject: Subject): { readonly graph: Graph; readonly inputs: readonly Tensor[]; readonly values: ReturnType<typeof evaluate>; readonly relation: string } | undefined {
  for (const relation of draw.shuffled(RELATIONS)) {
    const followed = relation.follow(draw, subject);
    if (followed) return { graph: followed.graph, inputs: followed.inputs, values: evaluate(followed.graph, followed.inputs), relation: relation.name };
  }
  return undefined;
}
