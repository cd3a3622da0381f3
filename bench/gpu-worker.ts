// One engine with one case of the GPU bench, in a process of its own: ENGINE CASE SIZES as arguments. Says when it is
// prepared, then measures a round for every message.
import { openGpu } from '../runtime/backends/webgpu/node/open-gpu.ts';
import type { ShaderTime } from '../runtime/backends/webgpu/webgpu.ts';
import { gpuCases } from './gpu-cases.ts';
import type { Prepared, Work } from './gpu-engines.ts';
import { prepare } from './gpu-engines.ts';

export type Said =
  /** `firstMs`: from the graph to the first result. */
  | { readonly kind: 'prepared'; readonly firstMs: number; readonly dispatches: number | undefined; readonly clock: Clock | undefined }
  | { readonly kind: 'absent' }
  | { readonly kind: 'measured'; readonly best: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** By the clock of the GPU, without transfers: the fastest run, and how long each kernel takes in it. */
export interface Clock extends Work {
  readonly ms: number;
  readonly kernels: readonly ShaderTime[];
}

const PROFILES = 5;

/** A round: as many runs as fit. */
const ROUND_MS = 150;

const [engine = '', name = '', sizes = ''] = process.argv.slice(2);
const say = (said: Said): void => { process.send!(said); };
const failed = (error: unknown): void => say({ kind: 'failed', reason: (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 120) });

async function begin(): Promise<void> {
  const opened = await openGpu(process.env);
  if ('missing' in opened) throw new Error(opened.missing);
  const gpuCase = gpuCases(sizes === 'large').find((each) => each.name === name)!;
  const start = performance.now();
  const prepared = await prepare(engine, gpuCase, opened);
  if (!prepared) return say({ kind: 'absent' });
  await prepared.run();
  process.on('message', () => { void measured(prepared.run).then((best) => say({ kind: 'measured', best }), failed); });
  const firstMs = performance.now() - start;
  say({ kind: 'prepared', firstMs, dispatches: prepared.dispatches, clock: await clockOf(prepared) });
}

async function clockOf({ profile, work }: Prepared): Promise<Clock | undefined> {
  if (!profile) return undefined;
  let best: Clock | undefined;
  for (let i = 0; i < PROFILES; i++) {
    const kernels = await profile();
    const ms = kernels.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0) / 1e6;
    if (!best || ms < best.ms) best = { ...work, ms, kernels };
  }
  return best;
}

async function measured(run: () => Promise<unknown>): Promise<number> {
  let best = Infinity;
  const begun = performance.now();
  do {
    const start = performance.now();
    await run();
    best = Math.min(best, performance.now() - start);
  } while (performance.now() - begun < ROUND_MS);
  return best;
}

process.on('uncaughtException', failed);
process.on('unhandledRejection', failed);
begin().catch(failed);
