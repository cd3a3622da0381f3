// How many complete cases (graph, sizes, verified values) a second, and how many are finite everywhere.
import { generateCase } from '../fuzzer/generate.ts';
import type { Bench } from './bench.ts';
import { rounded } from './bench.ts';

const SIZES = [5, 10, 20, 40];
const SECONDS = 5;
const WARM_UP = 100;

export const fuzzerBench: Bench = {
  name: 'fuzzer',
  doc: 'complete valid graphs generated per second on one thread, by number of operators',
  run() {
    const graphsPerSecond: Record<string, number> = {};
    const finiteShare: Record<string, number> = {};
    for (const nodes of SIZES) {
      for (let i = 0; i < WARM_UP; i++) generateCase(2, i, { nodes });
      const begin = performance.now();
      let graphs = 0;
      let finite = 0;
      while (performance.now() - begin < SECONDS * 1000) finite += Number(generateCase(1, graphs++, { nodes }).finite);
      graphsPerSecond[nodes] = rounded(graphs / ((performance.now() - begin) / 1000));
      finiteShare[nodes] = rounded(finite / graphs);
    }
    return { graphsPerSecond, finiteShare };
  },
};
