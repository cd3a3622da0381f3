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
/** Graphs after which the growth of coverage is written down. */
const MILESTONES = [250, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000] as const;
const NARROW_MISSES = 0.5;

/** By rule, the element types of first operands. */
type Misses = Map<string, readonly string[]>;

export const coverageBench: Bench = {
  name: 'coverage',
  doc: 'what a long run of the generator covers; writes fuzzer/COVERAGE.md',
  flags: { seconds: { takes: 'N', doc: `how long (${SECONDS})` }, seed: { takes: 'N', doc: 'of the graphs (1)' } },
  run(flags: Flags) {
    const [seconds, seed] = [numberOf(flags, 'seconds', SECONDS), numberOf(flags, 'seed', 1)];
    const coverage = new Coverage();
    const misses: Misses = new Map();
    const growth: string[] = [];
    const checks = OPERATORS.flatMap((operator) => Object.keys(operator.checks).map((check) => ({ operator, check })));
    const end = performance.now() + 1000 * seconds;
    for (let round = 0; performance.now() < end; round++) {
      for (let i = 0; i < GRAPHS_A_ROUND; i++) {
        const index = round * GRAPHS_A_ROUND + i;
        coverage.add(generateCase(seed, index, { nodes: SIZES[index % SIZES.length]! }).graph);
      }
      const { operator, check } = checks[round % checks.length]!;
      const label = `${operator.name}/${check}`;
      const miss = nearMiss(Choices.random(seed, round), operator, check, { narrow: NARROW_MISSES });
      if (miss) misses.set(label, [...(misses.get(label) ?? []), miss.operands[0]?.dtype ?? 'none']);
      if (growth.length < MILESTONES.length && coverage.graphs >= MILESTONES[growth.length]!) {
        growth.push(`| ${coverage.graphs} | ${Math.round(seconds - (end - performance.now()) / 1000)} | ${coverage.operators.size} | ${coverage.dtypes.size} | ${coverage.cells.size} | ${coverage.pairs.size} | ${misses.size} |`);
      }
    }
    const uncovered = checks.map(({ operator, check }) => `${operator.name}/${check}`).filter((label) => !misses.has(label));
    writeFileSync(join(import.meta.dirname, '..', '..', 'fuzzer', 'COVERAGE.md'), page(coverage, misses, growth, seconds, seed));
    return {
      graphs: coverage.graphs, operators: `${coverage.operators.size} of ${OPERATORS.length}`, dtypes: `${coverage.dtypes.size} of ${EVERY_DTYPE.length}`,
      checks: `${misses.size} of ${checks.length}`, uncoveredChecks: uncovered.join(' '), cells: coverage.cells.size, pairs: coverage.pairs.size,
    };
  },
};

function page(coverage: Coverage, misses: Misses, growth: readonly string[], seconds: number, seed: number): string {
  const most = OPERATORS.filter(({ name }) => coverage.operators.has(name)).length;
  const rows = OPERATORS.map(({ name, checks }) => {
    const cells = EVERY_DTYPE.map((dtype) => {
      const ranks = [0, 1, 2, 3, 4, 5, 6].map((rank) => coverage.cells.get(`${name} ${dtype} ${rank}`) ?? 0);
      return ranks.every((n) => n === 0) ? '' : ranks.map((n, rank) => (n > 0 ? String(rank) : '·')).join('');
    });
    const from = OPERATORS.filter((other) => coverage.pairs.has(`${other.name} → ${name}`)).length;
    const missed = Object.keys(checks).map((check) => {
      const types = misses.get(`${name}/${check}`) ?? [];
      return `${check} ${types.length}${types.every((dtype) => dtype === 'none') ? '' : ` in ${new Set(types).size}`}`;
    }).join(', ');
    return `| ${name} | ${coverage.operators.get(name) ?? 0} | ${cells.join(' | ')} | ${from} | ${missed} |`;
  });
  const lines = coverage.table().trim().split('\n');
  return `# What the generator covers

Written by \`npm run bench -- coverage --seconds ${seconds} --seed ${seed}\` on ${new Date().toISOString().slice(0, 10)}; do not edit. ${most} of ${OPERATORS.length}
operators, ${coverage.dtypes.size} of ${EVERY_DTYPE.length} element types and ${misses.size} of ${OPERATORS.reduce((sum, operator) => sum + Object.keys(operator.checks).length, 0)} checks were covered.

${lines.filter((line) => !line.startsWith('operators:')).map((line) => `- ${line}`).join('\n')}

| Graphs | Seconds | Operators | Element types | Operator × dtype × rank | Pairs | Checks |
|---|---|---|---|---|---|---|
${growth.join('\n')}

Under each dtype stand the ranks of the first operand (or of the result) with which the operator was generated; "after"
counts the operators whose results it read; near misses break just the check that is named, "in 9" element types of the
first operand.

| Operator | Nodes | ${EVERY_DTYPE.join(' | ')} | after | Near misses |
|---|---|${EVERY_DTYPE.map(() => '---').join('|')}|---|---|
${rows.join('\n')}
`;
}
