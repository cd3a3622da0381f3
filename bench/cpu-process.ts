// A process that holds one engine: started, asked, stopped. One question at a time.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { EngineKind } from './cpu-engines.ts';
import { OWN } from './cpu-engines.ts';
import type { Answer, Question } from './cpu-protocol.ts';

const WORKER = new URL('./cpu-worker.js', import.meta.url);

export class EngineProcess {
  readonly kind: EngineKind;
  readonly #child: ChildProcess;
  #gone: string | undefined;

  private constructor(kind: EngineKind, threads: number) {
    this.kind = kind;
    // Engines log to their standard output and error; the bench's own are the user's.
    this.#child = fork(WORKER, [kind.key, String(threads)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#child.once('exit', (code, signal) => { this.#gone = `its process ended (${signal ?? code})`; });
  }

  /** Nothing where the engine is not installed. */
  static async start(kind: EngineKind, threads: number): Promise<EngineProcess | undefined> {
    const engine = new EngineProcess(kind, threads);
    const loaded = await engine.ask({ kind: 'load' });
    if (loaded.kind === 'loaded') return engine;
    engine.stop();
    if (loaded.kind === 'failed') throw new Error(`${kind.title} does not start: ${loaded.reason}`);
    return undefined;
  }

  /** What the machine does at best, a second. */
  static async peaks(): Promise<{ readonly flops: number; readonly bytes: number }> {
    const process = new EngineProcess(OWN, 1);
    const answer = await process.ask({ kind: 'peaks' });
    process.stop();
    if (answer.kind !== 'peaks') throw new Error('the peaks of the machine could not be measured');
    return answer;
  }

  async ask(question: Question): Promise<Answer> {
    if (this.#gone !== undefined) return { kind: 'failed', reason: this.#gone };
    const ended = new AbortController();
    const answer = once(this.#child, 'message', { signal: ended.signal }).then(([message]) => message as Answer, (): Answer => ({ kind: 'failed', reason: this.#gone ?? 'its process ended' }));
    const exit = (): void => ended.abort();
    this.#child.once('exit', exit);
    this.#child.send(question);
    try {
      return await answer;
    } finally {
      this.#child.off('exit', exit);
    }
  }

  stop(): void {
    this.#child.kill();
  }
}
