// Every operator against the contract of spec/contract.ts, lowered code included.
import { describe, it } from 'vitest';
import { compileGraph } from '../backends/wasm/wasm.ts';
import { contractOf } from '../spec/contract.ts';
import { OPERATORS } from './index.ts';

for (const operator of OPERATORS) {
  describe(operator.name, () => {
    for (const check of contractOf(operator, { wasm: (graph, inputs) => compileGraph(graph).run(inputs) })) it(check.name, () => check.run());
  });
}
