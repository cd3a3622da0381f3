// The third form of failure: we are wrong. A condition and a sentence come in; nothing comes out, or it throws.

/** An error of dimwright itself; the command line answers it with exit code 101. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The same without a condition, for code that runs often: an argument that is text is made also where nothing is wrong. */
export function violated(message: string): never {
  throw new InvariantError(message);
}

/** For the branch that the types rule out. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${String(value)}`);
}
