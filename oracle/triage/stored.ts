// What `finding.json` says: a subject and engines in, who disagrees and how out. The same subject and engines give the
// same bytes.
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Executor } from '../executors/executor.ts';
import type { Disagreement, Subject } from '../judge.ts';
import { judge } from '../judge.ts';
import { firstDivergence, operatorsOf, siteOf } from './diverging.ts';
import { guiltyStage } from './guilty.ts';

export interface StoredFinding {
  readonly message: string;
  /** Engines that the case was run on. */
  readonly engines: readonly string[];
  readonly disagreements: readonly Disagreement[];
  readonly operators: readonly string[];
  /** For each engine that disagrees: where it begins, and the pass that is to blame, as far as that is known. */
  readonly blame: readonly Blame[];
}

export interface Blame {
  readonly engine: string;
  readonly node?: string;
  readonly pass?: string;
}

export async function storedFinding(subject: Subject, engines: readonly Executor[]): Promise<StoredFinding> {
  const disagreements = await judge(subject, engines, interpret(subject.graph, subject.inputs));
  const blame = await Promise.all(disagreements.map((disagreement) => blameOf(subject, disagreement, engines.find(({ name }) => name === disagreement.engine)!)));
  return {
    message: disagreements.map(({ engine, message }) => `${engine}: ${message}`).join('; '),
    engines: engines.map((engine) => engine.name),
    disagreements,
    operators: operatorsOf(subject.graph),
    blame,
  };
}

async function blameOf(subject: Subject, disagreement: Disagreement, executor: Executor): Promise<Blame> {
  // Each question to an engine that hangs costs its patience.
  const { kind, message } = disagreement;
  if (message.startsWith('hang')) return { engine: executor.name };
  const divergence = kind === 'result' ? await firstDivergence(subject, executor) : undefined;
  const pass = await guiltyStage(subject, disagreement, executor);
  return { engine: executor.name, ...(divergence ? { node: siteOf(subject.graph, divergence.node) } : {}), ...(pass === undefined ? {} : { pass }) };
}

/** `finding.json`, byte for byte. */
export function findingText(finding: StoredFinding): string {
  return `${JSON.stringify(finding, null, 2)}\n`;
}
