// The order of passes, with verification and tracing between them. A graph in, the compiled graph out.
import { InvariantError } from '../invariant.ts';
import type { Graph } from '../ir/graph.ts';
import { valueOf } from '../ir/graph.ts';
import { printGraph, printType } from '../ir/text-print.ts';
import { verifyGraph } from '../ir/verify.ts';
import { canonicalize } from './canonicalize.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import { foldConstants } from './fold-constants.ts';
import { fuseElementwise } from './fuse-elementwise.ts';
import type { Pass } from './pass.ts';
import { removeDead } from './remove-dead.ts';
import { shareCommon } from './share-common.ts';

export const PIPELINE: readonly Pass[] = [foldConstants, canonicalize, foldBatchNorm, shareCommon, removeDead, fuseElementwise];

/** By optimisation level: the graph as it stands, cheap passes that make it smaller, and all. */
export const LEVELS: readonly (readonly Pass[])[] = [[], [foldConstants, canonicalize, shareCommon, removeDead], PIPELINE];

/** Hears of each step that changed something: `pass:NAME`, and the graph's text on demand. */
export type Trace = (step: string, text: () => string) => void;

export interface PipelineOptions {
  readonly passes?: readonly Pass[];
  readonly trace?: Trace | undefined;
  /** Hears of each pass that changed something and each rewrite that applied, by name. */
  readonly fired?: ((name: string) => void) | undefined;
  /** On by default; a pass that breaks the graph is an error of ours. */
  readonly verify?: boolean;
}

export function optimize(graph: Graph, { passes = PIPELINE, trace, fired, verify = true }: PipelineOptions = {}): Graph {
  let current = graph;
  for (const pass of passes) {
    const before = current;
    current = pass.run(before, fired);
    if (current === before) continue;
    fired?.(pass.name);
    const changed = current;
    trace?.(`pass:${pass.name}`, () => printGraph(changed));
    if (!verify) continue;
    const [violation] = verifyGraph(current, before);
    if (violation) throw new InvariantError(`pass ${pass.name} breaks ${violation.rule}: ${violation.message}`);
    if (signature(current) !== signature(before)) throw new InvariantError(`pass ${pass.name} changes the signature ${signature(before)} to ${signature(current)}`);
  }
  return current;
}

/** Types of inputs and results: what a pass leaves alone. */
function signature(graph: Graph): string {
  const types = (ids: readonly number[]): string => ids.map((id) => printType(valueOf(graph, id))).join(', ');
  return `(${types(graph.inputs)}) → (${types(graph.outputs)})`;
}
