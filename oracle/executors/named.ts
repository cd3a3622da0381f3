// Names as people give them to `--engines` in, executors out.
import type { Trace } from '../../runtime/passes/pipeline.ts';
import { DTYPES, EVERY_DTYPE } from '../../runtime/ir/dtype.ts';
import type { DType } from '../../runtime/ir/dtype.ts';
import { splitName } from '../engines/engine.ts';
import { ANSWER_MS_OF, BRANCHING, DTYPES_OF, ENGINES, LEVELS_OF, NUMERICS_OF, READING_BEYOND } from '../engines/index.ts';
import type { Executor, Stage } from './executor.ts';
import { OUTSIDE_LIMITS, OutsideExecutor } from './outside.ts';
import { reference } from './reference.ts';
import { PLANTED_NAMES, plantedExecutor } from '../planted.ts';
import { VARIANTS, wasm, wasmPlain, wasmVariant } from './wasm.ts';
import type { World } from './world.ts';
import { MEMORY } from './memory.ts';
import { WRITTEN } from './written.ts';

const FIXED: Readonly<Record<string, (trace?: Trace) => Executor>> = { reference: () => reference, 'wasm:plain': wasmPlain, wasm };

/** The engines that are used when none are named. */
export const DEFAULT_ENGINES: readonly string[] = Object.keys(FIXED);

export interface Around {
  readonly trace?: Trace | undefined;
  /** Needed for engines that run outside of the process. */
  readonly world?: World;
  /** How long such an engine may take for one answer; as long as OUTSIDE_LIMITS says where it is not given. */
  readonly answerMs?: number | undefined;
}

/** Begins the name of an engine that is somebody's own command: `command:python adapter.py`. */
export const COMMAND = 'command:';

/** `wasm:NAME` runs one planted wrong pass around the real pipeline, or one planted wrong kernel behind it. */
export function executorNamed(name: string, around: Around = {}): Executor | undefined {
  const { trace, world, answerMs } = around;
  if (name.endsWith(WRITTEN)) return executorNamed(name.slice(0, -WRITTEN.length), around)?.written;
  if (name.endsWith(MEMORY)) return executorNamed(name.slice(0, -MEMORY.length), around)?.weighing;
  const limits = { ...OUTSIDE_LIMITS, ...(answerMs === undefined ? {} : { answerMs }) };
  const fixed = Object.hasOwn(FIXED, name) ? FIXED[name] : undefined;
  if (fixed) return fixed(trace);
  if (world && name.startsWith(COMMAND)) return new OutsideExecutor(name, name.slice(COMMAND.length).trim().split(/\s+/), world, { dtypes: DTYPES, limits });
  const [engine, variant] = splitName(name);
  if (world && Object.hasOwn(ENGINES, engine)) {
    const levels = variant === '' ? (LEVELS_OF[engine] ?? []) : [];
    const stages = (): readonly Stage[] => levels.map((level) => ({ name: level, executor: executorNamed(`${engine}:${level}`, around)! }));
    const own = { ...limits, answerMs: answerMs ?? ANSWER_MS_OF[engine] ?? limits.answerMs };
    return new OutsideExecutor(name, world.hostOf(name), world, { stages, numerics: NUMERICS_OF[engine], dtypes: DTYPES_OF[engine], branches: BRANCHING.has(engine), beyond: READING_BEYOND.has(engine), limits: own });
  }
  if (!name.startsWith('wasm:')) return undefined;
  return plantedExecutor(name.slice('wasm:'.length), trace) ?? wasmVariant(name, trace);
}

/** What all of the engines have: what a campaign draws where nobody names types. */
export function commonDTypes(engines: readonly Executor[]): readonly DType[] {
  return EVERY_DTYPE.filter((dtype) => engines.every(({ dtypes }) => dtypes?.includes(dtype) ?? true));
}

export function engineNames(): readonly string[] {
  return [...DEFAULT_ENGINES, ...VARIANTS, ...Object.keys(ENGINES), ...PLANTED_NAMES.map((name) => `wasm:${name}`)];
}
