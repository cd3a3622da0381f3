// What an engine is to the oracle: a graph and inputs in, results or a failure out, at once or later. A failure is
// data, never an exception: engines crash, campaigns go on.
import type { DType } from '../../runtime/ir/dtype.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import type { Numerics } from '../../runtime/interpret/numerics.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';

export type Outcome =
  | { readonly kind: 'results'; readonly results: readonly Tensor[] }
  | { readonly kind: 'failure'; readonly message: string }
  /** The engine says that it does not have what the graph asks for: no finding. */
  | { readonly kind: 'unsupported'; readonly message: string };

export interface Executor {
  /** As people give it to `--engines`: `wasm`, `wasm:plain`. */
  readonly name: string;
  run(graph: Graph, inputs: readonly Tensor[]): Outcome | Promise<Outcome>;
  /** The engine with ever longer prefixes of its pipeline, the empty one first: which pass is to blame? */
  stages?(): readonly Stage[];
  /** The element types that it has; all where it is not said. Graphs of others it refuses. */
  readonly dtypes?: readonly DType[] | undefined;
  /** The same engine asked in other words, where files can say more than graphs. */
  readonly written?: Executor | undefined;
  /** The same engine asked again and again for one graph: a failure where it keeps memory. */
  readonly weighing?: Executor | undefined;
  /** Graphs behind which its process rose most, where it has grown too much since the last call. */
  growers?(): readonly { readonly graph: Graph; readonly inputs: readonly Tensor[] }[];
  /** What it did so far, where it counts: a campaign that an engine takes no part in says nothing. */
  counts?(): EngineCounts;
  /** What its arithmetic promises, where that is less than IEEE. */
  readonly numerics?: Numerics | undefined;
  /** Gives back what the engine holds: a process, a device. */
  close?(): void;
}

export interface EngineCounts {
  readonly graphs: number;
  /** Graphs that it does not have the operators for. */
  readonly unsupported: number;
  /** What those graphs ask for: the operator where that is said, and for how many graphs. */
  readonly lacks: Readonly<Record<string, number>>;
  /** Deaths of its process that no graph repeats alone. */
  readonly unrepeated: number;
  /** How often its process was started anew because it had grown. */
  readonly grown: number;
}

export interface Stage {
  /** The pass that this prefix ends with. */
  readonly name: string;
  readonly executor: Executor;
}

/** Runs something of an engine's; what it throws becomes a failure. */
export function attempt(run: () => readonly Tensor[]): Outcome {
  try {
    return { kind: 'results', results: run() };
  } catch (error) {
    return { kind: 'failure', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
