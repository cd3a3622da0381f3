// A case as an ONNX model with data sets, for harnesses of other people: inputs and what must come out. Some models
// say the same in ways that the graph cannot: with symbolic sizes, run at several of them; with shapes that are
// computed from other shapes; with a part inside an If or a Loop. Choices and a case in, files' contents out.
import type { BoundedTensor } from '../../runtime/interpret/bounded-tensor.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import { valueOf } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { exportModel } from '../../runtime/onnx/export.ts';
import type { OnnxModel, OnnxValueInfo } from '../../runtime/onnx/model.ts';
import type { Draw } from '../../runtime/spec/draw.ts';
import type { FuzzCase } from '../generate.ts';
import type { Typed } from './control-flow.ts';
import { withControlFlow } from './control-flow.ts';
import { withSayablePools } from './ceil-mode.ts';
import { withRunTimeSizes } from './run-time-sizes.ts';
import type { SeveralSizes } from './several-sizes.ts';
import { severalSizes, targetOf } from './several-sizes.ts';

export interface EmitOptions {
  readonly opset?: number | undefined;
  /** Shares of models: symbolic sizes, sections in an If or a Loop, shapes computed at run time. */
  readonly symbolic?: number;
  readonly controlFlow?: number;
  readonly runTimeSizes?: number;
}

export interface DataSet {
  readonly inputs: readonly Tensor[];
  readonly expected: readonly BoundedTensor[];
}

export interface EmittedModel {
  readonly model: OnnxModel;
  /** One for each choice of the symbolic sizes. */
  readonly dataSets: readonly DataSet[];
  /** What was done besides writing the graph: `symbolic`, `If`, `Loop`, `run-time sizes`. */
  readonly ways: readonly string[];
}

/** The name of the symbolic size. */
const SYMBOL = 'N';

export type Emitted = { readonly ok: true; readonly emitted: EmittedModel } | { readonly ok: false; readonly reason: string };

export function emitOnnx(draw: Draw, made: Pick<FuzzCase, 'graph' | 'inputs' | 'values' | 'finite'>, { opset, symbolic = 0, controlFlow = 0, runTimeSizes = 0 }: EmitOptions = {}): Emitted {
  const exported = exportModel(made.graph, opset === undefined ? {} : { opset });
  if (!exported.ok) return exported;
  const several = draw.chance(symbolic) && made.finite ? severalSizes(draw, made) : undefined;
  const runs = several?.runs ?? [made];
  const model = withSayablePools(exported.model, runs.map(({ graph }) => graph));
  if (!model) return { ok: false, reason: 'pooling that rounds up in a way that ONNX counts otherwise' };
  const dataSets = runs.map(({ graph, inputs, values }): DataSet => ({ inputs, expected: graph.outputs.map((id) => values[id]!) }));
  if (several) return { ok: true, emitted: { model: symbolicModel(model, several), dataSets, ways: ['symbolic'] } };
  const ways: string[] = [];
  const computed = draw.chance(runTimeSizes) ? computedShapes(made.graph, model) : model;
  if (computed !== model) ways.push('run-time sizes');
  const types = typesOf(made.graph, model);
  const branched = draw.chance(controlFlow) ? withControlFlow(draw, computed, (name) => types.get(name)) : undefined;
  if (branched) ways.push(branched.kind);
  const fed = branched?.inputs ?? [];
  return { ok: true, emitted: { model: branched?.model ?? computed, dataSets: dataSets.map(({ inputs, expected }) => ({ inputs: [...inputs, ...fed], expected })), ways } };
}

/** The file's nodes are the graph's, in order; copies of outputs follow. */
function typesOf({ nodes, values }: Graph, { graph }: OnnxModel): ReadonlyMap<string, Typed> {
  return new Map(nodes.flatMap((node, i) => graph.nodes[i]!.outputs.map((name, k) => [name, values[node.outputs[k]!]!] as const)));
}

/** Entries of a target shape that the operand has too are read from it. */
function computedShapes(graph: Graph, model: OnnxModel): OnnxModel {
  let some = false;
  const next = withRunTimeSizes(model, (node, position, target) => {
    const original = graph.nodes[position]!;
    // A file may say Expand where the graph says Range.
    if (!targetOf(original)) return undefined;
    const { shape } = valueOf(graph, original.inputs[0]!);
    const sources = target.map((n) => { const axis = shape.indexOf(n); return axis < 0 ? undefined : { value: node.inputs[0]!, axis }; });
    some ||= sources.some((source) => source);
    return sources;
  });
  return some ? next : model;
}

function symbolicModel(model: OnnxModel, { size, axes, follows, runs }: SeveralSizes): OnnxModel {
  const from = axes.findIndex((list) => list.length > 0);
  const source = { value: model.graph.inputs[from]!.name, axis: axes[from]![0]! };
  const computed = withRunTimeSizes(model, (_, position, target) => (follows.has(position) ? target.map((n) => (n === size ? source : undefined)) : undefined));
  const inputs = computed.graph.inputs.map((input, i) => withDims(input, (n, axis) => (axes[i]!.includes(axis) ? SYMBOL : n)));
  const outputs = computed.graph.outputs.map((output, i) => withDims(output, (n, axis) => dimOf(runs.map(({ graph }) => valueOf(graph, graph.outputs[i]!).shape[axis]!), n)));
  return { ...computed, graph: { ...computed.graph, inputs, outputs } };

  /** A number where all runs have it, the symbol where all runs have its number, else unknown. */
  function dimOf(extents: readonly number[], n: number): number | string | undefined {
    if (extents.every((extent) => extent === n)) return n;
    const numbers = runs.map(({ inputs: given }) => given[from]!.shape[axes[from]![0]!]!);
    return extents.every((extent, run) => extent === numbers[run]) ? SYMBOL : undefined;
  }
}

function withDims(info: OnnxValueInfo, dimOf: (n: number, axis: number) => number | string | undefined): OnnxValueInfo {
  const { type } = info;
  return type?.kind === 'tensor' && type.dims ? { ...info, type: { ...type, dims: type.dims.map((n, axis) => dimOf(n as number, axis)) } } : info;
}
