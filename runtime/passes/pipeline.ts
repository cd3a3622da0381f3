// The order of passes, with verification and tracing between them. A graph in, the compiled graph out.
import { InvariantError } from '../invariant.ts';
import type { Graph } from '../ir/graph.ts';
import { sameType, valueOf } from '../ir/graph.ts';
import { printGraph, printType } from '../ir/text-print.ts';
import { verifyGraph } from '../ir/verify.ts';
import { canonicalize } from './canonicalize.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import { foldConstants } from './fold-constants.ts';
import { fuseElementwise } from './fuse-elementwise.ts';
import { gatherLayerNorm } from './gather-layer-norm.ts';
import type { Pass } from './pass.ts';
import { removeDead } from './remove-dead.ts';
import { shareCommon } from './share-common.ts';

export const PIPELINE: readonly Pass[] = [foldConstants, canonicalize, foldBatchNorm, shareCommon, removeDead, gatherLayerNorm, fuseElementwise];

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

interface Stage {
  readonly pass: Pass;
  readonly before: Graph;
  readonly after: Graph;
}

/** What comes out is verified as a whole; only where it is broken each pass is, to say which one broke it. */
export function optimize(graph: Graph, { passes = PIPELINE, trace, fired, verify = true }: PipelineOptions = {}): Graph {
  const stages: Stage[] = [];
  let current = graph;
  try {
    for (const pass of passes) {
      const before = current;
      const after = pass.run(before, fired);
      if (after === before) continue;
      current = after;
      stages.push({ pass, before, after });
      fired?.(pass.name);
      trace?.(`pass:${pass.name}`, () => printGraph(after));
    }
  } catch (error) {
    // A pass may stumble over what one before it broke.
    if (verify) stages.forEach(check);
    throw error;
  }
  if (verify && stages.length > 0 && broken(current, graph) !== undefined) {
    stages.forEach(check);
    throw new InvariantError(`passes ${stages.map(({ pass }) => pass.name).join(', ')} together break ${broken(current, graph)}`);
  }
  return current;
}

function check({ pass, before, after }: Stage): void {
  const rule = broken(after, before);
  if (rule !== undefined) throw new InvariantError(`pass ${pass.name} breaks ${rule}`);
}

function broken(graph: Graph, before: Graph): string | undefined {
  const [violation] = verifyGraph(graph, before);
  if (violation) return `${violation.rule}: ${violation.message}`;
  return sameTypes(graph, before, 'inputs') && sameTypes(graph, before, 'outputs') ? undefined : `the signature ${signature(before)}: it is ${signature(graph)}`;
}

/** Types of inputs and results: what a pass leaves alone. */
function sameTypes(graph: Graph, before: Graph, which: 'inputs' | 'outputs'): boolean {
  const ids = graph[which];
  return ids.length === before[which].length && ids.every((id, i) => sameType(valueOf(graph, id), valueOf(before, before[which][i]!)));
}

function signature(graph: Graph): string {
  const types = (ids: readonly number[]): string => ids.map((id) => printType(valueOf(graph, id))).join(', ');
  return `(${types(graph.inputs)}) → (${types(graph.outputs)})`;
}
