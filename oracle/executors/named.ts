// Names as people give them to `--engines` in, executors out.
import type { Pass } from '../../runtime/passes/pass.ts';
import { PIPELINE } from '../../runtime/passes/pipeline.ts';
import { PLANTED, plantedNamed } from '../../runtime/passes/planted.ts';
import type { Executor } from './executor.ts';
import { reference } from './reference.ts';
import { wasm, wasmPlain, wasmWith } from './wasm.ts';

const FIXED: readonly Executor[] = [reference, wasmPlain, wasm];

/** The engines that are used when none are named. */
export const DEFAULT_ENGINES: readonly string[] = FIXED.map((engine) => engine.name);

/** `wasm:PASS` runs one planted wrong pass behind the real pipeline. */
export function executorNamed(name: string): Executor | undefined {
  const fixed = FIXED.find((engine) => engine.name === name);
  if (fixed) return fixed;
  const planted = name.startsWith('wasm:') ? plantedNamed(name.slice('wasm:'.length)) : undefined;
  return planted && wasmWith(name, withPlanted(planted));
}

/** The wrong pass runs first, where it sees the graph as the user wrote it, and once more behind the rest. */
function withPlanted(planted: Pass): readonly Pass[] {
  return [planted, ...PIPELINE, planted];
}

export function engineNames(): readonly string[] {
  return [...DEFAULT_ENGINES, ...PLANTED.map((pass) => `wasm:${pass.name}`)];
}
