// How fast the WebAssembly engine is beside others, on the same inputs in one run: ratios, their geometric means, and
// shares of what the machine was measured to do. Engines take turns, in processes of their own.
import type { Bench } from './bench.ts';
import { rounded, textOf } from './bench.ts';
import { bytesOf, CASES } from './cpu-cases.ts';
import type { CpuCase } from './cpu-cases.ts';
import { OWN, PEERS } from './cpu-engines.ts';
import type { EngineKind } from './cpu-engines.ts';
import { EngineProcess } from './cpu-process.ts';
import { Gauge } from './cpu-gauge.ts';
import type { Comparison } from './cpu-text.ts';
import { cpuText } from './cpu-text.ts';
import { planFigures } from './plan-figures.ts';

/** An engine that needs longer than this for one run is timed by a single one. */
const SLOW_MS = 1000;
const EFFORT = { full: { rounds: 4, milliseconds: 100 }, quick: { rounds: 2, milliseconds: 50 } } as const;
/** Plain TensorFlow.js needs seconds where others need milliseconds; `--quick` asks it for kernels only. */
const MOST_QUICK_PLAIN_FLOPS = 1e8;
/** Engines round in different orders; what differs by more computes something else. */
const LARGEST_DIFFERENCE = 1e-2;

interface Scope {
  readonly quick: boolean;
  readonly only: string;
}

interface Measured {
  readonly ms: ReadonlyMap<EngineProcess, number>;
  readonly notes: readonly string[];
  /** Multiplications and additions a second that the machine did in the same rounds, on as many threads. */
  readonly ceiling: number | undefined;
}

export const cpuBench: Bench = {
  name: 'cpu',
  doc: 'the WebAssembly engine beside other engines: a ratio above 1 says how many times as fast as the peer it is',
  flags: {
    threads: { takes: 'N,M', doc: 'threads of the engines that have them, one comparison for each (1,2)' },
    only: { takes: 'TEXT', doc: 'only cases with this text in their name' },
    quick: { doc: 'fewer cases, less time' },
  },
  async run(flags) {
    const threads = (textOf(flags, 'threads') ?? '1,2').split(',').map(Number);
    const scope: Scope = { quick: flags['quick'] === true, only: textOf(flags, 'only') ?? '' };
    const comparisons: Comparison[] = [];
    for (const count of threads) comparisons.push(await compare(count, scope, comparisons[0]));
    const [first, ...others] = comparisons;
    return { ...first, ...Object.fromEntries(others.map((comparison) => [`threads${comparison.threads}`, comparison])), memory: planFigures() };
  },
  text: cpuText,
};

/** What an engine takes that is slow and has one thread anyway is known from the comparison before. */
async function compare(threads: number, { quick, only }: Scope, before: Comparison | undefined): Promise<Comparison> {
  const gauge = await Gauge.start(threads);
  const peaks = await gauge.alone();
  const together = threads > 1 ? (await gauge.together()).flops / peaks.flops : 1;
  const engines = await Promise.all([OWN, ...PEERS.filter(({ isSlow }) => !isSlow || !before)].map((kind) => EngineProcess.start(kind, threads)));
  const present = engines.filter((engine) => engine !== undefined);
  // Beside several threads one, in turns with them.
  const alone = threads > 1 ? await EngineProcess.start(OWN, 1) : undefined;
  try {
    const rows: Record<string, Record<string, number | string>> = {};
    const ratios = new Map<string, number[]>();
    for (const each of CASES) {
      if ((quick && !each.quick) || !each.name.includes(only)) continue;
      const { ms, notes, ceiling } = await measure(each, alone ? [...present, alone] : present, gauge, quick);
      const own = ms.get(present[0]!);
      rows[each.name] = { ...(own === undefined ? {} : { ms: rounded(own), ...speedOf(each, own, { flops: ceiling ?? peaks.flops, bytes: peaks.bytes }) }) };
      const single = alone && ms.get(alone);
      if (single !== undefined && own !== undefined) rows[each.name]!['vsOneThread'] = rounded(single / own);
      for (const kind of PEERS) {
        const engine = present.find((one) => one.kind === kind);
        const theirs = engine ? ms.get(engine) : kind.isSlow ? timeOf(kind, before?.cases[each.name]) : undefined;
        if (own === undefined || theirs === undefined) continue;
        rows[each.name]![`vs${kind.key}`] = rounded(theirs / own);
        ratios.set(kind.key, [...(ratios.get(kind.key) ?? []), theirs / own]);
      }
      if (notes.length > 0) rows[each.name]!['notes'] = notes.join('; ');
    }
    const means = Object.fromEntries([...ratios].map(([key, list]) => [`geomeanVs${key}`, rounded(geometricMean(list))]));
    const worst = Object.fromEntries([...ratios].map(([key, list]) => [`worstVs${key}`, rounded(Math.min(...list))]));
    const titles = (kinds: readonly EngineKind[]): string => kinds.map(({ title }) => title).join(', ') || 'none';
    return {
      threads, peak: { gflops: rounded(peaks.flops / 1e9), gigabytes: rounded(peaks.bytes / 1e9), together: rounded(together) }, cases: rows, ...means, ...worst,
      absent: titles(PEERS.filter((kind) => !(before && kind.isSlow) && !present.some((engine) => engine.kind === kind))), withOneThread: titles(PEERS.filter((kind) => !kind.threaded)),
    };
  } finally {
    gauge.stop();
    for (const engine of alone ? [...present, alone] : present) engine.stop();
  }
}

/** From the ratio that was printed. */
function timeOf({ key }: EngineKind, row: Readonly<Record<string, number | string>> | undefined): number | undefined {
  const [ms, ratio] = [row?.['ms'], row?.[`vs${key}`]];
  return typeof ms === 'number' && typeof ratio === 'number' ? ms * ratio : undefined;
}

async function measure(each: CpuCase, engines: readonly EngineProcess[], gauge: Gauge, quick: boolean): Promise<Measured> {
  const notes: string[] = [];
  const ms = new Map<EngineProcess, number>();
  const ready: EngineProcess[] = [];
  let expected: readonly number[] | undefined;
  for (const engine of engines) {
    const { title } = engine.kind;
    if (quick && engine.kind.isSlow && (each.kind === 'model' || (each.flops ?? 0) > MOST_QUICK_PLAIN_FLOPS)) { notes.push(`${title}: left out by --quick`); continue; }
    const prepared = await engine.prepare(each.name);
    if (prepared.kind === 'prepared') {
      ready.push(engine);
      // One run of plain JavaScript is like another.
      if (engine.kind.isSlow && prepared.first > SLOW_MS) ms.set(engine, prepared.first);
      expected ??= prepared.sample;
      if (differs(prepared.sample, expected)) notes.push(`${title}: computes something else`);
    } else if (prepared.kind === 'failed') {
      notes.push(`${title}: ${prepared.reason}`);
    }
  }
  const { rounds, milliseconds } = quick ? EFFORT.quick : EFFORT.full;
  let ceiling: number | undefined;
  for (let round = 0; round < rounds; round++) {
    if (each.flops !== undefined) ceiling = Math.max(ceiling ?? 0, (await gauge.together()).flops);
    for (const engine of ready) {
      const known = ms.get(engine) ?? Infinity;
      if (known !== Infinity && known > SLOW_MS) continue;
      const measured = await engine.ask({ kind: 'measure', milliseconds, fewest: round === 0 ? 1 : 2 });
      if (measured.kind === 'measured') ms.set(engine, Math.min(known, measured.best));
      else if (measured.kind === 'failed' && known === Infinity) notes.push(`${engine.kind.title}: ${measured.reason}`);
    }
  }
  return { ms, notes, ceiling };
}

function differs(sample: readonly number[], expected: readonly number[]): boolean {
  const size = expected[1]!;
  return sample.some((v, i) => !(Math.abs(v - expected[i]!) <= LARGEST_DIFFERENCE * Math.max(size, expected[i]!)));
}

function speedOf(each: CpuCase, ms: number, peaks: { readonly flops: number; readonly bytes: number }): Readonly<Record<string, number>> {
  if (each.kind === 'model') return {};
  if (each.flops !== undefined) return { gflops: rounded(each.flops / ms / 1e6), shareOfPeak: rounded(each.flops / ms * 1000 / peaks.flops) };
  const bytes = bytesOf(each.build());
  return { gigabytes: rounded(bytes / ms / 1e6), shareOfPeak: rounded(bytes / ms * 1000 / peaks.bytes) };
}

function geometricMean(ratios: readonly number[]): number {
  return Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
}
