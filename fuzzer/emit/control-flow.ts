// Control flow around a part of a model: an If whose other branch is never taken, or a Loop of a few rounds whose last
// one counts. The graph of dimwright itself has no branches, so that its meaning stays one; a file may say the same
// with them, and whoever runs it must give the same results. A model in; the model, and an input more where the
// condition is fed, out.
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { elementCount, emptyData, scalar } from '../../runtime/ir/tensor.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from '../../runtime/onnx/model.ts';
import { onnxDType, onnxTensor } from '../../runtime/onnx/values.ts';
import type { Draw } from '../../runtime/spec/draw.ts';

export interface Typed { readonly dtype: DType; readonly shape: readonly number[] }

export interface Branched {
  readonly model: OnnxModel;
  /** Contents of the inputs that came behind the others. */
  readonly inputs: readonly Tensor[];
  readonly kind: 'If' | 'Loop';
}

const MOST_NODES = 5;
const MOST_ROUNDS = 3;

/** `typeOf` knows every value that a node gives. */
export function withControlFlow(draw: Draw, model: OnnxModel, typeOf: (name: string) => Typed | undefined): Branched | undefined {
  const { graph } = model;
  if (graph.nodes.length === 0) return undefined;
  const begin = draw.integer(0, graph.nodes.length - 1);
  const end = Math.min(graph.nodes.length, begin + draw.integer(1, MOST_NODES));
  const section = graph.nodes.slice(begin, end);
  const given = new Set(section.flatMap((node) => node.outputs));
  const readLater = new Set([...graph.nodes.slice(end).flatMap((node) => node.inputs), ...graph.outputs.map(({ name }) => name)]);
  const results = [...given].filter((name) => readLater.has(name)).map((name) => ({ name, type: typeOf(name) }));
  if (results.length === 0 || results.some(({ type }) => !type)) return undefined;
  const inside: Section = { nodes: section.map(renamed), results: results.map(({ name, type }) => ({ name, type: type! })) };
  const made = draw.chance(0.5) ? branch(draw, inside) : loop(draw, inside);
  const nodes = [...graph.nodes.slice(0, begin), ...made.nodes, ...graph.nodes.slice(end)];
  return { model: { ...model, graph: { ...graph, nodes, inputs: [...graph.inputs, ...made.fed] } }, inputs: made.contents, kind: made.kind };

  /** Names inside must not be those outside: the section's results keep theirs there. */
  function renamed(node: OnnxNode): OnnxNode {
    const inner = (name: string): string => (given.has(name) ? innerName(name) : name);
    return { ...node, inputs: node.inputs.map(inner), outputs: node.outputs.map(inner) };
  }
}

interface Section {
  readonly nodes: readonly OnnxNode[];
  readonly results: readonly { readonly name: string; readonly type: Typed }[];
}

interface Made {
  readonly kind: Branched['kind'];
  readonly nodes: readonly OnnxNode[];
  readonly fed: readonly OnnxValueInfo[];
  readonly contents: readonly Tensor[];
}

const innerName = (name: string): string => `${name}_inside`;
const CONDITION = 'condition';

function branch(draw: Draw, { nodes, results }: Section): Made {
  const taken = draw.chance(0.5);
  const real = subgraph('taken', nodes, [], results.map(({ name, type }) => info(innerName(name), type)));
  const other = subgraph('other', results.map(({ name, type }) => zeros(`${name}_other`, type)), [], results.map(({ name, type }) => info(`${name}_other`, type)));
  const node: OnnxNode = {
    ...plainNode, name: 'If_section', op: 'If', inputs: [CONDITION], outputs: results.map(({ name }) => name),
    attributes: [{ name: 'then_branch', kind: 'graph', value: taken ? real : other }, { name: 'else_branch', kind: 'graph', value: taken ? other : real }],
  };
  return { kind: 'If', nodes: [node], fed: [info(CONDITION, { dtype: 'bool', shape: [] })], contents: [scalar('bool', taken)] };
}

function loop(draw: Draw, { nodes, results }: Section): Made {
  const carried = results.map(({ name, type }) => ({ start: `${name}_initially`, before: `${name}_before`, name, type }));
  const body = subgraph('body', [...nodes, { ...plainNode, name: 'Identity_go_on', op: 'Identity', inputs: ['go_on'], outputs: ['go_on_still'] }],
    [info('round', { dtype: 'int64', shape: [] }), info('go_on', { dtype: 'bool', shape: [] }), ...carried.map(({ before, type }) => info(before, type))],
    [info('go_on_still', { dtype: 'bool', shape: [] }), ...carried.map(({ name, type }) => info(innerName(name), type))]);
  const rounds: OnnxNode = constant('rounds', scalar('int64', BigInt(draw.integer(1, MOST_ROUNDS))));
  const node: OnnxNode = {
    ...plainNode, name: 'Loop_section', op: 'Loop', inputs: ['rounds', '', ...carried.map(({ start }) => start)], outputs: results.map(({ name }) => name),
    attributes: [{ name: 'body', kind: 'graph', value: body }],
  };
  return { kind: 'Loop', nodes: [rounds, ...carried.map(({ start, type }) => zeros(start, type)), node], fed: [], contents: [] };
}

const plainNode = { domain: '', overload: '', attributes: [], doc: '', metadata: [] } as const;

function subgraph(name: string, nodes: readonly OnnxNode[], inputs: readonly OnnxValueInfo[], outputs: readonly OnnxValueInfo[]): OnnxGraph {
  return { name, nodes, initializers: [], sparseInitializers: [], inputs, outputs, valueInfo: [], doc: '', metadata: [] };
}

function constant(name: string, value: Tensor): OnnxNode {
  return { ...plainNode, name: `Constant_${name}`, op: 'Constant', inputs: [], outputs: [name], attributes: [{ name: 'value', kind: 'tensor', value: onnxTensor('', value) }] };
}

const zeros = (name: string, { dtype, shape }: Typed): OnnxNode => constant(name, { dtype, shape, data: emptyData(dtype, elementCount(shape)) });

const info = (name: string, { dtype, shape }: Typed): OnnxValueInfo => ({ name, type: { kind: 'tensor', dtype: onnxDType(dtype), dims: shape } });
