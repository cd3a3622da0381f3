// The interpreter as an engine: it always agrees with itself, and counts as one in the summary.
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Executor } from './executor.ts';
import { attempt } from './executor.ts';

export const reference: Executor = {
  name: 'reference',
  run: (graph, inputs) => attempt(() => interpret(graph, inputs)),
};
