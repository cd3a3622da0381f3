// What is known of the integers in a graph's values: a value in, whether 16 bits hold all of its elements out. Quantised
// products are written with integers of 32 bits, and multiply differences of bytes.
import type { DType } from '../ir/dtype.ts';
import { integerRange, isInteger } from '../ir/dtype.ts';
import type { Graph, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';

type Range = readonly [least: number, most: number];

const MOST_DEEP = 12;

export class IntegerRanges {
  readonly #graph: Graph;
  /** Of the graph's inputs, where something is known. */
  readonly #given: readonly (Range | undefined)[];
  #makers: Map<number, Node> | undefined;

  constructor(graph: Graph, given: readonly (Range | undefined)[] = []) {
    this.#graph = graph;
    this.#given = given;
  }

  fitsInt16(id: number): boolean {
    const range = this.of(id);
    return range !== undefined && range[0] >= -32768 && range[1] <= 32767;
  }

  /** Undefined where nothing is known; only of integers of at most 32 bits. */
  of(id: number, depth = 0): Range | undefined {
    const { dtype } = valueOf(this.#graph, id);
    const range = this.#found(id, depth);
    const own = ofType(dtype);
    // What does not fit has wrapped.
    return range && own && range[0] >= own[0] && range[1] <= own[1] ? range : own;
  }

  #found(id: number, depth: number): Range | undefined {
    const node = this.#makerOf(id);
    if (!node) return this.#given[this.#graph.inputs.indexOf(id)];
    if (depth > MOST_DEEP) return undefined;
    const operand = (position: number): Range | undefined => (node.inputs[position] === undefined ? undefined : this.of(node.inputs[position], depth + 1));
    if (node.body) return new IntegerRanges(node.body, node.inputs.map((_, position) => operand(position))).of(node.body.outputs[0]!);
    if (node.op === 'Cast' || operatorNamed(node.op)?.moves) return operand(0);
    if (node.op === 'Constant') return rangeOfElements(node.attributes['value'] as Tensor);
    if (node.op === 'Concat') return node.inputs.reduce<Range | undefined>((all, _, position) => union(all, operand(position)), operand(0));
    if (node.op !== 'Sub' && node.op !== 'Add') return undefined;
    const [x, y] = [operand(0), operand(1)];
    if (!x || !y) return undefined;
    return node.op === 'Sub' ? [x[0] - y[1], x[1] - y[0]] : [x[0] + y[0], x[1] + y[1]];
  }

  #makerOf(id: number): Node | undefined {
    if (!this.#makers) {
      this.#makers = new Map();
      for (const node of this.#graph.nodes) for (const made of node.outputs) this.#makers.set(made, node);
    }
    return this.#makers.get(id);
  }
}

function ofType(dtype: DType): Range | undefined {
  if (dtype === 'bool') return [0, 1];
  return isInteger(dtype) && dtype !== 'int64' && dtype !== 'uint64' && dtype !== 'uint32' ? integerRange(dtype) : undefined;
}

/** Up to a power of two: code that rests on it serves many constants, and keys of code say it. Other types than int32 say it themselves. */
export function rangeOfElements({ dtype, data }: Tensor): Range | undefined {
  if (dtype !== 'int32') return undefined;
  let [least, most] = [0, 0];
  for (const element of data as Int32Array) {
    if (element < least) least = element;
    if (element > most) most = element;
  }
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, -least, most + 1)));
  return [least < 0 ? -power : 0, power - 1];
}

const union = (x: Range | undefined, y: Range | undefined): Range | undefined => (x && y ? [Math.min(x[0], y[0]), Math.max(x[1], y[1])] : undefined);
