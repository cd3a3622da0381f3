// Threads that run kernels together over one shared memory. The caller takes chunks like everybody else and waits
// only for those that others have begun: helpers that sleep, start late or died idle cost time, never a result.
import { BackendError } from '../backend.ts';
import { webAssembly } from './host.ts';
import type { Instance, Memory } from './host.ts';
import { CHUNK_BITS, CONTROL, MOST_CHUNKS, MOST_THREADS, THREAD_CODE } from './thread-code.ts';
import type { ThreadStart } from './thread-code.ts';
import { hasThreads, maySleep, startThread } from './workers.ts';
import type { HostWorker } from './workers.ts';

/** Rounds of looking before a thread sleeps: some microseconds, about what waking one costs. */
const SPINS = 3000;
/** For a chunk that another thread has begun. */
const PATIENCE_MS = 20_000;
const GENERATIONS = 1 << (32 - CHUNK_BITS);

export class ThreadPool {
  readonly control = new Int32Array(new SharedArrayBuffer(CONTROL.words * 4));
  /** A helper ended: whoever comes next needs a new pool. */
  lost = false;
  readonly #memory: Memory;
  readonly #workers: readonly HostWorker[];
  readonly #patience: number;
  #generation = 0;
  #executables = 0;
  #dropped: number[] = [];
  readonly #registry = new FinalizationRegistry<number>((id) => { this.#dropped.push(id); });

  /** `threads` counts the caller. */
  constructor(threads: number, memory: Memory, patience = PATIENCE_MS) {
    this.#memory = memory;
    this.#patience = patience;
    const helpers = hasThreads() ? Math.min(threads, MOST_THREADS) - 1 : 0;
    this.#workers = Array.from({ length: helpers }, (_, own) => this.#start(own)).filter((worker) => worker !== undefined);
  }

  #start(own: number): HostWorker | undefined {
    const worker = startThread(THREAD_CODE);
    const end = (): void => { this.lost = true; };
    worker?.on('exit', end);
    worker?.on('error', end);
    worker?.unref();
    worker?.postMessage({ start: { control: this.control, memory: this.#memory, own, spins: SPINS } } satisfies ThreadStart);
    return worker;
  }

  get memory(): Memory {
    return this.#memory;
  }

  /** Makes a module known to all threads, for as long as the result is in use. */
  add(module: object): ThreadedModule {
    const id = ++this.#executables;
    const drop = this.#dropped;
    this.#dropped = [];
    const made = new ThreadedModule(this, id, new webAssembly.Instance(module, { host: { memory: this.#memory } }));
    this.#registry.register(made, id);
    // An empty task wakes helpers, who then find the mail.
    this.#workers.forEach((_, self) => Atomics.add(this.control, CONTROL.mail + self, 1));
    this.#publish(id, 0, 0);
    for (const worker of this.#workers) worker.postMessage({ add: id, module, drop });
    return made;
  }

  /** All chunks of one function; throws `BackendError` where a thread fails or never returns. */
  run(executable: number, position: number, count: number, run: (chunk: number) => void): void {
    const { control } = this;
    this.#publish(executable, position, count);
    try {
      this.#takeChunks(count, run);
      this.#join(count);
      if (control[CONTROL.failed] !== 0) throw new BackendError('a thread failed in the middle of a kernel');
    } catch (error) {
      // Others may still be at work on this task: nobody may reuse its counters.
      this.lost = true;
      throw error;
    }
  }

  #takeChunks(count: number, run: (chunk: number) => void): void {
    const { control } = this;
    for (;;) {
      const ticket = Atomics.load(control, CONTROL.ticket);
      const chunk = ticket & MOST_CHUNKS;
      if (chunk >= count) return;
      if (Atomics.compareExchange(control, CONTROL.ticket, ticket, ticket + 1) !== ticket) continue;
      run(count - 1 - chunk);
      Atomics.add(control, CONTROL.done, 1);
    }
  }

  #publish(executable: number, position: number, count: number): void {
    const { control } = this;
    this.#generation = (this.#generation + 1) % GENERATIONS;
    control.set([executable, position, count], CONTROL.tasks + (this.#generation & 63) * 4);
    control[CONTROL.done] = 0;
    Atomics.store(control, CONTROL.ticket, this.#generation << CHUNK_BITS);
    if (Atomics.load(control, CONTROL.sleeping) > 0) Atomics.notify(control, CONTROL.ticket);
  }

  #join(count: number): void {
    const { control } = this;
    for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, CONTROL.done) === count) return;
    for (;;) {
      const done = Atomics.load(control, CONTROL.done);
      if (done === count) return;
      if (!(maySleep ? sleptUntilChanged(control, done, this.#patience) : lookedUntilChanged(control, done, this.#patience))) throw new BackendError('a thread was lost in the middle of a kernel');
    }
  }
}

const sleptUntilChanged = (control: Int32Array, done: number, patience: number): boolean => Atomics.wait(control, CONTROL.done, done, patience) !== 'timed-out';

/** A look takes some nanoseconds, so that this is patient for as long at least. */
const LOOKS_PER_MS = 1_000_000;

function lookedUntilChanged(control: Int32Array, done: number, patience: number): boolean {
  for (let look = patience * LOOKS_PER_MS; look > 0; look--) if (Atomics.load(control, CONTROL.done) !== done) return true;
  return false;
}

export class ThreadedModule {
  readonly #pool: ThreadPool;
  readonly #id: number;
  readonly #instance: Instance;

  constructor(pool: ThreadPool, id: number, instance: Instance) {
    this.#pool = pool;
    this.#id = id;
    this.#instance = instance;
  }

  /** By the thread that asks, alone. */
  prepare(step: number): void {
    this.#instance.exports[`prepare${step}`]!();
  }

  /** By the thread that asks alone where there are no chunks. */
  run(position: number, chunks: number | undefined): void {
    const run = this.#instance.exports[`run${position}`]!;
    if (chunks === undefined) run();
    else this.#pool.run(this.#id, position, chunks, run);
  }
}
