// What counts as memory that an engine keeps: processes are numbers that the test writes down.
import { describe, expect, it } from 'vitest';
import { FLUSHING } from '../../runtime/interpret/numerics.ts';
import { tensor } from '../../runtime/ir/tensor.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import { Watch, weighing } from './memory.ts';

const MIB = 2 ** 20;
const graph = parseGraph('Abs(x:[2])');
const inputs = [tensor('float32', [2], [1, 2])];

/** What weighing says of an engine that holds this much after so many runs. */
async function said(after: (runs: number) => number): Promise<string> {
  let runs = 0;
  const engine = { name: 'fake', memory: () => after(runs), run: () => { runs++; return { kind: 'results', results: inputs } as const; } };
  const outcome = await weighing(engine).run(graph, inputs);
  return outcome.kind === 'failure' ? outcome.message : outcome.kind;
}

describe('weighing one graph', () => {
  it('finds that each run keeps a little', async () => expect(await said((runs) => (100 + runs / 16) * MIB)).toMatch(/^memory: \d+ runs of this graph add \d+ MiB that stay$/));
  it('finds that each run keeps much, without waiting for more', async () => expect(await said((runs) => 8 * runs * MIB)).toBe('memory: 32 runs of this graph add 256 MiB that stay'));
  it('lets a pool fill', async () => expect(await said((runs) => Math.min(124, 100 + runs / 2) * MIB)).toBe('results'));
  it('lets a heap fill for the first time', async () => expect(await said((runs) => (100 + Math.min(runs, 250) / 5 + (runs % 1500) / 40) * MIB)).toBe('results'));
  it('lets garbage wait for its collection', async () => expect(await said((runs) => (100 + (runs % 128) / 4) * MIB)).toBe('results'));
  it('asks nothing of a system that does not say', async () => expect(await said(() => NaN)).toBe('results'));
});

it('says by which bounds the results of the weighed engine are compared', () => {
  const numerics = FLUSHING;
  expect(weighing({ name: 'fake', numerics, memory: () => undefined, run: () => ({ kind: 'results', results: [] }) }).numerics).toBe(numerics);
});

describe('watching a process', () => {
  it('suspects the graphs behind which it rose', () => {
    const watch = new Watch<number>();
    let memory = 100 * MIB;
    for (let graphs = 0; graphs < 400; graphs++) watch.saw(graphs, (memory += graphs % 50 === 7 ? 40 * MIB : 0));
    expect(watch.hasGrown).toBe(true);
    expect(watch.suspects).toEqual([107, 157, 207, 257, 307, 357]);
  });

  it('does not mind what it takes to warm up', () => {
    const watch = new Watch<number>();
    for (let graphs = 0; graphs < 400; graphs++) watch.saw(graphs, Math.min(graphs * 10, 500) * MIB);
    expect(watch.hasGrown).toBe(false);
  });
});
