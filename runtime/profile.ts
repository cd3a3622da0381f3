// Where the time of a graph goes: each node by itself, on the values that it meets in a run. A node is compiled twice,
// once alone and once several times over; the difference has neither the copies of inputs and results in it nor the
// call. Time is the caller's: nothing here looks at a clock.
import type { Executable } from './backends/backend.ts';
import { GraphBuilder } from './ir/build.ts';
import type { Graph, GraphValue, Node } from './ir/graph.ts';
import { valueOf } from './ir/graph.ts';
import type { Tensor } from './ir/tensor.ts';

export interface NodeTime {
  readonly node: Node;
  readonly results: readonly GraphValue[];
  readonly milliseconds: number;
}

const TIMES = 4;

/** `compile` runs graphs as they stand; `time` says how many milliseconds a call takes. Constants are left out. */
export function profile(graph: Graph, inputs: readonly Tensor[], compile: (graph: Graph) => Executable, time: (run: () => void) => number): readonly NodeTime[] {
  const made = graph.nodes.flatMap((node) => node.outputs);
  const all = new Map<number, Tensor>(graph.inputs.map((id, i) => [id, inputs[i]!]));
  compile({ ...graph, outputs: made }).run(inputs).forEach((tensor, i) => all.set(made[i]!, tensor));
  const constants = new Set(graph.nodes.filter(({ op }) => op === 'Constant').flatMap(({ outputs }) => outputs));
  return graph.nodes.filter(({ op }) => op !== 'Constant').map((node) => {
    const given = [...new Set(node.inputs)].filter((id) => id !== undefined && !constants.has(id)).map((id) => all.get(id!)!);
    const timed = (times: number): number => {
      const executable = compile(repeated(graph, node, times, constants, all));
      return time(() => { executable.run(given); });
    };
    return { node, results: node.outputs.map((id) => valueOf(graph, id)), milliseconds: Math.max(0, timed(1 + TIMES) - timed(1)) / TIMES };
  });
}

function repeated(graph: Graph, node: Node, times: number, constants: ReadonlySet<number>, all: ReadonlyMap<number, Tensor>): Graph {
  const g = new GraphBuilder();
  const operands = new Map<number, GraphValue>();
  for (const id of node.inputs) {
    if (id === undefined || operands.has(id)) continue;
    const { dtype, shape } = valueOf(graph, id);
    operands.set(id, constants.has(id) ? g.constant(all.get(id)!) : g.input(`x${id}`, dtype, shape));
  }
  let results: readonly GraphValue[] = [];
  for (let i = 0; i < times; i++) results = g.copy(node, node.inputs.map((id) => (id === undefined ? undefined : operands.get(id))), node.outputs.map((id) => valueOf(graph, id)));
  return g.finish(results);
}
