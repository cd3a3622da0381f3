// One engine in a process of its own, driven by messages: prepare a case, time it for a while, again and again. The
// parent lets the engines take turns, so that all of them meet the same load of the machine.
import v8 from 'node:v8';
import type { Answer, Question } from './cpu-protocol.ts';
import { caseNamed } from './cpu-cases.ts';
import { isInstalled, OWN, PEERS } from './cpu-engines.ts';
import type { Engine } from './cpu-engines.ts';
import { copiedBytesPerSecond, multiplyAddsPerSecond } from './peaks.ts';

const [key, threads] = [process.argv[2] ?? '', Number(process.argv[3])];
let engine: Engine | undefined;
let run: (() => unknown) | undefined;

process.on('message', (question: Question) => {
  answer(question).catch((error: unknown): Answer => ({ kind: 'failed', reason: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error) }))
    .then((message) => process.send!(message));
});

async function answer(question: Question): Promise<Answer> {
  switch (question.kind) {
    case 'load': return load();
    case 'peaks': return peaks();
    case 'prepare': {
      run = undefined;
      const { graph, inputs } = caseNamed(question.name).build();
      const prepared = await engine!.prepare(graph, inputs);
      const begin = performance.now();
      const results = await prepared();
      const first = performance.now() - begin;
      run = prepared;
      return { kind: 'prepared', sample: sampleOf(results), first };
    }
    case 'measure': return { kind: 'measured', best: await bestOf(question.milliseconds, question.fewest) };
  }
}

async function load(): Promise<Answer> {
  const kind = [OWN, ...PEERS].find((each) => each.key === key)!;
  if (!isInstalled(kind)) return { kind: 'absent' };
  engine = await kind.load(threads);
  return { kind: 'loaded' };
}

/** Relaxed multiply-adds are behind a flag up to Node 20; later ones do not know it and have them. */
function peaks(): Answer {
  if (Number(process.versions.node.split('.')[0]) <= 20) v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  return { kind: 'peaks', flops: multiplyAddsPerSecond(), bytes: copiedBytesPerSecond() };
}

/** The fastest run: other processes only ever make one slower. */
async function bestOf(milliseconds: number, fewest: number): Promise<number> {
  let best = Infinity;
  const begin = performance.now();
  for (let n = 0; n < fewest || performance.now() - begin < milliseconds; n++) {
    const start = performance.now();
    await run!();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** Sums over the first result in its order-free moments: enough to see that engines compute the same, in any layout. */
function sampleOf([first]: readonly ArrayLike<number | bigint>[]): readonly number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < first!.length; i++) {
    const value = Number(first![i]);
    sums[0]! += value;
    sums[1]! += Math.abs(value);
    sums[2]! += value * value;
  }
  return sums.map((sum) => sum / first!.length);
}
