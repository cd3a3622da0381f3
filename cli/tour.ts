// `npm start`: the main job on one screen. Checks a real training program with a classic mistake, then fuzzes for
// a while. Findings of the first part are the point, so they do not fail the tour.
import { join, relative } from 'node:path';
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { DEFAULT_ENGINES } from '../oracle/executors/named.ts';
import { check } from './check.ts';
import { fuzz } from './fuzz.ts';
import { positive } from './numbers.ts';
import { ROOT } from './version.ts';

const PROGRAM = join('corpus', 'programs', 'python', 'mnist_wrong_flatten.py');

export function tourCommand(): Command {
  return new Command('tour')
    .description('check an example program, then fuzz for a while')
    .option('--seconds <n>', 'how long to fuzz', positive, 20)
    .action(async ({ seconds }: { readonly seconds: number }) => { process.exitCode = await tour(seconds); });
}

async function tour(seconds: number): Promise<number> {
  const program = relative(process.cwd(), join(ROOT, PROGRAM));
  process.stdout.write(`$ dimwright check ${program}\n\n`);
  await check([program], { format: 'text' });
  const engines = DEFAULT_ENGINES.join(',');
  process.stdout.write(`\n$ dimwright fuzz --seconds ${seconds} --engines ${engines}\n\n`);
  return fuzz({ seconds, nodes: 10, engines, workers: Math.min(2, availableParallelism()), out: 'dimwright-out', format: 'text' });
}
