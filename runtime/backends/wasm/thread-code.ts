// What a helper thread runs, as text: a thread starts from a file or from text, and only text works alike for
// sources, for what is built from them and inside of bundles.

/** Positions in the control words that all threads share. */
export const CONTROL = {
  /** Generation of the task (upper 20 bits) and the next chunk of it that nobody has taken. */
  ticket: 0,
  /** Chunks that are done. */
  done: 1,
  /** Chunks that failed. */
  failed: 2,
  /** Threads that sleep until the ticket changes. */
  sleeping: 3,
  /** Messages on their way to each helper. */
  mail: 8,
  /** For each task, by the last bits of its generation: executable, function, number of chunks. */
  tasks: 64,
  words: 64 + 64 * 4,
} as const;

export const CHUNK_BITS = 12;
export const MOST_CHUNKS = (1 << CHUNK_BITS) - 1;
export const MOST_THREADS = CONTROL.tasks - CONTROL.mail;

/** The first message says what is shared: in Node it could come with the thread, in browsers it cannot. */
export interface ThreadStart {
  readonly start: { readonly control: Int32Array; readonly memory: object; readonly own: number; readonly spins: number };
}

/**
 * A task is published by writing its row and then its ticket; a chunk is taken by raising the ticket by one, which
 * fails if the ticket is another task's by now. Chunks are taken from the last to the first, so that a loop which
 * needs its order would be noticed. A helper that finds mail goes back to its event loop to receive it.
 */
export const THREAD_CODE = `
const port = typeof require === 'function' ? require('node:worker_threads').parentPort : globalThis;
const executables = new Map();
let control, memory, own, spins;
function work() {
  for (let idle = 0; ;) {
    if (Atomics.load(control, ${CONTROL.mail} + own) !== 0) return;
    const ticket = Atomics.load(control, ${CONTROL.ticket});
    const row = ${CONTROL.tasks} + ((ticket >>> ${CHUNK_BITS}) & 63) * 4;
    const chunk = ticket & ${MOST_CHUNKS};
    const count = control[row + 2];
    const run = chunk < count ? executables.get(control[row])?.['run' + control[row + 1]] : undefined;
    if (run) {
      idle = 0;
      if (Atomics.compareExchange(control, ${CONTROL.ticket}, ticket, ticket + 1) !== ticket) continue;
      try { run(count - 1 - chunk); } catch { Atomics.add(control, ${CONTROL.failed}, 1); }
      if (Atomics.add(control, ${CONTROL.done}, 1) + 1 === count) Atomics.notify(control, ${CONTROL.done});
    } else if (++idle > spins) {
      idle = 0;
      Atomics.add(control, ${CONTROL.sleeping}, 1);
      Atomics.wait(control, ${CONTROL.ticket}, ticket);
      Atomics.sub(control, ${CONTROL.sleeping}, 1);
    }
  }
}
port.onmessage = ({ data: { start, add, module, drop } }) => {
  if (start) {
    ({ control, memory, own, spins } = start);
    return;
  }
  if (module) executables.set(add, new WebAssembly.Instance(module, { host: { memory } }).exports);
  for (const id of drop) executables.delete(id);
  if (Atomics.sub(control, ${CONTROL.mail} + own, 1) === 1) work();
};
`;
