// Which disagreements the ledger takes for known bugs: engines here are functions that go wrong on purpose.
import { describe, expect, it } from 'vitest';
import { interpret } from '../../runtime/interpret/interpret.ts';
import { tensor } from '../../runtime/ir/tensor.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import type { Executor } from '../executors/executor.ts';
import { judgeOne } from '../judge.ts';
import type { KnownBug } from './ledger.ts';
import { knownAs } from './ledger.ts';
import { signatureOf } from './signature.ts';

const BUG: KnownBug = {
  name: 'roots', title: 'sqrt is one ulp off', kind: 'wrong result', engines: ['fake'], version: 'fake 1', why: 'IEEE 754 rounds a square root correctly',
  signatures: ['result Sqrt(float32) a number for a number'], numerics: { rootRoundings: 2 },
};

/** An engine that gives this number, whatever it is asked. */
const engine = (root: number, name = 'fake'): Executor => ({ name, run: () => ({ kind: 'results', results: [tensor('float32', [1], [root])] }) });

async function bugOf(executor: Executor): Promise<string | undefined> {
  const subject = { graph: parseGraph('Sqrt(x:[1])'), inputs: [tensor('float32', [1], [1.0342406])] };
  const disagreement = await judgeOne(subject, executor, interpret(subject.graph, subject.inputs));
  expect(disagreement).toBeDefined();
  const { text } = await signatureOf(disagreement!, subject, executor);
  return (await knownAs([BUG], executor, text, subject))?.name;
}

// The root is 1.0169762 to as many digits as there are, and the next smaller number 1.0169761.
describe('a known bug of coarse arithmetic', () => {
  it('is known as far as it goes', async () => expect(await bugOf(engine(1.0169761))).toBe('roots'));
  it('hides nothing that is worse', async () => expect(await bugOf(engine(1.016976))).toBeUndefined());
  it('is that of its engine alone', async () => expect(await bugOf(engine(1.0169761, 'other'))).toBeUndefined());
});
