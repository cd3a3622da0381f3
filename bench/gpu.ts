// The GPU engine beside TensorFlow.js and jax-js on the same adapter: typed arrays in, typed arrays out, the fastest
// of a few rounds in which the engines take turns. Keys of the figures are documented by their names and stay.
import { createRequire } from 'node:module';
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { Graph, GraphValue } from '../runtime/ir/graph.ts';
import { Device } from '../runtime/backends/webgpu/device.ts';
import { isSoftware, openGpu, pinnedGpu } from '../runtime/backends/webgpu/node/open-gpu.ts';
import { compileGraph } from '../runtime/backends/webgpu/webgpu.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import type { Bench } from './bench.ts';
import { rounded, textOf } from './bench.ts';
import type { GpuCase, Jax } from './gpu-cases.ts';
import { gpuCases } from './gpu-cases.ts';
import { seeded } from './models.ts';
import type { Tf } from './tfjs-graph.ts';
import { tfjsGraphLater } from './tfjs-graph.ts';

type Run = () => Promise<unknown>;
type Prepare = (gpuCase: GpuCase, graph: Graph, inputs: readonly Tensor[]) => Promise<Run | undefined>;

const ROUNDS = 4;
/** A round of one engine: as many runs as fit. */
const ROUND_MS = 150;
const require = createRequire(import.meta.url);

export const gpuBench: Bench = {
  name: 'gpu',
  doc: 'the GPU engine beside TensorFlow.js and jax-js on the same adapter; above 1 we are faster',
  flags: { only: { takes: 'TEXT', doc: 'cases with this text in their name' }, large: { doc: 'sizes for a card, whatever the adapter is' } },
  async run(flags) {
    const opened = await openGpu(process.env);
    if ('missing' in opened) return { skipped: opened.missing };
    const isLarge = flags['large'] === true || !isSoftware(opened.adapter);
    const device = await Device.open(opened.adapter, opened.wait);
    try {
      const peers = await loadPeers();
      const only = textOf(flags, 'only') ?? '';
      const cases: Record<string, Record<string, number | string>> = {};
      const ratios = new Map(Object.keys(peers).map((key) => [key, [] as number[]]));
      for (const gpuCase of gpuCases(isLarge).filter(({ name }) => name.includes(only))) cases[gpuCase.name] = await measured(device, gpuCase, peers, ratios);
      const means = Object.fromEntries([...ratios].filter(([, list]) => list.length > 0).map(([key, list]) => [`geomeanVs${key}`, rounded(geometricMean(list))]));
      return { adapter: device.label, sizes: isLarge ? 'large' : 'small', cases, ...means, ...(await latency(device)) };
    } finally {
      device.destroy();
    }
  },
};

async function measured(device: Device, gpuCase: GpuCase, peers: Readonly<Record<string, Prepare>>, ratios: ReadonlyMap<string, number[]>): Promise<Record<string, number | string>> {
  const { graph, inputs } = gpuCase.build();
  const begin = performance.now();
  const executable = await compileGraph(device, optimize(graph));
  await executable.run(inputs);
  const firstMs = performance.now() - begin;
  const runs = new Map<string, Run>([['Own', () => executable.run(inputs)]]);
  const figures: Record<string, number | string> = {};
  for (const [key, prepare] of Object.entries(peers)) {
    try {
      const run = await prepare(gpuCase, graph, inputs);
      if (!run) continue;
      await run();
      runs.set(key, run);
    } catch (error) {
      figures[`no${key}`] = error instanceof Error ? error.message.split('\n')[0]!.slice(0, 120) : String(error);
    }
  }
  const best = await inTurns(runs);
  const own = best.get('Own')!;
  for (const [key, ms] of best) {
    if (key === 'Own') continue;
    ratios.get(key)!.push(ms / own);
    figures[`timesAsFastAs${key}`] = rounded(ms / own);
  }
  const line = { ms: rounded(own), firstMs: rounded(firstMs), dispatches: executable.dispatches, ...figures };
  executable.release();
  return line;
}

async function inTurns(runs: ReadonlyMap<string, Run>): Promise<ReadonlyMap<string, number>> {
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [key, run] of runs) {
      const begin = performance.now();
      do {
        const start = performance.now();
        await run();
        best.set(key, Math.min(best.get(key) ?? Infinity, performance.now() - start));
      } while (performance.now() - begin < ROUND_MS);
    }
  }
  return best;
}

/** Ten operators on 4×8 elements, never compiled before: from graph to result, and once more. */
async function latency(device: Device): Promise<Readonly<Record<string, number>>> {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [4, 8]);
  const op = (name: string, inputs: readonly GraphValue[], attributes = {}): GraphValue => g.op(name, inputs, attributes);
  const sum = op('Mul', [op('Add', [x, g.input('y', 'float32', [4, 8])]), x]);
  const soft = op('Softmax', [op('Relu', [op('MatMul', [sum, g.constant(seeded(9, [8, 8]))])])], { axis: -1 });
  const turned = op('Exp', [op('Transpose', [soft], { perm: [1, 0] })]);
  const graph = g.finish([op('Sub', [turned, op('Tanh', [op('ReduceMean', [turned], { axes: [0], keepdims: true })])])]);
  const inputs = [seeded(1, [4, 8]), seeded(2, [4, 8])];
  const begin = performance.now();
  const executable = await compileGraph(device, optimize(graph));
  await executable.run(inputs);
  const tenOperatorsFirstMs = rounded(performance.now() - begin);
  const again = await inTurns(new Map([['Own', () => executable.run(inputs)]]));
  const { dispatches } = executable;
  executable.release();
  return { tenOperatorsFirstMs, tenOperatorsRunMs: rounded(again.get('Own')!), tenOperatorsDispatches: dispatches };
}

const geometricMean = (ratios: readonly number[]): number => Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);

/** Both look for the browser's way to the GPU: they get the one that our adapter came from. */
async function loadPeers(): Promise<Readonly<Record<string, Prepare>>> {
  const dawn = 'webgpu';
  Object.assign(globalThis, ((await import(dawn)) as { readonly globals: object }).globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: pinnedGpu(), userAgent: 'node' }, configurable: true });
  Object.defineProperty(globalThis, 'self', { value: globalThis, configurable: true });
  const peers: Record<string, Prepare> = {};
  const tf = await tensorFlow().catch(() => undefined);
  if (tf) peers['Tfjs'] = async (_, graph, inputs) => tfjsGraphLater(tf, graph, inputs);
  const jax = await jaxJs().catch(() => undefined);
  if (jax) peers['JaxJs'] = async (gpuCase, _, inputs) => {
    if (!gpuCase.jax) return undefined;
    const run = jax.jit(gpuCase.jax(jax));
    return () => run(...inputs.map(({ data, shape }) => jax.numpy.array(data).reshape(shape))).data();
  };
  return peers;
}

async function tensorFlow(): Promise<Tf> {
  const tf = require('@tensorflow/tfjs') as Tf & { setBackend(name: string): Promise<boolean>; ready(): Promise<void> };
  const backend = '@tensorflow/tfjs-backend-webgpu';
  await import(backend);
  if (!(await tf.setBackend('webgpu'))) throw new Error('no backend');
  await tf.ready();
  return tf;
}

async function jaxJs(): Promise<Jax> {
  const name = '@jax-js/jax';
  const jax = (await import(name)) as Jax;
  if (!(await jax.init('webgpu')).includes('webgpu')) throw new Error('no device');
  jax.defaultDevice('webgpu');
  return jax;
}
