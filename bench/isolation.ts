// What does it cost that engines run in processes of their own? The same graphs through an engine inside of this process
// and through one outside, in turns: graphs a second of processor time, of both processes together, which is what a
// campaign that keeps all cores busy gets.
import { readFileSync } from 'node:fs';
import { world } from '../cli/world.ts';
import type { FuzzCase } from '../fuzzer/generate.ts';
import { generateCase } from '../fuzzer/generate.ts';
import { operatorsOf } from '../fuzzer/vocabulary.ts';
import type { Executor } from '../oracle/executors/executor.ts';
import { executorNamed } from '../oracle/executors/named.ts';
import { DTYPES_OF, ENGINES } from '../oracle/engines/index.ts';
import { judgeOne } from '../oracle/judge.ts';
import { avoided, readLedger } from '../oracle/triage/ledger.ts';
import { encodeModel } from '../runtime/onnx/encode.ts';
import { exportModel } from '../runtime/onnx/export.ts';
import type { Bench } from './bench.ts';
import { numberOf, processorSeconds, rounded, textOf } from './bench.ts';

const NODES = 10;
const SEED = 7;
const ROUNDS = 5;
/** Ticks of the clock that Linux counts processor time in. */
const TICKS = 100;

export const isolationBench: Bench = {
  name: 'isolation',
  doc: 'what it costs that an engine runs in a process of its own (bar: 30 % of throughput)',
  flags: { engines: { takes: 'A,B', doc: 'engines (default onnxruntime)' }, graphs: { takes: 'N', doc: `in each of ${ROUNDS} rounds (default 200)` } },
  async run(flags) {
    const figures: Record<string, unknown> = {};
    for (const name of (textOf(flags, 'engines') ?? 'onnxruntime').split(',')) figures[name] = await measured(name, numberOf(flags, 'graphs', 200)).catch((error: unknown) => ({ skipped: String(error) }));
    return figures;
  },
};

async function measured(name: string, graphs: number): Promise<Readonly<Record<string, number>>> {
  const inside = await insideOf(name);
  const outside = executorNamed(name, { world })!;
  const dtypes = DTYPES_OF[name];
  const make = (index: number): FuzzCase => generateCase(SEED, index, { nodes: NODES, operators: operatorsOf({ dtypes }), dtypes });
  const ledger = readLedger();
  const cases: FuzzCase[] = [];
  const indices: number[] = [];
  for (let index = 0; cases.length < graphs; index++) {
    const made = make(index);
    // What hangs inside of this process would never end.
    if (avoided(ledger, name, made.graph)) continue;
    cases.push(made);
    indices.push(index);
  }
  const alone = async (executor: Executor): Promise<void> => { await Promise.all(cases.map(({ graph, inputs }) => executor.run(graph, inputs))); };
  const campaign = async (executor: Executor): Promise<void> => {
    const under: Promise<unknown>[] = [];
    for (const index of indices) {
      const made = make(index);
      under.push(judgeOne(made, executor, made.graph.outputs.map((id) => made.values[id]!)));
      // As many as a campaign has under way.
      if (under.length >= 32) await under.shift();
    }
    await Promise.all(under);
  };
  try {
    for (const executor of [inside, outside]) { await alone(executor); await campaign(executor); }
    const [insideAlone, outsideAlone] = await inTurns(alone, inside, outside);
    const [insideCampaign, outsideCampaign] = await inTurns(campaign, inside, outside);
    const rate = (seconds: number): number => rounded((ROUNDS * graphs) / seconds);
    return {
      'graphs/s inside, engine alone': rate(insideAlone), 'graphs/s outside, engine alone': rate(outsideAlone), 'loss, engine alone': rounded(1 - insideAlone / outsideAlone),
      'graphs/s inside, campaign': rate(insideCampaign), 'graphs/s outside, campaign': rate(outsideCampaign), loss: rounded(1 - insideCampaign / outsideCampaign),
    };
  } finally {
    outside.close?.();
  }
}

/** Processor seconds of both, summed over the rounds. */
async function inTurns(work: (executor: Executor) => Promise<void>, ...executors: readonly [Executor, Executor]): Promise<readonly [number, number]> {
  const spent: [number, number] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, executor] of executors.entries()) {
      const before = processorSeconds() + childSeconds();
      await work(executor);
      spent[i as 0 | 1] += processorSeconds() + childSeconds() - before;
    }
  }
  return spent;
}

async function insideOf(name: string): Promise<Executor> {
  const engine = await ENGINES[name]!('', process.env);
  return {
    name,
    run(graph, inputs) {
      const exported = exportModel(graph);
      return exported.ok ? engine.run(encodeModel(exported.model), inputs) : { kind: 'unsupported', message: exported.reason };
    },
  };
}

/** Of the processes that this one started and that still run; Linux says it in files. */
function childSeconds(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter((pid) => pid !== '');
  return children.reduce((sum, pid) => {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13).map(Number);
    return sum + (user! + system!) / TICKS;
  }, 0);
}
