// The GPU engine beside TensorFlow.js and jax-js on the same adapter: the fastest of a few rounds in which the engines
// take turns. Each engine has a process of its own for each case, and a limit: what one of them does ends nothing else.
// Keys of the figures are documented by their names and stay.
import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { GraphValue } from '../runtime/ir/graph.ts';
import { Device, isSoftware, labelOf } from '../runtime/backends/webgpu/device.ts';
import { openGpu } from '../runtime/backends/webgpu/node/open-gpu.ts';
import { compileGraph } from '../runtime/backends/webgpu/webgpu.ts';
import { optimize } from '../runtime/passes/pipeline.ts';
import { packageRoot } from '../analyzer/package-root.ts';
import type { Bench } from './bench.ts';
import { rounded, textOf } from './bench.ts';
import { gpuCases, gpuSizes } from './gpu-cases.ts';
import { OWN, PEERS } from './gpu-engines.ts';
import type { GpuPeaks } from './gpu-peaks.ts';
import { gpuPeaks } from './gpu-peaks.ts';
import type { GpuFigures } from './gpu-table.ts';
import { markdownOf } from './gpu-table.ts';
import type { Clock, Said } from './gpu-worker.ts';
import { seeded } from './models.ts';

const ROUNDS = 4;
/** Until the first result; peers compile shaders for long. */
const PREPARE_MS = 60_000;
const MEASURE_MS = 20_000;
const WORKER = new URL('./gpu-worker.js', import.meta.url);

type Row = Record<string, number | string>;

export const gpuBench: Bench = {
  name: 'gpu',
  doc: 'the GPU engine beside TensorFlow.js and jax-js on the same adapter; above 1 we are faster',
  flags: {
    record: { takes: 'FILE', doc: 'write the table there as Markdown, with date, adapter and driver' },
    python: { takes: 'PATH', doc: 'a Python with torch, for cards (default: DIMWRIGHT_PYTHON, then python3)' },
    only: { takes: 'TEXT', doc: 'cases with this text in their name' }, large: { doc: 'sizes for a card, whatever the adapter is' }, profile: { doc: 'microseconds of each of our kernels by the clock of the GPU' },
  },
  async run(flags) {
    const opened = await openGpu(process.env);
    if ('missing' in opened) return { skipped: opened.missing };
    const sizes = flags['large'] === true || !isSoftware(opened.adapter) ? 'large' : 'small';
    const only = textOf(flags, 'only') ?? '';
    const ratios = new Map<string, number[]>(PEERS.map((key) => [key, []]));
    const device = await Device.open(opened.adapter, opened.wait);
    // Where everybody else has the same cores, there is no peak to speak of.
    const peaks = device.isSoftware ? undefined : await gpuPeaks(device);
    const torch = device.isSoftware ? {} : torchTimes(textOf(flags, 'python') ?? process.env['DIMWRIGHT_PYTHON'] ?? 'python3', sizes === 'large');
    const cases: Record<string, Row> = {};
    for (const { name } of gpuCases(sizes === 'large').filter((each) => each.name.includes(only))) {
      const { row, clock } = await measured([name, sizes], ratios);
      cases[name] = { ...row, ...(clock && clockRow(clock, peaks, torch[name], flags['profile'] === true)) };
      process.stderr.write(`${name} ${JSON.stringify(cases[name])}\n`);
    }
    const means = Object.fromEntries([...ratios].filter(([, list]) => list.length > 0).map(([key, list]) => [`geomeanVs${key}`, rounded(geometricMean(list))]));
    const adapter = labelOf(opened.adapter);
    const best = peaks && { gigaflops: rounded(peaks.flops / 1e9), gigabytesPerSecond: rounded(peaks.bytes / 1e9) };
    const file = textOf(flags, 'record');
    const small = await latency(device);
    if (file !== undefined) writeFileSync(file, markdownOf({ adapter, sizes, date: new Date().toISOString().slice(0, 10), peaks: best, cases, means, small }));
    return { adapter, sizes, ...best, cases, ...means, ...small };
  },
};

/** Milliseconds by case; none where there is no torch that has the card. */
function torchTimes(python: string, isLarge: boolean): Readonly<Record<string, number>> {
  const { status, stdout, stderr } = spawnSync(python, [join(packageRoot(), 'bench', 'gpu_torch.py'), JSON.stringify(gpuSizes(isLarge))], { encoding: 'utf8', timeout: PREPARE_MS });
  if (status === 0) return JSON.parse(stdout) as Record<string, number>;
  process.stderr.write(`without PyTorch: ${stderr?.trim().split('\n').at(-1) ?? 'it gave no answer'}\n`);
  return {};
}

/** Shares of what the adapter does at best, and PyTorch on the same clock. */
function clockRow({ ms, flops, bytes, kernels }: Clock, peaks: GpuPeaks | undefined, torchMs: number | undefined, all: boolean): Row {
  const sums = new Map<string, number>();
  for (const { kernel, nanoseconds } of kernels) sums.set(kernel, (sums.get(kernel) ?? 0) + nanoseconds / 1000);
  return {
    gpuMs: rounded(ms),
    ...(flops > 0 && peaks && { ofPeakFlops: rounded(flops / (ms / 1000) / peaks.flops) }),
    ...(bytes > 0 && peaks && { ofPeakBandwidth: rounded(bytes / (ms / 1000) / peaks.bytes) }),
    ...(torchMs !== undefined && { timesAsFastAsTorch: rounded(torchMs / ms) }),
    ...(all && { microseconds: [...sums].sort(([, a], [, b]) => b - a).map(([kernel, time]) => `${kernel} ${time.toFixed(0)}`).join(', ') }),
  };
}

async function measured(what: readonly string[], ratios: ReadonlyMap<string, number[]>): Promise<{ readonly row: Row; readonly clock: Clock | undefined }> {
  const row: Row = {};
  let clock: Clock | undefined;
  const engines = new Map<string, Engine>();
  for (const key of [OWN, ...PEERS]) {
    const engine = new Engine(key, what);
    const said = await engine.hear(PREPARE_MS);
    if (said.kind === 'prepared') engines.set(key, engine);
    else engine.stop();
    if (said.kind === 'prepared' && key === OWN) {
      Object.assign(row, { firstMs: rounded(said.firstMs), dispatches: said.dispatches });
      clock = said.clock;
    }
    if (said.kind === 'failed') row[`no${key}`] = said.reason;
  }
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [key, engine] of engines) {
      const said = await engine.measure();
      if (said.kind === 'measured') best.set(key, Math.min(best.get(key) ?? Infinity, said.best));
      else if (said.kind === 'failed') {
        row[`no${key}`] = said.reason;
        engine.stop();
        engines.delete(key);
      }
    }
  }
  for (const engine of engines.values()) engine.stop();
  const own = best.get(OWN);
  if (own === undefined) return { row, clock };
  row['ms'] = rounded(own);
  for (const key of PEERS) {
    const ms = best.get(key);
    if (ms === undefined || row[`no${key}`] !== undefined) continue;
    ratios.get(key)!.push(ms / own);
    row[`timesAsFastAs${key}`] = rounded(ms / own);
  }
  return { row, clock };
}

class Engine {
  readonly #child: ChildProcess;
  #gone: string | undefined;

  constructor(key: string, what: readonly string[]) {
    // Engines print; the bench's own output is the user's.
    this.#child = fork(WORKER, [key, ...what], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#child.once('exit', (code, signal) => { this.#gone = `its process ended (${signal ?? code})`; });
  }

  measure(): Promise<Said> {
    if (this.#gone !== undefined) return Promise.resolve({ kind: 'failed', reason: this.#gone });
    this.#child.send('measure');
    return this.hear(MEASURE_MS);
  }

  hear(milliseconds: number): Promise<Said> {
    return new Promise((resolve) => {
      const done = (said: Said): void => {
        clearTimeout(timer);
        this.#child.off('message', done).off('exit', exited);
        resolve(said);
      };
      const exited = (): void => done({ kind: 'failed', reason: this.#gone ?? 'its process ended' });
      const timer = setTimeout(() => done({ kind: 'failed', reason: `no answer in ${milliseconds / 1000} s` }), milliseconds);
      this.#child.once('message', done).once('exit', exited);
    });
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}

/** Ten operators on 4×8 elements, never compiled before: from graph to result, and once more. */
async function latency(device: Device): Promise<GpuFigures['small']> {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [4, 8]);
  const op = (name: string, inputs: readonly GraphValue[], attributes = {}): GraphValue => g.op(name, inputs, attributes);
  const sum = op('Mul', [op('Add', [x, g.input('y', 'float32', [4, 8])]), x]);
  const soft = op('Softmax', [op('Relu', [op('MatMul', [sum, g.constant(seeded(9, [8, 8]))])])], { axis: -1 });
  const turned = op('Exp', [op('Transpose', [soft], { perm: [1, 0] })]);
  const graph = g.finish([op('Sub', [turned, op('Tanh', [op('ReduceMean', [turned], { axes: [0], keepdims: true })])])]);
  const inputs = [seeded(1, [4, 8]), seeded(2, [4, 8])];
  const begin = performance.now();
  const executable = await compileGraph(device, optimize(graph));
  await executable.run(inputs);
  const first = performance.now() - begin;
  let best = Infinity;
  for (let i = 0; i < 200; i++) {
    const start = performance.now();
    await executable.run(inputs);
    best = Math.min(best, performance.now() - start);
  }
  device.destroy();
  return { tenOperatorsFirstMs: rounded(first), tenOperatorsRunMs: rounded(best), tenOperatorsDispatches: executable.dispatches };
}

const geometricMean = (ratios: readonly number[]): number => Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
