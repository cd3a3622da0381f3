// Threads of whoever runs us: worker threads of Node, or workers of a browser whose page is isolated from other origins,
// which is what shared memory asks for. Text to run comes in, a thread that takes messages comes out. Elsewhere there are none.

export interface HostWorker {
  postMessage(message: unknown): void;
  /** The process does not wait for it. */
  unref(): void;
  on(event: 'exit' | 'error', listener: () => void): void;
}

interface NodeThreads {
  readonly Worker: new (code: string, options: { eval: true }) => HostWorker;
}

interface BrowserWorker {
  postMessage(message: unknown): void;
  terminate(): void;
  addEventListener(event: 'error' | 'messageerror', listener: () => void): void;
}

/** What of a browser's global object we use. */
interface Page {
  readonly crossOriginIsolated?: boolean;
  readonly Worker?: new (url: string) => BrowserWorker;
  readonly Blob: new (parts: readonly string[], options: { type: string }) => object;
  readonly URL: { createObjectURL(blob: object): string };
}

/** In a variable, so that bundlers for browsers do not look for it. */
const WORKER_THREADS = 'node:worker_threads';

const node = await import(WORKER_THREADS).catch(() => undefined) as NodeThreads | undefined;
const page = globalThis as unknown as Page;

/** A page may forbid workers made of text: then they fail before they begin, and nobody tries again. */
let isRefused = false;

/** Whether there is any use in asking for threads. */
export const hasThreads = (): boolean => node !== undefined || (page.crossOriginIsolated === true && page.Worker !== undefined && !isRefused);

/** Undefined where there are no threads. */
export function startThread(code: string): HostWorker | undefined {
  if (!hasThreads()) return undefined;
  if (node) return new node.Worker(code, { eval: true });
  try {
    // The text is kept for as long as the page is: a pool that lost a thread starts another.
    return inBrowser(new page.Worker!(urlOf(code)));
  } catch {
    isRefused = true;
    return undefined;
  }
}

const urls = new Map<string, string>();

function urlOf(code: string): string {
  const known = urls.get(code) ?? page.URL.createObjectURL(new page.Blob([code], { type: 'text/javascript' }));
  urls.set(code, known);
  return known;
}

function inBrowser(worker: BrowserWorker): HostWorker {
  worker.addEventListener('error', () => { isRefused = true; });
  return {
    postMessage: (message) => { worker.postMessage(message); },
    unref: () => {},
    on: (event, listener) => { if (event === 'error') worker.addEventListener('error', listener); },
  };
}

/** A page's main thread may not sleep; whoever may not has to go on looking. */
export const maySleep: boolean = ((): boolean => {
  if (node) return true;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
})();
