// `npm run bench -- NAME [--format json]`: side-by-side measurements, printed as a table or as one JSON object.
import { parseArgs } from 'node:util';
import type { Bench, Flags } from './bench.ts';
import { agreementBench } from './agreement.ts';
import { balanceBench } from './balance.ts';
import { checkerBench } from './checker.ts';
import { compileBench } from './compile.ts';
import { coverageBench } from './coverage.ts';
import { cpuBench } from './cpu.ts';
import { feedbackBench } from './feedback.ts';
import { fuzzerBench } from './fuzzer.ts';
import { gpuBench } from './gpu.ts';
import { isolationBench } from './isolation.ts';
import { killRateBench } from './kill-rate.ts';
import { mutantsBench } from './mutants.ts';
import { mutationBench } from './mutation.ts';

const BENCHES: readonly Bench[] = [agreementBench, fuzzerBench, balanceBench, coverageBench, feedbackBench, compileBench, cpuBench, gpuBench, isolationBench, killRateBench, checkerBench, mutationBench, mutantsBench];

const bench = BENCHES.find(({ name }) => name === process.argv[2]);
const options = Object.fromEntries(Object.entries(bench?.flags ?? {}).map(([name, { takes }]) => [name, { type: takes ? 'string' as const : 'boolean' as const }]));
const { format, ...flags } = parsed();
if (bench && (format === 'text' || format === 'json')) {
  const figures = await bench.run(flags);
  process.stdout.write(format === 'json' ? `${JSON.stringify(figures, null, 2)}\n` : `${bench.doc}\n${bench.text?.(figures) ?? table(figures)}`);
} else {
  process.stderr.write(`usage: npm run bench -- NAME [--format text|json]\n${BENCHES.map(usage).join('')}`);
  process.exitCode = 2;
}

/** No format where the arguments are not understood. */
function parsed(): Flags {
  try {
    return parseArgs({ allowPositionals: true, options: { ...options, format: { type: 'string', default: 'text' } } }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return {};
  }
}

function usage({ name, doc, flags: known = {} }: Bench): string {
  const lines = Object.entries(known).map(([flag, { takes, doc: meaning }]) => `    --${`${flag} ${takes ?? ''}`.padEnd(18)}${meaning}\n`);
  return `  ${name.padEnd(10)}${doc}\n${lines.join('')}`;
}

function table(figures: Readonly<Record<string, unknown>>, indent = '  '): string {
  return Object.entries(figures).map(([name, value]) => (
    typeof value === 'object' && value !== null ? `${indent}${name}\n${table(value as Readonly<Record<string, unknown>>, `${indent}  `)}` : `${indent}${name.padEnd(24)} ${String(value)}\n`
  )).join('');
}
