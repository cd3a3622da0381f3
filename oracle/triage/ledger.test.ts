// Which disagreements the ledger takes for known bugs: engines here are functions that go wrong on purpose.
import { describe, expect, it } from 'vitest';
import { interpret } from '../../runtime/interpret/interpret.ts';
import { tensor } from '../../runtime/ir/tensor.ts';
import { parseGraph } from '../../runtime/ir/text-parse.ts';
import type { Executor } from '../executors/executor.ts';
import { judgeOne } from '../judge.ts';
import type { KnownBug } from './ledger.ts';
import { knownAs, readLedger } from './ledger.ts';
import { signatureOf, wordsOf } from './signature.ts';

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

describe('the ledger as it is', () => {
  const failing: Executor = { name: 'onnxruntime:all', run: () => ({ kind: 'unsupported', message: 'is not asked' }) };

  async function nameOf(text: string, message: string): Promise<string | undefined> {
    const subject = { graph: parseGraph(text), inputs: [] };
    const signature = await signatureOf({ engine: failing.name, kind: 'failure', output: -1, message }, subject, failing);
    return (await knownAs(readLedger(), failing, signature.text, subject))?.name;
  }

  const REFUSED = "Non-zero status code returned while running LayerNormalization node. Name:'n1' Status Message: Scale and (optional) bias must match X.shape[axis:] or be NumPy-broadcastable to it.";
  const ELSEWHERE = 'at another size, result 0: element 3 is 1.5, not 2';

  it('knows a layer normalization behind an Expand that was removed', async () =>
    expect(await nameOf('LayerNormalization(Expand(x:[1,1,1], [0,1,1]), s:[1])', REFUSED)).toBe('ort-removes-expand-of-one-to-zero'));
  it('does not excuse a layer normalization without one', async () =>
    expect(await nameOf('LayerNormalization(x:[0,1,1], s:[1])', REFUSED)).toBeUndefined());
  it('knows a wrapping Pad that is wrong at another size', async () =>
    expect(await nameOf('x: float32[2]\nPad(x, pads=[3, 0], mode=wrap)', ELSEWHERE)).toBe('ort-pad-wrap-reads-outside'));
  it('does not excuse another operator that is wrong at another size', async () =>
    expect(await nameOf('Relu(x:[2])', ELSEWHERE)).toBeUndefined());

  // Else a pattern that nobody can meet looks like a bug that is known.
  it.each(readLedger().flatMap(({ name, signatures }) => signatures.filter((pattern) => pattern.startsWith('failure ')).map((pattern) => [name, pattern] as const)))('%s: "%s" has only what words of a failure have', (_, pattern) => {
    const words = pattern.replaceAll(/ ?[A-Z]\w+\([^()]*\*?\)?$/g, '');
    expect(wordsOf(words)).toBe(words);
  });
});
