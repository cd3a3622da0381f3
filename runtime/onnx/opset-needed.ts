// The first opset that has all that a graph uses, and what asks for it. Types of operands count: ReduceMax and ReduceMin of bools
// came with opset 20. Source: the versions of each operator in ONNX's change log.
import type { Graph, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import { isNarrow } from '../ir/dtype.ts';
import { operatorNamed } from '../operators/index.ts';
import { printAttributes } from '../ir/text-print.ts';
import { defaultOf } from './attribute-default.ts';
import { narrowSince } from './narrow-since.ts';
import { ATTRIBUTE_SINCE } from './spellings.ts';

export interface OpsetNeed {
  readonly opset: number;
  readonly what: string;
}

/** Older files are never written. */
export const OLDEST_WRITTEN = 13;

/** `beyond`: types for which ONNX has no version of an operator ask for nothing. */
export function opsetNeeded(graph: Graph, beyond = false): OpsetNeed {
  let most: OpsetNeed = { opset: OLDEST_WRITTEN, what: 'writing a file' };
  for (const need of needs(graph)) if (need.opset > most.opset && !(beyond && need.opset === Infinity)) most = need;
  return most;
}

function* needs(graph: Graph): Iterable<OpsetNeed> {
  for (const node of graph.nodes) {
    if (node.body) yield* needs(node.body);
    else yield* needsOfNode(graph, node);
  }
}

function* needsOfNode(graph: Graph, node: Node): Iterable<OpsetNeed> {
  const operator = operatorNamed(node.op);
  if (!operator) return;
  const [x] = node.inputs.map((id) => (id === undefined ? undefined : valueOf(graph, id)));
  yield { opset: operator.names.onnx.since, what: node.op };
  for (const [name, opset] of Object.entries(ATTRIBUTE_SINCE[node.op] ?? {})) {
    const value = node.attributes[name];
    const fallback = defaultOf(operator, name, x?.shape.length ?? 0);
    if (value !== undefined && (fallback === undefined || printAttributes({ value }) !== printAttributes({ value: fallback }))) yield { opset, what: `attribute ${name} of ${node.op}` };
  }
  const { dtype } = x ?? valueOf(graph, node.outputs[0]!);
  if (isNarrow(dtype)) yield { opset: narrowSince(node.op, dtype) ?? Infinity, what: `${node.op} of ${dtype}` };
  // An extent of 0 is only stated with `allowzero`.
  if (node.op === 'Reshape' && (node.attributes['shape'] as readonly number[]).includes(0)) yield { opset: 14, what: 'Reshape to an empty tensor' };
  if (node.op === 'Relu' && (x?.dtype === 'int32' || x?.dtype === 'int64')) yield { opset: 14, what: 'Relu of integers' };
  if (node.op === 'Pad' && node.attributes['mode'] === 'wrap') yield { opset: 19, what: 'Pad that wraps around' };
  if ((node.op === 'ReduceMax' || node.op === 'ReduceMin') && x?.dtype === 'bool') yield { opset: 20, what: `${node.op} of bools` };
}
