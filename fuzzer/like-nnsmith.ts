// Options for graphs as NNSmith makes them, to measure what is gained over it by the same oracle: no idioms, no special
// values, most sizes 1, of the narrow types mostly float16, and few of the operators that compilers treat specially. Measured on its main
// of January 2025 (10 and 20 nodes): 60 to 76 % of dimensions are 1; convolutions, pooling, normalisation and matrix
// products together are 4 % of nodes. Its values are often not finite, which is not imitated.
import { OPERATORS } from '../runtime/operators/index.ts';
import type { CaseOptions } from './generate.ts';

export const HEAVY: readonly string[] = ['Conv', 'ConvTranspose', 'MaxPool', 'AveragePool', 'GlobalAveragePool', 'BatchNormalization', 'LayerNormalization', 'MatMul', 'Gemm'];
const HEAVY_WEIGHT = 0.25;
const ONES = 0.66;

export const LIKE_NNSMITH: Omit<CaseOptions, 'nodes'> = {
  // A list of its own: idioms belong to the whole vocabulary.
  operators: OPERATORS.filter(({ name }) => name !== 'Constant'),
  weights: Object.fromEntries(HEAVY.map((name) => [name, HEAVY_WEIGHT])),
  special: 0, ones: ONES, narrow: 0.5, typeWeights: { float16: 6 },
};
