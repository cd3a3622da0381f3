// How fast kernels are on one thread: operations or bytes a second of the WebAssembly engine, as shares of what the
// machine was measured to do, beside the engines that happen to be installed (they are no dependencies).
import type { Executable } from '../runtime/backends/backend.ts';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import { elementCount, tensor } from '../runtime/ir/tensor.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import type { Loose } from '../runtime/spec/loose.ts';
import type { Bench } from './bench.ts';
import { rounded } from './bench.ts';
import { copiedBytesPerSecond, multiplyAddsPerSecond } from './peaks.ts';
import { loadPeers } from './peers.ts';

interface Case {
  readonly name: string;
  readonly op: string;
  readonly shapes: readonly (readonly number[])[];
  readonly attributes?: Loose;
  /** Floating-point operations; without them the bytes of inputs and result are what counts. */
  readonly flops?: number;
}

const square = (n: number): Case => ({ name: `matmul-${n}`, op: 'MatMul', shapes: [[n, n], [n, n]], flops: 2 * n ** 3 });
const ROWS = [1024, 1024] as const;

const CASES: readonly Case[] = [
  ...[64, 128, 256, 512, 1024].map(square),
  { name: 'gemm-transposed', op: 'Gemm', shapes: [[128, 512], [512, 512]], attributes: { transB: true }, flops: 2 * 128 * 512 * 512 },
  { name: 'conv-3x3', op: 'Conv', shapes: [[1, 64, 56, 56], [64, 64, 3, 3]], attributes: { pads: [1, 1, 1, 1] }, flops: 2 * 9 * 64 * 64 * 56 * 56 },
  { name: 'conv-3x3-stride-2', op: 'Conv', shapes: [[1, 64, 56, 56], [64, 64, 3, 3]], attributes: { pads: [1, 1, 1, 1], strides: [2, 2] }, flops: 2 * 9 * 64 * 64 * 28 * 28 },
  { name: 'conv-1x1', op: 'Conv', shapes: [[1, 64, 56, 56], [64, 64, 1, 1]], flops: 2 * 64 * 64 * 56 * 56 },
  { name: 'conv-depthwise', op: 'Conv', shapes: [[1, 64, 56, 56], [64, 1, 3, 3]], attributes: { pads: [1, 1, 1, 1], group: 64 }, flops: 2 * 9 * 64 * 56 * 56 },
  { name: 'softmax', op: 'Softmax', shapes: [ROWS], attributes: { axis: -1 } },
  { name: 'layer-norm', op: 'LayerNormalization', shapes: [ROWS, [1024], [1024]], attributes: { axis: -1 } },
  { name: 'reduce-rows', op: 'ReduceSum', shapes: [ROWS], attributes: { axes: [1] } },
  { name: 'reduce-columns', op: 'ReduceSum', shapes: [ROWS], attributes: { axes: [0] } },
  { name: 'add', op: 'Add', shapes: [ROWS, ROWS] },
  { name: 'tanh', op: 'Tanh', shapes: [ROWS] },
];

const MILLISECONDS = 400;
const FEWEST_RUNS = 5;

/** The fastest run: other processes only ever make one slower. */
async function bestMs(run: () => unknown): Promise<number> {
  let best = Infinity;
  const begin = performance.now();
  for (let n = 0; n < FEWEST_RUNS || performance.now() - begin < MILLISECONDS; n++) {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function graphOf({ op, shapes, attributes }: Case): Graph {
  const g = new GraphBuilder();
  return g.finish([g.op(op, shapes.map((shape, i) => g.input(`x${i}`, 'float32', shape)), attributes)]);
}

const inputsOf = ({ shapes }: Case): Tensor[] => shapes.map((shape) => (
  tensor('float32', shape, Array.from({ length: elementCount(shape) }, (_, i) => ((i * 7919) % 1000) / 500 - 1))
));

function bytesOf(inputs: readonly Tensor[], executable: Executable): number {
  return [...inputs, ...executable.run(inputs)].reduce((sum, { shape }) => sum + 4 * elementCount(shape), 0);
}

function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}

export const cpuBench: Bench = {
  name: 'cpu',
  doc: 'kernels of the WebAssembly engine on one thread, best of many runs, beside the engines that are installed',
  async run() {
    const { peers, absent } = await loadPeers();
    const peak = { gflops: multiplyAddsPerSecond() / 1e9, gigabytes: copiedBytesPerSecond() / 1e9 };
    const ratios = new Map(peers.map(({ key }) => [key, [] as number[]]));
    const cases: Record<string, Record<string, number | string>> = {};
    for (const each of CASES) {
      const graph = graphOf(each);
      const inputs = inputsOf(each);
      const executable = compileGraph(graph);
      const work = each.flops ?? bytesOf(inputs, executable);
      const ms = await bestMs(() => executable.run(inputs));
      const speed = work / ms / 1e6;
      const figures: Record<string, number | string> = cases[each.name] = each.flops
        ? { ms: rounded(ms), gflops: rounded(speed), shareOfPeak: rounded(speed / peak.gflops) }
        : { ms: rounded(ms), gigabytes: rounded(speed), shareOfPeak: rounded(speed / peak.gigabytes) };
      for (const peer of peers) {
        const run = await peer.prepare(graph, inputs);
        if (!run) continue;
        const ratio = (await bestMs(run)) / ms;
        ratios.get(peer.key)!.push(ratio);
        figures[`timesAsFastAs${peer.key}`] = rounded(ratio);
      }
    }
    const means = Object.fromEntries([...ratios].filter(([, list]) => list.length > 0).map(([key, list]) => [`geomeanVs${key}`, rounded(geometricMean(list))]));
    return { peak: { gflops: rounded(peak.gflops), gigabytes: rounded(peak.gigabytes) }, cases, ...means, absent: absent.join(', ') || 'none' };
  },
};
