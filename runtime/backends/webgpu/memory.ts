// The GPU buffers of a program: those whose lives do not overlap share memory. Shaders in, what each of them binds out.
import type { KernelBuffer } from '../../ir/loops.ts';
import type { KernelProgram } from '../kernel-program.ts';
import type { BufferKind, Device } from './device.ts';
import type { GpuBuffer } from './host.ts';
import type { Shader } from './shader.ts';
import { bytesOf } from './storage.ts';

export interface Dispatch {
  readonly kernel: string;
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

/** Which GPU buffer each buffer of the program has. */
export class Memory {
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
        kernel: kernel.name,
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
