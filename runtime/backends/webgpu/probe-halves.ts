// A device that has float16 in, whether its conversions are exact and round to nearest even out: WGSL lets an
// implementation round either way, flush subnormal numbers and count on there being no infinities. Source: WebGPU Shading
// Language, 15.7.
import { fromHalfBits, roundToHalf, toHalfBits } from '../../ir/half.ts';
import type { GpuBuffer, GpuDevice, Pipeline } from './host.ts';
import { preludeOf } from './prelude.ts';

/** What is needed of a device. */
interface Probed {
  readonly gpu: GpuDevice;
  pipeline(code: string): Promise<Pipeline>;
  take(bytes: number, kind: 'storage' | 'readback'): GpuBuffer;
  give(buffer: GpuBuffer, kind: 'storage' | 'readback'): void;
  guarded<Result>(work: () => Result): Promise<Result>;
  read(buffer: GpuBuffer, bytes: number): Promise<ArrayBuffer>;
}

/** Numbers of float16, and of float32 at, just below and just above the middles between them. */
function samples(): Float32Array {
  const patterns = Array.from({ length: 32 }, (_, exponent) => [0, 1, 2, 0x155, 0x3fe, 0x3ff].map((fraction) => (exponent << 10) | fraction)).flat().filter((bits) => bits < 0x7c00);
  const sizes = patterns.flatMap((bits) => {
    // Above the largest is what the next power of two would be.
    const [low, next] = fromHalfBits('float16', Uint16Array.of(bits, bits + 1)) as unknown as [number, number];
    const middle = (low + (next === Infinity ? 65536 : next)) / 2;
    const word = new Int32Array(Float32Array.of(middle).buffer)[0]!;
    return [low, ...new Float32Array(Int32Array.of(word - 1, word, word + 1).buffer)];
  });
  return Float32Array.from([...sizes, ...sizes.map((size) => -size), 1e6, 3e38, Infinity, -Infinity, NaN]);
}

/** The conversions are those that shaders have. */
const codeFor = (count: number): string => `enable f16;
@group(0) @binding(0) var<storage, read> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> patterns: array<u32>;
@group(0) @binding(2) var<storage, read_write> widened: array<f32>;
${preludeOf(['half_bits', 'half_of', 'keep_bits'])}@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= ${count}u) { return; }
  let bits = half_bits(f16(b0[id.x]));
  patterns[id.x] = u32(bits);
  widened[id.x] = f32(half_of(keep_bits(bits)));
}
`;

export async function roundsHalves(device: Probed): Promise<boolean> {
  const numbers = samples();
  const { byteLength, length } = numbers;
  const pipeline = await device.pipeline(codeFor(length));
  const buffers = [0, 1, 2].map(() => device.take(byteLength, 'storage'));
  const staging = device.take(2 * byteLength, 'readback');
  await device.guarded(() => {
    const { gpu } = device;
    gpu.queue.writeBuffer(buffers[0]!, 0, numbers);
    const group = gpu.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer, size: byteLength } })) });
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.ceil(length / 64));
    pass.end();
    encoder.copyBufferToBuffer(buffers[1]!, 0, staging, 0, byteLength);
    encoder.copyBufferToBuffer(buffers[2]!, 0, staging, byteLength, byteLength);
    gpu.queue.submit([encoder.finish()]);
  });
  const results = await device.read(staging, 2 * byteLength);
  for (const buffer of buffers) device.give(buffer, 'storage');
  device.give(staging, 'readback');
  const expected = toHalfBits('float16', numbers.map((value) => roundToHalf('float16', value)));
  const wide = fromHalfBits('float16', expected);
  const patterns = new Uint32Array(results, 0, length);
  return new Float32Array(results, byteLength, length).every((value, i) => (
    Object.is(value, wide[i]) && (Number.isNaN(value) ? (patterns[i]! & 0x7fff) > 0x7c00 : patterns[i] === expected[i])
  ));
}
