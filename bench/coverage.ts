// The table of what a long run of the generator has covered: operators by dtype and rank, pairs, near misses of every
// check. Writes fuzzer/COVERAGE.md with the day and the length of the run.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Choices } from '../fuzzer/choices.ts';
import { Coverage } from '../fuzzer/coverage.ts';
import { generateCase } from '../fuzzer/generate.ts';
import { nearMiss } from '../fuzzer/near-miss.ts';
import { EVERY_DTYPE } from '../runtime/ir/dtype.ts';
import { OPERATORS } from '../runtime/operators/index.ts';
import type { Bench, Flags } from './bench.ts';
import { numberOf } from './bench.ts';

const SECONDS = 600;
/** Graphs of these sizes in turn: what is wrong with large graphs shows in small ones too, mostly. */
const SIZES = [5, 10, 10, 20] as const;
const GRAPHS_A_ROUND = 16;

export const coverageBench: Bench = {
  name: 'coverage',
  doc: 'what a long run of the generator covers; writes fuzzer/COVERAGE.md',
  flags: { seconds: { takes: 'N', doc: `how long (${SECONDS})` }, seed: { takes: 'N', doc: 'of the graphs (1)' } },
  run(flags: Flags) {
    const [seconds, seed] = [numberOf(flags, 'seconds', SECONDS), numberOf(flags, 'seed', 1)];
    const coverage = new Coverage();
    const misses = new Map<string, number>();
    const checks = OPERATORS.flatMap((operator) => Object.keys(operator.checks).map((check) => ({ operator, check })));
    const end = performance.now() + 1000 * seconds;
    for (let round = 0; performance.now() < end; round++) {
      for (let i = 0; i < GRAPHS_A_ROUND; i++) {
        const index = round * GRAPHS_A_ROUND + i;
        coverage.add(generateCase(seed, index, { nodes: SIZES[index % SIZES.length]! }).graph);
      }
      const { operator, check } = checks[round % checks.length]!;
      const label = `${operator.name}/${check}`;
      if (nearMiss(Choices.random(seed, round), operator, check)) misses.set(label, (misses.get(label) ?? 0) + 1);
    }
    const uncovered = checks.map(({ operator, check }) => `${operator.name}/${check}`).filter((label) => !misses.has(label));
    writeFileSync(join(import.meta.dirname, '..', '..', 'fuzzer', 'COVERAGE.md'), page(coverage, misses, seconds, seed));
    return {
      graphs: coverage.graphs, operators: `${coverage.operators.size} of ${OPERATORS.length}`, dtypes: `${coverage.dtypes.size} of ${EVERY_DTYPE.length}`,
      checks: `${misses.size} of ${checks.length}`, uncoveredChecks: uncovered.join(' '), cells: coverage.cells.size, pairs: coverage.pairs.size,
    };
  },
};

function page(coverage: Coverage, misses: ReadonlyMap<string, number>, seconds: number, seed: number): string {
  const most = OPERATORS.filter(({ name }) => coverage.operators.has(name)).length;
  const rows = OPERATORS.map(({ name, checks }) => {
    const cells = EVERY_DTYPE.map((dtype) => {
      const ranks = [0, 1, 2, 3, 4, 5, 6].map((rank) => coverage.cells.get(`${name} ${dtype} ${rank}`) ?? 0);
      return ranks.every((n) => n === 0) ? '' : ranks.map((n, rank) => (n > 0 ? String(rank) : '·')).join('');
    });
    const from = OPERATORS.filter((other) => coverage.pairs.has(`${other.name} → ${name}`)).length;
    const missed = Object.keys(checks).map((check) => `${check} ${misses.get(`${name}/${check}`) ?? 0}`).join(', ');
    return `| ${name} | ${coverage.operators.get(name) ?? 0} | ${cells.join(' | ')} | ${from} | ${missed} |`;
  });
  const lines = coverage.table().trim().split('\n');
  return `# What the generator covers

Written by \`npm run bench -- coverage --seconds ${seconds} --seed ${seed}\` on ${new Date().toISOString().slice(0, 10)}; do not edit. ${most} of ${OPERATORS.length}
operators and ${misses.size} checks were covered.

${lines.filter((line) => !line.startsWith('operators:')).map((line) => `- ${line}`).join('\n')}

Under each dtype stand the ranks of the first operand (or of the result) with which the operator was generated; "after"
counts the operators whose results it read; near misses break just the check that is named.

| Operator | Nodes | ${EVERY_DTYPE.join(' | ')} | after | Near misses |
|---|---|${EVERY_DTYPE.map(() => '---').join('|')}|---|---|
${rows.join('\n')}
`;
}
