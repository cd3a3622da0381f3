// A process that holds one engine: started, asked, stopped. One question at a time. An engine that crashes or takes too
// long fails that question alone: it is started anew for the next.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { EngineKind } from './cpu-engines.ts';
import type { Answer, Question } from './cpu-protocol.ts';

const WORKER = new URL('./cpu-worker.js', import.meta.url);

/** Plain TensorFlow.js needs half a minute for a run of the largest model. */
const PATIENCE_MS = 90_000;

export class EngineProcess {
  readonly kind: EngineKind;
  readonly #threads: number;
  #child: ChildProcess;
  #gone: string | undefined;

  private constructor(kind: EngineKind, threads: number) {
    this.kind = kind;
    this.#threads = threads;
    this.#child = this.#fork();
  }

  /** Nothing where the engine is not installed. */
  static async start(kind: EngineKind, threads: number): Promise<EngineProcess | undefined> {
    const engine = new EngineProcess(kind, threads);
    const loaded = await engine.ask({ kind: 'load' });
    if (loaded.kind !== 'absent') return engine;
    engine.stop();
    return undefined;
  }

  /** For a case; where the process has ended a new one takes its place. */
  async prepare(name: string): Promise<Answer> {
    if (this.#gone !== undefined) {
      this.#gone = undefined;
      this.#child = this.#fork();
      const loaded = await this.ask({ kind: 'load' });
      if (loaded.kind !== 'loaded') return loaded.kind === 'failed' ? loaded : { kind: 'failed', reason: 'it is not installed' };
    }
    return this.ask({ kind: 'prepare', name });
  }

  async ask(question: Question): Promise<Answer> {
    if (this.#gone !== undefined) return { kind: 'failed', reason: this.#gone };
    const child = this.#child;
    const ended = new AbortController();
    const answer = once(child, 'message', { signal: ended.signal }).then(([message]) => message as Answer, (): Answer => ({ kind: 'failed', reason: this.#gone ?? 'its process ended' }));
    const exit = (): void => ended.abort();
    child.once('exit', exit);
    const late = setTimeout(() => {
      this.#gone = `it took longer than ${PATIENCE_MS / 1000} seconds`;
      child.kill('SIGKILL');
    }, PATIENCE_MS);
    child.send(question, () => {});
    try {
      return await answer;
    } finally {
      clearTimeout(late);
      child.off('exit', exit);
    }
  }

  stop(): void {
    this.#child.kill();
  }

  #fork(): ChildProcess {
    // Engines log to their standard output and error; the bench's own are the user's.
    const child = fork(WORKER, [this.kind.key, String(this.#threads)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    child.once('exit', (code, signal) => { if (child === this.#child) this.#gone ??= `its process ended (${signal ?? code})`; });
    return child;
  }
}
