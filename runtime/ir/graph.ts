// The graph of operators: immutable, static shapes, nodes in an order in which every operand precedes its use.
// Made by build.ts (which infers) or by passes; verify.ts says what is well formed.
import type { AnyAttributes } from '../spec/attributes.ts';
import type { Value } from '../spec/build.ts';
import type { DType } from './dtype.ts';
import { sameShape } from './tensor.ts';

export interface GraphValue extends Value {
  readonly id: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Given to inputs, and where a program has a name for it. */
  readonly name?: string | undefined;
}

export interface Node {
  /** An operator's name, or `Fused`. */
  readonly op: string;
  /** Ids of values; undefined for an optional input that is left out. */
  readonly inputs: readonly (number | undefined)[];
  /** Settled. */
  readonly attributes: AnyAttributes;
  readonly outputs: readonly number[];
  /** Of a `Fused` node: elementwise operators over the node's operands, one result. */
  readonly body?: Graph | undefined;
}

export interface Graph {
  /** `values[id].id === id`. */
  readonly values: readonly GraphValue[];
  readonly inputs: readonly number[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly number[];
}

export const FUSED = 'Fused';

export function valueOf(graph: Graph, id: number): GraphValue {
  const value = graph.values[id];
  if (!value) throw new RangeError(`no value ${id}`);
  return value;
}

export function sameType(a: Pick<GraphValue, 'dtype' | 'shape'>, b: Pick<GraphValue, 'dtype' | 'shape'>): boolean {
  return a.dtype === b.dtype && sameShape(a.shape, b.shape);
}

/** For each value the nodes that read it; a node that reads it twice stands there once. */
export function usersOf(graph: Graph): readonly (readonly Node[])[] {
  const users: Node[][] = graph.values.map(() => []);
  for (const node of graph.nodes) {
    for (const id of node.inputs) if (id !== undefined && users[id]!.at(-1) !== node) users[id]!.push(node);
  }
  return users;
}

/** The node that makes each value; undefined for graph inputs. */
export function producersOf(graph: Graph): readonly (Node | undefined)[] {
  const producers: (Node | undefined)[] = graph.values.map(() => undefined);
  for (const node of graph.nodes) for (const id of node.outputs) producers[id] = node;
  return producers;
}
