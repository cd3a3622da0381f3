// An engine in a process of its own, kept warm: graphs in, outcomes later. Requests travel ahead of their answers,
// so that neither side waits. A crash, a hang and memory growth are failures of the graph that caused them; the
// process starts anew and the campaign goes on.
import { invariant } from '../../runtime/invariant.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import type { Numerics } from '../../runtime/interpret/numerics.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { operatorNamed } from '../../runtime/operators/index.ts';
import { encodeModel } from '../../runtime/onnx/encode.ts';
import { exportModel } from '../../runtime/onnx/export.ts';
import { Unpacker, answerFrom, requestBytes } from '../protocol/frames.ts';
import type { EngineCounts, Executor, Outcome, Stage } from './executor.ts';
import { MIB, Watch, weighing } from './memory.ts';
import type { EngineProcess, World } from './world.ts';
import { writtenExecutor } from './written.ts';

export interface OutsideLimits {
  /** No answer for as long as this is a hang. */
  readonly answerMs: number;
  /** From its start to its first words. */
  readonly startMs: number;
  /** A process that holds more is started anew. */
  readonly memory: number;
}

export const OUTSIDE_LIMITS: OutsideLimits = { answerMs: 10_000, startMs: 120_000, memory: 3000 * MIB };

/** An engine that cannot be started: not installed, or no adapter. A mistake of whoever asks for it, not a finding. */
export class NoEngineError extends Error {
  override readonly name = 'NoEngineError';
}

interface Asked { readonly graph: Graph; readonly inputs: readonly Tensor[] }

interface Waiting {
  /** What was asked, where it was asked in plain words. */
  readonly asked: Asked | undefined;
  readonly bytes: Uint8Array;
  /** It was in a process that died, and runs alone now. */
  readonly suspect: string | undefined;
  readonly done: (outcome: Outcome) => void;
  readonly failed: (error: Error) => void;
}

/** Attempts of an engine that has run before: it is installed, and what keeps it from starting anew may pass. */
const MOST_STARTS = 3;

/** Requests on their way to the process; more only cost memory. */
const MOST_SENT = 32;

export class OutsideExecutor implements Executor {
  readonly name: string;
  readonly #world: World;
  readonly #command: readonly string[];
  readonly #limits: OutsideLimits;
  #process: EngineProcess | undefined;
  #generation = 0;
  /** One after the other. */
  #failedStarts = 0;
  #ready: string | undefined;
  #memory = new Watch<Asked | undefined>();
  #growers: readonly Asked[] = [];
  #retiring = false;
  #grown = 0;
  #watch: { cancel(): void } | undefined;
  #graphs = 0;
  readonly #lacks = new Map<string, number>();
  #unrepeated = 0;
  readonly #sent: Waiting[] = [];
  readonly #queue: Waiting[] = [];
  #version: string | undefined;
  /** The engine's name and version, as it said them last. */
  get version(): string | undefined { return this.#version; }

  /** Whether it reads files of more than ONNX has. */
  readonly #beyond: boolean;
  readonly dtypes: readonly DType[] | undefined;
  readonly written: Executor | undefined;
  readonly weighing: Executor | undefined;
  readonly stages: () => readonly Stage[];
  readonly #numerics: ((version: string) => Numerics) | undefined;
  /** As its last process was: what that answered is compared while the next one starts. */
  get numerics(): Numerics | undefined { return this.#version === undefined ? undefined : this.#numerics?.(this.#version); }

  constructor(name: string, command: readonly string[], world: World, options: { readonly limits?: OutsideLimits; readonly stages?: () => readonly Stage[]; readonly numerics?: ((version: string) => Numerics) | undefined; readonly dtypes?: readonly DType[] | undefined; readonly branches?: boolean; readonly beyond?: boolean; readonly weighed?: boolean } = {}) {
    this.name = name;
    this.#command = command;
    this.#world = world;
    this.#limits = options.limits ?? OUTSIDE_LIMITS;
    this.#numerics = options.numerics;
    this.dtypes = options.dtypes;
    this.#beyond = options.beyond === true;
    this.written = options.branches ? writtenExecutor(this, (model, inputs) => { this.#graphs++; return this.#ask(model, inputs); }) : undefined;
    this.weighing = options.weighed === false ? undefined : weighing(new OutsideExecutor(name, command, world, { ...options, weighed: false }));
    this.stages = options.stages ?? (() => []);
  }

  run(graph: Graph, inputs: readonly Tensor[]): Promise<Outcome> {
    this.#graphs++;
    const exported = exportModel(graph, { beyond: this.#beyond });
    if (!exported.ok) { this.#lack(exported.reason); return Promise.resolve({ kind: 'unsupported', message: exported.reason }); }
    return this.#ask(encodeModel(exported.model), inputs, graph);
  }

  #ask(model: Uint8Array, inputs: readonly Tensor[], graph?: Graph): Promise<Outcome> {
    const bytes = requestBytes({ model, inputs });
    return new Promise((done, failed) => {
      this.#queue.push({ asked: graph && { graph, inputs }, bytes, suspect: undefined, done, failed });
      this.#pump();
    });
  }

  counts(): EngineCounts {
    const unsupported = [...this.#lacks.values()].reduce((sum, n) => sum + n, 0);
    return { graphs: this.#graphs, unsupported, lacks: Object.fromEntries(this.#lacks), unrepeated: this.#unrepeated, grown: this.#grown };
  }

  #lack(message: string): void {
    const lack = lackOf(message);
    this.#lacks.set(lack, (this.#lacks.get(lack) ?? 0) + 1);
  }

  memory(): number | undefined {
    return this.#process?.memory();
  }

  growers(): readonly Asked[] {
    const growers = this.#growers;
    this.#growers = [];
    return growers;
  }

  close(): void {
    this.#generation++;
    this.#watch?.cancel();
    this.#process?.kill();
    this.#process = undefined;
    this.#ready = undefined;
    this.#retiring = false;
    this.#memory = new Watch();
  }

  #pump(): void {
    if (!this.#process) { if (this.#queue.length > 0) this.#start(); return; }
    if (this.#ready === undefined || this.#retiring) return;
    while (this.#queue.length > 0 && this.#sent.length < MOST_SENT) {
      // A suspect runs alone, so that what happens is its doing.
      if (this.#sent.length > 0 && (this.#queue[0]!.suspect ?? this.#sent[0]!.suspect) !== undefined) return;
      const next = this.#queue.shift()!;
      this.#sent.push(next);
      if (this.#sent.length === 1) this.#expect(this.#limits.answerMs);
      this.#process.write(next.bytes);
    }
  }

  #start(): void {
    const generation = ++this.#generation;
    const current = (): boolean => generation === this.#generation;
    const unpacker = new Unpacker(1);
    this.#process = this.#world.start(this.#command, {
      data: (chunk) => {
        if (!current()) return;
        for (const message of unpacker.push(chunk)) this.#answered(message);
      },
      exit: (how, said) => { if (current()) this.#died(how, said); },
    });
    this.#expect(this.#limits.startMs);
  }

  #answered(message: Parameters<typeof answerFrom>[0]): void {
    const answer = answerFrom(message);
    if (answer.kind === 'ready') {
      this.#ready = this.#version = answer.message;
      this.#failedStarts = 0;
      this.#watch?.cancel();
      this.#pump();
      return;
    }
    const first = this.#sent.shift();
    invariant(first, `${this.name} answers what nobody asked`);
    this.#watch?.cancel();
    if (this.#sent.length > 0) this.#expect(this.#limits.answerMs);
    if (answer.kind === 'unsupported') this.#lack(answer.message);
    if (first.suspect !== undefined) this.#unrepeated++;
    first.done(answer);
    this.#lookAtMemory(first);
    this.#pump();
  }

  /** A process that has grown answers what it was sent and gives place to a new one; whose doing that is, weighing tells. */
  #lookAtMemory({ asked }: Waiting): void {
    const memory = this.#process?.memory();
    if (memory === undefined) return;
    this.#memory.saw(asked, memory);
    if (!this.#retiring && (this.#memory.hasGrown || memory > this.#limits.memory)) {
      this.#retiring = true;
      this.#grown++;
      this.#growers = this.#memory.suspects.flatMap((suspect) => suspect ?? []);
    }
    if (this.#retiring && this.#sent.length === 0) this.close();
  }

  #expect(milliseconds: number): void {
    this.#watch?.cancel();
    this.#watch = this.#world.after(milliseconds, () => {
      const grown = (this.#process?.memory() ?? 0) > this.#limits.memory ? `, holding ${Math.round(this.#process!.memory()! / MIB)} MiB` : '';
      const hanging = this.#process;
      this.#died(`hang: no answer in ${milliseconds / 1000} s${grown}`, '');
      hanging?.kill();
    });
  }

  /** The first that was not answered is the suspect; it is asked again alone before anything is said about it. */
  #died(how: string, said: string): void {
    const wasReady = this.#ready !== undefined;
    this.close();
    if (!wasReady) {
      this.#failedStarts++;
      if (this.#version !== undefined && this.#failedStarts < MOST_STARTS) return this.#pump();
      const error = new NoEngineError(`${this.name} does not start (${how})${said === '' ? '' : `: ${lastLine(said)}`}`);
      for (const { failed } of [...this.#sent.splice(0), ...this.#queue.splice(0)]) failed(error);
      return;
    }
    const [first, ...rest] = this.#sent.splice(0);
    const words = `${how}${said === '' ? '' : `: ${lastLine(said)}`}`;
    this.#queue.unshift(...rest);
    if (first?.suspect !== undefined) first.done({ kind: 'failure', message: words });
    else if (first) this.#queue.unshift({ ...first, suspect: words });
    this.#pump();
  }
}

/** The operator that the words name, or the words. */
function lackOf(message: string): string {
  return message.match(/\w+/g)?.find((word) => operatorNamed(word)) ?? message.slice(0, 60);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!.slice(0, 300);
}
