// DIMWRIGHT_TRACE=pass:canonicalize,pass prints the graph after the named steps on standard error; a step's first
// part stands for all of its kind.
import type { Trace } from '../runtime/passes/pipeline.ts';
import { PIPELINE } from '../runtime/passes/pipeline.ts';
import { PLANTED_REWRITES } from '../runtime/passes/planted.ts';
import { UsageError } from './failure.ts';

export function traceFrom(variable: string | undefined): Trace | undefined {
  const wanted = new Set((variable ?? '').split(',').map((step) => step.trim()).filter((step) => step !== ''));
  if (wanted.size === 0) return undefined;
  const steps = ['pass', ...PIPELINE.map(({ name }) => `pass:${name}`)];
  const known = new Set([...steps, ...PLANTED_REWRITES.map(({ name }) => `pass:${name}`)]);
  const unknown = [...wanted].find((step) => !known.has(step));
  if (unknown !== undefined) throw new UsageError(`DIMWRIGHT_TRACE: there is no step '${unknown}'; steps are ${steps.join(', ')}`);
  return (step, text) => {
    if (wanted.has(step) || wanted.has(step.split(':')[0]!)) process.stderr.write(`# ${step}\n${text()}\n`);
  };
}
