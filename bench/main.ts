// `npm run bench -- NAME [--format json]`: side-by-side measurements, printed as a table or as one JSON object.
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { compileBench } from './compile.ts';
import { cpuBench } from './cpu.ts';
import { fuzzerBench } from './fuzzer.ts';

const BENCHES: readonly Bench[] = [fuzzerBench, compileBench, cpuBench];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { format: { type: 'string', default: 'text' } } });
const bench = BENCHES.find(({ name }) => name === positionals[0]);
if (bench && (values.format === 'text' || values.format === 'json')) {
  const figures = await bench.run();
  process.stdout.write(values.format === 'json' ? `${JSON.stringify(figures, null, 2)}\n` : `${bench.doc}\n${table(figures)}`);
} else {
  process.stderr.write(`usage: npm run bench -- NAME [--format text|json]\n${BENCHES.map(({ name, doc }) => `  ${name.padEnd(10)}${doc}\n`).join('')}`);
  process.exitCode = 2;
}

function table(figures: Readonly<Record<string, unknown>>, indent = '  '): string {
  return Object.entries(figures).map(([name, value]) => (
    typeof value === 'object' && value !== null ? `${indent}${name}\n${table(value as Readonly<Record<string, unknown>>, `${indent}  `)}` : `${indent}${name.padEnd(24)} ${String(value)}\n`
  )).join('');
}
