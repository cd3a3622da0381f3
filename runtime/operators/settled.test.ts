// Settled attributes are spellings of themselves: graphs are copied, printed and exported with them, and settled
// again on the way back.
import { describe, expect, it } from 'vitest';
import { inferConcrete } from '../ir/build.ts';
import type { DType } from '../ir/dtype.ts';
import { isDType } from '../ir/dtype.ts';
import type { Operator } from '../spec/spec.ts';
import { OPERATORS } from './index.ts';

type Example = Operator['examples'][number];

function operandsOf(operator: Operator, example: Example): ({ readonly dtype: DType; readonly shape: readonly number[] } | undefined)[] {
  return Object.entries(operator.inputs).flatMap(([name, input]) => {
    const dtype = isDType(input.dtype) ? input.dtype : (example.dtypes?.[input.dtype] ?? operator.dtypes[input.dtype]![0]!);
    const given = example.inputs[name];
    if (!given) return [undefined];
    const shapes = (input.kind === 'variadic' ? given : [given]) as readonly (readonly number[])[];
    return shapes.map((shape) => ({ dtype, shape }));
  });
}

for (const operator of OPERATORS) {
  describe(operator.name, () => {
    operator.examples.forEach((example, i) => {
      if (!example.gives) return;
      it(`settles example ${i + 1} once and for all`, () => {
        const operands = operandsOf(operator, example);
        while (operands.length > 0 && !operands.at(-1)) operands.pop();
        const { attributes } = inferConcrete(operator, operands, example.attributes ?? {});
        expect(inferConcrete(operator, operands, attributes).attributes).toEqual(attributes);
      });
    });
  });
}
