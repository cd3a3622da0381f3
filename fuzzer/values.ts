// Contents for the inputs of a graph: inside each operator's domain where the input was made for one, and such that
// every intermediate is finite where that can be reached. The search is verified by the interpreter, never trusted.
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import { evaluate } from '../runtime/interpret/interpret.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { isFloat } from '../runtime/ir/dtype.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import { valueOf } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { elementCount, tensor } from '../runtime/ir/tensor.ts';
import type { Draw } from '../runtime/spec/draw.ts';
import type { Grown, Need } from './grow.ts';

export interface Filled {
  readonly inputs: readonly Tensor[];
  /** Every value of the graph under these inputs, from the reference. */
  readonly values: readonly BoundedTensor[];
  /** Every float intermediate is finite. */
  readonly finite: boolean;
}

/** Scale and centre of each attempt; the first suits most graphs, positive centres suit logarithms and roots. */
const ATTEMPTS = [{ scale: 2, centre: 0 }, { scale: 0.5, centre: 1 }, { scale: 0.25, centre: 0 }, { scale: 1, centre: 3 }] as const;

export function fillValues(draw: Draw, grown: Grown): Filled {
  let last: Filled | undefined;
  for (const { scale, centre } of ATTEMPTS) {
    const inputs = grown.graph.inputs.map((id, i) => {
      const { dtype, shape } = valueOf(grown.graph, id);
      return drawTensor(draw, dtype, shape, grown.needs[i]!, scale, centre);
    });
    const values = evaluate(grown.graph, inputs);
    last = { inputs, values, finite: isFinite(grown.graph, values) };
    if (last.finite) break;
  }
  return last!;
}

function isFinite(graph: Graph, values: readonly BoundedTensor[]): boolean {
  return graph.nodes.every((node) => node.outputs.every((id) => {
    const { dtype, data } = values[id]!;
    return !isFloat(dtype) || (data as Float64Array).every(Number.isFinite);
  }));
}

function drawTensor(draw: Draw, dtype: DType, shape: readonly number[], need: Need, scale: number, centre: number): Tensor {
  // One choice seeds a whole tensor: sequences stay short, and tensors of any size reduce to a plain one.
  const pattern = draw.integer(0, 65_535);
  return patterned(dtype, shape, need, scale, centre, pattern);
}

/** Elements of a tensor by a small generator of its own; pattern 0 counts 1, 2, 3, …. */
export function patterned(dtype: DType, shape: readonly number[], need: Need, scale: number, centre: number, pattern: number): Tensor {
  let state = pattern;
  const values = Array.from({ length: elementCount(shape) }, (_, i) => {
    state = (Math.imul(state, 1664525) + (pattern === 0 ? 0 : 1013904223)) | 0;
    const unit = pattern === 0 ? ((i % 8) + 1) / 8 : (state >>> 8) / 2 ** 24;
    return element(dtype, need, unit, scale, centre);
  });
  return tensor(dtype, shape, values);
}

function element(dtype: DType, { domain, limit }: Need, unit: number, scale: number, centre: number): number {
  if (dtype === 'bool') return unit < 0.5 ? 0 : 1;
  if (domain === 'index') return limit === 0 ? 0 : Math.floor(unit * 2 * limit) - limit;
  const value = isFloat(dtype) ? centre + scale * (2 * unit - 1) : Math.floor(unit * 17) - 8;
  switch (domain) {
    case 'positive': return isFloat(dtype) ? Math.abs(value) + 0.0625 : Math.abs(value) + 1;
    case 'nonnegative': return Math.abs(value);
    case 'nonzero': return isFloat(dtype) ? value + Math.sign(value || 1) * 0.125 : value === 0 ? 1 : value;
    case 'unit': return Math.max(-1, Math.min(1, value / 4));
    default: return value;
  }
}
