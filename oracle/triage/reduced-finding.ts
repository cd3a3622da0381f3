// One disagreement, reduced and named: what a campaign keeps and a folder holds.
import type { FuzzCase } from '../../fuzzer/generate.ts';
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Executor } from '../executors/executor.ts';
import type { Disagreement, Subject } from '../judge.ts';
import { judgeOne } from '../judge.ts';
import { reduce } from '../reduce/reduce.ts';
import type { Signature } from './signature.ts';
import { signatureOf, wordsOf } from './signature.ts';
import type { StoredFinding } from './stored.ts';
import { storedFinding } from './stored.ts';

export interface ReducedFinding {
  /** The same for disagreements that look like one bug. */
  readonly signature: string;
  readonly disagreement: Disagreement;
  readonly subject: Subject;
  /** Where it was found. Mutated cases follow from what their lane saw before, so that only the choices make the case again. */
  readonly origin: { readonly seed: number; readonly index: number; readonly nodes: number };
  readonly choices: readonly number[];
  /** What all engines of the campaign say to the reduced case. */
  readonly stored: StoredFinding;
}

/** A candidate that hangs or is weighed costs many seconds. */
const MOST_SLOW = 25;

export async function reduceFinding(found: Pick<FuzzCase, 'graph' | 'inputs' | 'choices'>, disagreement: Disagreement, executors: readonly Executor[], origin: ReducedFinding['origin']): Promise<ReducedFinding> {
  const executor = executors.find(({ name }) => name === disagreement.engine)!;
  const first = await signatureOf(disagreement, found, executor);
  const fails = async (candidate: Subject): Promise<Disagreement | undefined> => {
    const again = await judgeOne(candidate, executor, interpret(candidate.graph, candidate.inputs));
    return again && (await isTheSame(first, disagreement, again, candidate, executor)) ? again : undefined;
  };
  const slow = /^(hang|memory)/.test(disagreement.message);
  const subject = await reduce({ graph: found.graph, inputs: found.inputs }, async (candidate) => (await fails(candidate)) !== undefined, slow ? { most: MOST_SLOW } : {});
  const last = (await fails(subject)) ?? disagreement;
  const { text } = await signatureOf(last, subject, executor);
  // What reads memory that nobody wrote may agree once more.
  const stored = await storedFinding(subject, executors);
  return { signature: `${last.engine} ${text}`, disagreement: last, subject, origin, choices: found.choices, stored: { ...stored, ...(stored.disagreements.length > 0 ? {} : { message: `${last.engine}: ${last.message} (not every time)`, disagreements: [last] }) } };
}

/** Reduction must not slip from one bug to another. */
async function isTheSame(first: Signature, { kind, message }: Disagreement, again: Disagreement, candidate: Subject, executor: Executor): Promise<boolean> {
  if (again.kind !== kind) return false;
  if (kind === 'failure') return wordsOf(again.message) === wordsOf(message);
  return !first.alone || (await signatureOf(again, candidate, executor)).text === first.text;
}
