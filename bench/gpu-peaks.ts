// What an adapter does at best, by its own clock: multiplications and additions that stay in registers, and copies of
// memory. A device in, rates out; undefined where it takes no time stamps.
import type { Device } from '../runtime/backends/webgpu/device.ts';
import type { GpuBuffer } from '../runtime/backends/webgpu/host.ts';

export interface GpuPeaks {
  readonly flops: number;
  /** Read and written. */
  readonly bytes: number;
}

/** Independent chains of x·y + y, as many as hide the latency. */
const CHAINS = 8;
const TURNS = 512;
const WORKGROUP = 256;
const TIMES = 5;
/** Enough for all cores of a card, and more than its caches. */
const GROUPS = 2 ** 13;
const VECTORS = 2 ** 24;

export async function gpuPeaks(device: Device): Promise<GpuPeaks | undefined> {
  if (!device.features.has('timestamp-query')) return undefined;
  const [from, to] = [device.take(VECTORS * 16, 'storage'), device.take(VECTORS * 16, 'storage')];
  const chains = Array.from({ length: CHAINS }, (_, i) => i);
  const arithmetic = `@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> results: array<vec4<f32>>;
@compute @workgroup_size(${WORKGROUP}) fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let x = source[0];
${chains.map((i) => `  var c${i} = x + f32(id.x + ${i}u);\n`).join('')}  for (var turn = 0; turn < ${TURNS}; turn++) {
${chains.map((i) => `    c${i} = fma(c${i}, x, c${i});\n`).join('')}  }
  let sum = ${chains.map((i) => `c${i}`).join(' + ')};
  if (sum.x == 1.5f) { results[id.x] = sum; }
}`;
  const copy = `@group(0) @binding(0) var<storage, read> source: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> results: array<vec4<f32>>;
@compute @workgroup_size(${WORKGROUP}) fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) all: vec3<u32>) {
  let at = id.x + id.y * all.x * ${WORKGROUP}u;
  results[at] = source[at];
}`;
  const copies = VECTORS / WORKGROUP;
  const across = Math.min(copies, 2 ** 15);
  const seconds = async (code: string, x: number, y: number): Promise<number> => fastest(device, code, [from, to], x, y);
  const flops = (2 * 4 * CHAINS * TURNS * WORKGROUP * GROUPS) / await seconds(arithmetic, GROUPS, 1);
  const bytes = (2 * 16 * VECTORS) / await seconds(copy, across, copies / across);
  for (const buffer of [from, to]) device.give(buffer, 'storage');
  return { flops, bytes };
}

async function fastest(device: Device, code: string, buffers: readonly GpuBuffer[], x: number, y: number): Promise<number> {
  const pipeline = await device.pipeline(code);
  const group = device.gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer, size: buffer.size } })) });
  let best = Infinity;
  for (let i = 0; i < TIMES; i++) {
    const querySet = device.gpu.createQuerySet({ type: 'timestamp', count: 2 });
    const [times, staging] = [device.take(16, 'times'), device.take(16, 'readback')];
    await device.guarded(() => {
      const encoder = device.gpu.createCommandEncoder();
      const pass = encoder.beginComputePass({ timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 } });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(x, y);
      pass.end();
      encoder.resolveQuerySet(querySet, 0, 2, times, 0);
      encoder.copyBufferToBuffer(times, 0, staging, 0, 16);
      device.gpu.queue.submit([encoder.finish()]);
    });
    const [begin, end] = new BigUint64Array(await device.read(staging, 16)) as unknown as [bigint, bigint];
    device.give(times, 'times');
    device.give(staging, 'readback');
    best = Math.min(best, Number(end - begin) / 1e9);
  }
  return best;
}
