// What `finding.json` says: a subject and engines in, who disagrees and how out. The same subject and engines give the
// same bytes.
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import { FUSED } from '../../runtime/ir/graph.ts';
import type { Executor } from '../executors/executor.ts';
import type { Disagreement, Subject } from '../judge.ts';
import { judge } from '../judge.ts';

export interface StoredFinding {
  readonly message: string;
  /** Engines that the case was run on. */
  readonly engines: readonly string[];
  readonly disagreements: readonly Disagreement[];
  readonly operators: readonly string[];
}

export async function storedFinding(subject: Subject, engines: readonly Executor[]): Promise<StoredFinding> {
  const disagreements = await judge(subject, engines, interpret(subject.graph, subject.inputs));
  return {
    message: disagreements.map(({ engine, message }) => `${engine}: ${message}`).join('; '),
    engines: engines.map((engine) => engine.name),
    disagreements,
    operators: operatorsOf(subject.graph),
  };
}

/** `finding.json`, byte for byte. */
export function findingText(finding: StoredFinding): string {
  return `${JSON.stringify(finding, null, 2)}\n`;
}

export function operatorsOf(graph: Graph): readonly string[] {
  return graph.nodes.flatMap((node) => (node.op === FUSED && node.body ? operatorsOf(node.body) : [node.op]));
}
