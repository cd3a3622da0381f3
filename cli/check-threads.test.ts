import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkFiles } from '../analyzer/check.ts';
import { cacheOf, BUNDLE } from './bundle.ts';
import { checkOnThreads, paysOnThreads } from './check-threads.ts';

const sources = Array.from({ length: 6 }, (_, i) => ({
  path: `a${i}.py`, text: `import torch\nfrom b${i % 3} import f\nf(torch.zeros(${i}, 2))\ndef g(x):\n    b, c = x.shape\n    return x @ x\n`,
})).concat(Array.from({ length: 3 }, (_, i) => ({ path: `b${i}.py`, text: 'import torch\ndef f(x):\n    return x @ torch.zeros(3, 3)\n' })));

test('threads find what one thread finds, in the same order', async (ctx) => {
  if (!existsSync(cacheOf(BUNDLE))) ctx.skip('`npm run build` has not made the bundle');
  const begun: string[] = [];
  const found = await checkOnThreads(sources, 2, { begun: (file) => { begun.push(file); }, stoppedBy: () => undefined });
  expect(found).toEqual(await checkFiles(sources));
  expect(found.findings.length).toBe(3);
  expect(begun.toSorted()).toEqual(sources.map(({ path }) => path));
});

test('a check that is broken off gives what is known by then', async (ctx) => {
  if (!existsSync(cacheOf(BUNDLE))) ctx.skip('`npm run build` has not made the bundle');
  let stop = (): void => undefined;
  const found = await checkOnThreads(sources, 1, { begun: () => stop(), stoppedBy: (end) => { stop = end; } });
  expect(found.files).toBeLessThan(sources.length);
});

test('threads are not started for little, nor where all files belong together', () => {
  const long = `# ${'x'.repeat(200_000)}\n`;
  expect(paysOnThreads([{ path: 'a.py', text: '' }, { path: 'b.py', text: '' }], 2)).toBe(false);
  expect(paysOnThreads([{ path: 'a.py', text: `${long}import b` }, { path: 'b.py', text: '' }], 2)).toBe(false);
});
