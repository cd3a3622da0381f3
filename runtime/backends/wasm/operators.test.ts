// Every operator's examples in every dtype, compiled and compared with the reference within its bound.
import { describe, it } from 'vitest';
import { OPERATORS } from '../../operators/index.ts';
import { contractOf } from '../../spec/contract.ts';
import { compileGraph } from './wasm.ts';

for (const operator of OPERATORS) {
  describe(operator.name, () => {
    const checks = contractOf(operator, {
      'wasm with vectors': (graph, inputs) => compileGraph(graph, { leastVectorWork: 0 }).run(inputs),
      'wasm with tiles': (graph, inputs) => compileGraph(graph, { leastVectorWork: 0, leastTiledWork: 0 }).run(inputs),
      'wasm as for large tensors': (graph, inputs) => compileGraph(graph, { loops: { eager: true }, leastKept: 0, leastVectorWork: 0, leastTiledWork: 0 }).run(inputs),
      'wasm on two threads': (graph, inputs) => compileGraph(graph, { threads: 2, leastSharedWork: 0, leastVectorWork: 0 }).run(inputs),
      'wasm without vectors': (graph, inputs) => compileGraph(graph, { simd: false }).run(inputs),
    });
    for (const check of checks.filter(({ name }) => name.startsWith('wasm'))) it(check.name, () => check.run());
  });
}
