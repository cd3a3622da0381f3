// `dimwright run MODEL.onnx`: compiles a model and runs it on inputs from files, or on drawn ones.
import { Command, Option } from 'commander';
import { executorNamed } from '../oracle/executors/named.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { elementCount, toNumbers } from '../runtime/ir/tensor.ts';
import { printGraph, printTensor, printType } from '../runtime/ir/text-print.ts';
import { EXIT, UsageError } from './failure.ts';
import { OPEN_SIZE, collected, imported, inputsFor } from './model-file.ts';
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

function text(results: readonly Tensor[], names: readonly string[], ms: number): string {
  const lines = results.map((t, i) => {
    const shown = elementCount(t.shape) <= SHOWN ? printTensor(t) : `${printType(t)}{${toNumbers(t).slice(0, SHOWN).map((v) => Number(v.toPrecision(6))).join(', ')}, …}`;
    return `${names[i]}: ${shown}\n`;
  });
  return `${lines.join('')}${ms.toFixed(2)} ms, compiling included (\`dimwright bench\` times it alone)\n`;
}

function json(results: readonly Tensor[], names: readonly string[], ms: number): string {
  const outputs = results.map((t, i) => ({ name: names[i], dtype: t.dtype, shape: t.shape, data: toNumbers(t).map((v) => (Number.isFinite(v) ? v : String(v))) }));
  return `${JSON.stringify({ outputs, milliseconds: ms }, null, 2)}\n`;
}
