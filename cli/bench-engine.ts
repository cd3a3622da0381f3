// A process of its own for an engine that `dimwright bench` times: one message with a model and inputs in, what compiling
// and the fastest run took out, or why the engine does not run it.
import { ENGINES } from '../oracle/engines/index.ts';
import { splitName } from '../oracle/engines/engine.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';

export interface Timing {
  readonly engine: string;
  readonly model: Uint8Array;
  readonly inputs: readonly Tensor[];
  readonly threads: number;
  readonly milliseconds: number;
}

export type Timed = { readonly compileMs: number; readonly runMs: number } | { readonly failure: string };

const FEWEST_RUNS = 5;

async function timed({ engine: name, model, inputs, threads, milliseconds }: Timing): Promise<Timed> {
  const [engineName, variant] = splitName(name);
  const engine = await ENGINES[engineName]!(variant, process.env);
  const begin = performance.now();
  const run = await engine.prepare!(model, threads);
  const ready = performance.now();
  await run(inputs);
  let best = Infinity;
  for (let n = 0; n < FEWEST_RUNS || performance.now() - ready < milliseconds; n++) {
    const start = performance.now();
    await run(inputs);
    best = Math.min(best, performance.now() - start);
  }
  return { compileMs: ready - begin, runMs: best };
}

async function answer(timing: Timing): Promise<void> {
  const said = await timed(timing).catch((error: unknown): Timed => ({ failure: error instanceof Error ? error.message.split('\n')[0]! : String(error) }));
  process.send!(said, () => process.exit(0));
}

process.on('message', (timing: Timing) => { void answer(timing); });
