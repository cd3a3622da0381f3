// What the CPU bench measures, by name: single operators and small groups of them at the sizes that networks have,
// and whole models. Weights are constants of the graph; activations are inputs.
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { GraphValue } from '../runtime/ir/graph.ts';
import { valueOf } from '../runtime/ir/graph.ts';
import { BYTES } from '../runtime/ir/dtype.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { elementCount } from '../runtime/ir/tensor.ts';
import type { Loose } from '../runtime/spec/loose.ts';
import type { Workload } from './models.ts';
import { MODELS, seeded, tokens } from './models.ts';

export interface CpuCase {
  readonly name: string;
  readonly kind: 'kernel' | 'model';
  build(): Workload;
  /** Floating-point operations; without them the bytes of inputs and results are what counts. */
  readonly flops?: number;
  /** Measured by `--quick` too. */
  readonly quick: boolean;
}

type Write = (g: GraphBuilder, x: (...shape: readonly number[]) => GraphValue, weight: (...shape: readonly number[]) => GraphValue) => GraphValue;

function kernel(name: string, write: Write, options: { readonly flops?: number; readonly quick?: boolean } = {}): CpuCase {
  return { name, kind: 'kernel', quick: options.quick ?? false, ...(options.flops === undefined ? {} : { flops: options.flops }), build: () => built(write) };
}

function built(write: Write): Workload {
  const g = new GraphBuilder();
  const inputs: Tensor[] = [];
  let seed = 1;
  const x = (...shape: readonly number[]): GraphValue => {
    inputs.push(seeded(seed++, shape));
    return g.input(`x${inputs.length}`, 'float32', shape);
  };
  const result = write(g, x, (...shape) => g.constant(seeded(seed++, shape)));
  return { graph: g.finish([result]), inputs };
}

const unary = (name: string, op: string, attributes: Loose = {}, shape: readonly number[] = [1024, 1024]): CpuCase => kernel(name, (g, x) => g.op(op, [x(...shape)], attributes));
const product = (name: string, a: readonly number[], b: readonly number[], flops: number, quick = false): CpuCase => kernel(name, (g, x) => g.op('MatMul', [x(...a), x(...b)]), { flops, quick });
const square = (n: number): CpuCase => product(`matmul-${n}`, [n, n], [n, n], 2 * n ** 3, n === 64 || n === 512);

interface Filters { readonly in: number; readonly out: number; readonly size: number; readonly kernel: number; readonly stride?: number; readonly group?: number; readonly quick?: boolean }

function conv(name: string, { in: channels, out, size, kernel: k, stride = 1, group = 1, quick = false }: Filters): CpuCase {
  const pad = (k - 1) / 2;
  const extent = Math.floor((size + 2 * pad - k) / stride) + 1;
  return kernel(name, (g, x, weight) => g.op('Conv', [x(1, channels, size, size), weight(out, channels / group, k, k), weight(out)],
    { pads: [pad, pad, pad, pad], strides: [stride, stride], group }), { flops: 2 * k * k * (channels / group) * out * extent * extent, quick });
}

const embedding: CpuCase = {
  name: 'embedding-gather', kind: 'kernel', quick: true,
  build() {
    const g = new GraphBuilder();
    const table = g.constant(seeded(1, [16000, 512]));
    return { graph: g.finish([g.op('Gather', [table, g.input('ids', 'int64', [1024])], { axis: 0 })]), inputs: [tokens(2, 1024, 16000)] };
  },
};

const attention: Write = (g, x) => {
  const [q, k, v] = [x(12, 128, 64), x(12, 128, 64), x(12, 128, 64)];
  const scores = g.op('Mul', [g.op('MatMul', [q, g.op('Transpose', [k], { perm: [0, 2, 1] })]), g.scalar('float32', 1 / 8)]);
  return g.op('MatMul', [g.op('Softmax', [scores], { axis: -1 }), v]);
};

const gelu: Write = (g, x) => {
  const a = x(1024, 1024);
  const cubed = g.op('Mul', [g.op('Mul', [g.op('Mul', [a, a]), a]), g.scalar('float32', 0.044715)]);
  const inner = g.op('Mul', [g.op('Add', [a, cubed]), g.scalar('float32', Math.sqrt(2 / Math.PI))]);
  return g.op('Mul', [g.op('Mul', [a, g.scalar('float32', 0.5)]), g.op('Add', [g.op('Tanh', [inner]), g.scalar('float32', 1)])]);
};

export const CASES: readonly CpuCase[] = [
  ...[64, 128, 256, 512, 1024].map(square),
  product('matmul-tall', [4096, 128], [128, 64], 2 * 4096 * 128 * 64),
  product('matmul-wide', [64, 128], [128, 4096], 2 * 64 * 128 * 4096),
  product('matmul-batched', [16, 128, 64], [16, 64, 128], 2 * 16 * 128 * 64 * 128),
  kernel('linear', (g, x, weight) => g.op('Gemm', [x(128, 512), weight(512, 512), weight(512)], { transB: true }), { flops: 2 * 128 * 512 * 512 }),
  conv('conv-3x3', { in: 64, out: 64, size: 56, kernel: 3, quick: true }),
  conv('conv-3x3-stride-2', { in: 64, out: 128, size: 56, kernel: 3, stride: 2 }),
  conv('conv-1x1', { in: 64, out: 128, size: 56, kernel: 1 }),
  conv('conv-depthwise', { in: 64, out: 64, size: 56, kernel: 3, group: 64, quick: true }),
  conv('conv-7x7-stem', { in: 3, out: 64, size: 224, kernel: 7, stride: 2 }),
  unary('max-pool', 'MaxPool', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }, [1, 64, 112, 112]),
  unary('average-pool', 'AveragePool', { kernel_shape: [2, 2], strides: [2, 2] }, [1, 64, 112, 112]),
  unary('global-average-pool', 'GlobalAveragePool', {}, [1, 512, 28, 28]),
  { ...unary('softmax', 'Softmax', { axis: -1 }), quick: true },
  kernel('layer-norm', (g, x, weight) => g.op('LayerNormalization', [x(1024, 1024), weight(1024), weight(1024)], { axis: -1 }), { quick: true }),
  kernel('gelu', gelu, { quick: true }),
  unary('tanh', 'Tanh'),
  unary('sigmoid', 'Sigmoid'),
  kernel('add', (g, x) => g.op('Add', [x(1024, 1024), x(1024, 1024)])),
  kernel('bias-relu', (g, x, weight) => g.op('Relu', [g.op('Add', [x(1024, 1024), weight(1024)])])),
  unary('reduce-rows', 'ReduceSum', { axes: [1] }),
  { ...unary('reduce-columns', 'ReduceSum', { axes: [0] }), quick: true },
  unary('reduce-max', 'ReduceMax', { axes: [1] }),
  unary('transpose', 'Transpose', { perm: [1, 0] }),
  { ...unary('transpose-heads', 'Transpose', { perm: [0, 2, 1, 3] }, [8, 128, 12, 64]), quick: true },
  kernel('attention', attention, { flops: 2 * 2 * 12 * 128 * 64 * 128, quick: true }),
  embedding,
  ...Object.entries(MODELS).map(([name, build]): CpuCase => ({ name, kind: 'model', build, quick: name === 'decoder-step' })),
];

export function caseNamed(name: string): CpuCase {
  const found = CASES.find((each) => each.name === name);
  if (!found) throw new RangeError(`there is no case ${name}`);
  return found;
}

/** Bytes that a run has to read and write at least: inputs and results. Weights are read as far as they are used. */
export function bytesOf({ graph }: Workload): number {
  return [...graph.inputs, ...graph.outputs].reduce((sum, id) => {
    const { dtype, shape } = valueOf(graph, id);
    return sum + BYTES[dtype] * elementCount(shape);
  }, 0);
}
