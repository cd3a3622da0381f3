// What a graph makes a compiler do, as short names: passes that change it, rewrites that fire, fusions by size, and
// any two of these in one graph, because passes are wrong about each other's results more often than alone. The
// feedback of a campaign looks for names that it has not heard yet.
import type { Graph } from '../runtime/ir/graph.ts';
import { optimize } from '../runtime/passes/pipeline.ts';

/** Fusions of more operators count as one kind. */
const MOST_FUSED = 8;

export function passMarks(graph: Graph): ReadonlySet<string> {
  const marks = new Set<string>();
  const compiled = optimize(graph, { verify: false, fired: (name) => marks.add(name) });
  for (const { body } of compiled.nodes) if (body) marks.add(`fuse ${Math.min(MOST_FUSED, body.nodes.length)}`);
  const names = [...marks].sort();
  return new Set([...names, ...names.flatMap((name, i) => names.slice(i + 1).map((other) => `${name} & ${other}`))]);
}
