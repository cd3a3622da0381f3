// Where a disagreement begins: the first node, in the order of the graph, whose result an engine gets wrong although
// everything before it is right. All results are asked for at once; that an engine cannot fuse then any more is why
// there may be no such node.
import type { BoundedTensor } from '../../runtime/interpret/bounded-tensor.ts';
import { agrees, firstDifference } from '../../runtime/interpret/difference.ts';
import { evaluate } from '../../runtime/interpret/interpret.ts';
import type { Graph, Node } from '../../runtime/ir/graph.ts';
import { FUSED, valueOf } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import type { Executor } from '../executors/executor.ts';
import type { Subject } from '../judge.ts';

export interface Divergence {
  readonly node: Node;
  /** How its result differs, without numbers: `a number for NaN`. */
  readonly how: string;
}

export async function firstDivergence({ graph, inputs }: Subject, executor: Executor): Promise<Divergence | undefined> {
  const asked = graph.nodes.flatMap((node) => node.outputs);
  const outcome = await executor.run({ ...graph, outputs: asked }, inputs);
  if (outcome.kind !== 'results' || outcome.results.length !== asked.length) return undefined;
  const values = evaluate(graph, inputs, executor.numerics);
  const given = new Map(asked.map((id, i) => [id, outcome.results[i]!] as const));
  for (const node of graph.nodes) {
    const wrong = node.outputs.find((id) => firstDifference(values[id]!, given.get(id)!));
    if (wrong !== undefined) return { node, how: howItDiffers(values[wrong]!, given.get(wrong)!) };
  }
  return undefined;
}

/** The kind of the first difference; the same for differences that look like one bug. */
export function howItDiffers(expected: BoundedTensor, actual: Tensor): string {
  if (expected.dtype !== actual.dtype) return `${actual.dtype} for ${expected.dtype}`;
  if (expected.shape.join() !== actual.shape.join()) return 'another shape';
  for (let i = 0; i < expected.data.length; i++) {
    const [want, got] = [expected.data[i]!, actual.data[i]!];
    if (!agrees(want, got, expected.errors?.[i] ?? 0)) return want.valueOf() === got.valueOf() ? 'equal' : `${classOf(got)} for ${classOf(want)}`;
  }
  return 'nothing';
}

function classOf(value: number | bigint): string {
  if (Number.isNaN(value)) return 'NaN';
  return value === Infinity || value === -Infinity ? 'infinity' : 'a number';
}

/** `MaxPool(float32)`: an operator with the types of its operands; `float32 empty` where there are no elements. */
export function siteOf(graph: Graph, { op, inputs }: Node): string {
  const types = inputs.map((id) => (id === undefined ? '' : `${valueOf(graph, id).dtype}${valueOf(graph, id).shape.includes(0) ? ' empty' : ''}`));
  return `${op}(${types.join(', ')})`;
}

export function operatorsOf(graph: Graph): readonly string[] {
  return graph.nodes.flatMap((node) => (node.op === FUSED && node.body ? operatorsOf(node.body) : [node.op]));
}
