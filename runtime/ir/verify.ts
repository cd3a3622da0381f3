// What a well-formed graph is, as a list of named patterns. A graph in; the violations out, none for a good graph.
// Run after every pass and on everything that comes from outside.
//
// After a pass most nodes are those of the graph before it: same attributes, same body, operands and results of the
// same types. A graph that is trusted vouches for those, so that only new ones are inferred again.
import { operatorNamed } from '../operators/index.ts';
import { inferConcrete } from './build.ts';
import type { Graph, Node } from './graph.ts';
import { FUSED } from './graph.ts';
import { printType } from './text-print.ts';

export interface Violation {
  readonly rule: string;
  readonly message: string;
}

interface Pattern {
  readonly rule: string;
  /** A sentence for each place that breaks the rule; nodes that are vouched for obey those on types. */
  violations(graph: Graph, vouch: Vouch): Iterable<string>;
}

/** Whether a trusted graph has this node of the graph, with operands and results of the same types. */
type Vouch = (graph: Graph, node: Node) => boolean;

const PATTERNS: readonly Pattern[] = [
  { rule: 'ids-are-positions', *violations({ values }) { for (const [i, v] of values.entries()) if (v.id !== i) yield `value ${i} says it is ${v.id}`; } },
  { rule: 'extents-are-sizes', *violations({ values }) { for (const v of values) if (v.shape.some((n) => !Number.isSafeInteger(n) || n < 0)) yield `value ${v.id} has shape [${v.shape.join(', ')}]`; } },
  { rule: 'names-exist', *violations(graph) {
    for (const { op, inputs, outputs } of graph.nodes) for (const ids of [inputs, outputs]) for (const id of ids) if (id !== undefined && !graph.values[id]) yield `${op} refers to value ${id}`;
    for (const ids of [graph.inputs, graph.outputs]) for (const id of ids) if (!graph.values[id]) yield `the graph refers to value ${id}`;
  } },
  { rule: 'made-once', *violations(graph) {
    const made = new Uint8Array(graph.values.length);
    for (const id of graph.inputs) if (made[id]!++) yield `value ${id} is made twice`;
    for (const { outputs } of graph.nodes) for (const id of outputs) if (made[id]!++) yield `value ${id} is made twice`;
  } },
  { rule: 'made-before-use', *violations(graph) {
    const made = new Uint8Array(graph.values.length);
    for (const id of graph.inputs) made[id] = 1;
    for (const node of graph.nodes) {
      for (const id of node.inputs) if (id !== undefined && !made[id]) yield `${node.op} reads value ${id} before it is made`;
      for (const id of node.outputs) made[id] = 1;
    }
    for (const id of graph.outputs) if (!made[id]) yield `the graph returns value ${id}, which nothing makes`;
  } },
  { rule: 'operators-exist', *violations({ nodes }) { for (const { op } of nodes) if (op !== FUSED && !operatorNamed(op)) yield `there is no operator ${op}`; } },
  { rule: 'results-are-inferred', *violations(graph, vouch) { for (const node of graph.nodes) if (!vouch(graph, node)) yield* inferredDiffers(graph, node); } },
  { rule: 'bodies-fit', *violations(graph, vouch) { for (const node of graph.nodes) if (!vouch(graph, node)) yield* bodyDiffers(graph, node, vouch); } },
];

export function verifyGraph(graph: Graph, trusted?: Graph): readonly Violation[] {
  return verify(graph, trusted ? vouchedBy(trusted) : () => false);
}

function verify(graph: Graph, vouch: Vouch): readonly Violation[] {
  for (const { rule, violations } of PATTERNS) {
    // Later patterns assume the earlier ones.
    const found = Array.from(violations(graph, vouch), (message) => ({ rule, message }));
    if (found.length > 0) return found;
  }
  return [];
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

function* inferredDiffers(graph: Graph, node: Node): Iterable<string> {
  const operator = operatorNamed(node.op);
  if (!operator) return;
  try {
    const { shapes, dtype } = inferConcrete(operator, node.inputs.map((id) => (id === undefined ? undefined : graph.values[id])), node.attributes);
    if (shapes.length !== node.outputs.length) yield `${node.op} has ${node.outputs.length} results, not ${shapes.length}`;
    for (const [i, id] of node.outputs.entries()) {
      const said = printType(graph.values[id]!);
      const inferred = printType({ dtype, shape: shapes[i] ?? [] });
      if (said !== inferred) yield `value ${id} of ${node.op} is said to be ${said} but is ${inferred}`;
    }
  } catch (error) {
    yield `${node.op} refuses its operands: ${(error as Error).message}`;
  }
}

function* bodyDiffers(graph: Graph, node: Node, vouch: Vouch): Iterable<string> {
  if (node.op !== FUSED) { if (node.body) yield `${node.op} has a body`; return; }
  const { body } = node;
  if (!body || body.outputs.length !== 1 || node.outputs.length !== 1) { yield 'a fused node has one body with one result'; return; }
  for (const { rule, message } of verify(body, vouch)) yield `in a fused body, ${rule}: ${message}`;
  for (const { op } of body.nodes) if (op === FUSED || !operatorNamed(op)?.lower.elementwise) yield `${op} in a fused body is not elementwise`;
  const types = (ids: readonly (number | undefined)[], from: Graph): string => ids.map((id) => (id === undefined ? '_' : printType(from.values[id]!))).join(' ');
  if (types(node.inputs, graph) !== types(body.inputs, body)) yield `a fused body takes ${types(body.inputs, body)} but is given ${types(node.inputs, graph)}`;
  if (types(node.outputs, graph) !== types(body.outputs, body)) yield `a fused body gives ${types(body.outputs, body)}`;
}
