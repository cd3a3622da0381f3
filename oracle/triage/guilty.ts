// Which pass is to blame: the shortest prefix of an engine's pipeline that goes wrong ends with it. An engine that
// cannot be run by prefixes is not asked.
import { interpret } from '../../runtime/interpret/interpret.ts';
import type { Executor } from '../executors/executor.ts';
import type { Subject } from '../judge.ts';
import { judgeOne } from '../judge.ts';
import type { Disagreement } from '../judge.ts';
import { wordsOf } from './signature.ts';

/** The name of the first stage that disagrees; undefined where none does, or the engine has no stages. */
export async function guiltyStage(subject: Subject, disagreement: Disagreement, executor: Executor): Promise<string | undefined> {
  const stages = executor.stages?.() ?? [];
  const expected = interpret(subject.graph, subject.inputs);
  // Wrongness need not be monotonous in the prefix, so that the first is looked for, not bisected.
  try {
    for (const stage of stages) {
      const there = await judgeOne(subject, stage.executor, expected);
      // Another failure is another bug.
      if (there?.kind === disagreement.kind && (there.kind === 'result' || wordsOf(there.message) === wordsOf(disagreement.message))) return stage.name;
    }
    return undefined;
  } finally {
    for (const stage of stages) stage.executor.close?.();
  }
}
