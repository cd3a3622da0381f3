// Pooling that rounds up, as ONNX's shape inference counts it. A window that would begin in the padding behind the
// data is dropped (PyTorch, ONNX Runtime and we agree), but inference before opset 22 counts it, and the checker then
// refuses the file. Where no axis gains a window the node may round down instead, which says the same.
import type { Graph, Node } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { OnnxModel } from '../../runtime/onnx/model.ts';

type Rounding = 'either' | 'down' | 'up' | 'unsayable';

/** The model with such nodes rounding down; nothing where a node loses a window on one axis and gains one on another. */
export function withSayablePools(model: OnnxModel, graphs: readonly Graph[]): OnnxModel | undefined {
  const nodes = [...model.graph.nodes];
  for (const [i, node] of graphs[0]!.nodes.entries()) {
    if (node.attributes['ceil_mode'] !== true) continue;
    const needed = new Set(graphs.map((graph) => roundingOf(graph, graph.nodes[i]!)));
    if (needed.has('unsayable') || (needed.has('down') && needed.has('up'))) return undefined;
    if (!needed.has('down')) continue;
    nodes[i] = { ...nodes[i]!, attributes: nodes[i]!.attributes.map((attribute) => (attribute.name === 'ceil_mode' ? { name: 'ceil_mode', kind: 'int', value: 0n } : attribute)) };
  }
  return { ...model, graph: { ...model.graph, nodes } };
}

function roundingOf(graph: Graph, node: Node): Rounding {
  const list = (name: string, otherwise: number): readonly number[] => (node.attributes[name] as readonly number[] | undefined) ?? kernel.map(() => otherwise);
  const kernel = node.attributes['kernel_shape'] as readonly number[];
  const [strides, dilations, pads] = [list('strides', 1), list('dilations', 1), node.attributes['pads'] as readonly number[]];
  const [from, to] = [valueOf(graph, node.inputs[0]!).shape.slice(2), valueOf(graph, node.outputs[0]!).shape.slice(2)];
  const kinds = new Set(kernel.map((k, axis): Rounding => {
    const room = (from[axis]! + pads[axis]! + pads[axis + kernel.length]! - (k - 1) * dilations[axis]! - 1) / strides[axis]!;
    if (Number.isInteger(room)) return 'either';
    return to[axis] === Math.ceil(room) + 1 ? 'up' : 'down';
  }));
  kinds.delete('either');
  return kinds.size === 2 ? 'unsayable' : [...kinds][0] ?? 'either';
}
