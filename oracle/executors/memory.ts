// Memory that an engine keeps. `Watch` looks at its process while a campaign runs and says when it has grown and behind
// which graphs it rose most; `weighing` asks one graph again and again, which tells a leak from caches and pools.
import type { Graph } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import type { Executor, Outcome } from './executor.ts';

export const MIB = 2 ** 20;
const KIB = 2 ** 10;

/** Ends the name of an engine that is asked for what it keeps: `onnxruntime+memory`. */
export const MEMORY = '+memory';

/** Answers until code is compiled and pools are filled. */
const WARM_UP = 64;
/** What engines keep for themselves in a campaign stays well below: ONNX Runtime 20 MiB, TensorFlow.js and jax-js 40. */
const GROWN = 192 * MIB;
/** Graphs that are weighed where a process has grown. */
const MOST_SUSPECTS = 12;

interface Rise<T> { readonly of: T; readonly bytes: number }

/** One process, from its start on. */
export class Watch<T> {
  #answers = 0;
  #base: number | undefined;
  #before = 0;
  #rises: Rise<T>[] = [];

  /** After each answer: what was answered, and what the process holds now. */
  saw(of: T, memory: number): void {
    if (++this.#answers <= WARM_UP) { this.#before = memory; return; }
    this.#base ??= memory;
    const bytes = memory - this.#before;
    this.#before = memory;
    if (bytes <= (this.#rises.length < MOST_SUSPECTS ? 0 : this.#rises.at(-1)!.bytes)) return;
    this.#rises = [...this.#rises, { of, bytes }].sort((a, b) => b.bytes - a.bytes).slice(0, MOST_SUSPECTS);
  }

  get hasGrown(): boolean {
    return this.#base !== undefined && this.#before - this.#base > GROWN;
  }

  get suspects(): readonly T[] {
    return this.#rises.map(({ of }) => of);
  }
}

/** What weighing asks of an engine. */
export interface Weighable extends Pick<Executor, 'name' | 'dtypes' | 'numerics' | 'run' | 'close'> {
  /** Resident memory of its process; undefined where it has none, or the system does not say. */
  memory(): number | undefined;
}

/** All of a look are under way at once. */
const RUNS_A_LOOK = 16;
/** Pages that one run leaves behind on average where a look counts as a rise. */
const A_RUN = 16 * KIB;
/** Of the looks at a leak, so many are rises; a process that fills its pools pauses in between. */
const RISING = 0.75;
const FIRST_LOOKS = 4;
/** More than the pools of an engine take for one small graph. */
const LEAK = 64 * MIB;
/** So that what keeps 32 KiB a run is still found. */
const MOST_LOOKS = 128;
/** A heap that fills for the first time rises as a leak does; a leak goes on, as much again. */
const SPANS = 2;

/** The same engine in a process of its own: a failure where each further run of the graph keeps memory, without an end. */
export function weighing(engine: Weighable): Executor {
  return {
    name: `${engine.name}${MEMORY}`,
    dtypes: engine.dtypes,
    // Known once its process has said what it is.
    get numerics() { return engine.numerics; },
    close: () => engine.close?.(),
    run: (graph, inputs) => weighed(engine, graph, inputs),
  };
}

async function weighed(engine: Weighable, graph: Graph, inputs: readonly Tensor[]): Promise<Outcome> {
  const look = (): Promise<readonly Outcome[]> => Promise.all(Array.from({ length: RUNS_A_LOOK }, () => Promise.resolve(engine.run(graph, inputs))));
  // The first look warms up.
  const [outcome] = await look();
  let looks = 0;
  let bytes = 0;
  for (let span = 0; span < SPANS; span++) {
    const rise = await risen(engine, look);
    if (!rise) return outcome!;
    looks += rise.looks;
    bytes += rise.bytes;
  }
  engine.close?.();
  return { kind: 'failure', message: `memory: ${RUNS_A_LOOK * looks} runs of this graph add ${Math.round(bytes / MIB)} MiB that stay` };
}

/** By what the process rises, look by look, once that is as much as a leak; undefined where it does not. */
async function risen(engine: Weighable, look: () => Promise<unknown>): Promise<{ readonly looks: number; readonly bytes: number } | undefined> {
  const base = engine.memory();
  let last = base;
  let rises = 0;
  for (let looks = 1; looks <= MOST_LOOKS && base !== undefined && last !== undefined; looks++) {
    await look();
    const now = engine.memory();
    // It died and was started anew: what it does to a single run is told by the engine itself.
    if (now === undefined || !(now >= base)) return undefined;
    if (now - last > RUNS_A_LOOK * A_RUN) rises++;
    last = now;
    if (looks >= FIRST_LOOKS && rises < RISING * looks) return undefined;
    if (now - base > LEAK) return { looks, bytes: now - base };
  }
  return undefined;
}
