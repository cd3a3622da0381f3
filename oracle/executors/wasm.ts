// The WebAssembly backend as an engine: behind a pipeline of passes, or plain, on one thread or several.
import type { WasmOptions } from '../../runtime/backends/wasm/wasm.ts';
import { compileGraph } from '../../runtime/backends/wasm/wasm.ts';
import type { Pass } from '../../runtime/passes/pass.ts';
import type { Trace } from '../../runtime/passes/pipeline.ts';
import { LEVELS, optimize, PIPELINE } from '../../runtime/passes/pipeline.ts';
import type { Executor } from './executor.ts';
import { attempt } from './executor.ts';

export function wasmWith(name: string, passes: readonly Pass[], trace?: Trace, options: WasmOptions = {}): Executor {
  return {
    name,
    run: (graph, inputs) => attempt(() => compileGraph(optimize(graph, { passes, trace }), options).run(inputs)),
    stages: () => [undefined, ...passes].map((pass, i) => ({ name: pass?.name ?? 'kernels', executor: wasmWith(name, passes.slice(0, i), undefined, options) })),
  };
}

export const wasm = (trace?: Trace): Executor => wasmWith('wasm', PIPELINE, trace);
export const wasmPlain = (trace?: Trace): Executor => wasmWith('wasm:plain', [], trace);

/** The parts of a name behind `wasm:`, joined by `+`: `O1+threads=2+tile=4x2`. So a schedule is a name. */
const WORDS: readonly { readonly word: RegExp; readonly options: (x: number, y: number) => WasmOptions }[] = [
  { word: /^threads=([1-9]\d?)$/, options: (threads) => ({ threads, leastSharedWork: 0 }) },
  { word: /^shared=(\d+)$/, options: (leastSharedWork) => ({ leastSharedWork }) },
  { word: /^tile=([1-8])x([1-8])$/, options: (rows, vectors) => ({ tile: { rows, vectors } }) },
  { word: /^terms=([1-9]\d*)$/, options: (blockTerms) => ({ loops: { blockTerms } }) },
  { word: /^rows=([1-9]\d*)$/, options: (blockRows) => ({ loops: { blockRows } }) },
  { word: /^columns=([1-9]\d*)$/, options: (blockColumns) => ({ loops: { blockColumns } }) },
  { word: /^large$/, options: () => ({ loops: { eager: true }, leastKept: 0, leastVectorWork: 0, leastTiledWork: 0 }) },
  { word: /^tiles$/, options: () => ({ leastVectorWork: 0, leastTiledWork: 0 }) },
  { word: /^exact$/, options: () => ({ relaxed: false }) },
  { word: /^scalar$/, options: () => ({ simd: false }) },
];

export interface WasmSettings {
  readonly passes: readonly Pass[];
  readonly options: WasmOptions;
}

/** Undefined where a part is none of ours. All loops are shared and tiled where threads and tiles are asked for: fuzzed graphs are small. */
export function wasmSettings(name: string): WasmSettings | undefined {
  let passes = PIPELINE;
  const chosen: WasmOptions[] = [];
  for (const part of name.slice('wasm:'.length).split('+')) {
    const level = /^O(\d)$/.exec(part);
    const known = WORDS.find(({ word }) => word.test(part));
    const [, x, y] = known?.word.exec(part) ?? [];
    if (level && LEVELS[Number(level[1])]) passes = LEVELS[Number(level[1])]!;
    else if (known) chosen.push(known.options(Number(x), Number(y)));
    else return undefined;
  }
  const loops: WasmOptions['loops'] = Object.assign({}, ...chosen.map((each) => each.loops ?? {}));
  return { passes, options: Object.assign({}, ...chosen, { loops }) as WasmOptions };
}

export function wasmVariant(name: string, trace?: Trace): Executor | undefined {
  const settings = wasmSettings(name);
  return settings && wasmWith(name, settings.passes, trace, settings.options);
}

export const VARIANTS: readonly string[] = ['wasm:O0', 'wasm:O1', 'wasm:O2', 'wasm:threads=2', 'wasm:tiles', 'wasm:large', 'wasm:exact', 'wasm:scalar', 'wasm:O0+threads=2'];
