// `dimwright tune MODEL.onnx`: looks for the schedule that runs a model fastest. A schedule is an engine's name
// (`wasm:O2+tile=4x2+rows=32`), so whatever takes an engine takes what is found. One choice after the other is tried
// in the best schedule so far, every schedule is checked against the interpreter, and the best one is stored.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { compileGraph } from '../runtime/backends/wasm/wasm.ts';
import { firstDifference } from '../runtime/interpret/difference.ts';
import { interpret } from '../runtime/interpret/interpret.ts';
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import { InvariantError } from '../runtime/invariant.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import type { Schedule } from '../runtime/schedule.ts';
import { operatorsOf, wasmSettings } from '../runtime/schedule.ts';
import { EXIT, UsageError, fileProblem } from './failure.ts';
import type { ModelOptions } from './model-file.ts';
import { collected, imported, inputsFor } from './model-file.ts';
import { count, positive, seed } from './numbers.ts';

interface TuneOptions extends ModelOptions {
  readonly seed: number;
  readonly threads: number;
  readonly seconds: number;
  readonly out?: string;
  readonly format: 'text' | 'json';
}

/** What is kept of a search. */
interface Tuned extends Schedule {
  readonly milliseconds: number;
  readonly untunedMilliseconds: number;
}

/** In the order in which they are tried; the first of each is the default. */
const CHOICES: readonly (readonly string[])[] = [['O2', 'O1'], ['tile=6x2', 'tile=4x2', 'tile=2x4', 'tile=4x1'], ['rows=96', 'rows=48', 'rows=24', 'rows=192'], ['terms=256', 'terms=512', 'terms=1024']];
const SHARED = ['shared=524288', 'shared=131072', 'shared=2097152'];
const FEWEST_RUNS = 5;
/** Of the time so far: what gains less may be chance, and no reason to leave what is known to be good. */
const NOTABLE = 0.98;

export function tuneCommand(): Command {
  return new Command('tune')
    .description('find the schedule that runs an ONNX model fastest, and store it')
    .argument('<model>', 'an .onnx file')
    .option('--threads <n>', 'threads that may take part', count, 1)
    .option('--seconds <n>', 'how long to measure in all', positive, 20)
    .option('--input <file…>', 'a tensor file (.pb) for each input, in order; drawn from the seed where there is none', collected, [])
    .option('--size <name=n…>', 'a number for an open size of the model (default 1)', collected, [])
    .option('--seed <n>', 'seed of drawn inputs', seed, 1)
    .option('--out <file>', 'where the schedule is stored, and where the search begins if it is there (default: beside the model)')
    .addOption(new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\n`dimwright run MODEL --engine NAME` runs the model with the schedule that is printed.')
    .action((model: string, options: TuneOptions) => { process.exitCode = tune(model, options); });
}

function tune(path: string, options: TuneOptions): number {
  const { graph, inputNames, values } = imported(path, options);
  const inputs = inputsFor(graph, inputNames, values, options.seed);
  const out = options.out ?? `${path.replace(/\.onnx$/, '')}.schedule.json`;
  const search = new Search(graph, inputs, options);
  const tuned = search.run(stored(out)?.engine);
  try {
    writeFileSync(out, `${JSON.stringify(tuned, null, 2)}\n`);
  } catch (error) {
    throw fileProblem(out, error);
  }
  process.stdout.write(options.format === 'json' ? `${JSON.stringify(tuned, null, 2)}\n` : `${search.lines.join('\n')}\nbest: ${tuned.engine}\n${tuned.milliseconds} ms, ${tuned.untunedMilliseconds} ms untuned; stored in ${out}\n`);
  return EXIT.clean;
}

function stored(file: string): Tuned | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tuned;
  } catch {
    throw new UsageError(`${file} is no schedule`);
  }
}

class Search {
  readonly lines: string[] = [];
  readonly #graph: Graph;
  readonly #inputs: readonly Tensor[];
  readonly #expected: readonly BoundedTensor[];
  readonly #threads: readonly string[];
  readonly #choices: readonly (readonly string[])[];
  readonly #milliseconds: number;
  readonly #known = new Map<string, number>();

  constructor(graph: Graph, inputs: readonly Tensor[], { threads, seconds }: TuneOptions) {
    this.#graph = graph;
    this.#inputs = inputs;
    this.#expected = interpret(graph, inputs);
    this.#threads = threads > 1 ? [`threads=${threads}`] : [];
    this.#choices = threads > 1 ? [...CHOICES, SHARED] : CHOICES;
    this.#milliseconds = (seconds * 1000) / (1 + this.#choices.reduce((n, choice) => n + choice.length - 1, 0));
  }

  run(begin: string | undefined): Tuned {
    const plain = this.#choices.map((choice) => choice[0]!);
    const untuned = this.#measured(plain);
    let best = plain;
    const before = begin?.slice('wasm:'.length).split('+').filter((word) => !word.startsWith('threads='));
    if (before && before.length === plain.length && wasmSettings(`wasm:${before.join('+')}`) && this.#measured(before) < NOTABLE * untuned) best = before;
    for (const [position, choice] of this.#choices.entries()) {
      for (const word of choice) {
        const tried = best.with(position, word);
        if (this.#measured(tried) < NOTABLE * this.#measured(best)) best = tried;
      }
    }
    return { engine: this.#nameOf(best), milliseconds: rounded(this.#measured(best)), untunedMilliseconds: rounded(untuned), operators: operatorsOf(this.#graph) };
  }

  #nameOf(words: readonly string[]): string {
    return `wasm:${[...this.#threads, ...words].join('+')}`;
  }

  /** The fastest run: other processes only ever make one slower. Infinity for a schedule that cannot be compiled. */
  #measured(words: readonly string[]): number {
    const name = this.#nameOf(words);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const { passes, options } = wasmSettings(name)!;
    const executable = compileGraph(optimize(this.#graph, { passes }), options);
    executable.run(this.#inputs).forEach((result, i) => {
      const difference = firstDifference(this.#expected[i]!, result);
      if (difference) throw new InvariantError(`the schedule ${name} computes something else: result ${i}: ${difference}`);
    });
    let best = Infinity;
    const begin = performance.now();
    for (let n = 0; n < FEWEST_RUNS || performance.now() - begin < this.#milliseconds; n++) {
      const start = performance.now();
      executable.run(this.#inputs);
      best = Math.min(best, performance.now() - start);
    }
    this.#known.set(name, best);
    this.lines.push(`${rounded(best)} ms  ${name}`);
    return best;
  }
}

function rounded(ms: number): number {
  return Number(ms.toPrecision(4));
}
