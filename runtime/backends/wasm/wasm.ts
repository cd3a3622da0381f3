// The WebAssembly engine. All executables of one thread share one memory, since no two run at once: each has its plan
// from the bottom up, and the constants of the one that ran last, with what was prepared from them, are still in
// place. Those of several threads share
// another memory in the same way, and the threads.
import type { Graph } from '../../ir/graph.ts';
import type { LoopOptions } from '../../ir/loop-builder.ts';
import { isHalf } from '../../ir/dtype.ts';
import { fromHalfBits, toHalfBits } from '../../ir/half.ts';
import type { StoredDType } from '../../ir/loops.ts';
import { elementCount } from '../../ir/tensor.ts';
import type { Tensor, TensorData } from '../../ir/tensor.ts';
import type { Backend, Executable } from '../backend.ts';
import { BackendError, checkInputs } from '../backend.ts';
import { hoistConstants } from '../hoist-constants.ts';
import type { KernelProgram, ProgramBuffer, Step } from '../kernel-program.ts';
import { lowerGraph } from '../lower-graph.ts';
import { partition } from '../partition.ts';
import { planMemory } from '../plan-memory.ts';
import type { MemoryPlan } from '../plan-memory.ts';
import { copyIn, copyOut } from './copy.ts';
import { webAssembly } from './host.ts';
import type { Memory } from './host.ts';
import type { PlacedKernel } from './frame.ts';
import { compileKernels, segmentsOf } from './kernels.ts';
import type { KernelOptions } from './emitter.ts';
import type { ModuleCache } from './module-cache.ts';
import { moduleKey } from './module-cache.ts';
import { hasRelaxed } from './relaxed.ts';
import { MOST_THREADS } from './thread-code.ts';
import { ThreadPool } from './threads.ts';
import type { ThreadedModule } from './threads.ts';

const PAGE = 65536;
/** 4 GiB, all that 32-bit addresses reach. */
const MAXIMUM_PAGES = 65536;
/** Address 0 stays unused, so that small negative constants in addresses can be folded. */
const BASE = 1024;

/** One memory, and whose constants are in it. */
class Arena {
  readonly shared: boolean;
  #memory: Memory | undefined;
  owner: object | undefined;

  constructor(shared: boolean) {
    this.shared = shared;
  }

  get memory(): Memory {
    return this.#memory ??= orOutOfMemory('no memory of 4 GiB can be reserved', () => new webAssembly.Memory({ initial: 16, maximum: MAXIMUM_PAGES, shared: this.shared }));
  }

  reserve(bytes: number): void {
    const missing = Math.ceil(bytes / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing <= 0) return;
    const { memory } = this;
    orOutOfMemory(`the graph needs ${Math.ceil(bytes / 2 ** 20)} MiB for its tensors`, () => memory.grow(missing));
  }
}

function orOutOfMemory<T>(what: string, take: () => T): T {
  try {
    return take();
  } catch {
    throw new BackendError(`out of memory: ${what}`);
  }
}

const alone = new Arena(false);
const together = new Arena(true);
const pools = new Map<number, ThreadPool>();

/** Threads stay for the next executable; a pool that lost one is replaced. */
function poolOf(threads: number): ThreadPool {
  let pool = pools.get(threads);
  if (!pool || pool.lost) pools.set(threads, pool = new ThreadPool(threads, together.memory));
  return pool;
}

export interface WasmOptions extends KernelOptions {
  /** How operators write their loops. */
  readonly loops?: LoopOptions;
  /** Including the caller's own; 1 where it is left out. */
  readonly threads?: number;
  /** Fewer operations are not shared; tests share all. */
  readonly leastSharedWork?: number;
  /** Fewer elements that follow from constants are computed in each run; tests keep all. */
  readonly leastKept?: number;
  /** Where modules are kept for graphs that come again. */
  readonly modules?: ModuleCache | undefined;
}

/** The steps for the threads that there are: one, or several where there is enough to do. */
function divided(given: KernelProgram, { threads = 1, leastSharedWork, leastKept }: WasmOptions): KernelProgram {
  const hoisted = hoistConstants(given, leastKept);
  return threads > 1 ? partition(hoisted, { threads: Math.min(threads, MOST_THREADS), ...(leastSharedWork === undefined ? {} : { leastSharedWork }) }) : hoisted;
}

const isShared = (program: KernelProgram, options: WasmOptions): boolean => divided(program, options).steps.some(({ chunks }) => chunks);

/** `keep` compiles a module, or knows it. */
export function compileProgram(given: KernelProgram, all: WasmOptions = {}, keep = (compile: () => object): object => compile()): Executable {
  const options = { ...all, relaxed: all.relaxed !== false && hasRelaxed };
  const threads = Math.min(all.threads ?? 1, MOST_THREADS);
  const program = divided(given, all);
  const shared = program.steps.some(({ chunks }) => chunks);
  const arena = shared ? together : alone;
  const plan = planMemory(program, BASE);
  arena.reserve(plan.end);
  const prepare = program.prepare ?? [];
  const kernels = [...prepare, ...program.steps].map(({ kernel, binding, chunks }, step) => {
    const addresses = binding.map((buffer, i) => (buffer === undefined ? plan.scratch[step]!.get(i)! : plan.addresses[buffer]!));
    return { kernel, chunk: chunks?.variable, addresses };
  });
  const module = keep(() => moduleOf(compileKernels(kernels, { module: 'host', name: 'memory', minimum: 1, maximum: MAXIMUM_PAGES, shared }, options, prepare.length)));
  const code = shared ? codeTogether(module, threads, program.steps, kernels.slice(prepare.length)) : codeAlone(module);
  return new WasmExecutable(arena, program, plan, code);
}

/** Engines bound what a module may hold. */
function moduleOf(bytes: Uint8Array<ArrayBuffer>): object {
  try {
    return new webAssembly.Module(bytes);
  } catch (error) {
    throw new BackendError(`the graph cannot be compiled: this engine refuses its WebAssembly (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** What a module exports, whoever runs it. */
interface CompiledCode {
  run(): void;
  prepare(step: number): void;
}

function codeAlone(module: object): CompiledCode {
  const { exports } = new webAssembly.Instance(module, { host: { memory: alone.memory } });
  return { run: exports['run']!, prepare: (step) => exports[`prepare${step}`]!() };
}

function codeTogether(module: object, threads: number, steps: readonly Step[], kernels: readonly PlacedKernel[]): CompiledCode {
  const counts = segmentsOf(kernels).map(({ first }) => steps[first]?.chunks?.count);
  let pool: ThreadPool | undefined;
  let threaded: ThreadedModule | undefined;
  const ready = (): ThreadedModule => {
    if (!threaded || !pool || pool.lost) {
      pool = poolOf(threads);
      threaded = pool.add(module);
    }
    return threaded;
  };
  return {
    run: () => { for (const [position, count] of counts.entries()) ready().run(position, count); },
    prepare: (step) => { ready().prepare(step); },
  };
}

class WasmExecutable implements Executable {
  readonly #arena: Arena;
  readonly #program: KernelProgram;
  readonly #plan: MemoryPlan;
  readonly #code: CompiledCode;

  constructor(arena: Arena, program: KernelProgram, plan: MemoryPlan, code: CompiledCode) {
    this.#arena = arena;
    this.#program = program;
    this.#plan = plan;
    this.#code = code;
  }

  run(inputs: readonly Tensor[]): readonly Tensor[] {
    const { inputs: ids, outputs, buffers } = this.#program;
    checkInputs(ids.map((id) => buffers[id]!), inputs);
    const arena = this.#arena;
    if (arena.owner !== this) {
      this.#settle();
      arena.owner = this;
    }
    ids.forEach((id, i) => { this.#write(id, inputs[i]!); });
    this.#code.run();
    return outputs.map((id) => {
      const { dtype, shape } = buffers[id]!;
      const view = this.#view(id);
      return { dtype, shape, data: orOutOfMemory(`a result takes ${Math.ceil(view.byteLength / 2 ** 20)} MiB`, () => (isHalf(dtype) ? fromHalfBits(dtype, view as Uint16Array) : copyOut(view))) };
    });
  }

  /** Constants that serve nothing but preparation lie in memory that others use too, so they come one at a time. */
  #settle(): void {
    const { constants, prepare = [] } = this.#program;
    const isPlaced = (buffer: number): boolean => this.#plan.addresses[buffer] !== undefined;
    const passing = (buffer: number): boolean => this.#plan.addresses[buffer]! >= this.#plan.floor;
    for (const { buffer, value } of constants) if (isPlaced(buffer) && !passing(buffer)) this.#write(buffer, value);
    const come = new Set<number>();
    prepare.forEach(({ binding }, step) => {
      for (const { buffer, value } of constants) {
        if (!binding.includes(buffer) || come.has(buffer) || !passing(buffer)) continue;
        this.#write(buffer, value);
        come.add(buffer);
      }
      this.#code.prepare(step);
    });
  }

  #write(buffer: number, value: Tensor): void {
    const data = isHalf(value.dtype) ? toHalfBits(value.dtype, value.data as Float32Array) : value.data;
    copyIn(this.#view(buffer), data as TensorData);
  }

  #view(buffer: number): TensorData {
    return viewOf(this.#arena.memory, this.#program.buffers[buffer]!, this.#plan.addresses[buffer]!);
  }
}

const arrays = {
  float32: Float32Array, float64: Float64Array, int8: Int8Array, int16: Int16Array, int32: Int32Array, int64: BigInt64Array,
  uint8: Uint8Array, uint16: Uint16Array, uint32: Uint32Array, uint64: BigUint64Array, bool: Uint8Array,
} as const satisfies Record<StoredDType, unknown>;

/** Made anew for each use: the buffer changes when the memory grows. */
function viewOf(memory: Memory, { dtype, shape }: ProgramBuffer, address: number): TensorData {
  return new arrays[isHalf(dtype) ? 'uint16' : dtype](memory.buffer, address, elementCount(shape));
}

export const wasmBackend: Backend = { name: 'wasm', compile: (program) => compileProgram(program) };

export function compileGraph(graph: Graph, { modules, ...given }: WasmOptions = {}): Executable {
  const lowered = (threads: number): KernelProgram => lowerGraph(graph, { threads, ...given.loops });
  const wanted = lowered(given.threads ?? 1);
  // Nests that are made for several threads are slower on one.
  const isAlone = (given.threads ?? 1) > 1 && !isShared(wanted, given);
  const program = isAlone ? lowered(1) : wanted;
  const options = isAlone ? { ...given, threads: 1 } : given;
  return modules ? compileProgram(program, options, (compile) => modules.get(moduleKey(graph, options), compile)) : compileProgram(program, options);
}
