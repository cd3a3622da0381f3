// `import { compile } from 'dimwright'`: a model in, something that runs out. This is all that programs may count on;
// every other file may change. It runs in Node and in browsers: nothing behind it imports `node:`.
import { InvariantError } from './invariant.ts';
import type { Executable } from './backends/backend.ts';
import { BackendError } from './backends/backend.ts';
import { ModuleCache } from './backends/wasm/module-cache.ts';
import { compileGraph } from './backends/wasm/wasm.ts';
import type { WasmOptions } from './backends/wasm/wasm.ts';
import { hasThreads } from './backends/wasm/workers.ts';
import { BuildError, GraphBuilder } from './ir/build.ts';
import type { DType } from './ir/dtype.ts';
import type { Graph } from './ir/graph.ts';
import { valueOf } from './ir/graph.ts';
import type { Tensor, TensorData } from './ir/tensor.ts';
import { elementCount, emptyData, tensor } from './ir/tensor.ts';
import type { Trace } from './passes/pipeline.ts';
import { optimize } from './passes/pipeline.ts';
import type { Schedule, WasmSettings } from './schedule.ts';
import { scheduleFor, wasmSettings } from './schedule.ts';

export { BackendError, BuildError, GraphBuilder, tensor };
export type { DType, Graph, Schedule, Tensor, TensorData, Trace };

/** What a value of a model is. */
export interface TensorType {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A whole tensor, or its elements in row-major order, of any array-like kind. */
export type TensorLike = Tensor | ArrayLike<number | bigint | boolean>;

export interface CompileOptions {
  /** Numbers for sizes that the file leaves open, by the file's name for them: `{ batch: 8 }`. */
  readonly sizes?: Readonly<Record<string, number>>;
  /** Shapes of inputs that the file leaves open, by the name of the input. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /**
   * Threads to run on, the caller's own included (1). Node has more than one, and so has a page that is cross-origin
   * isolated; elsewhere the caller runs alone.
   */
  readonly threads?: number;
  /**
   * What `dimwright tune` stored, of this model or of others: the schedule of what is most like it is used, none where
   * nothing is. Threads are what is asked for here.
   */
  readonly schedules?: readonly Schedule[];
  /** Off: the graph is compiled as it stands, without passes. */
  readonly optimize?: boolean;
  /** Hears of each pass that changed the graph; the text is made on demand. */
  readonly trace?: Trace;
}

/** A model that is ready to run. */
export interface CompiledModel {
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
  /**
   * Runs the model. Inputs by name, or in order; elements are converted to the input's type. Results by name, fresh
   * each time. Throws `BackendError` where an input is missing or does not fit.
   */
  run(inputs: Readonly<Record<string, TensorLike>> | readonly TensorLike[]): Readonly<Record<string, Tensor>>;
}

/** The model cannot be read or compiled; `reason` is one sentence, and `node` names the node where there is one. */
export class CompileError extends Error {
  override readonly name = 'CompileError';
  /** `unreadable`: no ONNX file; `unsupported`: we do not have it; `open`: a size needs a number; `wrong`: no engine could run it. */
  readonly kind: 'unreadable' | 'unsupported' | 'open' | 'wrong';
  readonly node: string | undefined;
  constructor(kind: CompileError['kind'], reason: string, node?: string) {
    super(reason);
    this.kind = kind;
    this.node = node;
  }
}

/**
 * Builds a graph with the operators of ONNX and compiles nothing yet:
 * `graph((g) => [g.op('Relu', [g.input('x', 'float32', [2, 3])])])`. Throws `BuildError` where an operator refuses
 * its operands.
 */
export function graph(build: (g: GraphBuilder) => Parameters<GraphBuilder['finish']>[0]): Graph {
  const g = new GraphBuilder();
  return g.finish(build(g));
}

/**
 * Compiles the bytes of an ONNX file, or a graph, to WebAssembly. Throws `CompileError` where the model cannot be
 * read or run, and `BackendError` where there is not enough memory; what was compiled before keeps working.
 *
 * ```ts
 * const model = await compile(await readFile('model.onnx'), { sizes: { batch: 1 } });
 * const { logits } = model.run({ image: pixels });
 * ```
 */
export async function compile(model: Uint8Array | Graph, options: CompileOptions = {}): Promise<CompiledModel> {
  const { threads = 1 } = options;
  if (!Number.isInteger(threads) || threads < 1) throw new BackendError(`threads is ${threads} where a whole number from 1 on is needed`);
  const { graph, inputNames, outputNames } = model instanceof Uint8Array ? await read(model, options) : named(model);
  const settings = settingsFor(graph, options.schedules ?? []);
  const optimized = options.optimize === false ? graph : optimize(graph, { trace: options.trace, ...(settings ? { passes: settings.passes } : {}) });
  return new Compiled(graph, inputNames, outputNames, compiled(optimized, { ...settings?.options, threads: hasThreads() ? threads : 1 }));
}

interface NamedGraph {
  readonly graph: Graph;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

/** For models that are compiled again, with new weights perhaps. */
const modules = new ModuleCache();

function settingsFor(graph: Graph, schedules: readonly Schedule[]): WasmSettings | undefined {
  const schedule = scheduleFor(graph, schedules);
  if (!schedule) return undefined;
  const settings = wasmSettings(schedule.engine);
  if (!settings) throw new BackendError(`'${schedule.engine}' is no schedule: this takes what \`dimwright tune\` stores`);
  return settings;
}

function compiled(graph: Graph, options: WasmOptions): Executable {
  try {
    return compileGraph(graph, { ...options, modules });
  } catch (error) {
    // What a pass or a lowering finds broken is an error of ours, and is said to be one.
    if (error instanceof InvariantError) throw new CompileError('unsupported', `the graph cannot be compiled: ${error.message}`);
    throw error;
  }
}

/** Loaded when it is asked for: a program that builds its own graphs needs no reader of files. */
async function read(bytes: Uint8Array, { sizes = {}, shapes = {} }: CompileOptions): Promise<NamedGraph> {
  const [{ decodeModel }, { importModel }] = await Promise.all([import('./onnx/decode.ts'), import('./onnx/import.ts')]);
  const decoded = decodeModel(bytes);
  if (!decoded.ok) throw new CompileError('unreadable', decoded.error.reason);
  const imported = importModel(decoded.model, { symbols: sizes, shapes });
  if (!imported.ok) throw new CompileError(imported.kind, imported.reason, imported.node);
  return imported;
}

function named(graph: Graph): NamedGraph {
  const nameOf = (id: number, fallback: string): string => valueOf(graph, id).name ?? fallback;
  return {
    graph,
    inputNames: graph.inputs.map((id, i) => nameOf(id, `input${i}`)),
    outputNames: graph.outputs.map((_, i) => `output${i}`),
  };
}

class Compiled implements CompiledModel {
  readonly inputs: readonly TensorType[];
  readonly outputs: readonly TensorType[];
  readonly #executable: Executable;

  constructor(graph: Graph, inputNames: readonly string[], outputNames: readonly string[], executable: Executable) {
    const typed = (ids: readonly number[], names: readonly string[]): readonly TensorType[] => ids.map((id, i) => {
      const { dtype, shape } = valueOf(graph, id);
      return { name: names[i]!, dtype, shape };
    });
    this.inputs = typed(graph.inputs, inputNames);
    this.outputs = typed(graph.outputs, outputNames);
    this.#executable = executable;
  }

  run(inputs: Readonly<Record<string, TensorLike>> | readonly TensorLike[]): Readonly<Record<string, Tensor>> {
    const given = this.#inOrder(inputs);
    const results = this.#executable.run(this.inputs.map((type, i) => asTensor(type, given[i]!)));
    return Object.fromEntries(results.map((result, i) => [this.outputs[i]!.name, result]));
  }

  #inOrder(inputs: Readonly<Record<string, TensorLike>> | readonly TensorLike[]): readonly TensorLike[] {
    if (isList(inputs)) {
      if (inputs.length !== this.inputs.length) throw new BackendError(`${this.inputs.length} inputs are needed, ${inputs.length} are given`);
      return inputs;
    }
    const unknown = Object.keys(inputs).find((name) => !this.inputs.some((input) => input.name === name));
    if (unknown !== undefined) throw new BackendError(`there is no input '${unknown}'; the inputs are ${this.inputs.map(({ name }) => `'${name}'`).join(', ')}`);
    return this.inputs.map(({ name }) => inputs[name] ?? missing(name));
  }
}

function isList(inputs: Readonly<Record<string, TensorLike>> | readonly TensorLike[]): inputs is readonly TensorLike[] {
  return Array.isArray(inputs);
}

function missing(name: string): never {
  throw new BackendError(`input '${name}' is missing`);
}

function asTensor({ name, dtype, shape }: TensorType, given: TensorLike): Tensor {
  if ('dtype' in given) {
    if (given.dtype === dtype && given.shape.join() === shape.join()) return given;
    throw new BackendError(`input '${name}' is ${given.dtype}[${given.shape.join(', ')}] where ${dtype}[${shape.join(', ')}] is needed`);
  }
  const count = elementCount(shape);
  if (given.length !== count) throw new BackendError(`input '${name}' has ${given.length} elements where ${dtype}[${shape.join(', ')}] has ${count}`);
  // Elements of the right kind are not copied here: the engine copies them once.
  if (given.constructor === emptyData(dtype, 0).constructor) return { dtype, shape, data: given as TensorData };
  return tensor(dtype, shape, given);
}
