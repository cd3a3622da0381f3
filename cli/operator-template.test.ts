import { expect, it } from 'vitest';
import { operatorsIn } from './generate-index.ts';
import { fileNameOf, operatorTemplate } from './operator-template.ts';

it('a new operator is found by the index', () => {
  const files = [{ file: `${fileNameOf('GroupNormalization')}.ts`, text: operatorTemplate('GroupNormalization') }];
  expect(operatorsIn(files)).toEqual([{ file: 'group-normalization.ts', operator: 'GroupNormalization' }]);
});
