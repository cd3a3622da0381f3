// A case whose graph also fits other sizes: one size of its inputs becomes a symbol, and the same nodes are inferred
// and evaluated again for other numbers in its place. A case in; which axes are symbolic, and a run for each number
// out, or nothing where the graph holds only as it is.
import { evaluate } from '../../runtime/interpret/interpret.ts';
import type { BoundedTensor } from '../../runtime/interpret/bounded-tensor.ts';
import { BuildError, GraphBuilder } from '../../runtime/ir/build.ts';
import type { Graph, GraphValue, Node } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { elementCount, emptyData, stridesOf } from '../../runtime/ir/tensor.ts';
import { operatorNamed } from '../../runtime/operators/index.ts';
import type { Draw } from '../../runtime/spec/draw.ts';
import { domainAt, isInside, isSound } from '../values.ts';

export interface Run {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  readonly values: readonly BoundedTensor[];
}

export interface SeveralSizes {
  /** The size that became a symbol. */
  readonly size: number;
  /** By position of the input: which of its axes. */
  readonly axes: readonly (readonly number[])[];
  /** Nodes whose target shape follows the symbol, by position; their entries equal to the size do. */
  readonly follows: ReadonlySet<number>;
  /** The case itself first. */
  readonly runs: readonly Run[];
}

/** Elements of one tensor when sizes grow. */
const MOST_ELEMENTS = 4096;
const WANTED = 2;

export function severalSizes(draw: Draw, { graph, inputs, values }: Run): SeveralSizes | undefined {
  const sizes = [...new Set(inputs.flatMap((input) => input.shape))].filter((n) => n > 0);
  // Fewer data than the positions that point into them would be an error.
  const growsOnly = graph.nodes.some((node) => operatorNamed(node.op)?.indexed);
  for (const size of draw.shuffled(sizes)) {
    const everywhere = inputs.map(({ shape }) => shape.flatMap((n, axis) => (n === size ? [axis] : [])));
    const leading = everywhere.map((axes) => axes.filter((axis) => axis === 0));
    for (const axes of [everywhere, leading]) {
      if (axes.every((list) => list.length === 0)) continue;
      const others = draw.shuffled([size + 1, 2 * size, size + 3, ...(growsOnly || size === 1 ? [] : [1, size - 1])]);
      const found = fitting(graph, inputs, size, axes, others.filter((n) => n !== size));
      if (found) return { size, axes, follows: found.follows, runs: [{ graph, inputs, values }, ...found.runs] };
    }
  }
  return undefined;
}

function fitting(graph: Graph, inputs: readonly Tensor[], size: number, axes: readonly (readonly number[])[], others: readonly number[]): { readonly follows: ReadonlySet<number>; readonly runs: readonly Run[] } | undefined {
  const runs: Run[] = [];
  let follows: ReadonlySet<number> | undefined;
  for (const other of others) {
    const resized = inputs.map((input, i) => withExtents(input, input.shape.map((n, axis) => (axes[i]!.includes(axis) ? other : n))));
    const rebuilt = rebuild(graph, resized, size, other, follows);
    if (!rebuilt || rebuilt.graph.values.some(({ shape }) => elementCount(shape) > MOST_ELEMENTS)) continue;
    const values = evaluate(rebuilt.graph, resized);
    if (!values.every(isSound) || !staysInside(rebuilt.graph, values)) continue;
    follows ??= rebuilt.follows;
    runs.push({ graph: rebuilt.graph, inputs: resized, values });
    if (runs.length === WANTED) break;
  }
  return follows && { follows, runs };
}

/** The same nodes over other inputs; `decided` says which targets follow, else what fits is found out. */
function rebuild(graph: Graph, inputs: readonly Tensor[], size: number, other: number, decided: ReadonlySet<number> | undefined): { readonly graph: Graph; readonly follows: ReadonlySet<number> } | undefined {
  const g = new GraphBuilder();
  const now: GraphValue[] = [];
  const follows = new Set<number>();
  graph.inputs.forEach((id, i) => { now[id] = g.input(valueOf(graph, id).name ?? `x${i}`, inputs[i]!.dtype, inputs[i]!.shape); });
  for (const [position, node] of graph.nodes.entries()) {
    const operands = node.inputs.map((id) => (id === undefined ? undefined : now[id]));
    const target = targetOf(node);
    const mayFollow = target?.includes(size) === true && (decided?.has(position) ?? true);
    const made = (mayFollow ? attempt(g, node, operands, { ...node.attributes, shape: target.map((n) => (n === size ? other : n)) }) : undefined);
    if (made) follows.add(position);
    const results = made ?? (decided?.has(position) ? undefined : attempt(g, node, operands, node.attributes));
    if (!results || results.length !== node.outputs.length) return undefined;
    results.forEach((value, k) => { now[node.outputs[k]!] = value; });
  }
  return { graph: g.finish(graph.outputs.map((id) => now[id]!)), follows };
}

/** The shape that a node is told to give. */
export function targetOf(node: Node): readonly number[] | undefined {
  return node.op === 'Reshape' || node.op === 'Expand' ? (node.attributes['shape'] as readonly number[]) : undefined;
}

function attempt(g: GraphBuilder, node: Node, operands: readonly (GraphValue | undefined)[], attributes: Node['attributes']): readonly GraphValue[] | undefined {
  try {
    return g.ops(node.op, operands, attributes);
  } catch (error) {
    if (error instanceof BuildError) return undefined;
    throw error;
  }
}

function staysInside(graph: Graph, values: readonly BoundedTensor[]): boolean {
  return graph.nodes.every((node) => {
    const operator = operatorNamed(node.op)!;
    const shapes = node.inputs.map((id) => (id === undefined ? undefined : valueOf(graph, id).shape));
    const limit = operator.indexed?.(shapes, node.attributes) ?? 0;
    return node.inputs.every((id, i) => id === undefined || isInside({ domain: domainAt(operator, i), limit }, values[id]!));
  });
}

/** The tensor repeated or cut along its axes: what was inside a domain stays there. */
function withExtents({ dtype, shape: old, data: from }: Tensor, shape: readonly number[]): Tensor {
  const data = emptyData(dtype, elementCount(shape));
  const [steps, strides] = [stridesOf(shape), stridesOf(old)];
  for (let i = 0; i < data.length; i++) {
    const offset = shape.reduce((sum, extent, axis) => sum + ((Math.floor(i / steps[axis]!) % extent) % old[axis]!) * strides[axis]!, 0);
    data[i] = from[offset] as never;
  }
  return { dtype, shape, data };
}
