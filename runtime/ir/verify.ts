// What a well-formed graph is, as a list of named patterns. A graph in; the violations out, none for a good graph.
// Run after every pass and on everything that comes from outside.
//
// After a pass most nodes are those of the graph before it: same attributes, same body, operands and results of the
// same types. A graph that is trusted vouches for those, so that only new ones are inferred again.
import { operatorNamed } from '../operators/index.ts';
import { inferConcrete } from './build.ts';
import type { Graph, Node } from './graph.ts';
import { FUSED, sameType } from './graph.ts';
import { printType } from './text-print.ts';

export interface Violation {
  readonly rule: string;
  readonly message: string;
}

/** Says a sentence for each place that breaks the rule. Plain loops: every compiled graph is verified. */
type Pattern = (graph: Graph, say: (message: string) => void) => void;

/** Whether a trusted graph has this node of the graph, with operands and results of the same types. */
type Vouch = (graph: Graph, node: Node) => boolean;

const PATTERNS: Readonly<Record<string, Pattern>> = {
  'ids-are-positions'({ values }, say) {
    for (let i = 0; i < values.length; i++) if (values[i]!.id !== i) say(`value ${i} says it is ${values[i]!.id}`);
  },
  'extents-are-sizes'({ values }, say) {
    for (const { id, shape } of values) if (!shape.every(isSize)) say(`value ${id} has shape [${shape.join(', ')}]`);
  },
  'names-exist'(graph, say) {
    const { values } = graph;
    for (const { op, inputs, outputs } of graph.nodes) {
      for (const id of inputs) if (id !== undefined && !values[id]) say(`${op} refers to value ${id}`);
      for (const id of outputs) if (!values[id]) say(`${op} refers to value ${id}`);
    }
    for (const id of graph.inputs) if (!values[id]) say(`the graph refers to value ${id}`);
    for (const id of graph.outputs) if (!values[id]) say(`the graph refers to value ${id}`);
  },
  'made-once'(graph, say) {
    const made = new Uint8Array(graph.values.length);
    for (const id of graph.inputs) if (made[id]!++) say(`value ${id} is made twice`);
    for (const { outputs } of graph.nodes) for (const id of outputs) if (made[id]!++) say(`value ${id} is made twice`);
  },
  'made-before-use'(graph, say) {
    const made = new Uint8Array(graph.values.length);
    for (const id of graph.inputs) made[id] = 1;
    for (const node of graph.nodes) {
      for (const id of node.inputs) if (id !== undefined && !made[id]) say(`${node.op} reads value ${id} before it is made`);
      for (const id of node.outputs) made[id] = 1;
    }
    for (const id of graph.outputs) if (!made[id]) say(`the graph returns value ${id}, which nothing makes`);
  },
  'operators-exist'({ nodes }, say) {
    for (const { op } of nodes) if (op !== FUSED && !operatorNamed(op)) say(`there is no operator ${op}`);
  },
};

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

export function verifyGraph(graph: Graph, trusted?: Graph): readonly Violation[] {
  return verify(graph, trusted ? vouchedBy(trusted) : () => false);
}

/** Rules on types assume those on structure, and each of these the ones before it. */
function verify(graph: Graph, vouch: Vouch): readonly Violation[] {
  const found: Violation[] = [];
  for (const rule in PATTERNS) {
    PATTERNS[rule]!(graph, (message) => found.push({ rule, message }));
    if (found.length > 0) return found;
  }
  const unknown = graph.nodes.filter((node) => !vouch(graph, node));
  for (const node of unknown) inferredDiffers(graph, node, (message) => found.push({ rule: 'results-are-inferred', message }));
  if (found.length > 0) return found;
  for (const node of unknown) bodyDiffers(graph, node, vouch, (message) => found.push({ rule: 'bodies-fit', message }));
  return found;
}

/** Types are compared by the identity of shapes: copies share them. */
function vouchedBy(trusted: Graph): Vouch {
  const byAttributes = new Map(trusted.nodes.map((node) => [node.attributes, node]));
  const sameTypes = (graph: Graph, ids: Node['inputs'], others: Node['inputs']): boolean => ids.length === others.length && ids.every((id, i) => {
    const other = others[i];
    if (id === undefined || other === undefined) return id === other;
    const [a, b] = [graph.values[id], trusted.values[other]];
    return a !== undefined && b !== undefined && a.shape === b.shape && a.dtype === b.dtype;
  });
  return (graph, node) => {
    const known = byAttributes.get(node.attributes);
    return known !== undefined && known.op === node.op && known.body === node.body && sameTypes(graph, node.inputs, known.inputs) && sameTypes(graph, node.outputs, known.outputs);
  };
}

function inferredDiffers(graph: Graph, node: Node, say: (message: string) => void): void {
  const operator = operatorNamed(node.op);
  if (!operator) return;
  try {
    const { shapes, dtype } = inferConcrete(operator, node.inputs.map((id) => (id === undefined ? undefined : graph.values[id])), node.attributes);
    if (shapes.length !== node.outputs.length) say(`${node.op} has ${node.outputs.length} results, not ${shapes.length}`);
    node.outputs.forEach((id, i) => {
      const [said, inferred] = [graph.values[id]!, { dtype, shape: shapes[i] ?? [] }];
      if (!sameType(said, inferred)) say(`value ${id} of ${node.op} is said to be ${printType(said)} but is ${printType(inferred)}`);
    });
  } catch (error) {
    say(`${node.op} refuses its operands: ${(error as Error).message}`);
  }
}

function bodyDiffers(graph: Graph, node: Node, vouch: Vouch, say: (message: string) => void): void {
  const { body } = node;
  if (node.op !== FUSED) {
    if (body) say(`${node.op} has a body`);
    return;
  }
  if (!body || body.outputs.length !== 1 || node.outputs.length !== 1) return say('a fused node has one body with one result');
  for (const { rule, message } of verify(body, vouch)) say(`in a fused body, ${rule}: ${message}`);
  for (const { op } of body.nodes) if (op === FUSED || !operatorNamed(op)?.lower.elementwise) say(`${op} in a fused body is not elementwise`);
  const types = (ids: readonly (number | undefined)[], from: Graph): string => ids.map((id) => (id === undefined ? '_' : printType(from.values[id]!))).join(' ');
  const fit = (ids: Node['inputs'], inner: readonly number[]): boolean => ids.length === inner.length && ids.every((id, i) => id !== undefined && sameType(graph.values[id]!, body.values[inner[i]!]!));
  if (!fit(node.inputs, body.inputs)) say(`a fused body takes ${types(body.inputs, body)} but is given ${types(node.inputs, graph)}`);
  if (!fit(node.outputs, body.outputs)) say(`a fused body gives ${types(body.outputs, body)}`);
}
