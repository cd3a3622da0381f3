// The page that a machine with a card writes.
import { expect, test } from 'vitest';
import { markdownOf } from './gpu-table.ts';

test('columns that no case has are left out, and what a case lacks is empty', () => {
  const page = markdownOf({
    adapter: 'a card', sizes: 'large', date: '2026-01-02', peaks: { gigaflops: 10, gigabytesPerSecond: 20 },
    cases: { matmul: { ms: 3, ofPeakFlops: 0.7 }, add: { ms: 1 } }, means: { geomeanVsTfjs: 2 }, small: { tenOperatorsFirstMs: 5, tenOperatorsRunMs: 1, tenOperatorsDispatches: 7 },
  });
  expect(page).toContain('| case | ms | of peak arithmetic |\n| --- | --- | --- |\n| matmul | 3 | 0.7 |\n| add | 1 |  |\n');
  expect(page).toContain('Geometric mean against Tfjs: 2.');
  expect(page).toContain('5 ms from the graph to the first result, 1 ms a run, 7 dispatches.');
});
