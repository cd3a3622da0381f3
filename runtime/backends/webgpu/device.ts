// One device: pipelines by the text of their shaders, buffers that are used again, and errors as exceptions that say
// what happened. An adapter in. After the device is lost every call fails with the reason.
import { BackendError } from '../backend.ts';
import type { Adapter, GpuBuffer, GpuDevice, Pipeline } from './host.ts';
import { MAP_READ, USAGE } from './host.ts';
import { roundsHalves } from './probe-halves.ts';
import type { DeviceLimits } from './schedule.ts';

/** Gives back the promise that it is given. */
export type Wait = <Result>(promise: Promise<Result>) => Promise<Result>;

/** What a buffer is for. */
export type BufferKind = 'storage' | 'sizes' | 'times' | 'readback';

const USAGES: Readonly<Record<BufferKind, number>> = {
  storage: USAGE.storage | USAGE.copySource | USAGE.copyTarget,
  sizes: USAGE.uniform | USAGE.copyTarget,
  times: USAGE.queryResolve | USAGE.copySource,
  readback: USAGE.mapRead | USAGE.copyTarget,
};

/** More pipelines are not kept, those that were used last are: campaigns make thousands. SwiftShader takes 0.1 MiB for each. */
const MOST_PIPELINES = 4096;
/** Free bytes that are kept for later. */
const MOST_FREE_BYTES = 256 * 2 ** 20;

/** Of the workgroups whose invocations share a row. */
const FEWEST_INVOCATIONS = 64;

export class Device {
  readonly limits: DeviceLimits;
  readonly features: ReadonlySet<string>;
  readonly gpu: GpuDevice;
  /** The adapter, for people. */
  readonly label: string;
  readonly isSoftware: boolean;
  readonly hasSubgroups: boolean;
  #hasHalves = false;
  readonly #wait: Wait;
  #lost: BackendError | undefined;
  readonly #pipelines = new Map<string, Promise<Pipeline>>();
  readonly #free = new Map<string, GpuBuffer[]>();
  #freeBytes = 0;

  /** `wait` is how one waits for the device where that costs something. */
  static async open(adapter: Adapter, wait: Wait = (promise) => promise): Promise<Device> {
    const features = ['timestamp-query', 'subgroups', 'shader-f16'].filter((feature) => adapter.features.has(feature));
    const { maxStorageBuffersPerShaderStage, maxStorageBufferBindingSize, maxBufferSize } = adapter.limits;
    const gpu = await adapter.requestDevice({ requiredFeatures: features, requiredLimits: { maxStorageBuffersPerShaderStage, maxStorageBufferBindingSize, maxBufferSize } });
    const device = new Device(gpu, new Set(features), adapter, wait, features.includes('subgroups') && await knowsSubgroups(gpu, adapter));
    // Drivers for CPUs convert more slowly than our integer arithmetic: on lavapipe 32 ms instead of 18.
    device.#hasHalves = !device.isSoftware && features.includes('shader-f16') && await roundsHalves(device);
    return device;
  }

  private constructor(gpu: GpuDevice, features: ReadonlySet<string>, adapter: Adapter, wait: Wait, hasSubgroups: boolean) {
    this.#wait = wait;
    this.label = labelOf(adapter);
    this.isSoftware = isSoftware(adapter);
    this.gpu = gpu;
    this.features = features;
    this.hasSubgroups = hasSubgroups;
    this.limits = { buffers: gpu.limits.maxStorageBuffersPerShaderStage, bytes: Math.floor(Math.min(gpu.limits.maxStorageBufferBindingSize, gpu.limits.maxBufferSize) / 16) * 16 };
    void this.#hearOfLoss();
  }

  async #hearOfLoss(): Promise<void> {
    const { reason, message } = await this.gpu.lost;
    this.#lost = new BackendError(`the GPU device was lost (${reason}): ${message}`);
  }

  /** Float16 in shaders, which rounds as it should and is quick. */
  get hasHalves(): boolean {
    return this.#hasHalves;
  }

  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** Throws where the device is lost. */
  check(): void {
    if (this.#lost) throw this.#lost;
  }

  pipeline(code: string): Promise<Pipeline> {
    const known = this.#pipelines.get(code);
    if (known) {
      this.#pipelines.delete(code);
      this.#pipelines.set(code, known);
      return known;
    }
    if (this.#pipelines.size >= MOST_PIPELINES) this.#pipelines.delete(this.#pipelines.keys().next().value!);
    const made = this.#makePipeline(code);
    this.#pipelines.set(code, made);
    made.catch(() => this.#pipelines.delete(code));
    return made;
  }

  async #makePipeline(code: string): Promise<Pipeline> {
    this.check();
    // A wrong shader is an error of the scope; the pipeline's rejection then says less.
    this.gpu.pushErrorScope('validation');
    const module = this.gpu.createShaderModule({ code });
    const refused = this.gpu.popErrorScope();
    try {
      return await this.#wait(this.gpu.createComputePipelineAsync({ layout: 'auto', compute: { module, entryPoint: 'main' } }));
    } catch (error) {
      const fault = await refused;
      this.check();
      throw new BackendError(`the GPU refuses a shader: ${fault?.message ?? (error instanceof Error ? error.message : String(error))}`);
    } finally {
      await refused.catch(() => undefined);
    }
  }

  /** A buffer of at least so many bytes, with contents of whoever had it before. */
  take(bytes: number, kind: BufferKind): GpuBuffer {
    this.check();
    const size = Math.min(2 ** Math.ceil(Math.log2(Math.max(bytes, 256))), Math.max(bytes, this.limits.bytes));
    const free = this.#free.get(`${kind}${size}`)?.pop();
    if (free) {
      this.#freeBytes -= size;
      return free;
    }
    return this.gpu.createBuffer({ size, usage: USAGES[kind] });
  }

  give(buffer: GpuBuffer, kind: BufferKind): void {
    if (this.#lost || this.#freeBytes + buffer.size > MOST_FREE_BYTES) return buffer.destroy();
    const key = `${kind}${buffer.size}`;
    const list = this.#free.get(key) ?? [];
    list.push(buffer);
    this.#free.set(key, list);
    this.#freeBytes += buffer.size;
  }

  /** Runs `work` and waits for the device's word on it: what it refuses is thrown. */
  async guarded<Result>(work: () => Result): Promise<Result> {
    this.check();
    this.gpu.pushErrorScope('out-of-memory');
    this.gpu.pushErrorScope('validation');
    let result: Result;
    let faults: Promise<readonly ({ readonly message: string } | null)[]>;
    try {
      result = work();
    } finally {
      faults = this.#wait(Promise.all([this.gpu.popErrorScope(), this.gpu.popErrorScope()]));
      faults.catch(() => undefined);
    }
    const [invalid, memory] = await faults;
    this.check();
    if (memory) throw new BackendError(`out of GPU memory: ${memory.message}`);
    if (invalid) throw new BackendError(`the GPU refuses a command: ${invalid.message}`);
    return result;
  }

  async read(buffer: GpuBuffer, bytes: number): Promise<ArrayBuffer> {
    try {
      await this.#wait(buffer.mapAsync(MAP_READ, 0, bytes));
    } catch (error) {
      this.check();
      throw new BackendError(`the GPU does not give results back: ${error instanceof Error ? error.message : String(error)}`);
    }
    const copy = buffer.getMappedRange(0, bytes).slice(0);
    buffer.unmap();
    return copy;
  }

  /** Pending work is given up. */
  destroy(): void {
    this.gpu.destroy();
  }
}

/** Whether workgroups of every size are made of whole subgroups, and shaders can ask which one is theirs, which came later. */
async function knowsSubgroups(gpu: GpuDevice, { info }: Adapter): Promise<boolean> {
  if ((info.subgroupMaxSize ?? Infinity) > FEWEST_INVOCATIONS) return false;
  gpu.pushErrorScope('validation');
  gpu.createShaderModule({ code: 'enable subgroups; @compute @workgroup_size(1) fn main(@builtin(subgroup_id) id: u32) { _ = id; }' });
  return (await gpu.popErrorScope()) === null;
}

export function labelOf({ info }: Adapter): string {
  const words = [info.vendor, info.architecture, info.description || info.device].filter((word) => word !== '');
  return words.filter((word, i) => !words.slice(i + 1).some((later) => later.toLowerCase().includes(word.toLowerCase()))).join(' ') || 'an adapter without a name';
}

/** A driver for the CPU. */
export function isSoftware({ info }: Adapter): boolean {
  return /swiftshader|llvmpipe|lavapipe/i.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`);
}
