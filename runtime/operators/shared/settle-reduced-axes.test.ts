import { expect, test } from 'vitest';
import { numbers } from '../../dims/numbers.ts';
import { settleReducedAxes } from './settle-reduced-axes.ts';

const shapes = [[numbers.lit(2), numbers.lit(3)]];

test.each([
  ['no axes are all axes', {}, [0, 1]],
  ['an empty list is all axes', { axes: [] }, [0, 1]],
  ['Python\'s None is all axes', { axes: null }, [0, 1]],
  ['one number is one axis', { axes: -1 }, [-1]],
  ['a list stays', { axes: [1] }, [1]],
  ['none is none where ONNX says so', { axes: [], noop_with_empty_axes: 1 }, []],
  ['a missing list is none where ONNX says so', { noop_with_empty_axes: true }, []],
  ['named axes win over noop', { axes: [0], noop_with_empty_axes: 1 }, [0]],
])('%s', (_, given, axes) => {
  expect(settleReducedAxes(given, shapes)).toMatchObject({ axes });
});
