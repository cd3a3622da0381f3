// The GPU buffers of a program: those whose lives do not overlap share memory, and what is larger than a binding may be
// has several. Shaders in, what each of them binds out.
import type { KernelProgram } from '../kernel-program.ts';
import type { BufferKind, Device } from './device.ts';
import type { GpuBuffer } from './host.ts';
import type { Schedule } from './schedule.ts';
import type { Shader } from './shader.ts';
import { bytesOf } from './storage.ts';
import type { Part } from './views.ts';
import { partsOf } from './views.ts';

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

/** A part of a buffer of the program and where it is. */
export interface Home extends Part {
  readonly buffer: GpuBuffer;
}

/** Which GPU buffers each buffer of the program has. */
export class Memory {
  readonly #device: Device;
  readonly #program: KernelProgram;
  readonly #partBytes: number;
  readonly #halves: boolean;
  readonly #homes = new Map<number, readonly Home[]>();
  readonly #taken: (readonly [buffer: GpuBuffer, kind: BufferKind])[] = [];
  #idle: GpuBuffer[] = [];

  constructor(device: Device, program: KernelProgram, { partBytes, halves }: Pick<Schedule, 'partBytes' | 'halves'>) {
    this.#device = device;
    this.#program = program;
    this.#partBytes = partBytes;
    this.#halves = halves;
  }

  dispatches(shaders: readonly (readonly Shader[])[]): readonly Dispatch[] {
    const { steps, inputs, constants, outputs } = this.#program;
    const kept = new Set([...inputs, ...constants.map(({ buffer }) => buffer), ...outputs]);
    const lastUse = new Map<number, number>();
    steps.forEach(({ binding }, time) => { for (const id of binding) if (id !== undefined) lastUse.set(id, time); });
    for (const id of kept) this.#home(id);
    const sizes = this.#writeSizes(shaders.flat());
    return steps.flatMap(({ kernel, binding }, time) => {
      const dying: Home[] = [];
      const own = new Map(kernel.buffers.map((buffer, i): [string, readonly Home[]] => {
        const id = binding[i];
        if (id !== undefined) return [buffer.name, this.#home(id)];
        const scratch = this.#take(bytesOf(buffer, this.#halves));
        dying.push(...scratch);
        return [buffer.name, scratch];
      }));
      for (const id of new Set(binding)) if (id !== undefined && !kept.has(id) && lastUse.get(id) === time) dying.push(...this.#homes.get(id)!);
      this.#idle.push(...dying.map(({ buffer }) => buffer));
      return shaders[time]!.map((shader) => ({
        kernel: kernel.name,
        shader,
        places: [...shader.bindings.map(({ buffer, part }) => placeOf(own.get(buffer)![part]!)), ...(sizes.get(shader) ?? [])],
      }));
    });
  }

  of(id: number): readonly Home[] {
    return this.#homes.get(id)!;
  }

  release(): void {
    for (const [buffer, kind] of this.#taken) this.#device.give(buffer, kind);
    this.#taken.length = 0;
  }

  #home(id: number): readonly Home[] {
    let home = this.#homes.get(id);
    if (!home) this.#homes.set(id, home = this.#take(bytesOf(this.#program.buffers[id]!, this.#halves)));
    return home;
  }

  #take(bytes: number): readonly Home[] {
    return partsOf(bytes, this.#partBytes).map((part) => ({ ...part, buffer: this.#takeOne(part.bytes) }));
  }

  /** The smallest idle buffer that is large enough. */
  #takeOne(bytes: number): GpuBuffer {
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

const placeOf = ({ buffer, bytes }: Home): Place => ({ buffer, size: bytes });
