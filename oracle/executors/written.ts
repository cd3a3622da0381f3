// An engine that reads files, asked in other words: the same graph with a part inside an If or a Loop, with shapes
// that are computed while it runs, or with a symbolic size that takes several numbers. The graph decides how, so that
// a case that is asked again is asked in the same words. What comes out at the graph's own sizes is the result; what is
// wrong at others is a failure.
import { Choices } from '../../fuzzer/choices.ts';
import type { EmitOptions, EmittedModel } from '../../fuzzer/emit/onnx.ts';
import { emitOnnx } from '../../fuzzer/emit/onnx.ts';
import { isSound } from '../../fuzzer/values.ts';
import { firstDifference } from '../../runtime/interpret/difference.ts';
import { evaluate } from '../../runtime/interpret/interpret.ts';
import type { Graph } from '../../runtime/ir/graph.ts';
import type { Tensor } from '../../runtime/ir/tensor.ts';
import { printGraph } from '../../runtime/ir/text-print.ts';
import { encodeModel } from '../../runtime/onnx/encode.ts';
import { digestOf } from '../digest.ts';
import type { Executor, Outcome } from './executor.ts';

/** Ends the name of such an engine: `onnxruntime+written`. */
export const WRITTEN = '+written';

const WAYS: EmitOptions = { symbolic: 0.4, controlFlow: 0.7, runTimeSizes: 0.5 };

/** The bytes of a model and inputs in. */
export type RunFile = (model: Uint8Array, inputs: readonly Tensor[]) => Promise<Outcome>;

export function writtenExecutor(plain: Omit<Executor, 'run'>, runFile: RunFile): Executor {
  return {
    name: `${plain.name}${WRITTEN}`,
    dtypes: plain.dtypes,
    close: () => plain.close?.(),
    run(graph, inputs) {
      const emitted = inOtherWords(graph, inputs);
      return 'reason' in emitted ? { kind: 'unsupported', message: emitted.reason } : runAll(emitted, runFile);
    },
  };
}

/** What `run` asks: the model, and data for each number of its symbolic size. */
export function inOtherWords(graph: Graph, inputs: readonly Tensor[]): EmittedModel | { readonly reason: string } {
  const values = evaluate(graph, inputs);
  const emitted = emitOnnx(Choices.random(digestOf(printGraph(graph)), 0), { graph, inputs, values, finite: values.every(isSound) }, WAYS);
  return emitted.ok ? emitted.emitted : { reason: emitted.reason };
}

async function runAll({ model, dataSets }: EmittedModel, runFile: RunFile): Promise<Outcome> {
  const bytes = encodeModel(model);
  const [first, ...others] = await Promise.all(dataSets.map(({ inputs }) => runFile(bytes, inputs)));
  for (const [i, outcome] of others.entries()) {
    if (first!.kind !== 'results') break;
    if (outcome.kind === 'failure') return { kind: 'failure', message: `at another size: ${outcome.message}` };
    if (outcome.kind !== 'results') continue;
    const { expected } = dataSets[i + 1]!;
    const wrong = expected.map((output, k) => [k, firstDifference(output, outcome.results[k]!)] as const).find(([, difference]) => difference);
    if (wrong) return { kind: 'failure', message: `at another size, result ${wrong[0]}: ${wrong[1]}` };
  }
  return first!;
}
