// A model of a file in, with numbers for its open sizes; a graph out, or why there is none. What we do not
// understand and what the file has wrong are both data: nothing throws on any model.
//
// The graph holds the nodes of the file in their order. Values that only say what an attribute is (the shape of a
// Reshape and all that computes it) are folded and leave the graph.
import { BuildError, GraphBuilder } from '../ir/build.ts';
import type { DType } from '../ir/dtype.ts';
import type { Graph, GraphValue } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { toNumbers } from '../ir/tensor.ts';
import { InvariantError } from '../invariant.ts';
import { Folded } from './fold.ts';
import type { OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './model.ts';
import { readNode } from './read-node.ts';
import type { Call, Held, Surroundings } from './reading.ts';
import { runtimeDType, runtimeTensor } from './values.ts';
import { withoutSpent } from './without-spent.ts';

export interface ImportOptions {
  /** Numbers for the symbols of the file. */
  readonly symbols?: Readonly<Record<string, number>>;
  /** Shapes of inputs, where the file leaves them open. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Inputs whose elements are known: they stay inputs, and may say what an attribute is. */
  readonly values?: Readonly<Record<string, Tensor>>;
}

export type Imported =
  | { readonly ok: true; readonly graph: Graph; readonly inputNames: readonly string[]; readonly outputNames: readonly string[] }
  | Refused;

export interface Refused {
  readonly ok: false;
  /** `unsupported`: we do not understand it; `open`: a size has no number; `wrong`: no engine could run it. */
  readonly kind: 'unsupported' | 'open' | 'wrong';
  /** One sentence, with the node where there is one. */
  readonly reason: string;
  /** The node's name in the file, or `Operator #position`. */
  readonly node?: string;
  /** The check that fails, where one does. */
  readonly rule?: string;
}

export function importModel(model: OnnxModel, options: ImportOptions = {}): Imported {
  try {
    return new Importer(model, options).run();
  } catch (error) {
    if (error instanceof Refusal) return error.refused;
    throw error;
  }
}

/** The version of ONNX's own operators that the file uses. */
export function opsetOf({ opsets }: Pick<OnnxModel, 'opsets'>): number {
  return opsets.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 1;
}

export function nodeLabel(node: OnnxNode, position: number): string {
  return node.name === '' ? `${node.op} #${position + 1}` : node.name;
}

class Refusal extends Error {
  readonly refused: Refused;
  constructor(kind: Refused['kind'], reason: string, more: { readonly node?: string; readonly rule?: string } = {}) {
    super(reason);
    this.refused = { ok: false, kind, reason, ...more };
  }
}

class Importer implements Surroundings {
  readonly opset: number;
  readonly #model: OnnxModel;
  readonly #options: ImportOptions;
  readonly #builder = new GraphBuilder();
  readonly #values = new Map<string, GraphValue>();
  readonly #initializers: ReadonlyMap<string, OnnxTensor>;
  readonly #folded = new Folded();
  /** Results that no specification has (a mask, training statistics), with their node: an error for whoever reads them. */
  readonly #unspecified = new Map<string, string>();
  /** Values that became attributes. */
  readonly #spent = new Set<number>();

  constructor(model: OnnxModel, options: ImportOptions) {
    this.#model = model;
    this.#options = options;
    this.opset = opsetOf(model);
    this.#initializers = new Map(model.graph.initializers.map((tensor) => [tensor.name, tensor]));
  }

  run(): Imported {
    const { inputs, nodes, outputs } = this.#model.graph;
    // Formats before 4 list initializers among the inputs.
    const given = inputs.filter(({ name }) => !this.#initializers.has(name));
    for (const input of given) this.#input(input);
    nodes.forEach((node, position) => this.#node(node, nodeLabel(node, position)));
    const results = outputs.map(({ name }) => this.#value(name));
    const graph = withoutSpent(this.#builder.finish(results), this.#spent);
    return { ok: true, graph, inputNames: given.map(({ name }) => name), outputNames: outputs.map(({ name }) => name) };
  }

  held(name: string): Held | undefined {
    const initializer = this.#initializers.get(name);
    const made = this.#values.get(name);
    const tensor = made ? this.#folded.tensorOf(made.id) : initializer && runtimeTensor(initializer);
    if (tensor && made) this.#spent.add(made.id);
    return tensor && { dtype: tensor.dtype, shape: tensor.shape, entries: toNumbers(tensor) };
  }

  dtype(name: string): DType | undefined {
    const initializer = this.#initializers.get(name);
    return this.#values.get(name)?.dtype ?? (initializer && runtimeDType(initializer.dtype));
  }

  shape(name: string): readonly number[] | undefined {
    return this.#values.get(name)?.shape ?? this.#initializers.get(name)?.dims;
  }

  #input(info: OnnxValueInfo): void {
    const { dtype, shape } = this.#typeOf(info);
    const value = this.#builder.input(info.name, dtype, shape);
    this.#define(info.name, value);
    const tensor = this.#options.values?.[info.name];
    if (tensor) this.#folded.know(value.id, tensor);
  }

  #typeOf({ name, type }: OnnxValueInfo): { readonly dtype: DType; readonly shape: readonly number[] } {
    if (type?.kind !== 'tensor') throw new Refusal('unsupported', `input '${name}' is no tensor`);
    const dtype = runtimeDType(type.dtype);
    if (!dtype) throw new Refusal('unsupported', `input '${name}' has elements of type ${type.dtype.name}`);
    const value = this.#options.values?.[name];
    if (value && value.dtype !== dtype) throw new Refusal('wrong', `input '${name}' is ${dtype}, but ${value.dtype} is given`);
    const given = value?.shape ?? this.#options.shapes?.[name];
    if (given) {
      const fits = !type.dims || (type.dims.length === given.length && type.dims.every((d, i) => typeof d !== 'number' || d === given[i]));
      if (!fits) throw new Refusal('wrong', `input '${name}' is declared as [${(type.dims ?? []).map((d) => d ?? '?').join(', ')}], but [${given.join(', ')}] is given`);
      return { dtype, shape: given };
    }
    if (!type.dims) throw new Refusal('open', `input '${name}' has no shape in the file`);
    return { dtype, shape: type.dims.map((dim, axis) => this.#extent(dim, name, axis)) };
  }

  #extent(dim: number | string | undefined, input: string, axis: number): number {
    const known = typeof dim === 'number' ? dim : dim === undefined ? undefined : this.#options.symbols?.[dim];
    if (known === undefined) throw new Refusal('open', `axis ${axis} of input '${input}' has ${dim === undefined ? 'no extent' : `the extent '${dim}'`} in the file: a number is needed`);
    return known;
  }

  #node(node: OnnxNode, label: string): void {
    const reading = readNode(node, this);
    switch (reading.kind) {
      case 'unsupported': throw new Refusal('unsupported', `${reading.reason} (node ${label})`, { node: label });
      case 'same': this.#define(reading.result, this.#value(reading.of, label), label); break;
      case 'calls': for (const call of reading.calls) this.#call(call, label);
    }
    for (const name of node.outputs) if (name !== '' && !this.#values.has(name)) this.#unspecified.set(name, label);
  }

  #call({ operator, operands, attributes, results, evenly }: Call, label: string): void {
    const values = operands.map((name) => (name === undefined ? undefined : this.#value(name, label)));
    const made = this.#apply(operator.name, values, attributes, label);
    if (operator.name === 'Split' && results.length !== made.length) {
      throw new Refusal('wrong', `${label}: the node names ${results.length} results where there are ${made.length}`, { node: label, rule: 'Split/pieces' });
    }
    if (evenly && made.some(({ shape }) => shape.join() !== made[0]!.shape.join())) {
      throw new Refusal('wrong', `${label}: [${values[0]!.shape.join(', ')}] does not split into ${made.length} equal pieces`, { node: label, rule: 'Split/total' });
    }
    made.forEach((value, i) => {
      this.#folded.record(value.id, { op: operator.name, operands: values, attributes, result: i });
      if (results[i]) this.#define(results[i], value, label);
    });
  }

  #apply(op: string, values: readonly (GraphValue | undefined)[], attributes: Call['attributes'], label: string): readonly GraphValue[] {
    try {
      return this.#builder.ops(op, values, attributes);
    } catch (error) {
      if (error instanceof InvariantError && error.message.includes('safe integer')) throw new Refusal('unsupported', `the sizes of node ${label} are too large to compute with`, { node: label });
      if (!(error instanceof BuildError)) throw error;
      const shapes = values.map((v) => (v ? `[${v.shape.join(', ')}]` : '–')).join(' and ');
      throw new Refusal('wrong', `${label}: ${error.message}${shapes === '' ? '' : ` (operands: ${shapes})`}`, { node: label, rule: error.rule });
    }
  }

  #define(name: string, value: GraphValue, label?: string): void {
    if (this.#values.has(name)) throw new Refusal('wrong', `value '${name}' is made twice${label ? ` (node ${label})` : ''}`, label ? { node: label } : {});
    this.#values.set(name, value);
  }

  #value(name: string, label?: string): GraphValue {
    const known = this.#values.get(name);
    if (known) return known;
    const maker = this.#unspecified.get(name);
    if (maker !== undefined) throw new Refusal('unsupported', `result '${name}' is not specified (node ${maker})`, { node: maker });
    const initializer = this.#initializers.get(name);
    const where = label ? ` (node ${label})` : '';
    if (!initializer) throw new Refusal('wrong', `nothing makes value '${name}'${where}`, label ? { node: label } : {});
    const tensor = runtimeTensor(initializer);
    if (!tensor) throw new Refusal('unsupported', `initializer '${name}' has elements of type ${initializer.dtype.name}${where}`, label ? { node: label } : {});
    const value = this.#builder.constant(tensor);
    this.#folded.know(value.id, tensor);
    this.#values.set(name, value);
    return value;
  }
}
