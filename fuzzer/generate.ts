// One case of a campaign: seed and index in, a valid graph with inputs out. Independent of what ran before.
import type { Graph } from '../runtime/ir/graph.ts';
import type { Tensor } from '../runtime/ir/tensor.ts';
import type { BoundedTensor } from '../runtime/interpret/bounded-tensor.ts';
import { Choices } from './choices.ts';
import type { GrowOptions } from './grow.ts';
import { grow } from './grow.ts';
import { fillValues } from './values.ts';

export interface FuzzCase {
  readonly graph: Graph;
  readonly inputs: readonly Tensor[];
  /** Every value of the graph, from the reference. */
  readonly values: readonly BoundedTensor[];
  readonly finite: boolean;
  /** Replaying these gives this case again. */
  readonly choices: readonly number[];
}

export function generateCase(seed: number, index: number, options: GrowOptions): FuzzCase {
  return caseFrom(Choices.random(seed, index), options);
}

export function replayCase(choices: readonly number[], options: GrowOptions): FuzzCase {
  return caseFrom(Choices.replay(choices), options);
}

function caseFrom(choices: Choices, options: GrowOptions): FuzzCase {
  const grown = grow(choices, options);
  const { inputs, values, finite } = fillValues(choices, grown);
  return { graph: grown.graph, inputs, values, finite, choices: choices.made };
}
