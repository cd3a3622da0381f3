// NNSmith's figures: measured now where a checkout and a Python with its dependencies are given, else as recorded.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Flags } from './bench.ts';
import { textOf } from './bench.ts';

export interface NNSmithFigures {
  readonly source: 'measured now' | 'recorded';
  /** Complete models (graph, weights, search, oracle), by number of operators. */
  readonly graphsPerSecond: Readonly<Record<string, number>>;
  /** With its vulnerable operators on, of the models that it completes. */
  readonly finiteShare: Readonly<Record<string, number>>;
}

const SECONDS = 10;

/**
 * Its default method on one thread of a machine of two shared cores (main of January 2025, Python 3.11, Z3 4.8):
 * speed over all models, and how many models of each size are finite everywhere with vulnerable operators.
 */
const RECORDED: NNSmithFigures = {
  source: 'recorded',
  graphsPerSecond: { 5: 75, 10: 50, 20: 27, 40: 7.9 },
  finiteShare: { 10: 0.85, 20: 0.6 },
};

export const NNSMITH_FLAGS = {
  nnsmith: { takes: 'CHECKOUT', doc: 'runs NNSmith from here too (else its figures are the recorded ones)' },
  python: { takes: 'PATH', doc: "a Python that has NNSmith's dependencies (python3)" },
} as const;

export function nnsmithFigures(flags: Flags): NNSmithFigures {
  const checkout = textOf(flags, 'nnsmith');
  if (checkout === undefined) return RECORDED;
  // Run from the sources: Python files are not compiled into dist.
  const script = fileURLToPath(new URL('../../bench/nnsmith.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(textOf(flags, 'python') ?? 'python3', [script, checkout, String(SECONDS)], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (status !== 0 || !last.startsWith('{')) throw new Error(`NNSmith did not run: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return { source: 'measured now', ...(JSON.parse(last) as Omit<NNSmithFigures, 'source'>) };
}
