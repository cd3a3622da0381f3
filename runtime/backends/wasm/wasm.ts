// The WebAssembly engine. All executables share one memory, since no two run at once: each has its plan from the
// bottom up, and the constants of the one that ran last are still in place.
import type { Graph } from '../../ir/graph.ts';
import type { DType } from '../../ir/dtype.ts';
import { elementCount } from '../../ir/tensor.ts';
import type { Tensor, TensorData } from '../../ir/tensor.ts';
import type { Backend, Executable } from '../backend.ts';
import { BackendError, checkInputs } from '../backend.ts';
import type { KernelProgram, ProgramBuffer } from '../kernel-program.ts';
import { lowerGraph } from '../lower-graph.ts';
import { planMemory } from '../plan-memory.ts';
import type { MemoryPlan } from '../plan-memory.ts';
import { webAssembly } from './host.ts';
import type { Memory } from './host.ts';
import { compileKernels } from './kernels.ts';
import type { KernelOptions } from './kernels.ts';

const PAGE = 65536;
/** 4 GiB, all that 32-bit addresses reach. */
const MAXIMUM_PAGES = 65536;
/** Address 0 stays unused, so that small negative constants in addresses can be folded. */
const BASE = 1024;

/** The one memory, and whose constants are in it. */
class Arena {
  #memory: Memory | undefined;
  owner: object | undefined;

  get memory(): Memory {
    return this.#memory ??= new webAssembly.Memory({ initial: 16, maximum: MAXIMUM_PAGES });
  }

  reserve(bytes: number): void {
    const missing = Math.ceil(bytes / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing <= 0) return;
    try {
      this.memory.grow(missing);
    } catch {
      throw new BackendError(`out of memory: the graph needs ${Math.ceil(bytes / 2 ** 20)} MiB for its tensors`);
    }
  }
}

const arena = new Arena();

export function compileProgram(program: KernelProgram, options: KernelOptions = {}): Executable {
  const plan = planMemory(program, BASE);
  arena.reserve(plan.end);
  const kernels = program.steps.map(({ kernel, binding }, step) => ({
    kernel,
    addresses: new Map(kernel.buffers.map(({ name }, i) => {
      const buffer = binding[i];
      return [name, buffer === undefined ? plan.scratch[step]!.get(i)! : plan.addresses[buffer]!];
    })),
  }));
  const bytes = compileKernels(kernels, { module: 'host', name: 'memory', minimum: 1, maximum: MAXIMUM_PAGES }, options);
  const instance = new webAssembly.Instance(new webAssembly.Module(bytes), { host: { memory: arena.memory } });
  return new WasmExecutable(program, plan, instance.exports['run']!);
}

class WasmExecutable implements Executable {
  readonly #program: KernelProgram;
  readonly #plan: MemoryPlan;
  readonly #run: () => void;

  constructor(program: KernelProgram, plan: MemoryPlan, run: () => void) {
    this.#program = program;
    this.#plan = plan;
    this.#run = run;
  }

  run(inputs: readonly Tensor[]): readonly Tensor[] {
    const { inputs: ids, constants, outputs, buffers } = this.#program;
    checkInputs(ids.map((id) => buffers[id]!), inputs);
    if (arena.owner !== this) {
      for (const { buffer, value } of constants) this.#write(buffer, value);
      arena.owner = this;
    }
    ids.forEach((id, i) => { this.#write(id, inputs[i]!); });
    this.#run();
    return outputs.map((id) => {
      const { dtype, shape } = buffers[id]!;
      return { dtype, shape, data: this.#view(id).slice() as TensorData };
    });
  }

  #write(buffer: number, value: Tensor): void {
    this.#view(buffer).set(value.data as never);
  }

  #view(buffer: number): TensorData {
    return viewOf(this.#program.buffers[buffer]!, this.#plan.addresses[buffer]!);
  }
}

const arrays = {
  float32: Float32Array, float64: Float64Array, int32: Int32Array, int64: BigInt64Array, bool: Uint8Array,
} as const satisfies Record<DType, unknown>;

/** Made anew for each use: the buffer changes when the memory grows. */
function viewOf({ dtype, shape }: ProgramBuffer, address: number): TensorData {
  return new arrays[dtype](arena.memory.buffer, address, elementCount(shape));
}

export const wasmBackend: Backend = { name: 'wasm', compile: (program) => compileProgram(program) };

export function compileGraph(graph: Graph, options: KernelOptions = {}): Executable {
  return compileProgram(lowerGraph(graph), options);
}
