// THE definition of what a graph means: walks the nodes and evaluates each operator's reference. Graph and input
// tensors in; every value of the graph, with a bound beside each element, out. Slow and plain on purpose; never
// used for speed.
import { invariant } from '../invariant.ts';
import type { DType } from '../ir/dtype.ts';
import { integerRange, isFloat, isInteger, isNarrow } from '../ir/dtype.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import type { Tensor, TensorData } from '../ir/tensor.ts';
import { elementCount, emptyData, toElement } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { AnyAttributes } from '../spec/attributes.ts';
import { byName } from '../spec/inputs.ts';
import type { Operator } from '../spec/spec.ts';
import type { View } from '../spec/calc.ts';
import { open } from './bounded.ts';
import type { BoundedTensor } from './bounded-tensor.ts';
import { calcFor } from './calc-for.ts';
import type { Numerics } from './numerics.ts';
import { IEEE } from './numerics.ts';
import { viewOf } from './view.ts';

/** All values of the graph by id. */
export type Evaluation = readonly BoundedTensor[];

/** Inputs in the order of `graph.inputs`, of their dtypes and shapes. */
export function evaluate(graph: Graph, inputs: readonly BoundedTensor[], numerics: Numerics = IEEE): Evaluation {
  const values: BoundedTensor[] = [];
  graph.inputs.forEach((id, i) => {
    const tensor = inputs[i];
    const { dtype, shape } = valueOf(graph, id);
    invariant(tensor?.dtype === dtype && tensor.shape.join() === shape.join(), `input ${i} is not ${dtype}[${shape.join(',')}]`);
    values[id] = tensor;
  });
  for (const node of graph.nodes) {
    evaluateNode(graph, node, values, numerics).forEach((tensor, i) => { values[node.outputs[i]!] = tensor; });
  }
  return values;
}

/** The results of the graph; their bounds allow for what an engine with these numerics may do. */
export function interpret(graph: Graph, inputs: readonly BoundedTensor[], numerics: Numerics = IEEE): readonly BoundedTensor[] {
  const values = evaluate(graph, inputs, numerics);
  return graph.outputs.map((id) => values[id]!);
}

function evaluateNode(graph: Graph, node: Node, values: readonly BoundedTensor[], numerics: Numerics): readonly BoundedTensor[] {
  const operands = node.inputs.map((id) => (id === undefined ? undefined : values[id]!));
  if (node.body) return interpret(node.body, operands.map((t) => t!), numerics);
  const operator = operatorNamed(node.op);
  invariant(operator, `no operator ${node.op}`);
  return evaluateOperator(operator, node.attributes, operands, node.outputs.map((id) => valueOf(graph, id)), numerics);
}

type Typed = Pick<GraphValue, 'dtype' | 'shape'>;

/** The results of one operator with settled attributes; their dtypes and shapes as inferred. */
export function evaluateOperator(operator: Operator, attributes: AnyAttributes, operands: readonly (BoundedTensor | undefined)[], results: readonly Typed[], numerics: Numerics = IEEE): readonly BoundedTensor[] {
  const element = elementOf(operator, attributes, operands, results, numerics);
  return results.map((result, number) => fill(result, (at) => open(element(at, number))));
}

function elementOf(operator: Operator, attributes: AnyAttributes, operands: readonly (BoundedTensor | undefined)[], results: readonly Typed[], numerics: Numerics) {
  const views = byName<typeof operator.inputs, View>(operator.inputs, operands.map((t) => t && viewOf(t)));
  const calc = calcFor(arithmeticDType(operator, operands, results), numerics);
  return operator.reference(views, attributes, { calc, results: results.map((r) => r.shape) });
}

/** The dtype that the operator's first dtype variable takes. */
function arithmeticDType(operator: Operator, operands: readonly (Tensor | undefined)[], results: readonly Typed[]): DType {
  const [variable] = Object.keys(operator.dtypes);
  const position = Object.values(operator.inputs).findIndex((input) => input.dtype === variable);
  return operands[position]?.dtype ?? results[0]!.dtype;
}

function fill({ dtype, shape }: Typed, element: (at: readonly number[]) => { readonly value: number | bigint; readonly error: number }): BoundedTensor {
  const count = elementCount(shape);
  const data: TensorData = emptyData(dtype, count);
  let errors: Float64Array | undefined;
  const at = shape.map(() => 0);
  for (let i = 0; i < count; i++) {
    const { value, error } = element(at);
    const stored = toElement(dtype, value);
    data[i] = stored as never;
    // Storing rounds the reference too; engines may have rounded the other way.
    const bound = isFloat(dtype) ? error + (dtype !== 'float64' && Number.isFinite(value) ? Math.abs((value as number) - (stored as number)) : 0) : wrapping(dtype, stored, error);
    if (bound > 0) (errors ??= new Float64Array(count))[i] = bound;
    advance(at, shape);
  }
  return errors ? { dtype, shape, data, errors } : { dtype, shape, data };
}

/** Near its ends an error of a narrow integer may turn into a wrap, which only storing does. */
function wrapping(dtype: DType, stored: number | bigint, error: number): number {
  if (error === 0 || !isNarrow(dtype) || !isInteger(dtype)) return error;
  const [least, most] = integerRange(dtype);
  return Number(stored) - error < least || Number(stored) + error > most ? Infinity : error;
}

function advance(at: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (++at[axis]! < shape[axis]!) return;
    at[axis] = 0;
  }
}
