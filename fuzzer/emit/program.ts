// What emitters share: a graph in, one statement for each node out, or the first thing that the library cannot say.
import type { Graph, GraphValue, Node } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { AnyAttributes } from '../../runtime/spec/attributes.ts';

/** What an emitter sees of one call. Operands that are left out are undefined. */
export interface Call {
  readonly op: string;
  readonly operands: readonly (Operand | undefined)[];
  readonly attributes: AnyAttributes;
  readonly results: readonly Pick<GraphValue, 'dtype' | 'shape'>[];
}
export interface Operand extends Pick<GraphValue, 'dtype' | 'shape'> {
  /** The variable that holds it. */
  readonly name: string;
}

/** An expression; undefined where the library has no such thing. Several results come as one list. */
export type EmitCall = (call: Call) => string | undefined;

export interface Emitted {
  /** `name` takes the value of `expression`; several names take the items of a list. */
  readonly statements: readonly { readonly names: readonly string[]; readonly expression: string }[];
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export type EmitResult = { readonly ok: true; readonly program: Emitted } | { readonly ok: false; readonly reason: string };

export function emitGraph(graph: Graph, table: Readonly<Record<string, EmitCall>>): EmitResult {
  const name = (id: number): string => `${graph.inputs.includes(id) ? 'x' : 'v'}${id}`;
  const statements: { names: readonly string[]; expression: string }[] = [];
  for (const node of graph.nodes) {
    const expression = table[node.op]?.(callOf(graph, node, name));
    if (expression === undefined) return { ok: false, reason: `it has no ${node.op} like this` };
    statements.push({ names: node.outputs.map(name), expression });
  }
  return { ok: true, program: { statements, inputs: graph.inputs.map(name), outputs: graph.outputs.map(name) } };
}

function callOf(graph: Graph, { op, inputs, attributes, outputs }: Node, name: (id: number) => string): Call {
  return {
    op, attributes,
    operands: inputs.map((id) => (id === undefined ? undefined : { ...valueOf(graph, id), name: name(id) })),
    results: outputs.map((id) => valueOf(graph, id)),
  };
}

// Reading attributes in tables.
export const numbers = ({ attributes }: Call, name: string): readonly number[] => (attributes[name] ?? []) as readonly number[];
export const number = ({ attributes }: Call, name: string): number => attributes[name] as number;
export const flag = ({ attributes }: Call, name: string): boolean => attributes[name] === true || attributes[name] === 1;
export const list = (items: readonly (number | string)[]): string => `[${items.join(', ')}]`;
export const rankOf = ({ operands }: Call): number => operands[0]?.shape.length ?? 0;

