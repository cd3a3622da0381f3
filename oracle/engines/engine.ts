// Engines of other people, each behind one function: the bytes of a model and its inputs in, results or a failure
// out. They run inside the process that calls; cli/engine.ts gives each a process of its own.
import type { Tensor } from '../../runtime/ir/tensor.ts';
import type { Outcome } from '../executors/executor.ts';

export interface Engine {
  /** Name and version, for reports. */
  readonly version: string;
  run(model: Uint8Array, inputs: readonly Tensor[]): Promise<Outcome>;
  /** Where a model can be made ready once: what runs it then, to be timed. Throws where the engine refuses it. */
  prepare?(model: Uint8Array, threads: number): Promise<(inputs: readonly Tensor[]) => Promise<readonly Tensor[]>>;
}

/** An engine may change the environment: drivers are chosen there. */
export type LoadEngine = (variant: string, environment: Record<string, string | undefined>) => Promise<Engine>;

/** `onnxruntime:plain` names the variant `plain` of an engine. */
export function splitName(name: string): readonly [engine: string, variant: string] {
  const [engine = '', variant = ''] = name.split(':');
  return [engine, variant];
}

export function failure(error: unknown): Outcome {
  return { kind: 'failure', message: error instanceof Error ? error.message : String(error) };
}
