// What every compiled engine offers: programs in, something that runs out.
import type { Tensor } from '../ir/tensor.ts';
import type { KernelProgram, ProgramBuffer } from './kernel-program.ts';

export interface Executable {
  /** Inputs in the order of the graph's; throws `BackendError` where they do not fit. Outputs are fresh. */
  run(inputs: readonly Tensor[]): readonly Tensor[];
}

export interface Backend {
  readonly name: string;
  compile(program: KernelProgram): Executable;
}

/** The engine cannot do what is asked: inputs that do not fit, not enough memory. */
export class BackendError extends Error {
  override readonly name: string = 'BackendError';
}

/** The engine does not have what the graph needs, such as a dtype: nobody's error. */
export class UnsupportedError extends BackendError {
  override readonly name = 'UnsupportedError';
}

export function checkInputs(expected: readonly ProgramBuffer[], inputs: readonly Tensor[]): void {
  if (inputs.length !== expected.length) throw new BackendError(`${expected.length} inputs are needed, ${inputs.length} are given`);
  expected.forEach((want, i) => {
    const got = inputs[i]!;
    if (got.dtype === want.dtype && got.shape.length === want.shape.length && got.shape.every((n, axis) => n === want.shape[axis])) return;
    throw new BackendError(`input ${i} is ${got.dtype}[${got.shape.join(', ')}] where ${want.dtype}[${want.shape.join(', ')}] is needed`);
  });
}
