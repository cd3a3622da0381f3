// Schedules of the WebAssembly engine: how a graph is cut into tiles, blocks and threads, as a text that names an engine
// (`wasm:O2+tile=6x2+rows=96`). `dimwright tune` finds and stores them; here a text becomes settings, and a graph
// finds the one that was made for what is most like it.
import type { WasmOptions } from './backends/wasm/wasm.ts';
import type { Graph } from './ir/graph.ts';
import { valueOf } from './ir/graph.ts';
import type { Pass } from './passes/pass.ts';
import { LEVELS, PIPELINE } from './passes/pipeline.ts';

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

/** What a search keeps, as `dimwright tune` stores it. */
export interface Schedule {
  readonly engine: string;
  /** What it was found for: see `operatorsOf`. */
  readonly operators: readonly string[];
}

/** The operators of a graph with the types of their operands, each once. */
export function operatorsOf(graph: Graph): readonly string[] {
  const typeOf = (id: number | undefined): string => {
    if (id === undefined) return '_';
    const { dtype, shape } = valueOf(graph, id);
    return `${dtype}[${shape.join(', ')}]`;
  };
  return [...new Set(graph.nodes.filter(({ op }) => op !== 'Constant').map(({ op, inputs }) => `${op} ${inputs.map(typeOf).join(' ')}`))];
}

/** Graphs that have less in common are no reason for a schedule. */
const LEAST_LIKENESS = 0.5;

/** The schedule for what is most like the graph: the same operators on sizes of the same magnitude. */
export function scheduleFor(graph: Graph, schedules: readonly Schedule[]): Schedule | undefined {
  const own = new Set(operatorsOf(graph).map(magnitudes));
  let best: Schedule | undefined;
  let most = LEAST_LIKENESS;
  for (const schedule of schedules) {
    const theirs = new Set(schedule.operators.map(magnitudes));
    const shared = [...own].filter((operator) => theirs.has(operator)).length;
    const likeness = shared / (own.size + theirs.size - shared);
    if (likeness < most || (best && likeness === most)) continue;
    best = schedule;
    most = likeness;
  }
  return best;
}

/** Sizes, which begin after a bracket or a blank, as powers of two. */
function magnitudes(operator: string): string {
  return operator.replace(/(?<=[[ ])\d+/g, (size) => `2^${Math.round(Math.log2(Number(size) || 0.5))}`);
}
