// Operators in degenerate forms that a file cannot say or that engines read otherwise, and what is written in their
// place. A node in; the stand-in out, or undefined where the node is written as it is.
import type { Graph, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';

/**
 * `identity`: no axes are named, so nothing happens (ONNX Runtime squeezes all axes where the list is empty, and
 * refuses to slice or pad a scalar). `filled`: a range that does not move (a limit cannot say how long it is).
 */
export function standInFor(graph: Graph, node: Node): 'identity' | 'filled' | undefined {
  const isEmpty = (attribute: string): boolean => (node.attributes[attribute] as readonly number[] | undefined)?.length === 0;
  if ((node.op === 'Squeeze' || node.op === 'Slice') && isEmpty('axes')) return 'identity';
  if (node.op === 'Pad' && valueOf(graph, node.inputs[0]!).shape.length === 0) return 'identity';
  return node.op === 'Range' && node.attributes['delta'] === 0 ? 'filled' : undefined;
}
