// Which values of a graph have a batch along their first axis? Rows that never meet: what depends on one row of the
// inputs is one row of every result.
import type { Graph, Node } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { emptyData } from '../../runtime/ir/tensor.ts';
import { elementCount } from '../../runtime/ir/tensor.ts';
import type { Draw } from '../../runtime/spec/draw.ts';
import type { Subject } from '../judge.ts';
import { rebuilt } from '../reduce/rebuild.ts';

/** Element by element: all operands of the full rank that are batches, the others broadcast into every row. */
const ELEMENTWISE = new Set(['Abs', 'Neg', 'Exp', 'Log', 'Sqrt', 'Tanh', 'Sigmoid', 'Erf', 'Relu', 'LeakyRelu', 'Floor', 'Ceil', 'Round', 'Sign', 'Reciprocal', 'Cast', 'Not', 'IsNaN',
  'Add', 'Sub', 'Mul', 'Div', 'Pow', 'Max', 'Min', 'Equal', 'Less', 'LessOrEqual', 'And', 'Or', 'Xor', 'Where', 'Clip']);
/** Only the first operand is a batch, the weights are the same for all rows. */
const IMAGES = new Set(['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool', 'GlobalAveragePool', 'BatchNormalization']);
const REDUCTIONS = new Set(['ReduceSum', 'ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceProd']);

export interface Rows { readonly subject: Subject; readonly row: number }

/** The case with one row of its batch; undefined where the rows are not independent. */
export function rowsOf(draw: Draw, subject: Subject): Rows | undefined {
  const { graph, inputs } = subject;
  const sizes = [...new Set(graph.inputs.flatMap((id) => valueOf(graph, id).shape[0] ?? []))].filter((n) => n > 1);
  for (const size of draw.shuffled(sizes)) {
    const batched = batchedValues(graph, size);
    if (!batched || !graph.outputs.every((id) => batched.has(id))) continue;
    const row = draw.integer(0, size - 1);
    const cut = rebuilt(subject, inputs.map((t, i) => (batched.has(graph.inputs[i]!) ? rowOf(t, row) : t)), graph.outputs);
    if (cut) return { subject: cut, row };
  }
  return undefined;
}

/** All values that are batches of this size; undefined where some node mixes rows. */
function batchedValues(graph: Graph, size: number): ReadonlySet<number> | undefined {
  // Weights that happen to have the size are no batch; what an image operator takes as its image is one.
  const weights = new Set(graph.nodes.filter(({ op }) => IMAGES.has(op)).flatMap(({ inputs }) => inputs.slice(1)));
  const batched = new Set(graph.inputs.filter((id) => valueOf(graph, id).shape[0] === size && !weights.has(id)));
  for (const node of graph.nodes) {
    const touched = node.inputs.filter((id): id is number => id !== undefined && batched.has(id));
    if (touched.length === 0) continue;
    if (!keepsRows(graph, node, batched)) return undefined;
    for (const id of node.outputs) batched.add(id);
  }
  return batched;
}

function keepsRows(graph: Graph, node: Node, batched: ReadonlySet<number>): boolean {
  const shapes = node.inputs.map((id) => (id === undefined ? [] : valueOf(graph, id).shape));
  const isBatch = node.inputs.map((id) => id !== undefined && batched.has(id));
  const rank = valueOf(graph, node.outputs[0]!).shape.length;
  const axes = node.attributes['axes'] as readonly number[] | undefined;
  if (ELEMENTWISE.has(node.op)) return isBatch.every((yes, i) => (yes ? shapes[i]!.length === rank : shapes[i]!.length < rank || shapes[i]![0] === 1));
  if (IMAGES.has(node.op)) return isBatch[0]! && isBatch.slice(1).every((yes) => !yes);
  if (REDUCTIONS.has(node.op)) return axes !== undefined && axes.length > 0 && !axes.includes(0);
  if (node.op === 'Softmax' || node.op === 'LogSoftmax') return node.attributes['axis'] !== 0;
  if (node.op === 'Transpose') return (node.attributes['perm'] as readonly number[])[0] === 0;
  if (node.op === 'Unsqueeze' || node.op === 'Squeeze') return axes !== undefined && axes.length > 0 && !axes.includes(0);
  if (node.op === 'Concat') return node.attributes['axis'] !== 0 && isBatch.every((yes) => yes);
  if (node.op === 'MatMul') return isBatch[0]! && !isBatch[1] && shapes[0]!.length > 1 && shapes[1]!.length <= shapes[0]!.length && (shapes[1]!.length < 3 || shapes[1]!.length < shapes[0]!.length || shapes[1]![0] === 1);
  return false;
}

export function rowOf(t: Tensor, row: number): Tensor {
  const shape = [1, ...t.shape.slice(1)];
  const count = elementCount(shape);
  const data = emptyData(t.dtype, count);
  for (let i = 0; i < count; i++) data[i] = t.data[row * count + i] as never;
  return { dtype: t.dtype, shape, data };
}
