// `dimwright bench MODEL.onnx`: how long a model takes on engines, beside each other on the same inputs, and which of
// its operators take the time on the WebAssembly engine.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { packageRoot } from '../analyzer/package-root.ts';
import { splitName } from '../oracle/engines/engine.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { printType } from '../runtime/ir/text-print.ts';
import { encodeModel } from '../runtime/onnx/encode.ts';
import { exportModel } from '../runtime/onnx/export.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import type { NodeTime } from '../runtime/profile.ts';
import { profile } from '../runtime/profile.ts';
import { wasmSettings } from '../runtime/schedule.ts';
import type { WasmSettings } from '../runtime/schedule.ts';
import type { Timed, Timing } from './bench-engine.ts';
import { EXIT, UsageError } from './failure.ts';
import { OPEN_SIZE, collected, imported, inputsFor } from './model-file.ts';
import { count, positive, seed } from './numbers.ts';
import { world } from './world.ts';

interface BenchOptions {
  readonly engines: string;
  readonly threads: number;
  readonly seconds: number;
  readonly seed: number;
  readonly input: readonly string[];
  readonly size: readonly string[];
  readonly profile: boolean;
  readonly format: 'text' | 'json';
}

interface EngineFigures {
  readonly engine: string;
  /** What is compiled anew for each run has no figure of its own. */
  readonly compileMs?: number;
  readonly runMs?: number;
  /** With compiling. */
  readonly totalMs?: number;
  readonly failure?: string;
}

interface OperatorFigures {
  readonly operator: string;
  readonly nodes: number;
  readonly ms: number;
  readonly slowest: string;
}

export function benchCommand(): Command {
  return new Command('bench')
    .description('time an ONNX model on engines and say which operators take the time')
    .argument('<model>', 'an .onnx file')
    .option('--engines <a,b,…>', 'engines to compare', 'wasm')
    .option('--threads <n>', 'threads of engines that have several', count, 1)
    .option('--seconds <n>', 'how long to time each engine', positive, 1)
    .option('--seed <n>', 'seed of drawn inputs', seed, 1)
    .option('--input <file…>', 'a tensor file (.pb) for each input, in order; drawn from the seed where there is none', collected, [])
    .option('--size <name=n…>', `a number for an open size of the model (default ${OPEN_SIZE})`, collected, [])
    .option('--no-profile', 'leave out the table of operators')
    .addOption(new Option('--format <format>', 'how to print the figures').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nTimes are the fastest of many runs. `wasm` in all its variants, `onnxruntime` and `onnxruntime-web` compile once; other engines take a graph at a time, and compiling counts.')
    .action(async (path: string, options: BenchOptions) => { process.exitCode = await bench(path, options); });
}

async function bench(path: string, options: BenchOptions): Promise<number> {
  const { graph, inputNames, values } = imported(path, options);
  const inputs = inputsFor(graph, inputNames, values, options.seed);
  const engines: EngineFigures[] = [];
  for (const name of options.engines.split(',')) engines.push(await figuresOf(name, graph, inputs, options));
  const operators = options.profile ? operatorFigures(graph, inputs, options) : undefined;
  process.stdout.write(options.format === 'json' ? `${JSON.stringify({ model: path, engines, ...(operators ? { operators } : {}) }, null, 2)}\n` : text(engines, operators));
  return EXIT.clean;
}

/** What can be made ready once is; of the others, which take a graph at a time, compiling is a part of each run. */
function figuresOf(name: string, graph: Graph, inputs: readonly Tensor[], options: BenchOptions): EngineFigures | Promise<EngineFigures> {
  const settings = name === 'wasm' || name.startsWith('wasm:') ? wasmSettings(name === 'wasm' ? 'wasm:O2' : name) : undefined;
  if (settings) return ownFigures(name, settings, graph, inputs, options);
  return READY_ONCE.has(splitName(name)[0]) ? figuresOfReady(name, graph, inputs, options) : figuresOfWhole(name, graph, inputs, options);
}

function ownFigures(engine: string, settings: WasmSettings, graph: Graph, inputs: readonly Tensor[], { threads, seconds }: BenchOptions): EngineFigures {
  const begin = performance.now();
  const executable = compileGraph(optimize(graph, { passes: settings.passes }), { threads, ...settings.options });
  const compileMs = performance.now() - begin;
  return { engine, compileMs, runMs: fastest(() => { executable.run(inputs); }, seconds * 1000) };
}

/** Engines of which a process of its own keeps a model ready; the others are run through their executors. */
const READY_ONCE: ReadonlySet<string> = new Set(['onnxruntime', 'onnxruntime-web']);

async function figuresOfReady(engine: string, graph: Graph, inputs: readonly Tensor[], { threads, seconds }: BenchOptions): Promise<EngineFigures> {
  const exported = exportModel(graph);
  if (!exported.ok) return { engine, failure: exported.reason };
  const child = fork(join(packageRoot(), 'dist', 'cli', 'bench-engine.js'), { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => { said = (said + chunk.toString()).slice(-MOST_SAID); });
  const timing: Timing = { engine, model: encodeModel(exported.model), inputs, threads, milliseconds: seconds * 1000 };
  const answer = await new Promise<Timed>((resolve) => {
    child.on('message', (timed: Timed) => { resolve(timed); });
    child.on('exit', (code, signal) => { resolve({ failure: `its process ended (${signal ?? `exit code ${code}`}) ${said.trim().split('\n')[0] ?? ''}`.trim() }); });
    child.send(timing);
  });
  return { engine, ...answer };
}

const MOST_SAID = 2000;

async function figuresOfWhole(name: string, graph: Graph, inputs: readonly Tensor[], { seconds }: BenchOptions): Promise<EngineFigures> {
  const executor = executorNamed(name, { world });
  if (!executor) throw new UsageError(`there is no engine ${name}`);
  try {
    let best = Infinity;
    const begin = performance.now();
    do {
      const start = performance.now();
      const outcome = await executor.run(graph, inputs);
      best = Math.min(best, performance.now() - start);
      if (outcome.kind !== 'results') return { engine: name, failure: outcome.message };
    } while (performance.now() - begin < seconds * 1000);
    return { engine: name, totalMs: best };
  } finally {
    executor.close?.();
  }
}

const PROFILE_MS = 30;

function operatorFigures(graph: Graph, inputs: readonly Tensor[], { threads }: BenchOptions): readonly OperatorFigures[] {
  const times = profile(optimize(graph), inputs, (one) => compileGraph(one, { threads }), (run) => fastest(run, PROFILE_MS));
  const groups = new Map<string, NodeTime[]>();
  for (const each of times) groups.set(each.node.op, [...(groups.get(each.node.op) ?? []), each]);
  return [...groups].map(([operator, of]) => {
    const [slowest] = of.toSorted((a, b) => b.milliseconds - a.milliseconds);
    return { operator, nodes: of.length, ms: of.reduce((sum, { milliseconds }) => sum + milliseconds, 0), slowest: `${printType(slowest!.results[0]!)} in ${slowest!.milliseconds.toPrecision(3)} ms` };
  }).sort((a, b) => b.ms - a.ms);
}

/** Other processes only ever make a run slower. */
function fastest(run: () => void, milliseconds: number): number {
  let best = Infinity;
  const begin = performance.now();
  for (let n = 0; n < 2 || performance.now() - begin < milliseconds; n++) {
    const start = performance.now();
    run();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

function text(engines: readonly EngineFigures[], operators: readonly OperatorFigures[] | undefined): string {
  const ms = (value: number): string => `${Number(value.toPrecision(4))} ms`;
  const lines = engines.map(({ engine, compileMs, runMs, totalMs, failure }) => (
    `${engine.padEnd(20)} ${failure ?? (runMs === undefined ? `${ms(totalMs!)}, compiling included` : `${ms(runMs)}, compiled in ${ms(compileMs!)}`)}`));
  if (operators) {
    const whole = operators.reduce((sum, each) => sum + each.ms, 0);
    lines.push('', 'by operator, each node timed alone', ...operators.map((each) => (
      `  ${each.operator.padEnd(24)}${String(each.nodes).padStart(4)}${ms(each.ms).padStart(14)}${`${Math.round((100 * each.ms) / (whole || 1))} %`.padStart(7)}   slowest ${each.slowest}`)));
  }
  return `${lines.join('\n')}\n`;
}
