// A graph in, a kernel program out. Operators that are compositions are replaced by what they are composed of,
// constants become data, elementwise operators (alone or fused) become one nest over the result, and the others
// write their own loops.
import { violated } from '../invariant.ts';
import { GraphBuilder, inferConcrete } from '../ir/build.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { FUSED, valueOf } from '../ir/graph.ts';
import { BYTES, COMPUTED_IN } from '../ir/dtype.ts';
import { add, index, LoopBuilder, mul, parameter } from '../ir/loop-builder.ts';
import type { LoopOptions } from '../ir/loop-builder.ts';
import { narrowed } from '../ir/narrow.ts';
import type { Expr, Kernel } from '../ir/loops.ts';
import type { Tensor } from '../ir/tensor.ts';
import { sameShape, stridesOf } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { AnyAttributes } from '../spec/attributes.ts';
import type { Build, Value } from '../spec/build.ts';
import { byName } from '../spec/inputs.ts';
import type { Loose } from '../spec/loose.ts';
import type { Operator } from '../spec/spec.ts';
import { IntegerRanges } from './integer-ranges.ts';
import type { KernelProgram, Step } from './kernel-program.ts';

export function lowerGraph(graph: Graph, options: LoopOptions = {}): KernelProgram {
  const simple = expandComposed(graph);
  const steps: Step[] = [];
  const constants: { buffer: number; value: Tensor }[] = [];
  /** Numbers, which shaders know without reading memory. */
  const scalars = new Map<number, Tensor>();
  const returned = new Set(simple.outputs);
  /** The same elements in the same order: a reshaped value is the buffer that it comes from. */
  const bufferOf = simple.values.map(({ id }) => id);
  const ranges = new IntegerRanges(simple);
  /** Buffers that have the same contents in every run. */
  const fixed = new Set<number>();
  for (const node of simple.nodes) {
    if (node.inputs.every((id) => id === undefined || fixed.has(bufferOf[id]!))) for (const id of node.outputs) fixed.add(id);
    if (node.op === 'Constant') {
      const value = node.attributes['value'] as Tensor;
      constants.push({ buffer: node.outputs[0]!, value });
      if (options.plain && value.data.length === 1) scalars.set(node.outputs[0]!, value);
    }
    else if (node.op === 'Reshape' && !returned.has(node.outputs[0]!)) bufferOf[node.outputs[0]!] = bufferOf[node.inputs[0]!]!;
    else steps.push(lowerNode(simple, node, bufferOf, fixed, options, scalars, ranges));
  }
  const isRead = (buffer: number): boolean => simple.outputs.includes(buffer) || steps.some(({ binding }) => binding.includes(buffer));
  const buffers = simple.values.map(({ dtype, shape }) => ({ dtype, shape }));
  return { buffers, inputs: simple.inputs, constants: constants.filter(({ buffer }) => isRead(buffer)), steps: steps.filter(({ kernel }) => kernel.body.length > 0), outputs: simple.outputs };
}

function specOf(name: string): Operator {
  const operator = operatorNamed(name);
  if (!operator) violated(`there is no operator ${name}`);
  return operator;
}

/** A graph without operators that are lowered by composition. */
function expandComposed(graph: Graph): Graph {
  const isComposed = (name: string): boolean => name !== FUSED && specOf(name).lower.operators !== undefined;
  if (!graph.nodes.some((node) => isComposed(node.op))) return graph;
  const g = new Composer();
  const now: Value[] = [];
  for (const id of graph.inputs) {
    const { name, dtype, shape } = valueOf(graph, id);
    now[id] = g.builder.input(name ?? `input${id}`, dtype, shape);
  }
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => (id === undefined ? undefined : now[id]));
    const results = isComposed(node.op)
      ? g.compose(specOf(node.op), inputs, node.attributes)
      : g.builder.copy(node, inputs, node.outputs.map((id) => valueOf(graph, id)));
    node.outputs.forEach((id, i) => { now[id] = results[i]!; });
  }
  return g.builder.finish(graph.outputs.map((id) => now[id]!));
}

/** Builds a graph in which compositions are taken apart as they are appended. */
class Composer implements Build {
  readonly builder = new GraphBuilder();

  op(name: string, inputs: readonly (Value | undefined)[], attributes?: Loose): Value {
    return this.ops(name, inputs, attributes)[0]!;
  }

  ops(name: string, inputs: readonly (Value | undefined)[], attributes: Loose = {}): readonly Value[] {
    const operator = specOf(name);
    if (!operator.lower.operators) return this.builder.ops(name, inputs, attributes);
    return this.compose(operator, inputs, inferConcrete(operator, inputs, attributes).attributes);
  }

  compose(operator: Operator, inputs: readonly (Value | undefined)[], attributes: AnyAttributes): readonly Value[] {
    if (!operator.lower.operators) violated(`${operator.name} is not a composition`);
    const results = operator.lower.operators(this, byName(operator.inputs, inputs), attributes);
    return Array.isArray(results) ? (results as readonly Value[]) : [results as Value];
  }

  constant(value: Tensor): Value { return this.builder.constant(value); }
  scalar(dtype: Value['dtype'], value: number): Value { return this.builder.scalar(dtype, value); }
}

function lowerNode(graph: Graph, node: Node, bufferOf: readonly number[], fixed: ReadonlySet<number>, options: LoopOptions, scalars: ReadonlyMap<number, Tensor>, ranges: IntegerRanges): Step {
  const inputs = node.inputs.map((id) => (id === undefined ? undefined : valueOf(graph, id)));
  const results = node.outputs.map((id) => valueOf(graph, id));
  if (node.op === FUSED || specOf(node.op).lower.elementwise) return lowerElementwise(node, inputs, results[0]!, bufferOf, scalars);
  const operator = specOf(node.op);
  if (!operator.lower.loops) violated(`${node.op} has no lowering`);
  const k = new LoopBuilder(options);
  const isProduct = node.op === 'MatMul' || node.op === 'Gemm';
  const sources = inputs.map((value) => value && k.buffer('input', value.dtype, value.shape, undefined, {
    constant: fixed.has(bufferOf[value.id]!), fitsInt16: isProduct && !k.plain && COMPUTED_IN[value.dtype] === 'int32' ? ranges.fitsInt16(value.id) : undefined,
  }));
  const targets = results.map(({ dtype, shape }) => k.buffer('output', dtype, shape));
  operator.lower.loops(k, byName(operator.inputs, sources), targets, node.attributes);
  return bind(k.finish(node.op), [...inputs.filter((value) => value !== undefined), ...results], bufferOf);
}

/** The builder's first buffers are the values, in order; what it added itself is scratch. */
function bind(kernel: Kernel, values: readonly GraphValue[], bufferOf: readonly number[]): Step {
  return { kernel, binding: kernel.buffers.map((_, i) => (values[i] ? bufferOf[values[i].id] : undefined)), chunks: undefined, inPlace: undefined };
}

function lowerElementwise(node: Node, inputs: readonly (GraphValue | undefined)[], result: GraphValue, bufferOf: readonly number[], scalars: ReadonlyMap<number, Tensor>): Step {
  const k = new LoopBuilder();
  const distinct = inputs.filter((value, i): value is GraphValue => value !== undefined && !scalars.has(value.id) && inputs.indexOf(value) === i);
  const sources = distinct.map((value) => k.buffer('input', value.dtype, value.shape));
  const target = k.buffer('output', result.dtype, result.shape);
  const { extents, strides } = mergeAxes(result.shape, distinct.map(({ shape }) => broadcastStrides(shape, result.shape)));
  const outer = stridesOf(extents);
  k.nest(extents, (at) => {
    const offset = (steps: readonly number[]): Expr => at.reduce<Expr>((sum, i, axis) => add(sum, mul(i, steps[axis]!)), index(0));
    const loaded = sources.map((source, i) => k.once(k.loadFlat(source, offset(strides[i]!))));
    const known = ({ id, dtype }: GraphValue): Expr => parameter(COMPUTED_IN[dtype], scalars.get(id)!.data[0]!);
    k.storeFlat(target, offset(outer), elementOf(node, inputs.map((value) => value && (loaded[distinct.indexOf(value)] ?? known(value))), result, k));
  });
  const aligned = distinct.filter(({ dtype, shape }) => BYTES[dtype] === BYTES[result.dtype] && sameShape(shape, result.shape));
  const { kernel, binding } = bind(k.finish(node.op), [...distinct, result], bufferOf);
  return { kernel, binding, chunks: undefined, inPlace: { result: result.id, operands: aligned.map(({ id }) => bufferOf[id]!) } };
}

/** The scalar that a node gives for the scalars of its inputs. */
function elementOf(node: Node, operands: readonly (Expr | undefined)[], result: GraphValue, k: LoopBuilder): Expr {
  if (!node.body) {
    const operator = specOf(node.op);
    if (!operator.lower.elementwise) violated(`${node.op} is not elementwise`);
    return operator.lower.elementwise(byName(operator.inputs, operands), node.attributes, COMPUTED_IN[result.dtype]);
  }
  const { body } = node;
  /** By the body's numbers. */
  const values: (Expr | undefined)[] = body.values.map(() => undefined);
  body.inputs.forEach((id, i) => { values[id] = operands[i]; });
  for (const inner of body.nodes) {
    const id = inner.outputs[0]!;
    const value = elementOf(inner, inner.inputs.map((input) => (input === undefined ? undefined : values[input])), valueOf(body, id), k);
    // What no memory narrows on the way is narrowed here.
    values[id] = k.once(narrowed(valueOf(body, id).dtype, k.once(value)));
  }
  return values[body.outputs[0]!]!;
}

/** Element strides of an operand along the result's axes; 0 where it is repeated. */
function broadcastStrides(shape: readonly number[], result: readonly number[]): number[] {
  const own = stridesOf(shape);
  const skipped = result.length - shape.length;
  return result.map((_, axis) => (axis < skipped || shape[axis - skipped] === 1 ? 0 : own[axis - skipped]!));
}

interface Axes {
  readonly extents: readonly number[];
  /** By operand. */
  readonly strides: readonly (readonly number[])[];
}

/** Neighbouring axes that all operands step through evenly become one: long loops are what vectors need. */
function mergeAxes(shape: readonly number[], strides: readonly (readonly number[])[]): Axes {
  const extents: number[] = [];
  const merged = strides.map((): number[] => []);
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const last = extents.length - 1;
    if (last >= 0 && strides.every((steps, i) => merged[i]![last] === steps[axis]! * extent)) {
      extents[last]! *= extent;
      strides.forEach((steps, i) => { merged[i]![last] = steps[axis]!; });
      return;
    }
    extents.push(extent);
    strides.forEach((steps, i) => { merged[i]!.push(steps[axis]!); });
  });
  return { extents, strides: merged };
}
