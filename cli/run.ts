// `dimwright run MODEL.onnx`: compiles a model and runs it on inputs from files, or on drawn ones.
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { executorNamed } from '../oracle/executors/named.ts';
import { patterned } from '../fuzzer/values.ts';
import { decodeModel } from '../runtime/onnx/decode.ts';
import { importModel } from '../runtime/onnx/import.ts';
import { readTensorFile } from '../runtime/onnx/tensor-file.ts';
import { runtimeTensor } from '../runtime/onnx/values.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import { valueOf } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { elementCount, toNumbers } from '../runtime/ir/tensor.ts';
import { printGraph, printTensor, printType } from '../runtime/ir/text-print.ts';
import { EXIT, UsageError, fileProblem } from './failure.ts';
import { count, seed } from './numbers.ts';
import { traceFrom } from './trace.ts';
import { world } from './world.ts';

interface RunOptions {
  readonly engine: string;
  readonly input: readonly string[];
  readonly size: readonly string[];
  readonly seed: number;
  readonly repeat: number;
  readonly format: 'text' | 'json';
  readonly graph?: boolean;
}

/** Elements shown of a large result. */
const SHOWN = 8;
/** What open sizes are where nobody says. */
const OPEN_SIZE = 1;

export function runCommand(): Command {
  return new Command('run')
    .description('compile an ONNX model and run it')
    .argument('<model>', 'an .onnx file')
    .option('--engine <name>', 'engine to run it on', 'wasm')
    .option('--input <file…>', 'a tensor file (.pb) for each input, in order; drawn from the seed where there is none', collected, [])
    .option('--size <name=n…>', `a number for an open size of the model (default ${OPEN_SIZE})`, collected, [])
    .option('--seed <n>', 'seed of drawn inputs', seed, 1)
    .option('--repeat <n>', 'run it several times and print the fastest', count, 1)
    .option('--graph', 'print the graph in the text form and stop')
    .addOption(new Option('--format <format>', 'how to print results').choices(['text', 'json']).default('text'))
    .action(async (model: string, options: RunOptions) => { process.exitCode = await run(model, options); });
}

function collected(value: string, sofar: readonly string[]): readonly string[] {
  return [...sofar, value];
}

async function run(path: string, options: RunOptions): Promise<number> {
  const executor = executorNamed(options.engine, { trace: traceFrom(process.env['DIMWRIGHT_TRACE']), world });
  if (!executor) throw new UsageError(`there is no engine ${options.engine}`);
  const { graph, inputNames, outputNames, values } = imported(path, options);
  if (options.graph) { process.stdout.write(printGraph(graph)); return EXIT.clean; }
  const inputs = inputsFor(graph, inputNames, values, options.seed);
  let best = Infinity;
  let results: readonly Tensor[] = [];
  for (let i = 0; i < options.repeat; i++) {
    const begin = performance.now();
    const outcome = await executor.run(graph, inputs);
    best = Math.min(best, performance.now() - begin);
    if (outcome.kind !== 'results') throw new UsageError(`${path}: ${options.engine} cannot run it: ${outcome.message}`);
    results = outcome.results;
  }
  executor.close?.();
  process.stdout.write(options.format === 'json' ? json(results, outputNames, best) : text(results, outputNames, best));
  return EXIT.clean;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}

function imported(path: string, { size, input }: RunOptions) {
  const decoded = decodeModel(bytesOf(path));
  if (!decoded.ok) throw new UsageError(`${path}: ${decoded.error.reason}`);
  const { inputs, initializers } = decoded.model.graph;
  const open = inputs.filter(({ name }) => !initializers.some((constant) => constant.name === name));
  if (input.length > open.length) throw new UsageError(`${path}: it has ${open.length} inputs, but ${input.length} files are given`);
  const values = Object.fromEntries(input.map((file, i) => [open[i]!.name, tensorFrom(file)] as const));
  const symbols = open.flatMap(({ type }) => (type?.kind === 'tensor' ? (type.dims ?? []) : [])).filter((dim) => typeof dim === 'string');
  const shapes = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.shape]));
  const model = importModel(decoded.model, { symbols: { ...Object.fromEntries(symbols.map((name) => [name, OPEN_SIZE])), ...numbersFor(size) }, shapes, values });
  if (!model.ok) throw new UsageError(`${path}: ${model.reason}`);
  return { ...model, values };
}

function numbersFor(sizes: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(sizes.map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    if (!/^\d+$/.test(value)) throw new UsageError(`--size takes NAME=NUMBER, not ${pair}`);
    return [name, Number(value)];
  }));
}

function tensorFrom(file: string): Tensor {
  const read = readTensorFile(bytesOf(file));
  if (!read.ok) throw new UsageError(`${file}: ${read.error.reason}`);
  return runtimeTensor(read.tensor) ?? refuse(`${file}: tensors of ${read.tensor.dtype.name} cannot be run`);
}

function refuse(message: string): never {
  throw new UsageError(message);
}

function inputsFor(graph: Graph, names: readonly string[], values: Readonly<Record<string, Tensor>>, first: number): readonly Tensor[] {
  return graph.inputs.map((id, i) => {
    const { dtype, shape } = valueOf(graph, id);
    const value = values[names[i]!] ?? patterned(dtype, shape, { domain: 'any', limit: 1 }, 1, 0, first + i);
    if (value.dtype !== dtype || value.shape.join() !== shape.join()) refuse(`input ${names[i]} is ${printType({ dtype, shape })}, but ${printType(value)} is given`);
    return value;
  });
}

function text(results: readonly Tensor[], names: readonly string[], ms: number): string {
  const lines = results.map((t, i) => {
    const shown = elementCount(t.shape) <= SHOWN ? printTensor(t) : `${printType(t)}{${toNumbers(t).slice(0, SHOWN).map((v) => Number(v.toPrecision(6))).join(', ')}, …}`;
    return `${names[i]}: ${shown}\n`;
  });
  return `${lines.join('')}${ms.toFixed(2)} ms\n`;
}

function json(results: readonly Tensor[], names: readonly string[], ms: number): string {
  const outputs = results.map((t, i) => ({ name: names[i], dtype: t.dtype, shape: t.shape, data: toNumbers(t).map((v) => (Number.isFinite(v) ? v : String(v))) }));
  return `${JSON.stringify({ outputs, milliseconds: ms }, null, 2)}\n`;
}
