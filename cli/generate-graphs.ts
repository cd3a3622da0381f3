// `dimwright generate`: ONNX models with inputs and expected outputs, for harnesses of other people. The layout is
// that of ONNX's own node tests; each folder appears whole or not at all.
import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Command } from 'commander';
import { NARROW_SHARE } from '../fuzzer/types.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import { InvariantError } from '../runtime/invariant.ts';
import { operatorNamed } from '../runtime/operators/index.ts';
import { operatorsOf } from '../fuzzer/vocabulary.ts';
import { EXIT, UsageError, fileProblem } from './failure.ts';
import type { FromGenerator, GenerateShare } from './generate-worker.ts';
import { LiveLine } from './live-line.ts';
import { count, dtypes, seed, share } from './numbers.ts';

interface GenerateOptions {
  readonly count: number;
  readonly out: string;
  readonly seed: number;
  readonly from: number;
  readonly nodes: number;
  readonly special: number;
  readonly symbolic: number;
  readonly controlFlow: number;
  readonly runTimeSizes: number;
  readonly dtypes?: readonly DType[];
  readonly narrow: number;
  readonly weights?: string;
  readonly opset?: number;
  readonly workers: number;
}

const MOST_WORKERS = 8;

export function generateCommand(): Command {
  return new Command('generate')
    .description('write random valid ONNX models with inputs and expected outputs')
    .requiredOption('--out <dir>', 'where they go, a folder each')
    .option('--count <n>', 'how many models', count, 100)
    .option('--seed <n>', 'the same seed gives the same bytes', seed, 1)
    .option('--from <n>', 'number of the first model, to go on where an earlier call ended', seed, 0)
    .option('--nodes <n>', 'operators in a model', count, 10)
    .option('--special <share>', 'share of models with NaN, infinities, signed zeros, subnormals and extreme integers among their inputs', share, 0.05)
    .option('--symbolic <share>', 'share of models with a symbolic size, with data for several numbers', share, 0.15)
    .option('--control-flow <share>', 'share of models with a part inside an If or a Loop', share, 0.1)
    .option('--run-time-sizes <share>', 'share of models that compute shapes from shapes where they can', share, 0.2)
    .option('--dtypes <a,b,…>', 'element types to use (default: all)', dtypes)
    .option('--narrow <share>', 'share of models with float16, bfloat16 or small or unsigned integers', share, NARROW_SHARE)
    .option('--weights <Op=n,…>', 'how often operators are wanted, relative to 1, such as Conv=4,Pad=0')
    .option('--opset <n>', 'opset of the models (default: the oldest from 17 on that has what a model uses)', count)
    .option('--workers <n>', 'threads; the bytes do not depend on it', count, Math.min(MOST_WORKERS, availableParallelism()))
    .addHelpText('after', `
Each model is a folder: model.onnx; test_data_set_N with input_I.pb, output_I.pb and, where an output is not exact,
bound_I.pb (float64: how far each element may be off; infinite where it is not defined); case.json with seed, index and
choices. Interrupting is safe: no folder is left half written.`)
    .action(async (options: GenerateOptions) => { process.exitCode = await generate(options); });
}

async function generate({ count: wanted, out, from, workers, weights, ...settings }: GenerateOptions): Promise<number> {
  const line = new LiveLine(true);
  const tally = { written: 0, refused: new Map<string, number>() };
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw fileProblem(out, error);
  }
  if (operatorsOf({ dtypes: settings.dtypes }).length === 0) throw new UsageError('no operator has these element types');
  const shared = { ...settings, out, end: from + wanted, ...(weights === undefined ? {} : { weights: weightsFrom(weights) }) };
  const step = Math.min(workers, wanted);
  const threads = Array.from({ length: step }, (_, first) => new Worker(new URL('./generate-worker.js', import.meta.url), { workerData: { ...shared, first: from + first, step } satisfies GenerateShare }));
  let interrupted = false;
  const stop = (): void => { interrupted = true; for (const thread of threads) thread.postMessage('stop'); };
  process.once('SIGINT', stop);
  const drawing = setInterval(() => line.draw(() => `${tally.written} of ${wanted} models`), 200);
  try {
    await Promise.all(threads.map((thread) => finished(thread, (message) => {
      if (message.kind === 'written') tally.written += message.models;
      else tally.refused.set(message.reason, (tally.refused.get(message.reason) ?? 0) + 1);
    })));
  } catch (error) {
    stop();
    throw error;
  } finally {
    clearInterval(drawing);
    line.clear();
    process.off('SIGINT', stop);
  }
  for (const [reason, models] of tally.refused) process.stderr.write(`left out ${models}: ${reason}\n`);
  process.stdout.write(`${tally.written} models in ${out}${interrupted ? ' (interrupted)' : ''}\n`);
  return tally.written > 0 ? EXIT.clean : refuse(out);
}

function refuse(out: string): never {
  throw new UsageError(existsSync(out) ? `no model was written to ${out}` : `${out} is gone`);
}

function finished(thread: Worker, heard: (message: Exclude<FromGenerator, { kind: 'failed' }>) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    thread.on('message', (message: FromGenerator) => {
      if (message.kind !== 'failed') heard(message);
      else reject(message.file === undefined ? new InvariantError(`a generating thread stopped: ${message.message}`) : new UsageError(`${message.file}: ${message.message}`));
    });
    thread.on('error', reject);
    thread.on('exit', () => resolve());
  });
}

export function weightsFrom(text: string): Readonly<Record<string, number>> {
  return Object.fromEntries(text.split(',').map((pair) => {
    const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
    if (!operatorNamed(name)) throw new UsageError(`--weights: there is no operator ${name}`);
    if (value === '' || !(Number(value) >= 0)) throw new UsageError(`--weights takes OPERATOR=NUMBER, not ${pair}`);
    return [name, Number(value)];
  }));
}
