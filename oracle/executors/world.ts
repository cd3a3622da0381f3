// What executors need of the world around them: processes and time. The command line gives both; tests may give
// others. Nothing in here knows what the processes do.

export interface EngineProcess {
  write(bytes: Uint8Array): void;
  /** Resident memory in bytes; undefined where the system does not say. */
  memory(): number | undefined;
  /** Ends it at once. */
  kill(): void;
}

export interface ProcessEvents {
  readonly data: (chunk: Uint8Array) => void;
  /** It is gone: how, and the last that it wrote to its standard error. */
  readonly exit: (how: string, said: string) => void;
}

export interface World {
  /** A process that speaks the adapter protocol. */
  start(command: readonly string[], events: ProcessEvents): EngineProcess;
  /** The command of an engine that comes with dimwright. */
  hostOf(engine: string): readonly string[];
  /** Calls back once, unless it is cancelled before. */
  after(milliseconds: number, callback: () => void): { cancel(): void };
}
