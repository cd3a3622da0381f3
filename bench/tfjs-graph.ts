// A graph in, the same computation in calls of TensorFlow.js out. Its backends for the CPU convolve images only with
// the channels last, so images keep that layout from the first convolution on, as its own converter arranges it.
// Covers what the CPU bench measures; anything else is refused with its name.
import type { Graph, Node } from '../runtime/ir/graph.ts';
import { usersOf, valueOf } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';

/** What we use of TensorFlow.js. */
export interface TfTensor {
  readonly shape: readonly number[];
  dataSync(): unknown;
  data(): Promise<unknown>;
  dispose(): void;
}
type Call = (...args: readonly unknown[]) => TfTensor;
export interface Tf {
  readonly tensor: (data: unknown, shape: readonly number[], dtype: string) => TfTensor;
  readonly tidy: <T>(run: () => T) => T;
  readonly fused: { readonly conv2d: Call; readonly matMul: Call };
  readonly [operation: string]: unknown;
}

/** `last`: an image whose channels come last. */
interface Value {
  readonly t: TfTensor;
  readonly last: boolean;
}

export class Unsupported extends Error {}

/**
 * Gives one run: typed arrays in, typed arrays out. Constants are resident; images lie in memory as the library wants
 * them, on both sides.
 */
export function tfjsGraph(tf: Tf, graph: Graph, inputs: readonly Tensor[]): () => readonly unknown[] {
  return new Runner(tf, graph, inputs).run;
}

/** For backends that cannot wait: the results come later. */
export function tfjsGraphLater(tf: Tf, graph: Graph, inputs: readonly Tensor[]): () => Promise<readonly unknown[]> {
  return new Runner(tf, graph, inputs).runLater;
}

const TO_LAST = [0, 2, 3, 1], TO_FIRST = [0, 3, 1, 2];
const IMAGE_OPERATORS = new Set(['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool', 'GlobalAveragePool']);
const UNARY: Readonly<Record<string, string>> = { Relu: 'relu', Tanh: 'tanh', Sigmoid: 'sigmoid', Exp: 'exp', Sqrt: 'sqrt', Neg: 'neg', Erf: 'erf', Log: 'log', Abs: 'abs' };
const BINARY: Readonly<Record<string, string>> = { Add: 'add', Sub: 'sub', Mul: 'mul', Div: 'div', Pow: 'pow', Max: 'maximum', Min: 'minimum' };
const REDUCE: Readonly<Record<string, string>> = { ReduceSum: 'sum', ReduceMean: 'mean', ReduceMax: 'max' };

class Runner {
  readonly #tf: Tf;
  readonly #graph: Graph;
  readonly #constants = new Map<number, Value>();
  /** Filters and factors in the layout in which they are used, made once. */
  readonly #prepared = new Map<string, TfTensor>();
  /** The Relu that a convolution does by itself. */
  readonly #fusedRelu = new Map<Node, Node>();
  readonly #inputs: readonly { readonly tensor: Tensor; readonly last: boolean }[];
  #values: Value[] = [];

  constructor(tf: Tf, graph: Graph, inputs: readonly Tensor[]) {
    this.#tf = tf;
    this.#graph = graph;
    for (const node of graph.nodes) if (node.op === 'Constant') this.#constants.set(node.outputs[0]!, { t: this.#upload(node.attributes['value'] as Tensor), last: false });
    const users = usersOf(graph);
    for (const node of graph.nodes) {
      const [user, other] = users[node.outputs[0]!]!;
      if (node.op === 'Conv' && user?.op === 'Relu' && !other && !graph.outputs.includes(node.outputs[0]!)) this.#fusedRelu.set(node, user);
    }
    this.#inputs = graph.inputs.map((id, i) => {
      const last = inputs[i]!.shape.length === 4 && users[id]!.some(({ op }) => IMAGE_OPERATORS.has(op));
      return { tensor: last ? channelsLast(inputs[i]!) : inputs[i]!, last };
    });
  }

  readonly run = (): readonly unknown[] => {
    const results: unknown[] = [];
    // What a tidied function returns is searched for tensors, element by element.
    this.#tf.tidy(() => { for (const { t } of this.#compute()) results.push(t.dataSync()); });
    return results;
  };

  readonly runLater = async (): Promise<readonly unknown[]> => {
    const kept = this.#tf.tidy(() => this.#compute().map(({ t }) => t));
    const results = await Promise.all(kept.map((t) => t.data()));
    for (const t of kept) t.dispose();
    return results;
  };

  #compute(): readonly Value[] {
    this.#values = [];
    for (const [id, value] of this.#constants) this.#values[id] = value;
    this.#graph.inputs.forEach((id, i) => { this.#values[id] = { t: this.#upload(this.#inputs[i]!.tensor), last: this.#inputs[i]!.last }; });
    const done = new Set(this.#fusedRelu.values());
    for (const node of this.#graph.nodes) {
      if (node.op === 'Constant') continue;
      const result = done.has(node) ? this.#values[node.inputs[0]!]! : this.#node(node);
      this.#values[node.outputs[0]!] = result;
    }
    return this.#graph.outputs.map((id) => this.#values[id]!);
  }

  #upload({ dtype, shape, data }: Tensor): TfTensor {
    if (dtype === 'float32') return this.#tf.tensor(data, shape, 'float32');
    return this.#tf.tensor(Int32Array.from(data as ArrayLike<number | bigint>, Number), shape, dtype === 'bool' ? 'bool' : 'int32');
  }

  #call(name: string, ...args: readonly unknown[]): TfTensor {
    return (this.#tf[name] as Call)(...args);
  }

  #first({ t, last }: Value): TfTensor {
    return last ? this.#call('transpose', t, TO_FIRST) : t;
  }

  #last({ t, last }: Value): TfTensor {
    return last ? t : this.#call('transpose', t, TO_LAST);
  }

  /** Kept for all runs where it is made of a constant. */
  #once(node: Node, position: number, make: (t: TfTensor) => TfTensor): TfTensor {
    const id = node.inputs[position]!;
    const value = this.#first(this.#values[id]!);
    if (!this.#constants.has(id)) return make(value);
    const key = `${id} ${node.op} ${position}`;
    const known = this.#prepared.get(key);
    if (known) return known;
    const made = this.#call('keep', make(value));
    this.#prepared.set(key, made);
    return made;
  }

  #node(node: Node): Value {
    const given = node.inputs.map((id) => this.#values[id!]!);
    const [x] = given as [Value];
    const plain = (t: TfTensor): Value => ({ t, last: false });
    const a = node.attributes;
    const unary = UNARY[node.op], binary = BINARY[node.op], reduce = REDUCE[node.op];
    if (unary) return { t: this.#call(unary, x.t), last: x.last };
    if (binary) return this.#binary(node, binary, given);
    if (reduce) return plain(this.#call(reduce, this.#first(x), a['axes'], a['keepdims']));
    switch (node.op) {
      case 'Conv': return this.#conv(node, x);
      case 'ConvTranspose': return this.#convTranspose(node, x);
      case 'MaxPool': case 'AveragePool': return { t: this.#call(node.op === 'MaxPool' ? 'maxPool' : 'avgPool', this.#last(x), a['kernel_shape'], a['strides'], this.#pad(node)), last: true };
      case 'GlobalAveragePool': return { t: this.#call('mean', this.#last(x), [1, 2], true), last: true };
      case 'Concat': return this.#concat(given, a['axis'] as number);
      case 'Gemm': return plain(this.#tf.fused.matMul({ a: this.#first(x), b: given[1]!.t, transposeA: a['transA'], transposeB: a['transB'], bias: given[2]?.t }));
      case 'MatMul': return plain(this.#call('matMul', this.#first(x), this.#first(given[1]!)));
      case 'Softmax': return plain(this.#call('softmax', this.#first(x), a['axis']));
      case 'LayerNormalization': return plain(this.#layerNorm(given, a['axis'] as number, a['epsilon'] as number));
      case 'Transpose': return plain(this.#call('transpose', this.#first(x), a['perm']));
      case 'Reshape': case 'Flatten': case 'Squeeze': case 'Unsqueeze': return plain(this.#call('reshape', this.#first(x), valueOf(this.#graph, node.outputs[0]!).shape));
      case 'Gather': return plain(this.#call('gather', x.t, given[1]!.t, a['axis']));
      default: throw new Unsupported(`${node.op} is not written down for TensorFlow.js`);
    }
  }

  #binary(node: Node, name: string, [x, y]: readonly Value[]): Value {
    if (!x!.last && !y!.last) return { t: this.#call(name, x!.t, y!.t), last: false };
    const image = (value: Value, position: number): TfTensor => {
      if (value.last || value.t.shape.length === 0) return value.t;
      return this.#once(node, position, (t) => this.#call('transpose', this.#call('reshape', t, [1, 1, 1, 1, ...t.shape].slice(-4)), TO_LAST));
    };
    return { t: this.#call(name, image(x!, 0), image(y!, 1)), last: true };
  }

  #pad({ attributes }: Node): unknown {
    const pads = attributes['pads'] as readonly number[] | undefined;
    if (!pads || pads.every((p) => p === 0)) return 'valid';
    const [top, left, bottom, right] = pads;
    return top === bottom && left === right && top === left ? top : [[0, 0], [top, bottom], [left, right], [0, 0]];
  }

  #conv(node: Node, x: Value): Value {
    const { group, strides, dilations } = node.attributes as { readonly group: number; readonly strides: readonly number[]; readonly dilations: readonly number[] };
    const image = this.#last(x);
    const bias = node.inputs[2] === undefined ? undefined : this.#values[node.inputs[2]]!.t;
    const activation = this.#fusedRelu.has(node) ? 'relu' : undefined;
    if (group === 1) {
      const filter = this.#once(node, 1, (t) => this.#call('transpose', t, [2, 3, 1, 0]));
      return { t: this.#tf.fused.conv2d({ x: image, filter, strides, pad: this.#pad(node), dilations, bias, activation }), last: true };
    }
    if (group !== image.shape[3]) throw new Unsupported('convolutions in groups are not written down for TensorFlow.js');
    const filter = this.#once(node, 1, (t) => this.#call('transpose', t, [2, 3, 0, 1]));
    const convolved = this.#call('depthwiseConv2d', image, filter, strides, this.#pad(node), 'NHWC', dilations);
    const biased = bias ? this.#call('add', convolved, bias) : convolved;
    return { t: activation ? this.#call('relu', biased) : biased, last: true };
  }

  #convTranspose(node: Node, x: Value): Value {
    const filter = this.#once(node, 1, (t) => this.#call('transpose', t, [2, 3, 1, 0]));
    const [n, c, h, w] = valueOf(this.#graph, node.outputs[0]!).shape;
    const made = this.#call('conv2dTranspose', this.#last(x), filter, [n, h, w, c], node.attributes['strides'], this.#pad(node));
    return { t: node.inputs[2] === undefined ? made : this.#call('add', made, this.#values[node.inputs[2]]!.t), last: true };
  }

  #concat(values: readonly Value[], axis: number): Value {
    const last = values.some((value) => value.last);
    return { t: this.#call('concat', values.map((value) => (last ? this.#last(value) : value.t)), last ? TO_LAST.indexOf(axis) : axis), last };
  }

  /** TensorFlow.js has no layer normalisation: its own layers do it with `moments` and `batchNorm`. */
  #layerNorm([x, scale, bias]: readonly Value[], axis: number, epsilon: number): TfTensor {
    const t = this.#first(x!);
    const axes = t.shape.map((_, i) => i).slice(axis);
    const { mean, variance } = (this.#tf['moments'] as (...args: readonly unknown[]) => { readonly mean: TfTensor; readonly variance: TfTensor })(t, axes, true);
    const normal = this.#call('mul', this.#call('sub', t, mean), this.#call('rsqrt', this.#call('add', variance, epsilon)));
    const scaled = this.#call('mul', normal, scale!.t);
    return bias ? this.#call('add', scaled, bias.t) : scaled;
  }
}

function channelsLast({ dtype, shape, data }: Tensor): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = shape;
  const moved = new Float32Array(data.length);
  for (let i = 0, to = 0; i < n; i++) for (let p = 0; p < h * w; p++) for (let k = 0; k < c; k++) moved[to++] = Number(data[(i * c + k) * h * w + p]);
  return { dtype, shape: [n, h, w, c], data: moved };
}
