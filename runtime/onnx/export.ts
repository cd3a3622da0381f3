// A graph in, a model of a file out: the same nodes in the same order, so that importing gives the graph back.
// Attributes that a file passes as inputs become initializers; the bodies of fused nodes are written out. A graph
// that asks for something that the opset lacks gives a sentence instead.
import type { DType } from '../ir/dtype.ts';
import type { Graph, GraphValue, Node } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import { scalar, tensor } from '../ir/tensor.ts';
import { operatorNamed } from '../operators/index.ts';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './model.ts';
import { freeNames } from './free-names.ts';
import { opsetNeeded } from './opset-needed.ts';
import { standInFor } from './stand-in.ts';
import { onnxDType, onnxTensor } from './values.ts';
import { writeNode } from './write-node.ts';

export interface ExportOptions {
  /** 17, or the first later one that has all that the graph uses, where it is not said. */
  readonly opset?: number;
  /** For readers that take operators of every type that we specify, as our own do. */
  readonly beyond?: boolean;
}

export type Exported =
  | { readonly ok: true; readonly model: OnnxModel; readonly inputNames: readonly string[]; readonly outputNames: readonly string[] }
  | { readonly ok: false; readonly reason: string };

const PREFERRED_OPSET = 17;

export function exportModel(graph: Graph, options: ExportOptions = {}): Exported {
  const needed = opsetNeeded(graph, options.beyond);
  if (needed.opset === Infinity) return { ok: false, reason: `${needed.what} is not in ONNX` };
  const opset = options.opset ?? Math.max(PREFERRED_OPSET, needed.opset);
  if (opset < needed.opset) return { ok: false, reason: `${needed.what} needs opset ${needed.opset}, and opset ${opset} is asked for` };
  const writer = new Writer(opset, graph.values.map(({ name }) => name));
  const named = writer.graph(graph);
  const model: OnnxModel = {
    irVersion: irVersionOf(opset), opsets: [{ domain: '', version: opset }], producer: { name: 'dimwright', version: '' },
    domain: '', modelVersion: 0n, doc: '', functions: [], metadata: [],
    graph: {
      name: 'graph', nodes: writer.nodes, initializers: writer.initializers, sparseInitializers: [],
      inputs: named.inputs, outputs: named.outputs, valueInfo: [], doc: '', metadata: [],
    },
  };
  return { ok: true, model, inputNames: named.inputs.map(({ name }) => name), outputNames: named.outputs.map(({ name }) => name) };
}

/** The format that appeared with the opset, from ONNX's table of versions; engines refuse formats newer than they know. */
function irVersionOf(opset: number): number {
  return opset <= 13 ? 7 : opset <= 18 ? 8 : opset <= 20 ? 9 : 10;
}

class Writer {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly #opset: number;
  readonly #free: (wanted: string) => string;

  constructor(opset: number, names: readonly (string | undefined)[]) {
    this.#opset = opset;
    this.#free = freeNames(names);
  }

  graph(graph: Graph): { readonly inputs: readonly OnnxValueInfo[]; readonly outputs: readonly OnnxValueInfo[] } {
    const names = new Map<number, string>();
    const inputs = graph.inputs.map((id) => {
      const value = valueOf(graph, id);
      names.set(id, this.#free(value.name ?? `v${id}`));
      return infoOf(names.get(id)!, value);
    });
    for (const node of graph.nodes) this.#node(graph, node, names);
    const seen = new Set<string>(inputs.map(({ name }) => name));
    const outputs = graph.outputs.map((id) => infoOf(this.#output(names.get(id)!, seen), valueOf(graph, id)));
    return { inputs, outputs };
  }

  /** A file's outputs are made by nodes, each once. */
  #output(name: string, seen: Set<string>): string {
    const own = seen.has(name) ? this.#free(`${name}_again`) : name;
    seen.add(own);
    if (own !== name) this.nodes.push({ ...plainNode, name: `copy_${own}`, op: 'Identity', inputs: [name], outputs: [own] });
    return own;
  }

  #node(graph: Graph, node: Node, names: Map<number, string>): void {
    if (node.body) {
      this.#body(node, node.body, names);
      return;
    }
    const operands = node.inputs.map((id) => (id === undefined ? '' : names.get(id)!));
    for (const id of node.outputs) names.set(id, this.#free(valueOf(graph, id).name ?? `v${id}`));
    const outputs = node.outputs.map((id) => names.get(id)!);
    const standIn = standInFor(graph, node);
    if (standIn) {
      this.#standIn(standIn, node, operands, outputs[0]!);
      return;
    }
    const written = writeNode(operatorNamed(node.op)!, node.attributes, this.#opset);
    const inputs: string[] = [];
    for (const { position, name, value } of written.operands) {
      inputs[position] = this.#free(`${outputs[0]}_${name}`);
      this.initializers.push(onnxTensor(inputs[position], value));
    }
    for (let position = 0; operands.length > 0; position++) inputs[position] ??= operands.shift()!;
    this.nodes.push({
      ...plainNode, name: `${node.op}_${outputs[0]}`, op: node.op, inputs: Array.from(inputs, (name) => name ?? ''), outputs, attributes: written.attributes,
    });
  }

  #standIn(kind: 'identity' | 'filled', { attributes }: Node, operands: readonly string[], output: string): void {
    if (kind === 'identity') {
      this.nodes.push({ ...plainNode, name: `Identity_${output}`, op: 'Identity', inputs: [operands[0]!], outputs: [output] });
      return;
    }
    const [start, shape] = [this.#free(`${output}_start`), this.#free(`${output}_shape`)];
    this.initializers.push(onnxTensor(start, scalar(attributes['dtype'] as DType, attributes['start'] as number)));
    this.initializers.push(onnxTensor(shape, tensor('int64', [1], [attributes['count'] as number])));
    this.nodes.push({ ...plainNode, name: `Expand_${output}`, op: 'Expand', inputs: [start, shape], outputs: [output] });
  }

  /** The operators inside a fused node, with the node's operands in the place of the body's inputs. */
  #body(node: Node, body: Graph, names: Map<number, string>): void {
    const inside = new Map(body.inputs.map((id, i) => [id, names.get(node.inputs[i]!)!]));
    for (const inner of body.nodes) this.#node(body, inner, inside);
    names.set(node.outputs[0]!, inside.get(body.outputs[0]!)!);
  }
}

const plainNode = { domain: '', overload: '', attributes: [], doc: '', metadata: [] } as const;

function infoOf(name: string, { dtype, shape }: GraphValue): OnnxValueInfo {
  return { name, type: { kind: 'tensor', dtype: onnxDType(dtype), dims: shape } };
}
