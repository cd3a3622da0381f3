import { expect, test } from 'vitest';
import { forms, symbol } from '../../dims/forms.ts';
import { settleSplit } from './settle-split.ts';
import { plain, recorder, sized, symbolic } from './test-kit.ts';

const settled = (given: Record<string, unknown>) => plain(settleSplit(given, [sized(2, 7)], recorder()))['split'];

test.each([
  ['stated pieces stay', { axis: 1, split: [3, 4] }, [3, 4]],
  ['the last of a number of pieces is smaller', { axis: 1, num_outputs: 3 }, [3, 3, 1]],
  ['a piece size gives as many pieces as it takes', { axis: -1, split: 3 }, [3, 3, 1]],
  ['a piece size that divides leaves no rest', { axis: -1, split: 7 }, [7]],
  ['the axis is the first where it is not said', { num_outputs: 2 }, [1, 1]],
])('%s', (_, given, split) => {
  expect(settled(given)).toEqual(split);
});

test('a number of pieces needs no known extent', () => {
  expect(plain(settleSplit({ num_outputs: 2 }, [symbolic(symbol('n').times(2))], recorder(forms)))['split']).toEqual(['n', 'n']);
});

test('a piece size of an unknown extent is left as it is', () => {
  expect(plain(settleSplit({ split: 2 }, [symbolic(symbol('n'))], recorder(forms)))['split']).toBe(2);
});
