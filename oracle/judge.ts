// Who is right? One graph with inputs through all engines; every engine that leaves the reference's bounds, or fails
// where the reference does not, is a disagreement.
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import { firstDifference } from '../runtime/interpret/difference.ts';
import { interpret } from '../runtime/interpret/interpret.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import type { Executor } from './executors/executor.ts';

export interface Subject {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
}

export interface Disagreement {
  readonly engine: string;
  readonly kind: 'result' | 'failure';
  /** Position of the first wrong result; -1 for a failure. */
  readonly output: number;
  readonly message: string;
}

/** `expected` spares the interpreter a second run where the results are at hand. */
export async function judge(subject: Subject, executors: readonly Executor[], expected: readonly BoundedTensor[] = interpret(subject.graph, subject.inputs)): Promise<readonly Disagreement[]> {
  const found = await Promise.all(executors.map((executor) => judgeOne(subject, executor, expected)));
  return found.flatMap((disagreement) => disagreement ?? []);
}

export async function judgeOne({ graph, inputs }: Subject, executor: Executor, expected: readonly BoundedTensor[]): Promise<Disagreement | undefined> {
  if (executor.name === 'reference') return undefined;
  const outcome = await executor.run(graph, inputs);
  if (outcome.kind === 'unsupported') return undefined;
  const engine = executor.name;
  if (outcome.kind === 'failure') return { engine, kind: 'failure', output: -1, message: outcome.message };
  if (outcome.results.length !== expected.length) return { engine, kind: 'failure', output: -1, message: `${outcome.results.length} results where ${expected.length} are expected` };
  let bounds = expected;
  for (const [output, result] of outcome.results.entries()) {
    let difference = firstDifference(bounds[output]!, result);
    if (difference && bounds === expected && executor.numerics) {
      bounds = interpret(graph, inputs, executor.numerics);
      difference = firstDifference(bounds[output]!, result);
    }
    if (difference) return { engine, kind: 'result', output, message: `result ${output}: ${difference}` };
  }
  return undefined;
}
