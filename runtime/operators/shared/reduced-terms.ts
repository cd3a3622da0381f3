// What a reference needs to name the terms of a reduction: how many feed one result, and the index of each.

export interface ReducedTerms {
  readonly count: number;
  /** The index in the operand of term number `term` of the result at `at`. */
  index(at: readonly number[], term: number): readonly number[];
}

export function reducedTerms(shape: readonly number[], axes: readonly number[], keepdims: boolean): ReducedTerms {
  const count = axes.reduce((n, axis) => n * shape[axis]!, 1);
  const kept = shape.map((_, axis) => axis).filter((axis) => keepdims || !axes.includes(axis));
  return {
    count,
    index(at, term) {
      const index: number[] = [];
      kept.forEach((axis, position) => { index[axis] = at[position]!; });
      let rest = term;
      for (const axis of axes) { index[axis] = rest % shape[axis]!; rest = Math.floor(rest / shape[axis]!); }
      return index;
    },
  };
}
