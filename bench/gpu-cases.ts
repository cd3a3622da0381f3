// What the GPU bench measures: operators and models, as a graph, and as functions of jax-js where it has what they
// need. Small for adapters that are no cards, large for those that are.
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { GraphValue } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import type { Workload } from './models.ts';
import { decoderStep, encoder, resnet18, seeded } from './models.ts';

/** What we use of jax-js: arrays are consumed by what is computed of them, unless `ref` is given. */
export interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  transpose(perm: readonly number[]): JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  data(): Promise<unknown>;
}
export interface Jax {
  readonly numpy: { matmul(a: JaxArray, b: JaxArray): JaxArray; tanh(a: JaxArray): JaxArray; sum(a: JaxArray, axis: number): JaxArray; array(data: unknown): JaxArray };
  readonly nn: { softmax(a: JaxArray, axis: number): JaxArray; relu(a: JaxArray): JaxArray; standardize(a: JaxArray, axis: number, options?: object): JaxArray };
  readonly lax: { conv(x: JaxArray, w: JaxArray, strides: readonly number[], padding: readonly (readonly number[])[]): JaxArray };
  readonly jit: (f: (...args: JaxArray[]) => JaxArray) => (...args: JaxArray[]) => JaxArray;
  readonly init: (...devices: string[]) => Promise<readonly string[]>;
  readonly defaultDevice: (device: string) => unknown;
}

export interface GpuCase {
  readonly name: string;
  readonly kind: 'kernel' | 'model';
  build(): Workload;
  /** The same of its inputs, weights after them; undefined where jax-js has not what it takes. */
  readonly jax?: (jax: Jax) => (...inputs: JaxArray[]) => JaxArray;
}

type Write = (g: GraphBuilder, ...inputs: readonly GraphValue[]) => GraphValue;

function kernel(name: string, shapes: readonly (readonly number[])[], write: Write, jax?: GpuCase['jax']): GpuCase {
  const build = (): Workload => {
    const g = new GraphBuilder();
    const inputs: readonly Tensor[] = shapes.map((shape, i) => seeded(i + 1, shape));
    return { graph: g.finish([write(g, ...shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)))]), inputs };
  };
  return { name, kind: 'kernel', build, ...(jax && { jax }) };
}

const product = (name: string, a: readonly number[], b: readonly number[]): GpuCase => (
  kernel(name, [a, b], (g, x, y) => g.op('MatMul', [x!, y!]), ({ numpy }) => (x, y) => numpy.matmul(x!, y!))
);

const convolution = (name: string, channels: number, size: number): GpuCase => kernel(
  name, [[1, channels, size, size], [channels, channels, 3, 3]],
  (g, x, w) => g.op('Conv', [x!, w!], { pads: [1, 1, 1, 1] }),
  ({ lax }) => (x, w) => lax.conv(x!, w!, [1, 1], [[1, 1], [1, 1]]),
);

const attention: Write = (g, q, k, v) => {
  const scores = g.op('Mul', [g.op('MatMul', [q!, g.op('Transpose', [k!], { perm: [0, 2, 1] })]), g.scalar('float32', 1 / 8)]);
  return g.op('MatMul', [g.op('Softmax', [scores], { axis: -1 }), v!]);
};

const gelu: Write = (g, x) => {
  const inner = g.op('Add', [x!, g.op('Mul', [g.op('Mul', [g.op('Mul', [x!, x!]), x!]), g.scalar('float32', 0.044715)])]);
  return g.op('Mul', [g.op('Mul', [x!, g.scalar('float32', 0.5)]), g.op('Add', [g.op('Tanh', [g.op('Mul', [inner, g.scalar('float32', Math.sqrt(2 / Math.PI))])]), g.scalar('float32', 1)])]);
};

/** Sizes of the cases, each along its main axis. */
export interface Sizes { readonly product: number; readonly channels: number; readonly image: number; readonly rows: number; readonly heads: number; readonly length: number }
const SMALL: Sizes = { product: 192, channels: 16, image: 28, rows: 256, heads: 4, length: 64 };
const LARGE: Sizes = { product: 4096, channels: 128, image: 56, rows: 4096, heads: 16, length: 1024 };

export const gpuSizes = (isLarge: boolean): Sizes => (isLarge ? LARGE : SMALL);

export function gpuCases(isLarge: boolean): readonly GpuCase[] {
  const { product: n, channels, image, rows, heads, length } = gpuSizes(isLarge);
  const square = [rows, rows];
  return [
    product('matmul', [n, n], [n, n]),
    product('matmul-batched', [heads, length, 64], [heads, 64, length]),
    product('matmul-vector', [1, n * 4], [n * 4, n * 4]),
    convolution('conv-3x3', channels, image),
    kernel('softmax', [square], (g, x) => g.op('Softmax', [x!], { axis: -1 }), ({ nn }) => (x) => nn.softmax(x!, -1)),
    kernel('layer-norm', [square, [rows], [rows]], (g, x, s, b) => g.op('LayerNormalization', [x!, s!, b!], { axis: -1 }),
      ({ nn }) => (x, s, b) => nn.standardize(x!, -1).mul(s!).add(b!)),
    kernel('attention', [[heads, length, 64], [heads, length, 64], [heads, length, 64]], attention, ({ numpy, nn }) => (q, k, v) => (
      numpy.matmul(nn.softmax(numpy.matmul(q!, k!.transpose([0, 2, 1])).mul(1 / 8), -1), v!)
    )),
    kernel('add', [square, square], (g, x, y) => g.op('Add', [x!, y!]), () => (x, y) => x!.add(y!)),
    kernel('gelu', [square], gelu, ({ numpy }) => (x) => (
      x!.ref.mul(0.5).mul(numpy.tanh(x!.ref.add(x!.ref.mul(x!.ref).mul(x!.ref).mul(0.044715)).mul(Math.sqrt(2 / Math.PI))).add(1)).add(x!.mul(0))
    )),
    kernel('reduce-rows', [square], (g, x) => g.op('ReduceSum', [x!], { axes: [1], keepdims: false }), ({ numpy }) => (x) => numpy.sum(x!, 1)),
    kernel('bias-relu', [square, [rows]], (g, x, b) => g.op('Relu', [g.op('Add', [x!, b!])]), ({ nn }) => (x, b) => nn.relu(x!.add(b!))),
    ...(isLarge
      ? [{ name: 'encoder', kind: 'model', build: () => encoder() } as const, { name: 'resnet18', kind: 'model', build: () => resnet18() } as const]
      : [{ name: 'encoder', kind: 'model', build: () => encoder(32, 64, 2, 2) } as const, { name: 'decoder-step', kind: 'model', build: () => decoderStep(31, 64, 2, 2) } as const]),
  ];
}
