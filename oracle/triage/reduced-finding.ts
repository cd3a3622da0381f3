// One disagreement, reduced and named: what a campaign keeps and a folder holds.
import type { Graph } from '../../runtime/ir/graph.ts';
import type { FuzzCase } from '../../fuzzer/generate.ts';
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Executor } from '../executors/executor.ts';
import type { Disagreement, Subject } from '../judge.ts';
import { judgeOne } from '../judge.ts';
import { reduce } from '../reduce/reduce.ts';
import type { StoredFinding } from './stored.ts';
import { operatorsOf, storedFinding } from './stored.ts';

export interface ReducedFinding {
  /** The same for disagreements that look like one bug: engine, kind, operators. */
  readonly signature: string;
  readonly disagreement: Disagreement;
  readonly subject: Subject;
  /** Where it was found: `generateCase(seed, index, { nodes })`, and its choices. */
  readonly origin: { readonly seed: number; readonly index: number; readonly nodes: number };
  readonly choices: readonly number[];
  /** What all engines of the campaign say to the reduced case. */
  readonly stored: StoredFinding;
}

export async function reduceFinding(found: FuzzCase, disagreement: Disagreement, executors: readonly Executor[], origin: ReducedFinding['origin']): Promise<ReducedFinding> {
  const executor = executors.find(({ name }) => name === disagreement.engine)!;
  const fails = async (candidate: Subject): Promise<Disagreement | undefined> => {
    const again = await judgeOne(candidate, executor, interpret(candidate.graph, candidate.inputs));
    return again?.kind === disagreement.kind ? again : undefined;
  };
  const subject = await reduce({ graph: found.graph, inputs: found.inputs }, async (candidate) => (await fails(candidate)) !== undefined);
  const last = (await fails(subject)) ?? disagreement;
  return { signature: signatureOf(last, subject.graph), disagreement: last, subject, origin, choices: found.choices, stored: await storedFinding(subject, executors) };
}

function signatureOf({ engine, kind, message }: Disagreement, graph: Graph): string {
  const operators = operatorsOf(graph).filter((op) => op !== 'Constant');
  // A failure's own words say more than the graph that led there; numbers in them vary.
  const words = kind === 'failure' ? ` ${message.replace(/[\d.]+/g, '#').slice(0, 80)}` : '';
  return `${engine} ${kind} ${operators.join(' ')}${words}`;
}
