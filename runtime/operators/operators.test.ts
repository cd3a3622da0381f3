// Every operator against the contract of spec/contract.ts.
import { describe, it } from 'vitest';
import { contractOf } from '../spec/contract.ts';
import { OPERATORS } from './index.ts';

for (const operator of OPERATORS) {
  describe(operator.name, () => {
    for (const check of contractOf(operator, {})) it(check.name, () => check.run());
  });
}
