import { expect, test } from 'vitest';
import { GraphBuilder } from '../ir/build.ts';
import { gradientGraph } from './gradient.ts';

test('a convolution of an image without rows has a gradient without elements', () => {
  const g = new GraphBuilder();
  const result = g.op('Conv', [g.input('x', 'float32', [1, 1, 0]), g.input('w', 'float32', [1, 1, 4])], { pads: [4, 4] });
  const gradients = gradientGraph(g.finish([result]));
  expect(gradients.outputs.map((id) => gradients.values[id]!.shape)).toEqual([[1, 1, 0], [1, 1, 4]]);
});
