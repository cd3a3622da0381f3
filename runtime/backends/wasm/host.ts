// The few parts of JavaScript's WebAssembly interface and of threads that we use. Type libraries for Node leave them
// out, and the one for browsers would let every file use the DOM.

export interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

export interface Instance {
  readonly exports: Readonly<Record<string, (chunk?: number) => void>>;
}

interface Host {
  readonly Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => Memory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => Instance;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

export const webAssembly = (globalThis as unknown as { readonly WebAssembly: Host }).WebAssembly;

export interface HostWorker {
  postMessage(message: unknown): void;
  /** The process does not wait for it. */
  unref(): void;
  on(event: 'exit' | 'error', listener: () => void): void;
}

interface WorkerThreads {
  readonly Worker: new (code: string, options: { eval: true; workerData: unknown }) => HostWorker;
}

/** In a variable, so that bundlers for browsers do not look for it. */
const WORKER_THREADS = 'node:worker_threads';

/** Undefined where there are no threads of this kind: then the caller does everything itself. */
export const workerThreads = await import(WORKER_THREADS).catch(() => undefined) as WorkerThreads | undefined;
