// The GPU engine: a kernel program in, something that runs on a device out. Buffers whose lives do not overlap share
// memory; one submission a run; only results are read back. The same code runs on Dawn in Node and in browsers.
import { COMPUTED_IN } from '../../ir/dtype.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/tensor.ts';
import { UnsupportedError, checkInputs } from '../backend.ts';
import type { KernelProgram } from '../kernel-program.ts';
import { lowerGraph } from '../lower-graph.ts';
import type { Device } from './device.ts';
import type { Encoder, GpuBuffer, Pass, Pipeline } from './host.ts';
import type { Dispatch, Home } from './memory.ts';
import { Memory } from './memory.ts';
import { refuse } from './operations.ts';
import { shadersOf } from './shader.ts';
import type { Schedule } from './schedule.ts';
import { scheduleFor } from './schedule.ts';
import { bytesOf, decoded, encoded } from './storage.ts';
import { unfuseWide } from './unfuse.ts';

export interface ShaderTime {
  readonly kernel: string;
  readonly workgroups: number;
  readonly nanoseconds: number;
}

export interface GpuExecutable {
  /** How many shaders one run starts. */
  readonly dispatches: number;
  run(inputs: readonly Tensor[]): Promise<readonly Tensor[]>;
  /** Runs once and says how long each shader took. */
  profile(inputs: readonly Tensor[]): Promise<readonly ShaderTime[]>;
  /** Gives its buffers back to the device. */
  release(): void;
}

export async function compileGraph(device: Device, graph: Graph, options: Partial<Schedule> = {}): Promise<GpuExecutable> {
  return compileProgram(device, lowerGraph(unfuseWide(graph, device.limits.buffers, options.partBytes ?? device.limits.bytes), { plain: true }), options);
}

export async function compileProgram(device: Device, program: KernelProgram, options: Partial<Schedule> = {}): Promise<GpuExecutable> {
  refuseUnknown(program);
  const schedule = { ...scheduleFor(device), ...options };
  const shaders = program.steps.map(({ kernel }) => shadersOf(kernel, schedule));
  for (const { bindings } of shaders.flat()) {
    if (bindings.length > device.limits.buffers) throw new UnsupportedError(`a shader needs ${bindings.length} buffers, this GPU binds ${device.limits.buffers}`);
  }
  const pipelines = Promise.all(shaders.flat().map(({ code }) => device.pipeline(code)));
  const memory = new Memory(device, program, schedule);
  try {
    const dispatches = await device.guarded(() => memory.dispatches(shaders));
    const executable = new WebGpuExecutable(device, program, memory, dispatches, await pipelines, schedule);
    await executable.prepare();
    return executable;
  } catch (error) {
    await pipelines.catch(() => undefined);
    memory.release();
    throw error;
  }
}

function refuseUnknown({ buffers, steps }: KernelProgram): void {
  for (const { dtype, shape } of [...buffers, ...steps.flatMap(({ kernel }) => kernel.buffers)]) {
    refuse(COMPUTED_IN[dtype]);
    if (elementCount(shape) >= 2 ** 31) throw new UnsupportedError(`a tensor of ${elementCount(shape)} elements is more than shaders count`);
  }
}

class WebGpuExecutable implements GpuExecutable {
  readonly #device: Device;
  readonly #program: KernelProgram;
  readonly #halves: boolean;
  readonly #memory: Memory;
  readonly #dispatches: readonly Dispatch[];
  readonly #commands: readonly ((pass: Pass) => void)[];
  readonly #readback: Readback;
  /** The run under way: they share buffers, so the next one waits. */
  #running: Promise<unknown> = Promise.resolve();

  constructor(device: Device, program: KernelProgram, memory: Memory, dispatches: readonly Dispatch[], pipelines: readonly Pipeline[], { partBytes, halves }: Schedule) {
    this.#device = device;
    this.#program = program;
    this.#halves = halves;
    this.#memory = memory;
    this.#dispatches = dispatches;
    this.#readback = readbackOf(program.outputs, memory, partBytes);
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
    return this.#inTurn(inputs, () => this.#run(inputs));
  }

  async profile(inputs: readonly Tensor[]): Promise<readonly ShaderTime[]> {
    if (!this.#device.features.has('timestamp-query')) throw new UnsupportedError('this GPU takes no time stamps');
    return this.#inTurn(inputs, () => this.#profile(inputs));
  }

  #inTurn<Result>(inputs: readonly Tensor[], run: () => Promise<Result>): Promise<Result> {
    const { inputs: ids, buffers } = this.#program;
    checkInputs(ids.map((id) => buffers[id]!), inputs);
    const mine = this.#running.then(run);
    this.#running = mine.catch(() => undefined);
    return mine;
  }

  async #run(inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
    const { outputs, buffers } = this.#program;
    const { sizes, pieces } = this.#readback;
    const results = await this.#submitted(inputs, sizes, (encoder, stagings) => {
      const pass = encoder.beginComputePass();
      for (const command of this.#commands) command(pass);
      pass.end();
      for (const { buffer, bytes, staging, place } of [...pieces.values()].flat()) encoder.copyBufferToBuffer(buffer, 0, stagings[staging]!, place, bytes);
    });
    return outputs.map((id) => {
      const [first, ...more] = pieces.get(id)!;
      if (more.length === 0) return decoded(buffers[id]!, results[first!.staging]!, first!.place, this.#halves);
      const whole = new Uint8Array(bytesOf(buffers[id]!, this.#halves));
      for (const { at, bytes, staging, place } of pieces.get(id)!) whole.set(new Uint8Array(results[staging]!, place, bytes), at);
      return decoded(buffers[id]!, whole.buffer, 0, this.#halves);
    });
  }

  /** A pass for each shader, with a time stamp at its beginning and its end. */
  async #profile(inputs: readonly Tensor[]): Promise<readonly ShaderTime[]> {
    const count = 2 * this.#commands.length;
    if (count === 0) return [];
    const times = this.#device.take(count * 8, 'times');
    const querySet = this.#device.gpu.createQuerySet({ type: 'timestamp', count });
    const stamps = new BigUint64Array((await this.#submitted(inputs, [count * 8], (encoder, [staging]) => {
      this.#commands.forEach((command, i) => {
        const pass = encoder.beginComputePass({ timestampWrites: { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 } });
        command(pass);
        pass.end();
      });
      encoder.resolveQuerySet(querySet, 0, count, times, 0);
      encoder.copyBufferToBuffer(times, 0, staging!, 0, count * 8);
    }))[0]!);
    this.#device.give(times, 'times');
    return this.#dispatches.map(({ kernel, shader }, i) => ({ kernel, workgroups: shader.workgroups.reduce<number>((n, count = 1) => n * count, 1), nanoseconds: Number(stamps[2 * i + 1]! - stamps[2 * i]!) }));
  }

  /** Writes the inputs, submits what `encode` encodes, and reads back what it leaves in the buffers that it is given. */
  async #submitted(inputs: readonly Tensor[], sizes: readonly number[], encode: (encoder: Encoder, stagings: readonly GpuBuffer[]) => void): Promise<readonly ArrayBuffer[]> {
    const stagings = sizes.map((bytes) => this.#device.take(bytes, 'readback'));
    const submitted = this.#device.guarded(() => {
      this.#program.inputs.forEach((id, i) => { this.#write(id, inputs[i]!); });
      const encoder = this.#device.gpu.createCommandEncoder();
      encode(encoder, stagings);
      this.#device.gpu.queue.submit([encoder.finish()]);
    });
    // Asked for at once, so that one wait is enough; the device's word on the commands comes first.
    const read = Promise.all(stagings.map((staging, i) => this.#device.read(staging, sizes[i]!)));
    read.catch(() => undefined);
    await submitted;
    const results = await read;
    for (const staging of stagings) this.#device.give(staging, 'readback');
    return results;
  }

  release(): void {
    void this.#running.then(() => this.#memory.release());
  }

  #write(id: number, value: Tensor): void {
    if (value.data.length === 0) return;
    const { buffer, byteOffset, byteLength } = encoded(value, this.#halves);
    for (const home of this.#memory.of(id)) {
      this.#device.gpu.queue.writeBuffer(home.buffer, 0, new Uint8Array(buffer, byteOffset + home.at, Math.min(home.bytes, byteLength - home.at)));
    }
  }
}

interface Readback {
  /** Of the buffers that results are copied to. */
  readonly sizes: readonly number[];
  /** Which of them each part of a result lies in, and where. */
  readonly pieces: ReadonlyMap<number, readonly (Home & { readonly staging: number; readonly place: number })[]>;
}

function readbackOf(outputs: readonly number[], memory: Memory, mostBytes: number): Readback {
  const sizes: number[] = [];
  const pieces = new Map([...new Set(outputs)].map((id) => [id, memory.of(id).map((home) => {
    if (sizes.length === 0 || sizes.at(-1)! + home.bytes > mostBytes) sizes.push(0);
    const [staging, place] = [sizes.length - 1, sizes.at(-1)!];
    sizes[staging] = place + home.bytes;
    return { ...home, staging, place };
  })] as const));
  return { sizes, pieces };
}
