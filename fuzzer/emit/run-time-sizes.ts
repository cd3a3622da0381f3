// Shapes that are computed while a model runs, as exporters write them: Shape → Gather → Concat → Reshape. A model in
// whose nodes Reshape and Expand are told their shape by an initializer; the same model, in which some of these are
// put together from the sizes of other values, out.
import { tensor } from '../../runtime/ir/tensor.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../../runtime/onnx/model.ts';
import { onnxTensor } from '../../runtime/onnx/values.ts';

/** Where a size is found: an axis of a value that exists before the node. */
export interface SizeSource { readonly value: string; readonly axis: number }

/** For the entries of a node's target shape: where to read them, or nothing for those that stay numbers. */
export type Sources = (node: OnnxNode, position: number, target: readonly number[]) => readonly (SizeSource | undefined)[] | undefined;

export function withRunTimeSizes(model: OnnxModel, sourcesOf: Sources): OnnxModel {
  const initializers = new Map(model.graph.initializers.map((initializer) => [initializer.name, initializer]));
  const nodes: OnnxNode[] = [];
  const added: OnnxTensor[] = [];
  for (const [position, node] of model.graph.nodes.entries()) {
    const shape = node.op === 'Reshape' || node.op === 'Expand' ? initializers.get(node.inputs[1] ?? '') : undefined;
    const target = shape && Array.from(shape.data as BigInt64Array, Number);
    const sources = target && sourcesOf(node, position, target);
    if (!sources?.some((source) => source)) { nodes.push(node); continue; }
    const parts = sources.map((source, i) => {
      const name = `${node.outputs[0]!}_size${i}`;
      if (!source) { added.push(integers(name, [target![i]!])); return name; }
      added.push(integers(`${name}_axis`, [source.axis]));
      nodes.push(plain('Shape', `${name}_shape`, [source.value]), plain('Gather', name, [`${name}_shape`, `${name}_axis`]));
      return name;
    });
    const computed = `${node.outputs[0]!}_computed`;
    nodes.push({ ...plain('Concat', computed, parts), attributes: [{ name: 'axis', kind: 'int', value: 0n }] });
    nodes.push({ ...node, inputs: node.inputs.with(1, computed) });
    initializers.delete(node.inputs[1]!);
  }
  return { ...model, graph: { ...model.graph, nodes, initializers: [...initializers.values(), ...added] } };
}

const integers = (name: string, values: readonly number[]): OnnxTensor => onnxTensor(name, tensor('int64', [values.length], values));

/** A node of one result with nothing but operands. */
export function plain(op: string, output: string, inputs: readonly string[]): OnnxNode {
  return { name: `${op}_${output}`, op, domain: '', overload: '', inputs, outputs: [output], attributes: [], doc: '', metadata: [] };
}
