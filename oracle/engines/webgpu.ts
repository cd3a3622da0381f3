// Our own GPU engine behind the adapter protocol: in a process of its own, since no shader that hangs can be stopped.
// `webgpu` runs the pipeline of passes, `webgpu:plain` none; `webgpu:vectors` also makes vectors and blocks of what is
// too small to be worth them, `webgpu:tree` and `webgpu:subgroups` the tiles and shared rows that cards like;
// `webgpu:parts` has a GPU that binds 256 bytes at once, `webgpu:halves` takes float16 as shaders have it.
import { UnsupportedError } from '../../runtime/backends/backend.ts';
import { Device } from '../../runtime/backends/webgpu/device.ts';
import { openGpu } from '../../runtime/backends/webgpu/node/open-gpu.ts';
import type { Schedule } from '../../runtime/backends/webgpu/schedule.ts';
import { miniatureFor } from '../../runtime/backends/webgpu/schedule.ts';
import { compileGraph } from '../../runtime/backends/webgpu/webgpu.ts';
import { decodeModel } from '../../runtime/onnx/decode.ts';
import { importModel } from '../../runtime/onnx/import.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { PIPELINE, optimize } from '../../runtime/passes/pipeline.ts';
import type { Outcome } from '../executors/executor.ts';
import type { LoadEngine } from './engine.ts';
import { failure } from './engine.ts';

const VARIANTS: Readonly<Record<string, (device: Device) => Partial<Schedule>>> = {
  '': () => ({}),
  plain: () => ({}),
  vectors: () => ({ leastWork: 0 }),
  parts: () => ({ partBytes: 256, mostGroups: 2 }),
  halves: () => ({ halves: true }),
  tree: (device) => miniatureFor(device, 'tree'),
  subgroups: (device) => miniatureFor(device, 'subgroups'),
};

export const loadWebGpu: LoadEngine = async (variant, environment) => {
  if (!Object.hasOwn(VARIANTS, variant)) throw new Error(`there is no engine webgpu:${variant}`);
  let device = await openDevice(environment);
  if (variant === 'subgroups' && !device.hasSubgroups) throw new Error(`${device.label} has no subgroups`);
  if (variant === 'halves' && !device.features.has('shader-f16')) throw new Error(`${device.label} has no float16`);
  return {
    version: `webgpu on ${device.label}`,
    async run(model, inputs) {
      // What was lost stays lost; the graph that lost it has its failure already.
      if (device.isLost) device = await openDevice(environment);
      return runOn(device, variant, model, inputs);
    },
  };
};

async function openDevice(environment: Record<string, string | undefined>): Promise<Device> {
  const opened = await openGpu(environment, { unchecked: true });
  if ('missing' in opened) throw new Error(opened.missing);
  return Device.open(opened.adapter, opened.wait);
}

async function runOn(device: Device, variant: string, bytes: Uint8Array, inputs: readonly Tensor[]): Promise<Outcome> {
  const decoded = decodeModel(bytes);
  if (!decoded.ok) return { kind: 'failure', message: decoded.error.reason };
  const imported = importModel(decoded.model);
  if (!imported.ok) return { kind: 'failure', message: imported.reason };
  try {
    const graph = optimize(imported.graph, { passes: variant === 'plain' ? [] : PIPELINE });
    const executable = await compileGraph(device, graph, VARIANTS[variant]!(device));
    try {
      return { kind: 'results', results: await executable.run(inputs) };
    } finally {
      executable.release();
    }
  } catch (error) {
    return error instanceof UnsupportedError ? { kind: 'unsupported', message: error.message } : failure(error);
  }
}
