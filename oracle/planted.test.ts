// A number for "is the fuzzer any good": planted wrong rewrites are found within a bounded number of graphs and reduced
// to a few operators; `npm run bench -- kill-rate` looks for all that is planted. The bound is in graphs, so that a slow machine does not decide.
import { describe, expect, it } from 'vitest';
import { generateCase } from '../fuzzer/generate.ts';
import { PLANTED_REWRITES } from '../runtime/passes/planted.ts';
import type { Executor } from './executors/executor.ts';
import { executorNamed } from './executors/named.ts';
import { judge } from './judge.ts';
import type { ReducedFinding } from './triage/reduced-finding.ts';
import { reduceFinding } from './triage/reduced-finding.ts';

/** At 100 graphs a second this is a minute. */
const MOST_GRAPHS = 6000;
const MOST_OPERATORS = 4;
const SEED = 1;
const NODES = 10;

/** All planted passes share the generated graphs: generating dominates. */
async function findAll(executors: readonly Executor[]): Promise<ReadonlyMap<string, ReducedFinding>> {
  const found = new Map<string, ReducedFinding>();
  for (let index = 0; index < MOST_GRAPHS && found.size < executors.length; index++) {
    const made = generateCase(SEED, index, { nodes: NODES });
    const expected = made.graph.outputs.map((id) => made.values[id]!);
    for (const executor of executors) {
      if (found.has(executor.name)) continue;
      const [disagreement] = await judge(made, [executor], expected);
      if (disagreement) found.set(executor.name, await reduceFinding(made, disagreement, [executor], { seed: SEED, index, nodes: NODES }));
    }
  }
  return found;
}

describe('planted wrong passes', async () => {
  const executors = PLANTED_REWRITES.map(({ name }) => executorNamed(`wasm:${name}`)!);
  const found = await findAll(executors);
  for (const { name } of executors) {
    it(`${name} is found and reduced to at most ${MOST_OPERATORS} operators`, () => {
      const finding = found.get(name);
      expect(finding, `not found in ${MOST_GRAPHS} graphs`).toBeDefined();
      expect(finding!.subject.graph.nodes.length).toBeLessThanOrEqual(MOST_OPERATORS);
    });
  }

  it('the real engines agree on the same graphs', async () => {
    const real = ['wasm', 'wasm:plain'].map((name) => executorNamed(name)!);
    for (let index = 0; index < 300; index++) {
      const made = generateCase(SEED, index, { nodes: NODES });
      expect(await judge(made, real, made.graph.outputs.map((id) => made.values[id]!))).toEqual([]);
    }
  });
});
