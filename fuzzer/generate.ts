// One case of a campaign: seed and index in, a valid graph with inputs out. Independent of what ran before.
import { evaluate } from '../runtime/interpret/interpret.ts';
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import type { Graph } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import { Choices } from './choices.ts';
import type { GrowOptions, Grown } from './grow.ts';
import { grow } from './grow.ts';
import { assemble } from './sketch.ts';
import { isSound, withSpecials } from './values.ts';

export interface CaseOptions extends GrowOptions {
  /** Share of cases with NaN, infinities, zeros of both signs, subnormals and extreme integers among their inputs. */
  readonly special?: number;
}

export interface FuzzCase {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  /** Every value of the graph, from the reference. */
  readonly values: readonly BoundedTensor[];
  readonly finite: boolean;
  /** Special values were put in on purpose. */
  readonly special: boolean;
  readonly searches: Grown['searches'];
  readonly solves: Grown['solves'];
  /** Replaying these gives this case again. */
  readonly choices: readonly number[];
  /** Where among them each move of growth begins, and last what follows growth. */
  readonly marks: readonly number[];
}

export function generateCase(seed: number, index: number, options: CaseOptions): FuzzCase {
  return caseFrom(Choices.random(seed, index), options);
}

export function replayCase(choices: readonly number[], options: CaseOptions): FuzzCase {
  return caseFrom(Choices.replay(choices), options);
}

/** How likely one input of a special case gets special elements. */
const TOUCHED = 0.6;

export function caseFrom(choices: Choices, options: CaseOptions): FuzzCase {
  const { sketch, outputs, searches, solves } = grow(choices, options);
  const plain = assemble(sketch, outputs);
  if (!choices.chance(options.special ?? 0.05)) return { ...plain, finite: plain.values.every(isSound), special: false, searches, solves, choices: choices.made, marks: choices.marks };
  const needs = sketch.cells.flatMap((cell) => cell.need ?? []);
  const inputs = plain.inputs.map((input, i) => (choices.chance(TOUCHED) ? withSpecials(choices, input, needs[i]!) : input));
  const values = evaluate(plain.graph, inputs);
  return { graph: plain.graph, inputs, values, finite: values.every(isSound), special: true, searches, solves, choices: choices.made, marks: choices.marks };
}
