// Whole models as graphs, of seeded weights: what people run, without a file to fetch. Every weight is a constant of
// the graph, as exporters write them (batch normalisation folded into the convolutions).
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { Graph, GraphValue } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { elementCount } from '../runtime/ir/tensor.ts';
import type { Loose } from '../runtime/spec/loose.ts';

/** A graph and inputs for it. */
export interface Workload {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
}

/** Numbers in [−1, 1) from a seed, the same on every machine. Source: Mulberry32 by Tommy Ettinger, public domain. */
export function seeded(seed: number, shape: readonly number[], scale = 1): Tensor {
  let state = seed >>> 0;
  const data = Float32Array.from({ length: elementCount(shape) }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return scale * ((((t ^ (t >>> 14)) >>> 0) / 2 ** 31) - 1);
  });
  return { dtype: 'float32', shape, data };
}

export function tokens(seed: number, count: number, vocabulary: number): Tensor {
  return { dtype: 'int64', shape: [count], data: BigInt64Array.from(seeded(seed, [count]).data as Float32Array, (v) => BigInt(Math.floor(((v + 1) / 2) * vocabulary))) };
}

/** Layers over a builder; each weight takes the next seed. */
class Layers {
  readonly g = new GraphBuilder();
  #seed = 1;

  /** Weights that keep the variance of what they are applied to. */
  weight(shape: readonly number[], fanIn: number): GraphValue {
    return this.g.constant(seeded(this.#seed++, shape, Math.sqrt(3 / fanIn)));
  }

  around(shape: readonly number[], centre: number, spread: number): GraphValue {
    const noise = seeded(this.#seed++, shape, spread);
    return this.g.constant({ ...noise, data: Float32Array.from(noise.data as Float32Array, (v) => v + centre) });
  }

  op(name: string, inputs: readonly GraphValue[], attributes?: Loose): GraphValue {
    return this.g.op(name, inputs, attributes);
  }

  conv(x: GraphValue, outputs: number, kernel: number, stride = 1): GraphValue {
    const channels = x.shape[1]!, pad = (kernel - 1) / 2;
    return this.op('Conv', [x, this.weight([outputs, channels, kernel, kernel], channels * kernel * kernel), this.around([outputs], 0, 0.1)],
      { strides: [stride, stride], pads: [pad, pad, pad, pad] });
  }

  relu(x: GraphValue): GraphValue {
    return this.op('Relu', [x]);
  }

  linear(x: GraphValue, outputs: number): GraphValue {
    const width = x.shape.at(-1)!;
    return this.op('Add', [this.op('MatMul', [x, this.weight([width, outputs], width)]), this.around([outputs], 0, 0.1)]);
  }

  norm(x: GraphValue): GraphValue {
    const width = x.shape.at(-1)!;
    return this.op('LayerNormalization', [x, this.around([width], 1, 0.1), this.around([width], 0, 0.1)], { axis: -1 });
  }

  /** [n, heads · depth] → [heads, n, depth]. */
  heads(x: GraphValue, heads: number): GraphValue {
    const [n = 0, width = 0] = x.shape;
    return this.op('Transpose', [this.op('Reshape', [x], { shape: [n, heads, width / heads] })], { perm: [1, 0, 2] });
  }

  /** Queries, keys and values of [heads, n, depth] in; [n, heads · depth] out. */
  attend(q: GraphValue, k: GraphValue, v: GraphValue): GraphValue {
    const [heads = 0, n = 0, depth = 0] = q.shape;
    const scores = this.op('MatMul', [q, this.op('Transpose', [k], { perm: [0, 2, 1] })]);
    const weights = this.op('Softmax', [this.op('Mul', [scores, this.g.scalar('float32', 1 / Math.sqrt(depth))])], { axis: -1 });
    return this.op('Reshape', [this.op('Transpose', [this.op('MatMul', [weights, v])], { perm: [1, 0, 2] })], { shape: [n, heads * depth] });
  }

  /** GELU by tanh, written out as exporters do. */
  gelu(x: GraphValue): GraphValue {
    const { g } = this;
    const cubed = this.op('Mul', [this.op('Mul', [this.op('Mul', [x, x]), x]), g.scalar('float32', 0.044715)]);
    const inner = this.op('Mul', [this.op('Add', [x, cubed]), g.scalar('float32', Math.sqrt(2 / Math.PI))]);
    return this.op('Mul', [this.op('Mul', [x, g.scalar('float32', 0.5)]), this.op('Add', [this.op('Tanh', [inner]), g.scalar('float32', 1)])]);
  }
}

/** He et al., Deep Residual Learning for Image Recognition, table 1, 18 layers; 224 × 224 pixels. */
export function resnet18(pixels = 224): Workload {
  const l = new Layers();
  const image = l.g.input('image', 'float32', [1, 3, pixels, pixels]);
  let x = l.op('MaxPool', [l.relu(l.conv(image, 64, 7, 2))], { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] });
  for (const [stage, width] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const shortcut = stride === 1 && x.shape[1] === width ? x : l.conv(x, width, 1, stride);
      x = l.relu(l.op('Add', [l.conv(l.relu(l.conv(x, width, 3, stride)), width, 3), shortcut]));
    }
  }
  const pooled = l.op('Flatten', [l.op('GlobalAveragePool', [x])], { axis: 1 });
  return { graph: l.g.finish([l.linear(pooled, 1000)]), inputs: [seeded(101, image.shape)] };
}

/** A transformer encoder: 6 layers, width 384, 6 heads, 128 tokens. */
export function encoder(length = 128, width = 384, heads = 6, layers = 6): Workload {
  const l = new Layers();
  const vocabulary = 8000;
  const ids = l.g.input('ids', 'int64', [length]);
  let x = l.norm(l.op('Add', [l.op('Gather', [l.weight([vocabulary, width], 3), ids], { axis: 0 }), l.weight([length, width], 3)]));
  for (let layer = 0; layer < layers; layer++) {
    const [q, k, v] = [0, 1, 2].map(() => l.heads(l.linear(x, width), heads)) as [GraphValue, GraphValue, GraphValue];
    x = l.norm(l.op('Add', [x, l.linear(l.attend(q, k, v), width)]));
    x = l.norm(l.op('Add', [x, l.linear(l.gelu(l.linear(x, 4 * width)), width)]));
  }
  return { graph: l.g.finish([x]), inputs: [tokens(102, length, vocabulary)] };
}

/** Ronneberger et al., U-Net, with padding: 4 levels, 16 to 128 channels. */
export function unet(pixels = 128): Workload {
  const l = new Layers();
  const image = l.g.input('image', 'float32', [1, 3, pixels, pixels]);
  const twice = (x: GraphValue, width: number): GraphValue => l.relu(l.conv(l.relu(l.conv(x, width, 3)), width, 3));
  const skips: GraphValue[] = [];
  let x: GraphValue = image;
  for (const width of [16, 32, 64]) {
    const skip = twice(x, width);
    skips.push(skip);
    x = l.op('MaxPool', [skip], { kernel_shape: [2, 2], strides: [2, 2] });
  }
  x = twice(x, 128);
  for (const skip of skips.toReversed()) {
    const width = skip.shape[1]!;
    const up = l.op('ConvTranspose', [x, l.weight([x.shape[1]!, width, 2, 2], x.shape[1]!), l.around([width], 0, 0.1)], { strides: [2, 2] });
    x = twice(l.op('Concat', [skip, up], { axis: 1 }), width);
  }
  return { graph: l.g.finish([l.op('Sigmoid', [l.conv(x, 1, 1)])]), inputs: [seeded(103, image.shape)] };
}

/** One token through a GPT-style decoder with 127 tokens in its cache: 6 layers, width 384, 6 heads. */
export function decoderStep(past = 127, width = 384, heads = 6, layers = 6): Workload {
  const l = new Layers();
  const vocabulary = 8000, depth = width / heads;
  const id = l.g.input('id', 'int64', [1]);
  const cache = Array.from({ length: 2 * layers }, (_, i) => l.g.input(`${i % 2 === 0 ? 'keys' : 'values'}${i >> 1}`, 'float32', [heads, past, depth]));
  let x = l.op('Add', [l.op('Gather', [l.weight([vocabulary, width], 3), id], { axis: 0 }), l.weight([1, width], 3)]);
  const grown: GraphValue[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const normal = l.norm(x);
    const [q, k, v] = [0, 1, 2].map(() => l.heads(l.linear(normal, width), heads)) as [GraphValue, GraphValue, GraphValue];
    const keys = l.op('Concat', [cache[2 * layer]!, k], { axis: 1 });
    const values = l.op('Concat', [cache[2 * layer + 1]!, v], { axis: 1 });
    grown.push(keys, values);
    x = l.op('Add', [x, l.linear(l.attend(q, keys, values), width)]);
    x = l.op('Add', [x, l.linear(l.gelu(l.linear(l.norm(x), 4 * width)), width)]);
  }
  const logits = l.op('MatMul', [l.norm(x), l.weight([width, vocabulary], width)]);
  return { graph: l.g.finish([logits, ...grown]), inputs: [tokens(104, 1, vocabulary), ...cache.map(({ shape }, i) => seeded(105 + i, shape))] };
}

export const MODELS: Readonly<Record<string, () => Workload>> = { resnet18, encoder, unet, 'decoder-step': decoderStep };
