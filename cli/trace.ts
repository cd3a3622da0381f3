// DIMWRIGHT_TRACE=pass:canonicalize,pass prints the graph after the named steps on standard error; a step's first
// part stands for all of its kind.
import type { Trace } from '../runtime/passes/pipeline.ts';

export function traceFrom(variable: string | undefined): Trace | undefined {
  const wanted = new Set((variable ?? '').split(',').map((step) => step.trim()).filter((step) => step !== ''));
  if (wanted.size === 0) return undefined;
  return (step, text) => {
    if (wanted.has(step) || wanted.has(step.split(':')[0]!)) process.stderr.write(`# ${step}\n${text()}\n`);
  };
}
