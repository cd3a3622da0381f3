// The GPU engine: a kernel program in, something that runs on a device out. Buffers whose lives do not overlap share
// memory; one submission a run; only results are read back. The same code runs on Dawn in Node and in browsers.
import { COMPUTED_IN } from '../../ir/dtype.ts';
import { expandMath } from '../../ir/expand-math.ts';
import type { Graph } from '../../ir/graph.ts';
import type { KernelBuffer } from '../../ir/loops.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { UnsupportedError, checkInputs } from '../backend.ts';
import type { KernelProgram } from '../kernel-program.ts';
import { lowerGraph } from '../lower-graph.ts';
import type { BufferKind, Device } from './device.ts';
import type { GpuBuffer, Pass, Pipeline } from './host.ts';
import { refuse } from './operations.ts';
import type { Shader } from './shader.ts';
import { shaderOf } from './shader.ts';
import type { ShapeOptions } from './shape.ts';
import { stagesOf } from './stages.ts';
import { bytesOf, decoded, encoded } from './storage.ts';
import { unfuseWide } from './unfuse.ts';

export interface GpuExecutable {
  /** How many shaders one run starts. */
  readonly dispatches: number;
  run(inputs: readonly Tensor[]): Promise<readonly Tensor[]>;
  /** Gives its buffers back to the device. */
  release(): void;
}

interface Dispatch {
  readonly shader: Shader;
  /** By binding. */
  readonly places: readonly Place[];
}

interface Place {
  readonly buffer: GpuBuffer;
  readonly offset?: number;
  readonly size: number;
}

/** Where a part of a uniform buffer may begin, on every device. */
const UNIFORM_ALIGNMENT = 256;

export async function compileGraph(device: Device, graph: Graph, options: ShapeOptions = {}): Promise<GpuExecutable> {
  return compileProgram(device, lowerGraph(unfuseWide(graph, device.limits.buffers), { plain: true }), options);
}

export async function compileProgram(device: Device, program: KernelProgram, options: ShapeOptions = {}): Promise<GpuExecutable> {
  refuseTypes(program);
  const shaders = program.steps.map(({ kernel }) => {
    const expanded = expandMath(kernel, { shader: true });
    return stagesOf(expanded).map((stage) => shaderOf(stage, expanded.buffers, options));
  });
  for (const { buffers } of shaders.flat()) {
    if (buffers.length > device.limits.buffers) throw new UnsupportedError(`a shader needs ${buffers.length} buffers, this GPU binds ${device.limits.buffers}`);
  }
  const pipelines = Promise.all(shaders.flat().map(({ code }) => device.pipeline(code)));
  const memory = new Memory(device, program);
  try {
    const dispatches = await device.guarded(() => memory.dispatches(shaders));
    const executable = new WebGpuExecutable(device, program, memory, dispatches, await pipelines);
    await executable.prepare();
    return executable;
  } catch (error) {
    await pipelines.catch(() => undefined);
    memory.release();
    throw error;
  }
}

function refuseTypes({ buffers, steps }: KernelProgram): void {
  for (const { dtype } of [...buffers, ...steps.flatMap(({ kernel }) => kernel.buffers)]) refuse(COMPUTED_IN[dtype]);
}

/** Which GPU buffer each buffer of the program has. */
class Memory {
  readonly #device: Device;
  readonly #program: KernelProgram;
  readonly #places = new Map<number, GpuBuffer>();
  readonly #taken: (readonly [buffer: GpuBuffer, kind: BufferKind])[] = [];
  #idle: GpuBuffer[] = [];

  constructor(device: Device, program: KernelProgram) {
    this.#device = device;
    this.#program = program;
  }

  dispatches(shaders: readonly (readonly Shader[])[]): readonly Dispatch[] {
    const { steps, inputs, constants, outputs } = this.#program;
    const kept = new Set([...inputs, ...constants.map(({ buffer }) => buffer), ...outputs]);
    const lastUse = new Map<number, number>();
    steps.forEach(({ binding }, time) => { for (const id of binding) if (id !== undefined) lastUse.set(id, time); });
    for (const id of kept) this.#place(id);
    const sizes = this.#writeSizes(shaders.flat());
    return steps.flatMap(({ kernel, binding }, time) => {
      const scratch: GpuBuffer[] = [];
      const own = new Map(kernel.buffers.map((buffer, i): [string, { readonly buffer: GpuBuffer; readonly type: KernelBuffer }] => {
        const id = binding[i];
        if (id !== undefined) return [buffer.name, { buffer: this.#place(id), type: buffer }];
        const place = this.#take(bytesOf(buffer));
        scratch.push(place);
        return [buffer.name, { buffer: place, type: buffer }];
      }));
      this.#idle.push(...scratch);
      for (const id of new Set(binding)) if (id !== undefined && !kept.has(id) && lastUse.get(id) === time) this.#idle.push(this.#places.get(id)!);
      return shaders[time]!.map((shader) => ({
        shader,
        places: [...shader.buffers.map((name) => ({ buffer: own.get(name)!.buffer, size: bytesOf(own.get(name)!.type) })), ...(sizes.get(shader) ?? [])],
      }));
    });
  }

  of(id: number): GpuBuffer {
    return this.#places.get(id)!;
  }

  release(): void {
    for (const [buffer, kind] of this.#taken) this.#device.give(buffer, kind);
    this.#taken.length = 0;
  }

  #place(id: number): GpuBuffer {
    let place = this.#places.get(id);
    if (!place) this.#places.set(id, place = this.#take(bytesOf(this.#program.buffers[id]!)));
    return place;
  }

  /** The smallest idle buffer that is large enough. */
  #take(bytes: number): GpuBuffer {
    const fitting = this.#idle.filter(({ size }) => size >= bytes).sort((a, b) => a.size - b.size)[0];
    if (fitting) {
      this.#idle = this.#idle.filter((buffer) => buffer !== fitting);
      return fitting;
    }
    return this.#takeNew(bytes, 'storage');
  }

  #takeNew(bytes: number, kind: BufferKind): GpuBuffer {
    const buffer = this.#device.take(bytes, kind);
    this.#taken.push([buffer, kind]);
    return buffer;
  }

  /** One buffer for the sizes of all shaders that read them. */
  #writeSizes(shaders: readonly Shader[]): ReadonlyMap<Shader, readonly Place[]> {
    const readers = shaders.filter(({ sizes }) => sizes.length > 0);
    if (readers.length === 0) return new Map();
    const offsets: number[] = [];
    let end = 0;
    for (const { sizes } of readers) {
      offsets.push(end);
      end += Math.ceil(sizes.byteLength / UNIFORM_ALIGNMENT) * UNIFORM_ALIGNMENT;
    }
    const all = new Int32Array(end / 4);
    readers.forEach(({ sizes }, i) => all.set(sizes, offsets[i]! / 4));
    const buffer = this.#takeNew(end, 'sizes');
    this.#device.gpu.queue.writeBuffer(buffer, 0, all);
    return new Map(readers.map((shader, i) => [shader, [{ buffer, offset: offsets[i]!, size: shader.sizes.byteLength }]]));
  }
}

class WebGpuExecutable implements GpuExecutable {
  readonly #device: Device;
  readonly #program: KernelProgram;
  readonly #memory: Memory;
  readonly #commands: readonly ((pass: Pass) => void)[];
  readonly #outputs: readonly number[];
  /** The run under way: they share buffers, so the next one waits. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(device: Device, program: KernelProgram, memory: Memory, dispatches: readonly Dispatch[], pipelines: readonly Pipeline[]) {
    this.#device = device;
    this.#program = program;
    this.#memory = memory;
    this.#outputs = [...new Set(program.outputs)];
    this.#commands = dispatches.map(({ shader, places }, i) => {
      const pipeline = pipelines[i]!;
      const group = device.gpu.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: places.map((resource, binding) => ({ binding, resource })),
      });
      return (pass: Pass): void => {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...shader.workgroups);
      };
    });
  }

  get dispatches(): number {
    return this.#commands.length;
  }

  /** Constants are written once. */
  async prepare(): Promise<void> {
    await this.#device.guarded(() => { for (const { buffer, value } of this.#program.constants) this.#write(buffer, value); });
  }

  async run(inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
    const { inputs: ids, buffers } = this.#program;
    checkInputs(ids.map((id) => buffers[id]!), inputs);
    const mine = this.#running.then(() => this.#run(inputs));
    this.#running = mine.catch(() => undefined);
    return mine;
  }

  async #run(inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
    const { inputs: ids, outputs, buffers } = this.#program;
    const places = new Map<number, { readonly at: number; readonly bytes: number }>();
    let end = 0;
    for (const id of this.#outputs) {
      const bytes = bytesOf(buffers[id]!);
      places.set(id, { at: end, bytes });
      end += bytes;
    }
    const staging = this.#device.take(end, 'readback');
    const submitted = this.#device.guarded(() => {
      ids.forEach((id, i) => { this.#write(id, inputs[i]!); });
      const encoder = this.#device.gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (const command of this.#commands) command(pass);
      pass.end();
      for (const [id, { at, bytes }] of places) encoder.copyBufferToBuffer(this.#memory.of(id), 0, staging, at, bytes);
      this.#device.gpu.queue.submit([encoder.finish()]);
    });
    await submitted;
    const results = await this.#device.read(staging, end);
    this.#device.give(staging, 'readback');
    return outputs.map((id) => decoded(buffers[id]!, results, places.get(id)!.at));
  }

  release(): void {
    void this.#running.then(() => this.#memory.release());
  }

  #write(id: number, value: Tensor): void {
    if (value.data.length > 0) this.#device.gpu.queue.writeBuffer(this.#memory.of(id), 0, encoded(value));
  }
}
