// How much of our own compiler does fuzzing hold in place? Mutants of the passes and of the WebAssembly backend, one at
// a time, against a campaign of as many graphs each time: killed, survived, or reached by no graph.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Choices } from '../fuzzer/choices.ts';
import type { Bench } from './bench.ts';
import { numberOf, rounded, textOf } from './bench.ts';
import { buildMutants } from './mutants/build.ts';
import type { Mutant } from './mutants/plant.ts';
import type { Report, Task } from './mutants/worker.ts';

const ENGINES: readonly string[] = ['wasm', 'wasm:plain', 'wasm:large', 'wasm:tiles', 'wasm:scalar', 'wasm:O1', 'wasm:threads=2'];
const NODES = 10;
/** A case takes milliseconds; a mutant that says nothing for as long runs in circles. */
const SILENCE_MS = 20_000;

/** Of a thread: a mutant that grows a list without an end is to end itself, not the whole process. */
const MOST_MEMORY_MB = 512;

type Fate = 'killed' | 'survived' | 'not reached';

export const mutantsBench: Bench = {
  name: 'mutants',
  doc: 'mutants of the passes and the WebAssembly backend that fuzzing kills',
  flags: {
    mutants: { takes: 'N', doc: 'how many, drawn by the seed (default 200)' }, graphs: { takes: 'N', doc: 'graphs in the campaign (default 500)' },
    seed: { takes: 'N', doc: 'of graphs and of the draw (default 1)' }, file: { takes: 'TEXT', doc: 'only of modules with this in their path' },
    skip: { takes: 'N', doc: 'leave out the first of the draw, to go on where a run ended' },
  },
  async run(flags) {
    const seed = numberOf(flags, 'seed', 1);
    const skip = numberOf(flags, 'skip', 0);
    const wanted = textOf(flags, 'file') ?? '';
    const { folder, mutants } = buildMutants();
    const begin = performance.now();
    try {
      const task = { seed, nodes: NODES, engines: ENGINES, cases: Array.from({ length: numberOf(flags, 'graphs', 500) }, (_, i) => i) };
      const reaching = new Map<number, number[]>();
      const whole = await inThread(folder, { ...task, mutant: undefined }, (index, reached) => { for (const id of reached) reaching.set(id, [...(reaching.get(id) ?? []), index]); });
      if (whole.kind === 'killed') throw new Error(`without a mutant, case ${whole.index}: ${whole.how}`);
      const drawn = Choices.random(seed, 0).shuffled(mutants.filter(({ file }) => file.includes(wanted))).slice(skip, skip + numberOf(flags, 'mutants', 200));
      const fates = new Map<Mutant, Fate>();
      for (const mutant of drawn) {
        const cases = reaching.get(mutant.id);
        const report = cases && (await inThread(folder, { ...task, mutant: mutant.id, cases }));
        fates.set(mutant, !report ? 'not reached' : report.kind === 'killed' ? 'killed' : 'survived');
      }
      return figures(mutants.length, fates, rounded((performance.now() - begin) / 1000));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function inThread(folder: string, task: Task, each: (index: number, reached: readonly number[]) => void = () => undefined): Promise<Report> {
  const worker = new Worker(pathToFileURL(join(folder, 'dist', 'bench', 'mutants', 'worker.js')), { workerData: task, stderr: true, resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
  return new Promise((resolve) => {
    const end = (report: Report): void => { clearTimeout(silence); void worker.terminate(); resolve(report); };
    const expect = (): NodeJS.Timeout => setTimeout(() => end({ kind: 'killed', index: -1, how: 'no answer' }), SILENCE_MS);
    let silence = expect();
    worker.on('message', (report: Report) => {
      clearTimeout(silence);
      if (report.kind !== 'case') return end(report);
      each(report.index, report.reached);
      silence = expect();
    });
    worker.on('error', (error) => end({ kind: 'killed', index: -1, how: String(error) }));
    worker.on('exit', () => end({ kind: 'killed', index: -1, how: 'its thread ended' }));
  });
}

function figures(all: number, fates: ReadonlyMap<Mutant, Fate>, seconds: number): Readonly<Record<string, unknown>> {
  const of = (fate: Fate, file?: string): readonly Mutant[] => [...fates].filter(([mutant, each]) => each === fate && (file === undefined || mutant.file === file)).map(([mutant]) => mutant);
  const count = (file?: string): string => `${of('killed', file).length} killed, ${of('survived', file).length} survived, ${of('not reached', file).length} not reached`;
  const told = (mutants: readonly Mutant[]): readonly string[] => mutants.map(({ file, line, before, after }) => `${file}:${line}  ${before}  →  ${after}`).sort();
  const [killed, survived] = [of('killed').length, of('survived').length];
  return {
    mutants: all, drawn: fates.size, seconds, killed, survived, notReached: of('not reached').length, shareOfReached: rounded(killed / Math.max(1, killed + survived)), shareOfAll: rounded(killed / Math.max(1, fates.size)),
    files: Object.fromEntries([...new Set([...fates.keys()].map(({ file }) => file))].sort().map((file) => [file, count(file)])),
    survivors: told(of('survived')), unreached: told(of('not reached')),
  };
}
