// A graph while it grows. Unlike a built graph it can be changed before its end: an input may later become the result
// of an operator. Every value is evaluated by the reference the moment it exists, so that what would leave the
// domain of its reader is refused at once instead of being repaired at the end.
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import { evaluateOperator } from '../runtime/interpret/interpret.ts';
import { GraphBuilder } from '../runtime/ir/build.ts';
import type { Inferred } from '../runtime/ir/build.ts';
import type { DType } from '../runtime/ir/dtype.ts';
import type { Graph, GraphValue } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import type { Operator } from '../runtime/spec/spec.ts';
import type { Need } from './values.ts';
import { domainAt, isInside, isSound } from './values.ts';

/** An edge of the sketch. */
export interface Cell {
  readonly dtype: DType;
  readonly shape: readonly number[];
  value: BoundedTensor;
  /** What an input has to satisfy for the operator that it was made for; undefined for results. */
  need: Need | undefined;
  /** Depends on no input, so that it holds the same values whatever a reducer does to them. */
  fixed: boolean;
  readers: number;
}

export interface Step {
  readonly operator: Operator;
  readonly operands: readonly (Cell | undefined)[];
  readonly inferred: Inferred;
  readonly results: readonly Cell[];
}

/** Operands need no more than a value, so that other contents can be tried. */
export function evaluateStep({ operator, inferred, operands }: Pick<Step, 'operator' | 'inferred'> & { readonly operands: readonly (Pick<Cell, 'value'> | undefined)[] }, results: readonly { readonly dtype: DType; readonly shape: readonly number[] }[]): readonly BoundedTensor[] {
  return evaluateOperator(operator, inferred.attributes, operands.map((cell) => cell?.value), results);
}

/**
 * New contents for some cells, and everything behind them computed again from step `from` on: what was there before,
 * by cell; undefined, and nothing changed, where an operator could not bear it.
 */
export function reevaluate(sketch: Sketch, contents: ReadonlyMap<Cell, BoundedTensor>, from: number): ReadonlyMap<Cell, BoundedTensor> | undefined {
  const old = new Map<Cell, BoundedTensor>();
  for (const [cell, value] of contents) { old.set(cell, cell.value); cell.value = value; }
  for (let i = from; i < sketch.steps.length; i++) {
    const step = sketch.steps[i]!;
    if (!step.operands.some((operand) => operand && old.has(operand))) continue;
    const inside = step.operands.every((operand, position) => !operand || !old.has(operand) || isInside({ domain: domainAt(step.operator, position), limit: 0 }, operand.value));
    const made = inside ? evaluateStep(step, step.results) : undefined;
    if (!made?.every(isSound)) {
      for (const [changed, before] of old) changed.value = before;
      return undefined;
    }
    for (const [n, result] of step.results.entries()) { old.set(result, result.value); result.value = made[n]!; }
  }
  return old;
}

export interface Sketch {
  /** Oldest first. */
  readonly cells: Cell[];
  /** Each reads what came before. */
  readonly steps: Step[];
}

export interface Assembled {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  /** By id of the graph's values. */
  readonly values: readonly BoundedTensor[];
}

export function assemble({ cells, steps }: Sketch, outputs: readonly Cell[]): Assembled {
  const g = new GraphBuilder();
  const ids = new Map<Cell, GraphValue>();
  const inputs: Tensor[] = [];
  const values: BoundedTensor[] = [];
  const place = (cell: Cell, value: GraphValue): void => { ids.set(cell, value); values[value.id] = cell.value; };
  for (const cell of cells) {
    if (!cell.need) continue;
    place(cell, g.input(`x${inputs.length}`, cell.dtype, cell.shape));
    inputs.push(cell.value);
  }
  for (const { operator, operands, inferred, results } of steps) {
    g.inferred(operator, operands.map((cell) => cell && ids.get(cell)), inferred).forEach((value, i) => { place(results[i]!, value); });
  }
  return { graph: g.finish(outputs.map((cell) => ids.get(cell)!)), inputs, values };
}
