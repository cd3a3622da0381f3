// The engines of the GPU bench, on the same adapter: ours, TensorFlow.js and jax-js. A case in, a function out that
// runs it once: typed arrays in, typed arrays out.
import { createRequire } from 'node:module';
import { Device } from '../runtime/backends/webgpu/device.ts';
import type { OpenedGpu } from '../runtime/backends/webgpu/node/open-gpu.ts';
import { pinnedGpu } from '../runtime/backends/webgpu/node/open-gpu.ts';
import type { ShaderTime } from '../runtime/backends/webgpu/webgpu.ts';
import { compileGraph } from '../runtime/backends/webgpu/webgpu.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import { valueOf } from '../runtime/ir/graph.ts';
import { elementCount } from '../runtime/ir/tensor.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import type { GpuCase, Jax } from './gpu-cases.ts';
import type { Tf } from './tfjs-graph.ts';
import { tfjsGraphLater } from './tfjs-graph.ts';

export const OWN = 'Own';
export const PEERS = ['Tfjs', 'JaxJs'] as const;

export interface Prepared {
  readonly run: () => Promise<unknown>;
  /** Shaders that one run starts, where the engine says so. */
  readonly dispatches?: number;
  /** One run by the GPU's own clock, where it has one. */
  readonly profile?: () => Promise<readonly ShaderTime[]>;
  readonly work: Work;
}

/** What the case asks for at least: operations of its products, and where it has none bytes that are read and written. */
export interface Work {
  readonly flops: number;
  readonly bytes: number;
}

const require = createRequire(import.meta.url);

/** Undefined where the engine has no such case. */
export async function prepare(engine: string, gpuCase: GpuCase, opened: OpenedGpu): Promise<Prepared | undefined> {
  const { graph, inputs } = gpuCase.build();
  const work = workOf(graph);
  if (engine === OWN) {
    const device = await Device.open(opened.adapter, opened.wait);
    const executable = await compileGraph(device, optimize(graph));
    return { run: () => executable.run(inputs), dispatches: executable.dispatches, work, ...(device.features.has('timestamp-query') && { profile: () => executable.profile(inputs) }) };
  }
  await likeABrowser();
  if (engine === 'Tfjs') return { work, run: tfjsGraphLater(await tensorFlow(), graph, inputs) };
  if (!gpuCase.jax) return undefined;
  const jax = await jaxJs();
  const run = jax.jit(gpuCase.jax(jax));
  return { work, run: () => run(...inputs.map(({ data, shape }) => jax.numpy.array(data).reshape(shape))).data() };
}

function workOf(graph: Graph): Work {
  let flops = 0;
  for (const { op, inputs, outputs } of graph.nodes) {
    const [, second] = inputs.map((id) => (id === undefined ? [] : valueOf(graph, id).shape));
    const results = elementCount(valueOf(graph, outputs[0]!).shape);
    if (op === 'MatMul') flops += 2 * results * second!.at(-2)!;
    if (op === 'Conv') flops += 2 * results * elementCount(second!.slice(1));
  }
  const bytes = [...graph.inputs, ...graph.outputs].reduce((sum, id) => sum + 4 * elementCount(valueOf(graph, id).shape), 0);
  return { flops, bytes: flops > 0 ? 0 : bytes };
}

/** Both peers look for the browser's way to the GPU: they get the one that our adapter came from. */
async function likeABrowser(): Promise<void> {
  const dawn = 'webgpu';
  Object.assign(globalThis, ((await import(dawn)) as { readonly globals: object }).globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: pinnedGpu(), userAgent: 'node' }, configurable: true });
  Object.defineProperty(globalThis, 'self', { value: globalThis, configurable: true });
}

async function tensorFlow(): Promise<Tf> {
  const tf = require('@tensorflow/tfjs') as Tf & { setBackend(name: string): Promise<boolean>; ready(): Promise<void> };
  const backend = '@tensorflow/tfjs-backend-webgpu';
  await import(backend);
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js finds no WebGPU');
  await tf.ready();
  return tf;
}

async function jaxJs(): Promise<Jax> {
  const name = '@jax-js/jax';
  const jax = (await import(name)) as Jax;
  if (!(await jax.init('webgpu')).includes('webgpu')) throw new Error('jax-js finds no WebGPU');
  jax.defaultDevice('webgpu');
  return jax;
}
